"""Families of forms. Every ``families/*.toml`` is one; nothing else lists them.

A family is recognised by its columns: the roles of its indicator columns in order, the roles of
its fund columns in order, and words that its headers or its title must print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jiping.read.layouts.draft import Draft


class Family(NamedTuple):
    """One family: id, Chinese title, where it was seen, years, and how it is recognised."""

    id: str
    title: str
    region: str
    seen: str
    first_year: int | None
    last_year: int | None
    indicators: tuple[tuple[str, ...], ...]
    funds: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    titles: tuple[str, ...]
    execution_weight: str | None
    titles_only: bool = False
    title_total: bool = False
    data_words: frozenset[str] = frozenset()
    data: tuple[str, ...] = ()
    unnamed: str = ""
    """The meaning of a last column that the form prints without a header."""


OWN = "families"
"""Name of the folder of families beside this file."""
_learned: list[Family] = []


@cache
def families() -> tuple[Family, ...]:
    """All families of the folder, in the order of their ids."""
    import tomllib

    folder = Path(__file__).parent / OWN
    found = [_family(tomllib.loads(f.read_text("utf-8"))) for f in folder.glob("*.toml")]
    return tuple(sorted(found, key=lambda family: family.id))


def known() -> tuple[Family, ...]:
    """The families of the folder and those that the user has taught."""
    return (*_learned, *families()) if _learned else families()


def use(learned: Iterable[Family]) -> None:
    """Recognise ``learned`` too, before all others; replaces what was given before."""
    _learned[:] = learned
    declared_data.cache_clear()


@cache
def declared_data() -> tuple[Family, ...]:
    """The families that say themselves in which order the cells of a row stand."""
    return tuple(family for family in known() if family.data)


def unnamed(words: Iterable[str]) -> str:
    """What a last column without a header means in the family of these header words; "" unknown."""
    held = set(words)
    for family in known():
        if family.unnamed and family.data_words <= held:
            return family.unnamed
    return ""


def _family(data: Mapping[str, Any]) -> Family:
    match = data["match"]
    years = data.get("years", {})
    own = data.get("data", {})
    weight = data.get("execution_weight")
    return Family(
        id=str(data["id"]),
        title=str(data["title"]),
        region=str(data["region"]),
        seen=str(data["seen"]),
        first_year=years.get("first"),
        last_year=years.get("last"),
        indicators=tuple(tuple(str(c).split()) for c in match["indicators"]),
        funds=tuple(tuple(str(c).split()) for c in match["funds"]),
        words=frozenset(match.get("words", ())),
        titles=tuple(match.get("titles", ())),
        execution_weight=str(weight) if weight is not None else None,
        titles_only=bool(match.get("titles_only", False)),
        title_total=bool(match.get("title_total", False)),
        data_words=frozenset(own.get("words", ())),
        data=tuple(str(own.get("columns", "")).split()),
        unnamed=str(own.get("last_without_header", "")),
    )


family_from = _family
"""The family that one parsed file says (see `learn` for files that are not ours)."""


def family_of(draft: Draft) -> str:
    """The id of the family whose columns and words the form has; “unknown” for none or several."""
    if draft.title is None and not draft.indicator_roles and not draft.fund_roles:
        return "unknown"
    best: list[tuple[int, str]] = []
    for family in known():
        score = _score(family, draft)
        if score:
            best.append((score, family.id))
    best.sort(reverse=True)
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return "unknown"
    return best[0][1]


def _score(family: Family, draft: Draft) -> int:
    title = draft.title or ""
    named = any(known_title in title for known_title in family.titles)
    if family.titles_only:
        return 9 if named else 0
    score = 0
    for roles, expected in (
        (draft.indicator_roles, family.indicators),
        (draft.fund_roles, family.funds),
    ):
        if not roles:
            continue
        if roles not in expected:
            return 0
        score += 2
    if family.words:
        if not family.words <= draft.header_words:
            return 0
        score += len(family.words)
    if family.title_total:
        if not draft.titled_total:
            return 0
        score += 2
    if family.titles:
        if title and not named:
            return 0
        score += 1 if title else 0
    return score
