"""The families that the suite can write: every ``families/*.toml`` is one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Family:
    """How one family prints a form; columns in their printed order, each with its wordings."""

    id: str
    letter: str
    titles: tuple[str, ...]
    money: tuple[str, ...]
    values: str
    goal_after_funds: bool
    funds: dict[str, tuple[str, ...]]
    fund_rows: dict[str, tuple[str, ...]]
    indicators: dict[str, tuple[str, ...]]
    execution_weight: str = ""
    total: tuple[str, ...] = ()
    total_fields: tuple[str, ...] = ()
    goal: tuple[str, ...] = ("预期目标", "实际完成情况")
    goal_block: tuple[str, ...] = ("年度总体目标",)
    no_goal: bool = False
    two_tiers: bool = False
    points_in_level1: bool = False
    footers: tuple[str, ...] = ()
    footers_before_total: tuple[str, ...] = ()
    seldom: dict[str, str] = field(default_factory=dict)


@cache
def families() -> dict[str, Family]:
    """All families by id, in the order of their letters."""
    found = []
    for path in (FOLDER / "families").glob("*.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        for key, value in data.items():
            if isinstance(value, list):
                data[key] = tuple(value)
            elif isinstance(value, dict):
                data[key] = {k: tuple(v) for k, v in value.items()}
        found.append(Family(**data))
    return {family.id: family for family in sorted(found, key=lambda f: f.letter)}


@cache
def projects() -> tuple[dict[str, object], ...]:
    """The kinds of project."""
    data = tomllib.loads((FOLDER / "projects.toml").read_text("utf-8"))
    return tuple(data["project"])
