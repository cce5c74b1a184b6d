"""说明: what a finding says about its own row beyond the row's fields: which words, which rows.

A note is made when a finding is worded, never for a form without that finding; messages name it
as ``{note.<name>}``. The traits that fire the rules and the notes that tell why share their code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from jiping.model.evaluation import Evaluation

Tell = Callable[[Evaluation, int], str]
"""The evaluation and the row's number (0 at grain form) → Chinese words, no full stop."""


@dataclass(frozen=True, slots=True)
class Note:
    """Words that a message can take up."""

    name: str
    doc: str
    tell: Tell


def note(tell: Tell) -> Note:
    """Make a note of a function: its name is what messages call it by."""
    return Note(tell.__name__, (tell.__doc__ or "").strip(), tell)


@cache
def notes() -> Mapping[str, Note]:
    """All notes of this folder by name."""
    found = [
        value
        for module in iter_modules(__path__)
        for value in vars(import_module(f"{__name__}.{module.name}")).values()
        if isinstance(value, Note)
    ]
    return {n.name: n for n in sorted(found, key=lambda n: n.name)}


class Notes:
    """The notes of one finding, made as the message asks for them."""

    def __init__(self, evaluation: Evaluation, row: int | None) -> None:
        self._evaluation = evaluation
        self._row = row or 0

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return notes()[name].tell(self._evaluation, self._row)
