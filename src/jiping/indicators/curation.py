"""What people decide about a library: marks, names, merges, deletions — kept over every rebuild.

A decision belongs to a normal form with its level and kind of unit, not to a number. It holds for
the concept that has this form after a rebuild, whichever form leads it then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from jiping.indicators.clustering import Key
from jiping.indicators.library import MARKS
from jiping.indicators.shelf import Curated, LibraryError, connect


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided of one concept; ``into``: the concept that it is the same as; ``alone``: its
    form is led by no other, however alike they look."""

    key: Key
    mark: str | None = None
    name: str | None = None
    into: Key | None = None
    deleted: bool = False
    note: str | None = None
    alone: bool = False

    def row(self) -> Curated:
        """As the library keeps it."""
        into = self.into or (None, None, None)
        return (
            *self.key, self.mark, self.name, *into, int(self.deleted), self.note, int(self.alone),
        )  # fmt: skip


def decision(row: Curated) -> Decision:
    """The inverse of `Decision.row`."""
    into = None if row[5] is None else (row[5], row[6] or "", row[7] or "")
    return Decision(row[:3], row[3], row[4], into, bool(row[8]), row[9], bool(row[10]))


def directed(
    leader: Mapping[Key, Key], kept: Sequence[Curated], uses: Mapping[Key, int] | None = None
) -> tuple[dict[Key, Key], tuple[str, ...]]:
    """The leaders as curators want them, and the names of decisions whose indicator is gone.

    A merge takes all that its indicator's leader stands for to the leader of the other. A form that
    is to stand alone leads itself and nothing else; what it led before goes to the most used of
    the others (``uses``). A curated form that another one leads now leads in its stead, so that the
    decision shows.
    """
    group = _Groups(leader, uses or {})
    decided = [decision(row) for row in kept]
    lost = [each.name or each.key[0] for each in decided if each.key not in group.leader]
    decided = [each for each in decided if each.key in group.leader]
    for each in decided:
        if each.alone:
            group.part(each.key)
    curated = {each.key for each in decided if each.alone}
    for each in decided:
        first = group.leader[each.key]
        if each.into is None and first != each.key and first not in curated:
            group.lead(each.key, each.key)
        curated.add(each.key)
    for each in decided:
        if each.into is None:
            continue
        if each.into not in group.leader:
            lost.append(each.name or each.key[0])
        elif group.leader[each.key] != group.leader[each.into]:
            group.lead(each.key, group.leader[each.into])
    return group.leader, tuple(lost)


class _Groups:
    """Leaders and whom they lead, moved about."""

    def __init__(self, leader: Mapping[Key, Key], uses: Mapping[Key, int]) -> None:
        self.leader = dict(leader)
        self._uses = uses
        self._members: dict[Key, list[Key]] = defaultdict(list)
        for member, first in sorted(self.leader.items()):
            self._members[first].append(member)

    def lead(self, key: Key, first: Key) -> None:
        """Have all that ``key`` is among led by ``first``."""
        for member in self._members.pop(self.leader[key]):
            self.leader[member] = first
            self._members[first].append(member)

    def part(self, key: Key) -> None:
        """Take one out of where it is."""
        others = [member for member in self._members.pop(self.leader[key]) if member != key]
        if others:
            first = self.leader[key]
            if first == key:
                first = min(others, key=lambda other: (-self._uses.get(other, 0), other))
            for member in others:
                self.leader[member] = first
            self._members[first] = others
        self.leader[key] = key
        self._members[key] = [key]


def decide(path: Path, decisions: Sequence[Decision]) -> None:
    """Keep decisions in the library at ``path``, all or none.

    Names, marks and deletions show at once; a merged indicator gives way to the other at once, and
    the figures of the two are counted together with the next build. Raises LibraryError.
    """
    chosen = {decision.key: decision for decision in decisions}
    for decision in decisions:
        if decision.mark is not None and decision.mark not in MARKS:
            raise LibraryError(f"标记“{decision.mark}”不认得，可以是 {'、'.join(MARKS)}")
        seen, at = {decision.key}, decision
        while at.into is not None and at.into in chosen:
            if at.into in seen:
                raise LibraryError(f"“{decision.key[0]}”合并来合并去又回到自己，请改“合并到”一栏")
            seen.add(at.into)
            at = chosen[at.into]
    with closing(connect(path, write=True)) as connection, connection:
        for decision in decisions:
            if decision == Decision(decision.key):
                connection.execute(
                    "DELETE FROM curation WHERE core = ? AND level = ? AND kind = ?", decision.key
                )
            else:
                connection.execute(
                    f"INSERT OR REPLACE INTO curation VALUES ({','.join('?' * 11)})", decision.row()
                )
