"""The compiled plan as shipped, and the digest that tells whether it still fits the rules."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiping.model.columns import Grain, Type

PLAN_FILE = "plan.json"
ROWS_FILE = "plan_rows.py"
BULK_FILE = "bulk.json"
GRAINS: tuple[Grain, ...] = ("form", "fund", "indicator")
"""The grains that rules have; facts in running text reach them as traits."""
SOURCES = ("audit", "score", "engine/stages.py", "engine/inputs.py", "engine/compile.py",
           "engine/compile_bulk.py", "engine/necessary.py", "model/row.py", "model/columns.py",
           "model/levels.py")  # fmt: skip
"""What the plan is made from, below the package."""


@dataclass(frozen=True, slots=True)
class Part:
    """One statement of a rule: SQL for outcome, left, right, other row, words, figures; its
    own fields and severity where it has them."""

    sql: tuple[str, ...]
    fields: tuple[str, ...]
    severity: str | None


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule as the plan holds it: words to show, and what it states; no parts: it needs more."""

    code: str
    title: str
    severity: str
    worse: str | None
    grain: str
    basis: tuple[str, ...]
    message: str
    advice: str
    fields: tuple[str, ...]
    at: str | None
    shown: str
    left: str | None
    right: str | None
    needs: str | None
    reasons: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Columns of the input tables; statements that make the working tables, in order; those
    tables' columns; the rules."""

    digest: str
    inputs: dict[str, dict[str, Type]]
    stages: dict[str, str]
    tables: dict[str, dict[str, Type]]
    rules: dict[str, CompiledRule]


@cache
def load_plan() -> Plan:
    """The plan that ships with this version."""
    return from_data(json.loads(Path(__file__).with_name(PLAN_FILE).read_bytes()))


def from_data(data: dict[str, Any]) -> Plan:
    """A plan from what `jiping.engine.compile.compile_plan` gives."""
    rules = {}
    for code, words in data["rules"].items():
        held: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in words.items()}
        held["parts"] = tuple(
            Part(tuple(p["sql"]), tuple(p["fields"]), p["severity"]) for p in words["parts"]
        )
        rules[code] = CompiledRule(code=code, **held)
    return Plan(data["digest"], data["inputs"], data["stages"], data["tables"], rules)


def digest() -> str:
    """SHA-256 over the source of rules, schemes' code and stages: the rule set's identity."""
    import hashlib

    root = Path(__file__).parents[1]
    whole = hashlib.sha256()
    for source in SOURCES:
        path = root / source
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            text = file.read_text("utf-8").replace("\r\n", "\n")
            whole.update(f"{file.relative_to(root).as_posix()}\0{text}\0".encode())
    return whole.hexdigest()
