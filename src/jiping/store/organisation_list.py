"""A list of organisations from a sheet: one row each, columns told by their names."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from jiping.model.text import label_key, tidy
from jiping.store.models import Organisation
from jiping.store.told import listed

HEADS = {
    "name": ("单位名称", "名称", "单位", "机构名称", "预算单位"),
    "parent": ("上级单位", "上级", "主管部门", "上级单位名称", "主管部门名称", "上级名称"),
    "code": ("单位编码", "单位代码", "编码", "代码", "预算编码"),
    "kind": ("单位类别", "类别", "类型", "单位性质"),
    "region": ("行政区划代码", "行政区划", "区划代码", "区划"),
    "aliases": ("别名", "简称", "曾用名", "其他名称"),
    "since": ("设立日期", "生效日期", "启用日期"),
}
"""Field → names of its column; what follows in brackets doesn't count."""
KINDS = {
    "财政部门": "finance", "财政": "finance", "财政局": "finance", "主管部门": "department",
    "部门": "department", "一级预算单位": "department", "预算单位": "unit", "单位": "unit",
    "二级预算单位": "unit", "基层单位": "unit", "复核机构": "agency", "中介机构": "agency",
    "第三方机构": "agency",
}  # fmt: skip
MISSING = gettext_noop("没有找到单位清单：要有一行表头，其中有“单位名称”，下面每行一个单位。")
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_SEVERAL = re.compile(r"[、，,;；\n]+")
_DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


class WrongList(Exception):  # noqa: N818 - what is wrong
    """No list was found; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``fault``: why it can't be used; ``number`` as in the sheet, from 1."""

    number: int
    name: str
    parent: str = ""
    code: str = ""
    kind: str = ""
    region: str = ""
    aliases: tuple[str, ...] = ()
    since: datetime.date | None = None
    fault: str = ""


def rows_of(data: bytes, name: str) -> list[Row]:
    """The rows of the first table that is such a list. Raises `WrongList`."""
    from jiping.read import Unreadable, open_book
    from jiping.read.book import Table

    if name.lower().endswith(".csv"):
        return _from_csv(data)
    try:
        book = open_book(data, name)
    except Unreadable as error:
        raise WrongList(str(error)) from error
    for block in book.blocks:
        if isinstance(block, Table):
            found = _listed({c.column: c.text for c in row} for row in block.rows)
            if found:
                return found
    raise WrongList(gettext(MISSING))


def _from_csv(data: bytes) -> list[Row]:
    """A list with commas, as a spreadsheet program saves it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
        found = _listed(dict(enumerate(row)) for row in csv.reader(lines))
        if found:
            return found
    raise WrongList(gettext(MISSING))


def _listed(rows: Iterable[dict[int, str]]) -> list[Row]:
    columns: dict[int, str] = {}
    found: list[Row] = []
    for number, row in enumerate(rows, 1):
        if not columns:
            fields = {at: field for at, text in row.items() if (field := _field(text))}
            if "name" in fields.values() and len(fields) > 1:
                columns = _first_of_each(fields)
            continue
        given = {columns[at]: tidy(text) for at, text in row.items() if at in columns}
        if given.get("name"):
            found.append(_row(number, {key: value or "" for key, value in given.items()}))
    return found


def _first_of_each(fields: dict[int, str]) -> dict[int, str]:
    kept: dict[str, int] = {}
    for column, field in sorted(fields.items()):
        kept.setdefault(field, column)
    return {column: field for field, column in kept.items()}


def _field(text: str) -> str | None:
    key = label_key(_BRACKETS.sub("", text))
    return next((field for field, names in HEADS.items() if key in names), None)


def _row(number: int, given: dict[str, str]) -> Row:
    faults = []
    kind = KINDS.get(label_key(given.get("kind", "")), "")
    if given.get("kind") and not kind:
        faults.append(gettext("不认得类别“%(kind)s”") % {"kind": given["kind"]})
    region = given.get("region", "")
    if region and not re.fullmatch(r"\d{6}", region):
        faults.append(gettext("行政区划代码应是六位数字，不是“%(code)s”") % {"code": region})
    since = _date(given.get("since", ""))
    if given.get("since") and not since:
        faults.append(gettext("看不懂日期“%(date)s”") % {"date": given["since"]})
    if len(given["name"]) > 200:
        faults.append(gettext("名称超过 200 个字"))
    aliases = tuple(
        part.strip() for part in _SEVERAL.split(given.get("aliases", "")) if part.strip()
    )
    return Row(
        number, given["name"], given.get("parent", ""), given.get("code", "")[:64],
        kind, region, aliases, since, listed(faults, "；"),
    )  # fmt: skip


def _date(text: str) -> datetime.date | None:
    found = _DATE.search(text)
    if found is None:
        return None
    try:
        return datetime.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """What a row would do: ``what`` is new, changed, same or wrong; ``why`` says more."""

    row: Row
    what: str
    why: str = ""
    known: Organisation | None = None
    parent: Row | Organisation | None = None
