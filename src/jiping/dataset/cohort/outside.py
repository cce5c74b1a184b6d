"""Lists from outside that rules compare with: the projects of the budget, the final accounts.

xlsx, xls, csv and whatever else holds a table; columns are known by their names, amounts are 万元
unless the name of the column says 元 or 亿元.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from jiping.dataset.errors import DatasetError
from jiping.model.decimals import to_scaled

YUAN = {"亿元": 100_000_000, "万元": 10_000, "元": 1}


class Listed(NamedTuple):
    """A project of the budget list; ``amount`` in 10⁻⁶ 元; ``place`` names file and row."""

    name: str
    code: str | None
    unit: str | None
    year: int | None
    amount: int | None
    place: str


class Account(NamedTuple):
    """A department's line of the final accounts; amounts in 10⁻⁶ 元."""

    department: str
    year: int | None
    projects: int | None
    budget: int | None
    paid: int | None
    place: str


_LISTED = {
    "name": ("项目名称", "项目", "预算项目"),
    "code": ("项目代码", "项目编码", "项目编号"),
    "unit": ("实施单位", "单位名称", "预算单位", "单位", "主管部门", "部门"),
    "year": ("年度", "预算年度", "年份"),
    "amount": ("预算数", "预算金额", "全年预算数", "年初预算数", "金额", "项目资金"),
}
_ACCOUNTS = {
    "department": ("部门", "部门名称", "主管部门", "单位名称", "单位"),
    "year": ("年度", "决算年度", "年份"),
    "projects": ("自评项目数", "项目个数", "项目数", "自评项目个数"),
    "budget": ("预算数", "预算金额", "涉及预算", "全年预算数"),
    "paid": ("执行数", "决算数", "执行金额", "支出决算", "全年执行数"),
}
Row = Mapping[str, str | None]
LINE = "\0line"
_SUMS = re.compile(r"(合|总|小)\s*计")


def budget_list(path: str | Path) -> list[Listed]:
    """The projects of a list. Raises DatasetError where it can't be read or names no project."""
    return listed(_table(path, _LISTED["name"]), Path(path).name)


def final_accounts(path: str | Path) -> list[Account]:
    """The lines of the accounts. Raises DatasetError."""
    return accounts(_table(path, _ACCOUNTS["department"]), Path(path).name)


def listed(rows: Sequence[Row], file: str) -> list[Listed]:
    """Rows of a list, column → text, as projects; a row without a name is a blank line.

    The number of a row in its file is in the column `LINE`, otherwise they are counted from 2.
    """
    at = _columns(rows, _LISTED, "name", file)
    found = []
    for count, row in enumerate(rows, 2):
        name = _text(row, at["name"])
        if name is None or _SUMS.fullmatch(name):
            continue
        place = f"{file} 第 {row.get(LINE, count)} 行"
        code, unit = _text(row, at.get("code")), _text(row, at.get("unit"))
        year = _year(row, at.get("year"), place)
        found.append(Listed(name, code, unit, year, _amount(row, at.get("amount"), place), place))
    return found


def accounts(rows: Sequence[Row], file: str) -> list[Account]:
    """Rows of the accounts, column → text."""
    at = _columns(rows, _ACCOUNTS, "department", file)
    if not at.keys() & {"projects", "budget", "paid"}:
        raise DatasetError(f"{file} 里没有项目数、预算数、执行数中的任何一栏，无从核对")
    found = []
    for count, row in enumerate(rows, 2):
        name = _text(row, at["department"])
        if name is None or _SUMS.fullmatch(name):
            continue
        place = f"{file} 第 {row.get(LINE, count)} 行"
        year, projects = _year(row, at.get("year"), place), _whole(row, at.get("projects"), place)
        budget, paid = (_amount(row, at.get(field), place) for field in ("budget", "paid"))
        found.append(Account(name, year, projects, budget, paid, place))
    return found


def _table(path: str | Path, names: Sequence[str]) -> list[Row]:
    """The rows below the header, which is the first row with one of these names in it."""
    from jiping.dataset.grids import grid_of

    grid = grid_of(path)
    for at, (_, cells) in enumerate(grid[:20]):
        header = [_bare(cell or "") for cell in cells]
        if set(header) & set(names):
            columns = [cell or "" for cell in cells]
            return [
                {**dict(zip(columns, row, strict=False)), LINE: str(line)}
                for line, row in grid[at + 1 :]
                if any(row)
            ]
    raise DatasetError(f"{path} 的前 20 行里没有“{names[0]}”一栏")


def _bare(name: str) -> str:
    return re.sub(r"[（(].*?[)）]|\s", "", name)


def _columns(
    rows: Sequence[Row], known: Mapping[str, tuple[str, ...]], must: str, file: str
) -> dict[str, str]:
    """Field → the column of that name, a unit in brackets apart."""
    if not rows:
        raise DatasetError(f"{file} 里没有数据")
    plain = {_bare(name): name for name in rows[0] if name != LINE}
    found = {}
    for field, names in known.items():
        taken = next((plain[name] for name in names if name in plain), None)
        if taken is not None:
            found[field] = taken
    if must not in found:
        raise DatasetError(f"{file} 里没有“{known[must][0]}”一栏，有：{'、'.join(plain)}")
    return found


def _text(row: Row, column: str | None) -> str | None:
    text = row.get(column) if column is not None else None
    return text.strip() or None if text is not None else None


def _amount(row: Row, column: str | None, place: str) -> int | None:
    text = _text(row, column)
    if text is None or column is None:
        return None
    scaled = to_scaled(text)
    if scaled is None:
        raise DatasetError(f"{place}“{column}”是“{text}”，不是数")
    said = re.search(r"亿元|万元|元", column)
    return scaled * YUAN[said[0] if said else "万元"]


def _whole(row: Row, column: str | None, place: str) -> int | None:
    text = _text(row, column)
    if text is None:
        return None
    scaled = to_scaled(text)
    if scaled is None or scaled % 1_000_000:
        raise DatasetError(f"{place}的项目数是“{text}”，不是整数")
    return scaled // 1_000_000


def _year(row: Row, column: str | None, place: str) -> int | None:
    text = _text(row, column)
    if text is None:
        return None
    found = re.search(r"(?:19|20)\d{2}", text)
    if found is None:
        raise DatasetError(f"{place}的年度“{text}”看不懂，应为四位数的年份")
    return int(found[0])
