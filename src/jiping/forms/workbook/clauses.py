"""The clauses that the workbook quotes, from the law room; a wrong one fails at import."""

from __future__ import annotations

from jiping.law.cite import cite

_QUOTED = {
    "reason": cite("10号", "11"),
    "weights": cite("10号", "13"),
    "quantitative": cite("10号", "16"),
    "grades": cite("10号", "18"),
    "complete": cite("10号", "24"),
    "rate": cite("10号", "25"),
}
REASON = _QUOTED["reason"].reference()
WEIGHTS = _QUOTED["weights"].reference()
QUANTITATIVE = _QUOTED["quantitative"].reference()
GRADES = _QUOTED["grades"].reference()
COMPLETE = _QUOTED["complete"].reference()
RATE = _QUOTED["rate"].reference()


def quoted() -> list[tuple[str, str]]:
    """Every clause quoted: its label, marked where it was recalled, and what it says."""
    return [(clause.label(), clause.text() or "") for clause in _QUOTED.values()]
