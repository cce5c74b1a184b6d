"""Book → evaluations: finds the forms in a document and says what every cell means.

Anchors are words, never column numbers. Where cells have slid, the reading in which the form's
own sums hold wins; every move is recorded, and what reached no field is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiping.model.evaluation import Evaluation, Source
from jiping.read.layouts.assemble import evaluation_of
from jiping.read.layouts.form import FormReader
from jiping.read.layouts.lines import lines_of
from jiping.read.layouts.locate import forms

if TYPE_CHECKING:
    from jiping.model.life_cycle import MonitoringForm, TargetForm
    from jiping.read.book import Book

__all__ = ["Understanding", "understand"]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a document holds: its evaluations in order, and the names of look-alikes met.

    ``targets`` and ``monitorings`` are the 绩效目标申报表 and 绩效目标执行监控表 among the latter.
    """

    evaluations: tuple[Evaluation, ...] = ()
    refused: tuple[str, ...] = ()
    targets: tuple[TargetForm, ...] = ()
    monitorings: tuple[MonitoringForm, ...] = ()


def understand(book: Book, *, file: str, sha256: str) -> Understanding:
    """The evaluations in ``book``; a document without a form gives none.

    ``Source.ordinal`` counts the forms of the file from 1, ``Source.place`` is where one begins.
    """
    book.situate()
    lines = lines_of(book)
    if any(line.run for line in lines):
        from jiping.read.layouts.runs import unfold

        lines = unfold(lines)
    found, refused = forms(lines)
    evaluations: list[Evaluation] = []
    targets: list[TargetForm] = []
    monitorings: list[MonitoringForm] = []
    for form in found:
        if form.kind != "evaluation":
            from jiping.read.layouts.life_forms import LifeReader

            part = lines[form.begin : form.end]
            spot = (form.title or part[0].atoms[0]).spot.place()
            monitoring = form.kind == "monitoring"
            reader = LifeReader(monitoring)
            reader.read(form.title, part)
            count = len(monitorings) if monitoring else len(targets)
            source = Source(file, sha256, book.format, count + 1, spot)
            if monitoring:
                monitorings.append(reader.monitoring_form(source, part))
            else:
                targets.append(reader.target_form(source, part))
            continue
        ordinal = len(evaluations) + 1
        part = lines[form.begin : form.end]
        draft = FormReader(form.title).read(part, last=form.end == len(lines))
        tail = lines[form.tail : form.begin] if form.tail is not None else []
        first = form.title or part[0].atoms[0]
        source = Source(file, sha256, book.format, ordinal, first.spot.place())
        evaluations.append(evaluation_of(draft, source, [*tail, *part]))
    return Understanding(tuple(evaluations), tuple(refused), tuple(targets), tuple(monitorings))
