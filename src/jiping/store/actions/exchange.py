"""Forms taken into a dataset, and forms of a dataset brought in."""

from __future__ import annotations

from jiping.model.evaluation import Evaluation
from jiping.store.acting import Act, action
from jiping.store.actions.reading import Taken, put_forms
from jiping.store.models import Organisation, SourceFile


@action("dataset.take", "取入数据集")
def note_taking(act: Act, dataset: str, count: int) -> None:
    """So many forms are about to be taken away whole: asks, and notes it."""
    act.demand("form.export")
    act.log(None, dataset=dataset, count=count)


@action("form.bring", "从数据集导入")
def bring_form(
    act: Act, evaluation: Evaluation, dataset: str, organisation: Organisation | None = None
) -> Taken:
    """A form of a dataset as a draft; one whose content is here already is not repeated.

    ``organisation``: whose it is; None: that of its unit's name. Raises `Refused`.
    """
    act.demand("form.create", organisation)
    sha = evaluation.source.sha256
    source = SourceFile.objects.filter(sha256=sha).first() if sha else None
    taken = Taken("read", source=source)
    put_forms(act, taken, [evaluation], organisation)
    for form in taken.new:
        act.log(
            form, dataset=dataset, name=form.name or None, year=form.year,
            file=evaluation.source.file[:255] or None, sha256=sha or None,
        )  # fmt: skip
    if not taken.new:
        act.nothing_changed()
    return taken
