"""From what stands on the command line to the files that are meant: folders, patterns, `-`."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jiping.api.batch import Input
from jiping.model.trouble import of_system
from jiping.read.packed import HIDDEN, natural, suffixes

STDIN = "-"
STDIN_NAME = "标准输入"
_MAGIC = re.compile(r"[*?\[]")


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
        found = list(_below(argument, passed))
        yield from found
        if not found:
            yield Input(argument, "文件夹中没有能读的文件（docx、xlsx、xls、pdf、html、txt 等）。")
        return
    if _MAGIC.search(argument):
        import glob

        matched = sorted(glob.glob(argument, recursive=True), key=natural)  # noqa: PTH207 - Path.glob takes no absolute pattern
        for name in matched:
            if Path(name).is_dir():
                yield from _below(name, passed)
            else:
                yield Input(name)
        if not matched:
            yield Input(argument, "没有文件符合这个通配符。请检查路径和写法。")
        return
    yield Input(argument)


def _below(folder: str, passed: Counter[str]) -> Iterator[Input]:
    """The documents in a folder and its folders, in natural order; links to folders not followed."""
    known = suffixes()
    closed: list[Input] = []

    def refused(error: OSError) -> None:
        closed.append(
            Input(str(error.filename), f"文件夹打不开（{of_system(error)}），其中的文件没有读。")
        )

    for place, folders, names in os.walk(folder, onerror=refused):
        yield from closed
        closed.clear()
        linked = [f for f in folders if not HIDDEN.match(f) and Path(place, f).is_symlink()]
        if linked:
            passed["文件夹的链接"] += len(linked)
        folders[:] = sorted((f for f in folders if not HIDDEN.match(f)), key=natural)
        for name in sorted(names, key=natural):
            if HIDDEN.match(name):
                continue
            suffix = Path(name).suffix.lower()
            if suffix in known:
                yield Input(str(Path(place) / name))
            else:
                passed[suffix or "无扩展名"] += 1
    yield from closed
