"""What an audit gives: ledger (算分账), findings (问题), checks (核对结果)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from jiping.model.evaluation import Evaluation
from jiping.model.place import Place

Outcome = Literal["pass", "fail", "skip"]
Choice = Literal["given", "form", "inferred", "default"]
_LISTS = ("targets", "basis", "places")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One scored row: printed and computed points, the method, the calculation in words.

    ``row`` is a JSON pointer; ``alternatives``: method → what it would give, where methods differ.
    """

    row: str
    printed: str | None
    computed: str | None
    method: str
    derivation: str
    agrees: bool | None = None
    alternatives: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All scores of a form under one scheme. ``scheme_note`` says how the scheme was chosen."""

    scheme: str
    scheme_choice: Choice
    scheme_note: str
    grade: str | None
    printed_total: str | None
    computed_total: str | None
    rows: tuple[LedgerRow, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: rule, both numbers, the JSON pointers it is about, clause, advice, places."""

    rule: str
    title: str
    severity: Literal["error", "warning", "info"]
    message: str
    left: str | None
    right: str | None
    difference: str | None
    targets: tuple[str, ...]
    basis: tuple[str, ...]
    advice: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one rule on one form. ``compared``: how many rows it could decide."""

    rule: str
    title: str
    outcome: Outcome
    reason: str | None
    compared: int


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything about one form."""

    evaluation: Evaluation
    ledger: Ledger
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]

    def to_json(self, *, places: bool = False) -> dict[str, Any]:
        """The contract's object for one form of ``audit.schema.json``."""
        from jiping.model.contract import evaluation_to_json

        ledger = self.ledger
        return {
            "evaluation": evaluation_to_json(self.evaluation, places=places),
            "ledger": {
                "scheme": ledger.scheme,
                "scheme_choice": ledger.scheme_choice,
                "scheme_note": ledger.scheme_note,
                "grade": ledger.grade,
                "printed_total": ledger.printed_total,
                "computed_total": ledger.computed_total,
                "rows": [
                    {
                        "row": r.row,
                        "printed": r.printed,
                        "computed": r.computed,
                        "method": r.method,
                        "derivation": r.derivation,
                        "agrees": r.agrees,
                        "alternatives": dict(r.alternatives),
                    }
                    for r in ledger.rows
                ],
            },
            "findings": [finding_to_json(f) for f in self.findings],
            "checks": [
                {
                    "rule": c.rule,
                    "title": c.title,
                    "outcome": c.outcome,
                    "reason": c.reason,
                    "compared": c.compared,
                }
                for c in self.checks
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Audit:
        """The inverse of `to_json`; fields that this version does not know are ignored."""
        from jiping.model.contract import evaluation_from_json

        ledger = data["ledger"]
        return cls(
            evaluation_from_json(data["evaluation"]),
            Ledger(
                **{k: ledger[k] for k in Ledger.__dataclass_fields__ if k != "rows"},
                rows=tuple(
                    LedgerRow(**{k: row[k] for k in LedgerRow.__dataclass_fields__})
                    for row in ledger["rows"]
                ),
            ),
            tuple(
                Finding(
                    **{k: f[k] for k in Finding.__dataclass_fields__ if k not in _LISTS},
                    targets=tuple(f["targets"]),
                    basis=tuple(f["basis"]),
                    places=tuple(Place.from_json(p) for p in f["places"]),
                )
                for f in data["findings"]
            ),
            tuple(Check(**{k: c[k] for k in Check.__dataclass_fields__}) for c in data["checks"]),
        )


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """The contract's object for one finding."""
    return {
        "rule": finding.rule,
        "title": finding.title,
        "severity": finding.severity,
        "message": finding.message,
        "left": finding.left,
        "right": finding.right,
        "difference": finding.difference,
        "targets": list(finding.targets),
        "basis": list(finding.basis),
        "advice": finding.advice,
        "places": [place.to_json() for place in finding.places],
    }
