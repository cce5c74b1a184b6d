"""Families of official forms. Every ``*.toml`` of this folder is one; nothing else lists them.

A file states what the printed form looks like: its title, its head, the columns of its funds and
indicators, what it prints for a blank, its foot, and the official sample that it was drawn after.
Widths are tenths of a millimetre; ``across`` counts columns of the form's grid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Where = Literal["head", "foot", "line", "sign", "goal"]
"""Where a remark stands: a row of the head, a row of the foot, a line above the table, a line of
signatures in the foot, a row of the goal block."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a block: the field it shows, its printed title, grid columns, a title above."""

    role: str
    title: str
    across: int = 1
    group: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A place for a remark: its label, how that is printed where otherwise; with ``label2`` two
    of them share one row. ``always``: a line of that form stands there though nothing is filled in."""

    label: str
    where: Where
    label2: str = ""
    printed: str = ""
    always: bool = False

    def labels(self) -> tuple[str, ...]:
        """The label, or both."""
        return (self.label, self.label2) if self.label2 else (self.label,)


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One pair of the head: label and field (project, department, unit), with their grid columns."""

    label: str
    field: str
    label_across: int
    across: int


@dataclass(frozen=True, slots=True)
class Funds:
    """项目资金. ``dash`` stands for a blank weight or score of a row that isn't the total;
    ``percent``: the rate carries a sign; ``weight_in_title``: the weight stands in 得分's title;
    ``unit_in_title``: 万元 stands behind the title of the rows' labels, not of the block."""

    label: str
    side: int
    columns: tuple[Column, ...]
    dash: str = ""
    percent: bool = False
    weight_in_title: bool = False
    unit_in_title: bool = False


@dataclass(frozen=True, slots=True)
class Goals:
    """年度总体目标: the side label, the two titles with their grid columns, a label between."""

    label: str
    side: int
    expected: str
    actual: str
    expected_across: int
    actual_across: int
    sub: str = ""
    sub_across: int = 0


@dataclass(frozen=True, slots=True)
class Indicators:
    """绩效指标. ``symbols``: 指标性质 holds ≥ and ≤; ``inside``: the target holds operator and unit."""

    label: str
    side: int
    columns: tuple[Column, ...]
    inside: bool = False
    symbols: bool = False
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """One family; see the module. ``reads_as``: the family that a reader tells from the columns."""

    id: str
    reads_as: str
    letter: str
    name: str
    title: str
    titles: tuple[str, ...]
    year_in_title: bool
    attachment: str
    region: str
    first_year: int | None
    last_year: int | None
    law: str
    sample: str
    landscape: bool
    size: int
    widths: tuple[int, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    funds: Funds
    goal: Goals | None
    indicators: Indicators
    total: str | None
    grade: bool
    remarks: tuple[Remark, ...]
    reasons_to: str = ""
    """The remark that takes the reasons of rows, where the form has no column for them."""
    goal_first: bool = False
    """The goals stand before the funds."""
    code: str = ""
    """The number of the form, printed at the right above the table."""

    def fund_fields(self) -> frozenset[str]:
        """The fields of a fund line that the form shows."""
        shown = {column.role for column in self.funds.columns}
        return frozenset(shown | {"weight"} if self.funds.weight_in_title else shown)

    def indicator_fields(self) -> frozenset[str]:
        """The fields of an indicator that the form has a column for."""
        return frozenset(column.role for column in self.indicators.columns)


@cache
def families() -> dict[str, Family]:
    """All families of the folder by id, in the order of their ids."""
    import tomllib

    found = [
        family_from(tomllib.loads(file.read_text("utf-8")))
        for file in Path(__file__).parent.glob("*.toml")
    ]
    return {family.id: family for family in sorted(found, key=lambda f: f.id)}


def family_from(data: Mapping[str, Any]) -> Family:
    """The family that one parsed file states. Raises KeyError or TypeError for one that doesn't."""
    page = data["page"]
    goal = data.get("goal")
    years = data.get("years", {})
    head = tuple(tuple(HeadCell(**cell) for cell in row) for row in data["head"])
    return Family(
        id=data["id"],
        reads_as=data.get("reads_as", data["id"]),
        letter=data["letter"],
        name=data["name"],
        title=data["title"],
        titles=tuple(data["titles"]),
        year_in_title=data.get("year_in_title", False),
        attachment=data.get("attachment", ""),
        region=data["region"],
        first_year=years.get("first"),
        last_year=years.get("last"),
        law=data["law"],
        sample=data["sample"],
        landscape=page["landscape"],
        size=page.get("size", 100),
        widths=tuple(page["widths"]),
        head=head,
        funds=Funds(**{**data["funds"], "columns": _columns(data["funds"])}),
        goal=None if goal is None else Goals(**goal),
        indicators=Indicators(**{**data["indicators"], "columns": _columns(data["indicators"])}),
        total=data.get("total"),
        grade=data.get("grade", False),
        remarks=tuple(Remark(**remark) for remark in data.get("remarks", ())),
        reasons_to=data.get("reasons_to", ""),
        goal_first=data.get("goal_first", False),
        code=data.get("code", ""),
    )


def _columns(block: Mapping[str, Any]) -> tuple[Column, ...]:
    return tuple(Column(**column) for column in block["columns"])
