"""The table of states and steps (``steps.toml``) as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """One state of a form."""

    code: str
    title: str
    editable: bool
    tone: str


@dataclass(frozen=True, slots=True)
class Step:
    """One way from states to a state, and what it asks for."""

    code: str
    title: str
    before: tuple[str, ...]
    after: str
    right: str
    opinion: bool = False
    other: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """All of it; ``first`` is the state of a new form."""

    first: str
    states: Mapping[str, State]
    steps: Mapping[str, Step]

    def open_from(self, state: str) -> tuple[Step, ...]:
        """The steps that lead on from a state, whoever may take them."""
        return tuple(step for step in self.steps.values() if state in step.before)


@cache
def table() -> Table:
    """The table of the file. Raises ValueError where it names a state that it doesn't have."""
    text = Path(__file__).with_name("steps.toml").read_text("utf-8")
    given = tomllib.loads(text)
    states = {
        code: State(code, line["title"], line["editable"], line["tone"])
        for code, line in given["states"].items()
    }
    steps = {}
    for code, line in given["steps"].items():
        flags = {name: line.get(name, False) for name in ("opinion", "other")}
        steps[code] = Step(
            code, line["title"], tuple(line["from"]), line["to"], line["right"], **flags
        )
        unknown = {*line["from"], line["to"]} - states.keys()
        if unknown:
            raise ValueError(f"steps.toml, {code}: {sorted(unknown)}")
    return Table(given["first"], states, steps)
