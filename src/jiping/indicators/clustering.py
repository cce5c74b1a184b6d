"""Names that mean the same indicator, brought together: the same result in every order of input.

Within a level and a kind of unit, normal forms are taken by how often they are used; each joins the
first leader that it is `alike`, or leads. Whom to compare with comes from an index: by characters
(another order of words), and by the rarest pairs of the form. No pair of names is looked at that
shares none of them, so the work grows with the number of names and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiping.indicators.meaning import meaning, without_measure
from jiping.indicators.naming import SLIPS, alike, core, grams

MOST = 64
"""Leaders that a form is compared with at most, the most used first."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as printed, with its level and kind of unit ("" where unknown), and its use.

    ``project``: the only project that uses it, None where there are several.
    """

    name: str
    level: str
    kind: str
    uses: int
    project: str | None = None


Key = tuple[str, str, str]
"""Normal form, level, kind of unit."""


def keyed(spellings: Sequence[Spelling]) -> list[Key]:
    """The key of each spelling; a name without a unit goes to the kind that its form mostly has, one
    without a level to the level of its form, if that has only one."""
    forms = [core(s.name, s.project if s.uses else None) for s in spellings]
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for form, s in zip(forms, spellings, strict=True):
        if s.level:
            held[form, s.kind].add(s.level)
    levels = [
        s.level or (min(of_it) if len(of_it := held.get((form, s.kind), set())) == 1 else "")
        for form, s in zip(forms, spellings, strict=True)
    ]
    kinds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for form, level, s in zip(forms, levels, spellings, strict=True):
        if s.kind:
            kinds[form, level][s.kind] += s.uses
    usual = {
        at: min(found, key=lambda kind: (-found[kind], kind)) for at, found in kinds.items()
    }  # fmt: skip
    return [
        (form, level, s.kind or usual.get((form, level), ""))
        for form, level, s in zip(forms, levels, spellings, strict=True)
    ]


def leaders(uses: Mapping[Key, int]) -> dict[Key, Key]:
    """Key → the key that stands for it. ``uses``: how often each key is used."""
    rooms: dict[tuple[str, str, str], list[tuple[Key, str]]] = defaultdict(list)
    for key in uses:
        means = meaning(key[0], key[2])
        rooms[key[1], key[2], means[-1:]].append((key, means))
    found: dict[Key, Key] = {}
    for room in sorted(rooms):
        order = sorted(rooms[room], key=lambda each: (-uses[each[0]], each[0]))
        found.update(_room(order))
    return found


def _room(order: list[tuple[Key, str]]) -> dict[Key, Key]:
    """Short forms join what has the same characters; only long ones may differ by a slip of the pen,
    and are looked for by their rarest pairs too."""
    long = {means for _, means in order if len(means) >= SLIPS}
    seen = Counter(gram for means in long for gram in grams(means))
    by_meaning: dict[str, Key] = {}
    by_gram: dict[str, list[int]] = defaultdict(list)
    by_characters: dict[str, list[int]] = defaultdict(list)
    found: dict[Key, Key] = {}
    for number, (key, means) in enumerate(order):
        counted = without_measure(means, key[2])
        known = by_meaning.get(means) or by_meaning.get(counted)
        if known is not None:
            found[key] = by_meaning[means] = known
            continue
        rare: list[str] = []
        if means in long:
            rare = sorted(grams(means), key=lambda gram: (seen[gram], gram))
            rare = rare[: len(rare) // 2 + 1]
        characters = ["".join(sorted(each)) for each in dict.fromkeys((means, counted))]
        near: dict[int, None] = {}
        for same in characters:
            near.update(dict.fromkeys(by_characters.get(same, ())[:MOST]))
        for gram in rare:
            near.update(dict.fromkeys(by_gram.get(gram, ())[:MOST]))
        first = next((n for n in sorted(near)[:MOST] if _alike(order[n][1], means, key[2])), number)
        found[key] = by_meaning[means] = order[first][0]
        by_meaning.setdefault(counted, found[key])
        if first == number:
            for same in characters:
                by_characters[same].append(number)
            for gram in rare:
                by_gram[gram].append(number)
    return found


def _alike(one: str, two: str, kind: str) -> bool:
    """As `alike`, whatever measure word stands before 数."""
    if alike(one, two):
        return True
    bare = without_measure(one, kind), without_measure(two, kind)
    return bare != (one, two) and (
        bare[0] in (two, bare[1]) or bare[1] == one
        or any(alike(a, b) for a, b in ((bare[0], two), (one, bare[1]), bare))
    )  # fmt: skip
