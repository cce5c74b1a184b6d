"""绩评（jiping）：读取、重算、审核项目支出绩效自评表。

>>> import jiping
>>> [audit] = jiping.audit("examples/reference/table-1.txt")
>>> audit.ledger.computed_total
'97.50'
"""

# `jiping.read`, `jiping.score` and `jiping.audit` are verbs and rooms at once (decisions/0010): the
# import system sets a sub-package as an attribute of this module, and at that moment the room
# becomes callable. What it holds, and every way of importing from it, stays as it is.

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiping.api import NotRead as NotRead
    from jiping.api import annotate as annotate
    from jiping.api import audit as audit
    from jiping.api import collect as collect
    from jiping.api import compare as compare
    from jiping.api import explain as explain
    from jiping.api import export as export
    from jiping.api import read as read
    from jiping.api import score as score
    from jiping.api import template as template
    from jiping.api import templates as templates

__version__ = "0.1.0"

_ROOMS = ("audit", "read", "score")
_NAMES = ("NotRead", "annotate", "collect", "compare", "explain", "export", "template", "templates")


class _Verb(ModuleType):
    """A room that can be called: the call goes to the function of that name in `jiping.api`."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        from jiping import api

        return getattr(api, self.__name__.rpartition(".")[2])(*args, **options)


class _Package(ModuleType):
    """This package: loads its verbs when they are asked for, and makes rooms callable."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _ROOMS and type(value) is ModuleType:
            value.__class__ = _Verb
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        from importlib import import_module

        if name in _ROOMS:
            return import_module(f"{__name__}.{name}")
        if name in _NAMES:
            return getattr(import_module(f"{__name__}.api"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_ROOMS, *_NAMES})


sys.modules[__name__].__class__ = _Package
