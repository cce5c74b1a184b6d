"""What a curator says in one line: these are one indicator, this way of writing is another.

Said of numbers and names, kept of normal forms (`curation`); figures follow with the next build.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from jiping.indicators.clustering import Key
from jiping.indicators.curation import Decision, decide, decision
from jiping.indicators.library import Concept, Library
from jiping.indicators.naming import core
from jiping.indicators.shelf import LibraryError, connect, location


def merge(path: str | Path | None, numbers: Sequence[int], into: int) -> list[str]:
    """Have these concepts (0-based) give way to another; their names. Raises LibraryError."""
    where = location(path)
    with Library(where) as library:
        first = _concept(library, into)
        given = [_concept(library, number) for number in dict.fromkeys(numbers)]
    if any(each.id == first.id for each in given):
        raise LibraryError(f"“{first.name}”不能合并到自己")
    if any((each.level, each.kind) != (first.level, first.kind) for each in given):
        wrong = next(e for e in given if (e.level, e.kind) != (first.level, first.kind))
        raise LibraryError(
            f"“{wrong.name}”与“{first.name}”的级次或单位类别不同，指标值不能放在一起比较，不能合并"
        )
    held = _decisions(where)
    target = _key(first)
    # Who had given way to one of these now gives way to the new one by way of it.
    decide(
        where,
        [
            replace(held.get(_key(each), Decision(_key(each))), into=target, alone=False)
            for each in given
        ],
    )
    return [each.name for each in given]


def split(path: str | Path | None, number: int, names: Sequence[str]) -> list[str]:
    """Take ways of writing out of a concept (0-based): together they are another from the next
    build on, and stay it. The normal forms that go. Raises LibraryError."""
    where = location(path)
    with Library(where) as library:
        concept = _concept(library, number)
        forms = {
            row[0]: tuple(row)
            for row in library.connection.execute(
                "SELECT core, level, kind FROM form WHERE concept = ?", (concept.id,)
            )
        }
    wanted: list[Key] = []
    for name in names:
        # As printed, or as it is kept: words of the only project that uses it are gone there.
        found = forms.get(core(name)) or forms.get(name) or _spelled(where, concept.id, name, forms)
        if found is None:
            raise LibraryError(
                f"“{concept.name}”没有“{name}”这种叫法；各种叫法见 jiping indicators show {number + 1}"
            )
        if found not in wanted:
            wanted.append(found)
    left = [key for key in forms.values() if key not in wanted]
    if not left:
        raise LibraryError(f"这是“{concept.name}”的全部叫法，没有可以分开的")
    held = _decisions(where)
    first, *others = wanted
    decide(
        where,
        [
            replace(held.get(first, Decision(first)), alone=True, into=None),
            *(replace(held.get(k, Decision(k)), alone=True, into=first) for k in others),
        ],
    )
    return [key[0] for key in wanted]


def undo(path: str | Path | None, name: str) -> int:
    """Forget merges and splits of a name; of how many normal forms. Raises LibraryError."""
    where = location(path)
    held = _decisions(where)
    found = [
        each
        for key, each in held.items()
        if key[0] in (core(name), name) and (each.into is not None or each.alone)
    ]
    if not found:
        raise LibraryError(f"“{name}”没有合并过，也没有分开过")
    decide(where, [replace(each, into=None, alone=False) for each in found])
    return len(found)


def _spelled(where: Path, concept: int, name: str, forms: dict[str, Key]) -> Key | None:
    with closing(connect(where)) as connection:
        row = connection.execute(
            "SELECT core FROM spelling WHERE concept = ? AND name = ?", (concept, name.strip())
        ).fetchone()
    return forms.get(row[0]) if row else None


def _decisions(where: Path) -> dict[Key, Decision]:
    with closing(connect(where)) as connection:
        return {row[:3]: decision(row) for row in connection.execute("SELECT * FROM curation")}


def _concept(library: Library, number: int) -> Concept:
    found = library.concept(number)
    if found is None or found.id != number:
        raise LibraryError(
            f"指标库里没有序号 {number + 1}（共 {library.meta['concepts']} 个），或已删除、合并"
        )
    return found


def _key(concept: Concept) -> Key:
    return concept.core, concept.level, concept.kind
