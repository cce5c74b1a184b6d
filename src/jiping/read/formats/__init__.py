"""Bytes → `Book`. Every module of this folder is one format and registers itself by being here.

A format module defines ``FORMAT: Format``. It imports its library inside ``read`` only, so that
reading a text file never loads a PDF library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    ``sniff(head, name)`` looks at the first bytes (at most 64 KiB) and the lower-case file name
    and gives a confidence 0–100; the highest wins. ``read(data, limits)`` gives the book or
    raises `jiping.read.errors.Unreadable`.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes, str], int]
    read: Callable[[bytes, Limits], Book]


@cache
def formats() -> tuple[Format, ...]:
    """All formats of this folder, in the order of their names."""
    found = [
        import_module(f"{__name__}.{module.name}").FORMAT
        for module in iter_modules(__path__)
        if not module.name.startswith("_")
    ]
    return tuple(sorted(found, key=lambda f: f.name))
