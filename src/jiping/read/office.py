"""Files that only an office suite can open, read through LibreOffice where it is installed.

The file is converted to docx or xlsx and read by the reader of that format. Formats that need it
define an `Older` each. Nothing is started before the first such file.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.read.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiping.read.book import Book
    from jiping.read.limits import Limits
    from jiping.read.office_warm import WarmOffice

VARIABLE = "JIPING_SOFFICE"
"""Environment variable with the path of the program ``soffice``, where it stands elsewhere."""

_TARGETS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_warm: dict[tuple[int, str], WarmOffice] = {}


@dataclass(frozen=True, slots=True)
class Older:
    """A format read by converting it.

    ``name`` as in `Book.format`; ``title`` is Chinese; ``suffix`` is the ending under which the
    office knows it; ``target`` is "docx" or "xlsx".
    """

    name: str
    title: str
    suffix: str
    target: str

    def read(self, data: bytes, limits: Limits, reads: str | None = None) -> Book:
        """The book of the converted file; ``reads`` names the office's import filter.

        Raises `Unreadable` without LibreOffice, for damage, and past the time limit.
        """
        from jiping.read.formats import formats

        made = _office(self).convert(
            data, self.suffix, _TARGETS[self.target], reads, self.title, limits.seconds
        )
        (reader,) = (known for known in formats() if known.name == self.target)
        book = reader.read(made, limits)
        book.format = self.name
        book.notes.insert(
            0,
            f"{self.title}由 LibreOffice 转成 {self.target} 后读取，"
            f"表、行、列的位置以转换后的 {self.target} 为准。",
        )
        return book


def printed(data: bytes, suffix: str, title: str, limits: Limits) -> bytes | None:
    """The file as LibreOffice prints it, as PDF; None where there is no LibreOffice.

    ``suffix`` is the ending under which the office knows the format. Raises `Unreadable` where it
    can't open the file.
    """
    from jiping.read.office_warm import WarmOffice

    program = find()
    if program is None:
        return None
    key = (os.getpid(), program)
    office = _warm.get(key) or _warm.setdefault(key, WarmOffice(program))
    return office.convert(data, suffix, "pdf", None, title, limits.seconds)


def find() -> str | None:
    """The path of LibreOffice's program, or None. Raises `Unreadable` if JIPING_SOFFICE is wrong."""
    import shutil

    named = os.environ.get(VARIABLE)
    if named:
        path = shutil.which(named)
        if path is None:
            raise Unreadable(
                f"环境变量 {VARIABLE} 指向的程序不存在或不能运行：{named}。"
                "请改成 LibreOffice 的 soffice 程序的完整路径。"
            )
        return path
    return next((str(path) for path in _candidates() if path.is_file()), None)


def _candidates() -> Iterator[Path]:
    """Where LibreOffice's program usually stands. Snap packages see no temporary files: left out."""
    import shutil

    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found and "snap" not in Path(found).parts and "snap" not in Path(found).resolve().parts:
            yield Path(found)
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            root = os.environ.get(variable)
            if root:
                for folder in sorted(Path(root).glob("LibreOffice*"), reverse=True):
                    yield folder / "program" / "soffice.exe"
    elif sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield root / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    else:
        for parent in ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt"):
            for folder in sorted(Path(parent).glob("libreoffice*"), reverse=True):
                yield folder / "program" / "soffice"
        # where the stores of UOS and Kylin put their packages
        for folder in sorted(Path("/opt/apps").glob("*libreoffice*/files")):
            yield folder / "program" / "soffice"
            yield from folder.glob("*/program/soffice")


def _office(older: Older) -> WarmOffice:
    """The office of this process."""
    from jiping.read.office_warm import WarmOffice

    program = find()
    if program is None:
        raise Unreadable(_missing(older))
    key = (os.getpid(), program)  # a forked process must not share its parent's
    return _warm.get(key) or _warm.setdefault(key, WarmOffice(program))


def _missing(older: Older) -> str:
    package = {"docx": "libreoffice-writer", "xlsx": "libreoffice-calc"}[older.target]
    return (
        f"读取{older.title}需要 LibreOffice，这台电脑上没有找到。请任选一种办法："
        f"（1）用 WPS/Word 打开后另存为 .{older.target}，再读取另存的文件；"
        f"（2）安装 LibreOffice：Debian、Ubuntu、统信、麒麟运行 sudo apt install {package}，"
        f"Windows 和 macOS 用 LibreOffice 安装包，装好后再运行一次；"
        f"（3）已装在别处的，把环境变量 {VARIABLE} 设为其中 soffice 程序的完整路径。"
    )
