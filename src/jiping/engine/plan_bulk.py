"""The rules compiled for many forms at once, as shipped (see `jiping.engine.compile_bulk`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jiping.engine.plan import BULK_FILE

if TYPE_CHECKING:
    from jiping.model.columns import Grain


class BulkPart(NamedTuple):
    """One statement of a rule as SQL: where it fails, with which outcome, left, right, other."""

    fails: str
    outcome: str
    left: str
    right: str
    other: str


@dataclass(frozen=True, slots=True)
class BulkRule:
    """A rule's grain and statements; for each of these a condition over the scored table of its
    grain that holds wherever it fails, or None."""

    grain: Grain
    parts: tuple[BulkPart, ...]
    needed: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """Statements that make the working tables, in order; those tables' columns; by grain, those
    that can be made of the others late, for few rows; the rules."""

    digest: str
    stages: dict[str, str]
    tables: dict[str, list[str]]
    late: dict[str, dict[str, str]]
    rules: dict[str, BulkRule]


@cache
def load_bulk() -> BulkPlan:
    """The rules for many forms that ship with this version."""
    data = json.loads(Path(__file__).with_name(BULK_FILE).read_bytes())
    rules = {
        code: BulkRule(
            rule["grain"], tuple(BulkPart(*part) for part in rule["parts"]), tuple(rule["needed"])
        )
        for code, rule in data["rules"].items()
    }
    return BulkPlan(data["digest"], data["stages"], data["tables"], data["late"], rules)
