"""Which indicators fit a project: those that similar projects use, and those its words name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jiping.indicators.library import Concept, Library
from jiping.indicators.naming import core, grams
from jiping.indicators.postings import unpacked
from jiping.model.text import label_key

SIMILAR = 40
"""Projects that are asked."""
LEAST = 250
"""Of 1000: what a similar project must hold of the words, and of what the most similar one holds
at least half."""
FAINT, SURE = 150, 400
"""Where none holds so much: what is asked of those that hold a little; what is told as similar."""
GOAL = 120
"""Characters of a goal that count."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``asked`` similar projects, of which ``projects`` (the most similar named) use it, in all
    ``users``; ``named``: the words themselves name it; ``loose``: these projects have only some of
    the words."""

    concept: Concept
    asked: int
    users: int
    projects: tuple[str, ...]
    named: bool
    loose: bool = False


def project_grams(name: str, goal: str | None = None) -> tuple[str, ...]:
    """The pairs by which a project is found: of its name, and of the beginning of its goal."""
    return tuple(dict.fromkeys((*grams(_plain(name)), *grams(_plain((goal or "")[:GOAL])))))


def suggest(
    library: Library, words: str, *, most: int = 15, besides: Sequence[str] = ()
) -> list[Suggestion]:
    """Indicators for a project by its name or goal; ``besides``: names that it has already."""
    near = library.projects.best(project_grams(words, words), SIMILAR)
    best = near[0][1] if near else 0
    least = max(LEAST, best // 2) if best >= LEAST else max(FAINT, best * 3 // 4)
    near = [(number, share) for number, share in near if share >= least]
    projects = _projects(library, [number for number, _ in near])
    votes: dict[int, int] = defaultdict(int)
    users: dict[int, list[str]] = defaultdict(list)
    for number, share in near:
        name, concepts = projects[number]
        for used in concepts:
            votes[used] += share * share
            users[used].append(name)
    named = {found.concept.id: found.share for found in library.search(words, most=10)}
    for number, share in named.items():
        if share >= 600:
            votes[number] += share * share
    order = sorted(votes, key=lambda number: (-votes[number], number))[: most * 4]
    had = {core(name) for name in besides}
    held = library.concepts(order)
    # What every project has says little about this one: it counts up to half as much.
    whole = max(int(library.meta["projects"]), 1)
    common = {n: min(held[n].projects, whole) if n in held else whole for n in order}
    order.sort(key=lambda number: (-votes[number] * (2 * whole - common[number]), number))
    found = []
    for number in order:
        concept = held.get(number)
        if concept is None or concept.core in had or core(concept.name) in had:
            continue
        had.add(concept.core)
        # What half of its users get wrong is no example to follow.
        if concept.grade == "差" and concept.mark != "推荐":
            continue
        examples = tuple(dict.fromkeys(users[number]))
        found.append(
            Suggestion(
                concept, len(near), len(users[number]), examples[:3], number in named, best < SURE
            )
        )  # fmt: skip
    return found[:most]


def _projects(library: Library, numbers: Sequence[int]) -> dict[int, tuple[str, list[int]]]:
    marks = ",".join("?" * len(numbers))
    return {
        number: (name, list(unpacked(concepts)))
        for number, name, concepts in library.connection.execute(
            f"SELECT id, name, concepts FROM project WHERE id IN ({marks})", list(numbers)
        )
    }


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return "".join(sign for sign in label_key(text) if sign.isalpha())
