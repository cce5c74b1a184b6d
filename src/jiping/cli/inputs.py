"""From what stands on the command line to the files that are meant: folders, patterns, `-`."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STDIN = "-"
STDIN_NAME = "标准输入"
# Documents that no reader takes yet. In a folder they are tried all the same: their message says
# what to do, while passing over them would look as if they had been checked.
_UNREADABLE = (".doc", ".wps", ".et", ".ofd", ".rtf", ".odt", ".ods", ".mht")
_HIDDEN = re.compile(r"^(\.|~\$)")
_MAGIC = re.compile(r"[*?\[]")
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; with ``problem`` there is none, and that is why."""

    name: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files in the order of the command line, and how many were passed over in folders."""

    files: tuple[Input, ...]
    passed: tuple[tuple[str, int], ...] = ()
    """Suffix and number of files of other kinds."""


def expand(arguments: Iterable[str]) -> Inputs:
    """Files, folders (with all below them) and patterns, which a Windows console doesn't expand."""
    found: dict[str, Input] = {}
    passed: Counter[str] = Counter()
    for argument in arguments:
        for item in _expanded(argument, passed):
            found.setdefault(item.name, item)
    return Inputs(tuple(found.values()), tuple(sorted(passed.items())))


def _expanded(argument: str, passed: Counter[str]) -> Iterator[Input]:
    if argument == STDIN or Path(argument).is_file():
        yield Input(argument)
        return
    if Path(argument).is_dir():
        names = list(_below(argument, passed))
        yield from map(Input, names)
        if not names:
            yield Input(argument, "文件夹中没有能读的文件（docx、xlsx、xls、pdf、html、txt 等）。")
        return
    if _MAGIC.search(argument):
        import glob

        matched = sorted(glob.glob(argument, recursive=True), key=natural)  # noqa: PTH207 - Path.glob takes no absolute pattern
        for name in matched:
            if Path(name).is_dir():
                yield from map(Input, _below(name, passed))
            else:
                yield Input(name)
        if not matched:
            yield Input(argument, "没有文件符合这个通配符。请检查路径和写法。")
        return
    yield Input(argument)


def _below(folder: str, passed: Counter[str]) -> Iterator[str]:
    """The documents in a folder and its folders, in natural order; links to folders not followed."""
    known = suffixes()
    for place, folders, names in os.walk(folder):
        folders[:] = sorted((f for f in folders if not _HIDDEN.match(f)), key=natural)
        for name in sorted(names, key=natural):
            if _HIDDEN.match(name):
                continue
            suffix = Path(name).suffix.lower()
            if suffix in known:
                yield str(Path(place) / name)
            else:
                passed[suffix or "无扩展名"] += 1


@cache
def suffixes() -> frozenset[str]:
    """The suffixes of documents that a folder is searched for."""
    from jiping.read.formats import formats

    listed = {suffix.lower() for form in formats() for suffix in form.suffixes}
    return frozenset("." + s.lstrip(".") for s in listed) | frozenset(_UNREADABLE)


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that puts 表2 before 表10."""
    parts = _DIGITS.split(name.lower())
    return [(0, int(p), "") if p.isdigit() and p.isascii() else (1, 0, p) for p in parts if p]
