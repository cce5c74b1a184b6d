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
    """What is decided of one concept; ``into``: the concept that it is the same as."""

    key: Key
    mark: str | None = None
    name: str | None = None
    into: Key | None = None
    deleted: bool = False
    note: str | None = None

    def row(self) -> Curated:
        """As the library keeps it."""
        into = self.into or (None, None, None)
        return (*self.key, self.mark, self.name, *into, int(self.deleted), self.note)


def directed(
    leader: Mapping[Key, Key], kept: Sequence[Curated]
) -> tuple[dict[Key, Key], tuple[str, ...]]:
    """The leaders as curators want them, and the names of decisions whose indicator is gone.

    A merge takes all that its indicator's leader stands for to the leader of the other. A curated
    form that another one leads now leads in its stead, so that the decision shows.
    """
    found = dict(leader)
    members: dict[Key, list[Key]] = defaultdict(list)
    for member, first in sorted(found.items()):
        members[first].append(member)
    lost: list[str] = []

    def lead(key: Key, first: Key) -> None:
        old = found[key]
        for member in members.pop(old):
            found[member] = first
            members[first].append(member)

    curated: set[Key] = set()
    for row in kept:
        key: Key = row[:3]
        if key not in found:
            lost.append(row[4] or row[0])
            continue
        if row[5] is None and found[key] != key and found[key] not in curated:
            lead(key, key)
        curated.add(key)
    for row in kept:
        key = row[:3]
        if row[5] is None or key not in found:
            continue
        into = (row[5], row[6] or "", row[7] or "")
        if into not in found:
            lost.append(row[4] or row[0])
        elif found[key] != found[into]:
            lead(key, found[into])
    return found, tuple(lost)


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
                    f"INSERT OR REPLACE INTO curation VALUES ({','.join('?' * 10)})", decision.row()
                )
