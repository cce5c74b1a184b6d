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

from jiping.indicators.naming import alike, core, grams

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
    """The key of each spelling; a name without a unit goes to the kind that its form mostly has."""
    forms = [core(s.name, s.project if s.uses else None) for s in spellings]
    kinds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for form, s in zip(forms, spellings, strict=True):
        if s.kind:
            kinds[form, s.level][s.kind] += s.uses
    usual = {
        at: min(found, key=lambda kind: (-found[kind], kind)) for at, found in kinds.items()
    }  # fmt: skip
    return [
        (form, s.level, s.kind or usual.get((form, s.level), ""))
        for form, s in zip(forms, spellings, strict=True)
    ]


def leaders(uses: Mapping[Key, int]) -> dict[Key, Key]:
    """Key → the key that stands for it. ``uses``: how often each key is used."""
    rooms: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for key in uses:
        rooms[key[1], key[2], key[0][-2:]].append(key)
    found: dict[Key, Key] = {}
    for room in sorted(rooms):
        order = sorted(rooms[room], key=lambda key: (-uses[key], key))
        found.update(_room(order))
    return found


def _room(order: list[Key]) -> dict[Key, Key]:
    seen = Counter(gram for form, *_ in order for gram in grams(form))
    by_gram: dict[str, list[int]] = defaultdict(list)
    by_characters: dict[str, list[int]] = defaultdict(list)
    found: dict[Key, Key] = {}
    for number, key in enumerate(order):
        form = key[0]
        same = "".join(sorted(form))
        rare = sorted(grams(form), key=lambda gram: (seen[gram], gram))
        rare = rare[: len(rare) // 2 + 1]
        near = dict.fromkeys(by_characters[same][:MOST])
        for gram in rare:
            near.update(dict.fromkeys(by_gram[gram][:MOST]))
        leader = next((order[n] for n in sorted(near)[:MOST] if alike(order[n][0], form)), None)
        if leader is not None:
            found[key] = leader
            continue
        found[key] = key
        by_characters[same].append(number)
        for gram in rare:
            by_gram[gram].append(number)
    return found
