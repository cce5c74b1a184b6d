"""The contract's documents: `read.schema.json` and `audit.schema.json`; scores in the same shape."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from jiping.report import FileStatus, Report, Run

MANY = 100
"""With more forms than this each stands on one line: indented they take four times as long."""


def document(run: Run) -> dict[str, Any]:
    """The run as the contract's object."""
    made: dict[str, Any] = {**_head(run), "forms": [_form(run, form) for form in _forms(run)]}
    return {**made, **{name: list(forms) for name, forms in _others(run)}}


def _head(run: Run) -> dict[str, Any]:
    from jiping.report._tally import tally

    head = {
        "version": run.version,
        "summary": tally(run.files),
        "files": [_file(file) for file in run.files],
    }
    return {**head, "interrupted": True} if run.interrupted else head


def _file(file: FileStatus) -> dict[str, Any]:
    made = {"file": file.file, "status": file.status, "reason": file.reason, "forms": file.forms}
    if file.duplicate_of is not None:
        made["duplicate_of"] = file.duplicate_of
    return made


def _forms(run: Run) -> Iterable[Any]:
    return run.evaluations if run.kind == "read" else run.audits


def _form(run: Run, form: Any) -> dict[str, Any]:
    if run.kind == "read":
        from jiping.model.contract import evaluation_to_json

        return evaluation_to_json(form, places=run.places)
    made: dict[str, Any] = form.to_json(places=run.places)
    return made if run.kind == "audit" else {k: made[k] for k in ("evaluation", "ledger")}


def _others(run: Run) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The forms of the other two kinds, which only reading gives."""
    if run.kind != "read":
        return
    from jiping.model.life_cycle import to_json

    yield "targets", (to_json(form, places=run.places) for form in run.targets)
    yield "monitorings", (to_json(form, places=run.places) for form in run.monitorings)


def pieces(run: Run) -> Iterator[str]:
    """One JSON document, readable for people too; made form by form, as a run may be long."""
    opening = json.dumps(_head(run), ensure_ascii=False, indent=1)[:-2]
    indent = 1 if len(run.evaluations or run.audits) <= MANY else None
    yield opening
    forms: Iterable[dict[str, Any]] = (_form(run, form) for form in _forms(run))
    for name, listed in chain([("forms", forms)], _others(run)):
        yield f',\n "{name}": ['
        for number, form in enumerate(listed):
            yield (",\n" if number else "") + json.dumps(form, ensure_ascii=False, indent=indent)
        yield "]"
    yield "\n}\n"


def render(run: Run) -> str:
    """The document as one text."""
    return "".join(pieces(run))


REPORT = Report(
    "json", "供程序使用的数据", ".json", False, render, ("read", "score", "audit"),
    places=False, repeats=True, pieces=pieces,
)  # fmt: skip
