"""Which finding of today is which of the last time: the same rule about the same values."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiping.engine.compare.matching import ALIKE, Pairs, paired

if TYPE_CHECKING:
    from jiping.engine.compare.rows import Rows
    from jiping.engine.results import Finding


@dataclass(frozen=True, slots=True)
class _Known:
    """A finding in words that mean the same in both versions: what it is about, what it says."""

    rule: str
    targets: tuple[str, ...]
    left: str | None
    right: str | None
    message: str

    @property
    def rows(self) -> frozenset[str]:
        """The rows and other things that it is about, without the fields."""
        return frozenset(_row(target) for target in self.targets)


def findings_of(old: Sequence[Finding], new: Sequence[Finding], rows: Rows) -> Pairs:
    """Pair the findings of two versions of a form."""
    found: Pairs = []
    for rule in dict.fromkeys(f.rule for f in old):
        ours = [i for i, finding in enumerate(old) if finding.rule == rule]
        theirs = [j for j, finding in enumerate(new) if finding.rule == rule]
        pairs = paired(
            [_known(old[i], rows, 0) for i in ours], [_known(new[j], rows, 1) for j in theirs],
            (_equal, _same_targets, _same_first), _alike, 1,
        )  # fmt: skip
        found += [(ours[a], theirs[b]) for a, b in pairs]
    return sorted(found)


def _known(finding: Finding, rows: Rows, side: int) -> _Known:
    targets = tuple(rows.neutral(target, side) for target in finding.targets)
    return _Known(finding.rule, targets, finding.left, finding.right, finding.message)


def _equal(finding: _Known) -> Hashable:
    return finding


def _same_targets(finding: _Known) -> Hashable:
    return (finding.targets, finding.left, finding.right)


def _same_first(finding: _Known) -> Hashable:
    return finding.targets[0] if finding.targets else None


def _alike(one: _Known, other: _Known) -> int:
    """0 unless they are about a common row or value."""
    shared = len(one.rows & other.rows)
    if not shared:
        return 0
    exact = len(set(one.targets) & set(other.targets))
    said = (one.left == other.left) + (one.right == other.right) + (one.message == other.message)
    union = len(one.rows | other.rows)
    return 1 + 500 * shared // union + min(exact, 9) * 30 + said * 50 + ALIKE // 100


def _row(pointer: str) -> str:
    parts = pointer.split("/")
    if len(parts) > 3 and parts[1] in ("funds", "indicators"):
        return "/".join(parts[:3])
    return pointer
