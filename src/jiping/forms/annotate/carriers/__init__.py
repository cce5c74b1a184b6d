"""Formats that can carry notes. Every module of this folder is one, registered by being here.

A module defines ``CARRIER: Carrier`` and imports its libraries inside its functions only. Its name
is the format's name in `jiping.read` ("docx"); modules that begin with ``_`` are private parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.forms.annotate.marks import Mark


class CannotCarry(Exception):  # noqa: N818 - it names what is the matter
    """This file can't carry notes after all; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A file with marks in it. ``said``: Chinese remarks on how they were put in."""

    data: bytes
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carrier:
    """How one format carries notes.

    ``write(data, marks)`` gives the file with the marks in it, or raises `CannotCarry`.
    ``clean(data)`` gives the file without any marks of an earlier round; the very same bytes where
    it holds none. ``way`` says in Chinese what a mark looks like there.
    """

    name: str
    way: str
    write: Callable[[bytes, Sequence[Mark]], Carried]
    clean: Callable[[bytes], bytes]


def names() -> list[str]:
    """The formats that can carry notes, without loading one."""
    return sorted(m.name for m in iter_modules(__path__) if not m.name.startswith("_"))


@cache
def carrier(name: str) -> Carrier | None:
    """The carrier of a format; None where it can't carry notes."""
    if name not in names():
        return None
    found: Carrier = import_module(f"{__name__}.{name}").CARRIER
    return found
