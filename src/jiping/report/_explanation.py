"""One row of a form walked through: what was read, how it is scored, what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiping.model.evaluation import FundLine
from jiping.report._labels import FUND_FIELDS, INDICATOR_FIELDS, row_at, row_name, row_number

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Finding, Ledger, LedgerRow
    from jiping.model.evaluation import Evaluation
    from jiping.model.place import Place

_FUND_ROW = re.compile(r"(?:F|f|资金)\s*([0-9]+)")
_POINTER = re.compile(r"/(?:funds|indicators)/[0-9]+")


class NoSuchRow(LookupError):  # noqa: N818 - it names what is the matter
    """The form has no such row; the message is Chinese and says which rows there are."""


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A field of the row as read: ``text`` is None where the cell is empty."""

    field: str
    title: str
    text: str | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another method of the same kind: what it is called, its formula, the points it gives."""

    method: str
    title: str
    formula: str
    score: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one row.

    ``pointer`` is its JSON pointer; ``values`` what was read, with places; ``ledger`` the form's
    ledger and ``row`` this row in it (None where the row carries no points); ``steps`` the
    calculation; ``alternatives`` the other methods where they differ; ``findings`` those about
    this row.
    """

    evaluation: Evaluation
    pointer: str
    name: str
    values: tuple[ReadValue, ...]
    ledger: Ledger
    row: LedgerRow | None
    method: str | None
    formula: str | None
    steps: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """The explanation as one JSON object."""
        source, row = self.evaluation.source, self.row
        return {
            "file": source.file,
            "ordinal": source.ordinal,
            "row": self.pointer,
            "number": row_number(self.pointer),
            "name": self.name,
            "values": [
                {
                    "field": v.field,
                    "title": v.title,
                    "text": v.text,
                    "place": None if v.place is None else v.place.to_json(),
                }
                for v in self.values
            ],
            "scheme": self.ledger.scheme,
            "scheme_note": self.ledger.scheme_note,
            "method": None if row is None else row.method,
            "formula": self.formula,
            "printed": None if row is None else row.printed,
            "computed": None if row is None else row.computed,
            "steps": list(self.steps),
            "alternatives": [
                {"method": a.method, "title": a.title, "formula": a.formula, "score": a.score}
                for a in self.alternatives
            ],
            "findings": [
                {
                    "rule": f.rule,
                    "severity": f.severity,
                    "message": f.message,
                    "basis": list(f.basis),
                    "advice": f.advice,
                }
                for f in self.findings
            ],
        }


def pointer_of(evaluation: Evaluation, row: int | str) -> str:
    """The JSON pointer of a row given by number (3), as fund line (F1), by pointer or by name.

    Raises NoSuchRow, also where a name fits several rows.
    """
    text = str(row).strip()
    fund = _FUND_ROW.fullmatch(text)
    if text.isascii() and text.isdigit():
        pointer = f"/indicators/{int(text) - 1}" if int(text) else ""
    elif fund is not None:
        pointer = f"/funds/{int(fund[1]) - 1}" if int(fund[1]) else ""
    else:
        pointer = text if _POINTER.fullmatch(text) else _by_name(evaluation, text)
    if row_at(evaluation, pointer) is None:
        raise NoSuchRow(f"表中没有第 {text} 行。{_rows(evaluation)}")
    return pointer


def _by_name(evaluation: Evaluation, text: str) -> str:
    named = [(f"/funds/{n}", f.label) for n, f in enumerate(evaluation.funds)]
    named += [(f"/indicators/{n}", i.name or "") for n, i in enumerate(evaluation.indicators)]
    exact = [pointer for pointer, name in named if name == text]
    fits = exact or [pointer for pointer, name in named if text in name]
    if not fits:
        raise NoSuchRow(f"表中没有名称含“{text}”的行。{_rows(evaluation)}")
    if len(fits) > 1:
        numbers = "、".join(row_number(pointer) for pointer in fits)
        raise NoSuchRow(f"名称含“{text}”的有几行：{numbers}。请用行号指定其中一行。")
    return fits[0]


def _rows(evaluation: Evaluation) -> str:
    said = []
    if evaluation.indicators:
        said.append(f"指标行号是 1 到 {len(evaluation.indicators)}")
    if evaluation.funds:
        said.append(f"资金行号是 F1 到 F{len(evaluation.funds)}")
    return "；".join(said) + "。" if said else "表中没有任何资金行和指标行。"


def explain_row(audit: Audit, row: int | str) -> Explanation:
    """Walk through one row of an audited form. Raises NoSuchRow."""
    from jiping.score.methods import methods

    evaluation = audit.evaluation
    pointer = pointer_of(evaluation, row)
    found = next((r for r in audit.ledger.rows if r.row == pointer), None)
    known = {method.id: method for method in methods()}
    method = known.get(found.method) if found is not None else None
    title, formula = (method.title, method.formula) if method is not None else (None, None)
    if found is not None and pointer.startswith("/funds"):
        title, formula = (
            "预算执行率",
            "执行率 = 全年执行数 ÷ 预算数；得分 = 分值 × 执行率，最多为分值",
        )
    others = () if found is None else tuple(
        Alternative(name, known[name].title, known[name].formula, score)
        for name, score in found.alternatives.items()
        if name != found.method and name in known
    )  # fmt: skip
    return Explanation(
        evaluation=evaluation,
        pointer=pointer,
        name=row_name(evaluation, pointer),
        values=_values(evaluation, pointer),
        ledger=audit.ledger,
        row=found,
        method=title,
        formula=formula,
        steps=() if found is None else tuple(found.derivation.split("；")),
        alternatives=others,
        findings=tuple(f for f in audit.findings if _concerns(f, pointer)),
    )


def _concerns(finding: Finding, pointer: str) -> bool:
    return any(t == pointer or t.startswith(pointer + "/") for t in finding.targets)


def _values(evaluation: Evaluation, pointer: str) -> tuple[ReadValue, ...]:
    row = row_at(evaluation, pointer)
    titles = FUND_FIELDS if isinstance(row, FundLine) else INDICATOR_FIELDS
    return tuple(
        ReadValue(
            field,
            title,
            getattr(row, field),
            evaluation.places.nearest(f"{pointer}/{field}")
            if getattr(row, field) is not None
            else None,
        )
        for field, title in titles.items()
    )
