"""Drawings → bytes. Every module of this folder is one file format, registered by being here.

A module defines ``FORMAT: FormFormat`` and imports its libraries inside ``write`` only. Modules that
begin with ``_`` are private parts of a format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.forms.drawing import Document


@dataclass(frozen=True, slots=True)
class FormFormat:
    """One file format; ``suffix`` with its dot. ``reads_back``: jiping reads what it writes.

    ``write`` raises `CannotWrite` (a Chinese message) where something that it needs is missing.
    """

    name: str
    title: str
    suffix: str
    write: Callable[[Document], bytes]
    reads_back: bool = True


class CannotWrite(Exception):  # noqa: N818 - it names what is the matter
    """The format can't be written here; the message says why, in Chinese."""


def names() -> list[str]:
    """The names of all formats, without loading one."""
    return sorted(m.name for m in iter_modules(__path__) if not m.name.startswith("_"))


@cache
def form_format(name: str) -> FormFormat:
    """One format; KeyError if there is none of that name."""
    if name not in names():
        raise KeyError(name)
    found: FormFormat = import_module(f"{__name__}.{name}").FORMAT
    return found
