"""Work in the background. One module of this folder for each kind of job; the modules are found.

    @job("count")
    def count(run: Running) -> object:
        for number in range(run.total or 0):
            run.step(number, told("正在数"))   # raises Stopped when somebody asked
        return {"counted": run.total}

A job may be begun again after a crash: it looks at what is done already. What it returns is kept as
``result`` (JSON). A raised ``JobFailed`` is told to the person in its words; any other exception as
a fault of the program, with its traceback in the program's own log.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from jiping.store.told import Told

if TYPE_CHECKING:
    from jiping.store.working import Running

Kind = Callable[["Running"], Any]
_KINDS: dict[str, Kind] = {}


class JobFailed(Exception):  # noqa: N818 - the state it leads to
    """A job can't go on; the message is for the person."""

    def __init__(self, message: Told) -> None:
        super().__init__(str(message))
        self.told = message


class Stopped(Exception):  # noqa: N818 - the state it leads to
    """Somebody asked the job to stop."""


def job(kind: str) -> Callable[[Kind], Kind]:
    """Name a function as a kind of job."""

    def named(function: Kind) -> Kind:
        if _KINDS.setdefault(kind, function) is not function:
            raise ValueError(f"two kinds of job are called {kind}")
        return function

    return named


@cache
def _loaded() -> bool:
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
    return True


def kind_of(name: str) -> Kind | None:
    """The function of a kind, None if this program has none of that name."""
    _loaded()
    return _KINDS.get(name)
