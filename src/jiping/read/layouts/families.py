"""Families of forms. Every ``families/*.toml`` is one; nothing else lists them.

A family is recognised by its columns: the roles of its indicator columns in order, the roles of
its fund columns in order, and words that its headers or its title must print.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiping.read.layouts.draft import Draft


@dataclass(frozen=True, slots=True)
class Family:
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


@cache
def families() -> tuple[Family, ...]:
    """All families of the folder, in the order of their ids."""
    import tomllib

    folder = Path(__file__).parent / "families"
    found = [_family(tomllib.loads(f.read_text("utf-8"))) for f in folder.glob("*.toml")]
    return tuple(sorted(found, key=lambda family: family.id))


def _family(data: dict[str, object]) -> Family:
    match = data["match"]
    assert isinstance(match, dict)  # noqa: S101 - a family file is ours, its shape is tested
    years = data.get("years", {})
    assert isinstance(years, dict)  # noqa: S101
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
    )


def family_of(draft: Draft) -> str:
    """The id of the family whose columns and words the form has; “unknown” for none or several."""
    if draft.title is None and not draft.indicator_roles and not draft.fund_roles:
        return "unknown"
    best: list[tuple[int, str]] = []
    for family in families():
        score = _score(family, draft)
        if score:
            best.append((score, family.id))
    best.sort(reverse=True)
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return "unknown"
    return best[0][1]


def _score(family: Family, draft: Draft) -> int:
    score = 0
    for roles, known in (
        (draft.indicator_roles, family.indicators),
        (draft.fund_roles, family.funds),
    ):
        if not roles:
            continue
        if roles not in known:
            return 0
        score += 2
    if family.words:
        if not family.words <= draft.header_words:
            return 0
        score += len(family.words)
    if family.titles:
        title = draft.title or ""
        if title and not any(known in title for known in family.titles):
            return 0
        score += 1 if title else 0
    return score
