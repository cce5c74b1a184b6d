"""A list of projects: one row each, its columns told by their names."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.api.sources import NotRead, Source
from jiping.model.decimals import number_text
from jiping.model.text import label_key, tidy
from jiping.read.reading import FileReading

if TYPE_CHECKING:
    from jiping.read.book import Table

HEADS = {
    "name": ("项目名称", "项目", "名称"),
    "code": ("项目编码", "项目代码", "项目编号", "编码", "代码"),
    "department": ("主管部门", "部门"),
    "unit": ("实施单位", "项目单位", "单位名称", "预算单位", "填报单位", "单位"),
    "budget": ("年初预算数", "年初预算", "预算数", "预算金额", "预算", "金额"),
    "targets": ("目标文件", "申报表", "绩效目标文件", "目标表", "绩效目标申报表", "文件"),
}
"""Field → the names of its column, the plainest first; what follows in brackets doesn't count."""
MISSING = "没有找到项目清单：要有一行表头，其中有“项目名称”，下面每行一个项目。"
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST = 60
"""Characters of a name; 汉字 take three bytes, and file systems allow 255."""


@dataclass(frozen=True, slots=True)
class Project:
    """One row of the list; ``budget`` in 万元, digits only; ``targets`` a path beside the list."""

    name: str | None
    code: str | None = None
    department: str | None = None
    unit: str | None = None
    budget: str | None = None
    targets: str | None = None


def projects_of(source: Source) -> tuple[list[Project], Path]:
    """The projects of a list, and the folder that paths in it start from. Raises `NotRead`."""
    from jiping.read import Unreadable, open_book, read_source
    from jiping.read.book import Table

    name = os.fspath(source) if isinstance(source, str | os.PathLike) else "清单"
    try:
        if isinstance(source, bytes):
            data = source
        else:
            data = source.read() if hasattr(source, "read") else read_source(str(name))
        if str(name).lower().endswith(".csv"):
            return _from_csv(data, str(name)), Path(str(name)).parent
        book = open_book(data, str(name))
    except Unreadable as error:
        raise NotRead(FileReading(str(name), "", "", "failed", str(error))) from error
    for block in book.blocks:
        if isinstance(block, Table) and (found := _projects(block)):
            return found, Path(str(name)).parent
    raise NotRead(FileReading(str(name), "", book.format, "no_form", MISSING))


def _from_csv(data: bytes, name: str) -> list[Project]:
    """The projects of a list with commas, as a spreadsheet program saves it."""
    import csv

    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
        found = _listed([dict(enumerate(row)) for row in csv.reader(lines)])
        if found:
            return found
    raise NotRead(FileReading(name, "", "csv", "no_form", MISSING))


def _projects(table: Table) -> list[Project]:
    return _listed([{c.column: c.text for c in row} for row in table.rows])


def _listed(rows: list[dict[int, str]]) -> list[Project]:
    columns: dict[int, str] = {}
    found: list[Project] = []
    for row in rows:
        if not columns:
            fields = {at: field for at, text in row.items() if (field := _field(text)) is not None}
            if "name" in fields.values() and len(fields) > 1:
                columns = _first_of_each(fields)
            continue
        got = {columns[at]: tidy(t) for at, t in row.items() if at in columns and tidy(t)}
        if not got.get("name") or label_key(got["name"]) in ("合计", "总计", "小计"):
            continue
        budget = number_text(got.pop("budget", None))
        found.append(Project(**got, budget=budget))
    return found


def _field(text: str) -> str | None:
    key = label_key(_BRACKETS.sub("", text))
    return next((field for field, names in HEADS.items() if key in names), None)


def _first_of_each(fields: dict[int, str]) -> dict[int, str]:
    """Of several columns for one field the one with the plainest name comes first in the list."""
    kept: dict[str, int] = {}
    for column, field in sorted(fields.items()):
        kept.setdefault(field, column)
    return {column: field for field, column in kept.items()}


def file_name(number: int, project: Project, count: int) -> str:
    """A file name that every system takes: “07_某局_某项目.xlsx”."""
    width = max(2, len(str(count)))
    parts = [_UNSAFE.sub("_", text).strip(" ._") for text in (project.unit, project.name) if text]
    name = "_".join([f"{number:0{width}}", *(p for p in parts if p)])
    return f"{name[:_LONGEST].rstrip(' ._')}.xlsx"
