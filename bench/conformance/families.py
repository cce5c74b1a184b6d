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
    head: str = "usual"
    """usual, project (its name alone), department (a whole department), four (four sections)."""
    project_labels: tuple[str, ...] = ("项目名称",)
    funds_shape: str = "table"
    """table, beside, block, four, lines, process or sentence: see `conformance.funds`."""
    kinds: tuple[tuple[str, str], ...] = ()
    """Pairs of lines below the funds: 按收入性质分 beside 按支出性质分."""
    sections: tuple[str, ...] = ()
    """Numbered headings of the four blocks of a form."""
    no_unit: bool = False
    score_above: str = ""
    score_beside: str = ""
    blank_beside: str = ""
    title_total: bool = False
    name_prefix: str = ""
    weight_percent: bool = False
    output_prefix: bool = False
    points_in_level2: bool = False
    points: dict[str, int] = field(default_factory=dict)
    """Points of each first level where they are not 50, 30 and 10."""
    own_rows: tuple[str, ...] = ()
    """Indicators that every form of the family has: first level | second level | name | kind."""
    own_rows_only: bool = False
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Header cells over several columns: wording → roles."""


@cache
def families() -> dict[str, Family]:
    """All families by id, in the order of their letters."""
    found = []
    for path in (FOLDER / "families").glob("*.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        for key, value in data.items():
            if isinstance(value, list):
                data[key] = tuple(tuple(v) if isinstance(v, list) else v for v in value)
            elif isinstance(value, dict):
                data[key] = {k: tuple(v) if isinstance(v, list) else v for k, v in value.items()}
        found.append(Family(**data))
    return {family.id: family for family in sorted(found, key=lambda f: f.letter)}


@cache
def projects() -> tuple[dict[str, object], ...]:
    """The kinds of project."""
    data = tomllib.loads((FOLDER / "projects.toml").read_text("utf-8"))
    return tuple(data["project"])
