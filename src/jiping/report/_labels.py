"""What people call the parts of a form: fields, rows, pointers, levels, ways of choosing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation, FundLine, Indicator, Reading
    from jiping.model.place import Place

FUND_FIELDS = {
    "label": "资金来源",
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率(%)",
    "score": "得分",
    "reason": "偏差原因及改进措施",
}
INDICATOR_FIELDS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "nature": "指标性质",
    "operator": "指标方向",
    "target": "年度指标值",
    "actual": "实际完成值",
    "unit": "计量单位",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因及改进措施",
}
_OTHER = {
    "/year": "年度",
    "/project": "项目名称",
    "/department": "主管部门",
    "/unit": "实施单位",
    "/funds": "项目资金",
    "/indicators": "绩效指标",
    "/goal": "年度总体目标",
    "/goal/expected": "预期目标",
    "/goal/actual": "目标实际完成情况",
    "/total": "总分",
    "/total/score": "总分",
    "/total/weight": "总分值",
    "/total/grade": "等级",
    "/form": "表头",
    "/form/title": "表名",
    "/form/amount_unit": "金额单位",
    "/remarks": "表尾",
    "/reading": "读表情况",
}
NATURES = {"positive": "正向", "negative": "反向", "equal": "等于", "qualitative": "定性"}
OPERATORS = {">=": "≥", ">": "＞", "=": "＝", "<": "＜", "<=": "≤"}
CHOICES = {
    "given": "指定",
    "form": "按表式、地区和年度",
    "inferred": "按得分推断",
    "default": "默认",
}
STATUS = {"read": "已读", "no_form": "没有自评表", "refused": "不是自评表", "failed": "读不了"}
OUTCOMES = {"pass": "通过", "fail": "不通过", "skip": "不判"}
EMPTY = "（空）"
_CELL = re.compile(r"(.*第\d+行第)(\d+)(格|列)")
_SPOT = re.compile(r"(.* )([A-Z]+\d+)(单元格)")
_ROW = re.compile(r"/(funds|indicators)/(\d+)(?:/(\w+))?")


def row_at(evaluation: Evaluation, pointer: str) -> FundLine | Indicator | None:
    """The fund line or indicator that a pointer is about; None where it is about neither."""
    match = _ROW.match(pointer)
    if match is None:
        return None
    rows: tuple[FundLine | Indicator, ...] = getattr(evaluation, match[1])
    return rows[int(match[2])] if int(match[2]) < len(rows) else None


def row_pointer(pointer: str) -> str:
    """The row's part of a pointer: /indicators/3/score → /indicators/3."""
    match = _ROW.match(pointer)
    return f"/{match[1]}/{match[2]}" if match else pointer


def row_number(pointer: str) -> str:
    """The number that `jiping explain --row` takes: indicators 1, 2 …, fund lines F1, F2 …"""
    match = _ROW.match(pointer)
    if match is None:
        return ""
    number = str(int(match[2]) + 1)
    return number if match[1] == "indicators" else f"F{number}"


def row_name(evaluation: Evaluation, pointer: str) -> str:
    """What the form calls the row: the indicator's or the fund line's name, else the field."""
    match = _ROW.match(pointer)
    if match is None:
        remark = pointer.removeprefix("/remarks/") if pointer.startswith("/remarks/") else None
        parent = pointer.rpartition("/")[0]
        return remark or _OTHER.get(pointer) or _OTHER.get(parent) or pointer
    row = row_at(evaluation, pointer)
    name = getattr(row, "label" if match[1] == "funds" else "name", None)
    group = "资金" if match[1] == "funds" else "指标"
    return name or f"{group}第 {int(match[2]) + 1} 行（无名称）"


def _position(cell: str) -> tuple[int, int, str]:
    """Cells of a row by number, cells of a sheet by row and column."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), len(letters), letters


def places_label(places: Iterable[Place], targets: Iterable[str]) -> str:
    """Where a finding is, cells of one row or sheet together: “表1 第16行第4、7、8格”."""
    rows: dict[tuple[str, str], list[str]] = {}
    for place in places:
        match = _CELL.fullmatch(place.label()) or _SPOT.fullmatch(place.label())
        row = (match[1], match[3]) if match else (place.label(), "")
        rows.setdefault(row, []).extend([match[2]] if match else [])
    said = [
        f"{start}{'、'.join(sorted(dict.fromkeys(cells), key=_position))}{kind}"
        for (start, kind), cells in rows.items()
    ]
    whole = all(pointer.count("/") == 1 for pointer in targets)
    return "；".join(said) or ("全表" if whole else "位置不明")


def value_with_unit(row: Indicator, value: str | None) -> str:
    """A target or actual with its unit: 98 and % → 98%; the unit is not said twice."""
    if value is None:
        return ""
    if row.unit is None or row.nature == "qualitative" or value.endswith(row.unit):
        return value
    return value + row.unit


def target_of(row: Indicator) -> str:
    """The target as people write it: ≥50个."""
    said = value_with_unit(row, row.target)
    if not said or row.operator is None:
        return said
    return OPERATORS[row.operator] + said


def source_of(evaluation: Evaluation) -> str:
    """File and place of a form: “表.docx 第 2 张（第1页 表3）”."""
    source = evaluation.source
    place = f"，起于{source.place.label()}" if source.place is not None else ""
    return f"{source.file} 第 {source.ordinal} 张{place}"


def lacks(reading: Reading) -> str:
    """The columns that a form has no place for: “预期目标”、“实际完成情况”."""
    return "、".join(pointer_words(pointer) for pointer in reading.absent)


def pointer_words(pointer: str) -> str:
    """A pointer without a form at hand: /indicators/0/score → 指标第1行“得分”."""
    match = _ROW.match(pointer)
    if match is None:
        if pointer.startswith("/remarks/"):
            return f"表尾“{pointer.removeprefix('/remarks/')}”"
        return f"“{_OTHER.get(pointer) or _OTHER.get(pointer.rpartition('/')[0], pointer)}”"
    group, titles = ("资金", FUND_FIELDS) if match[1] == "funds" else ("指标", INDICATOR_FIELDS)
    field = f"“{titles.get(match[3], match[3])}”" if match[3] else ""
    return f"{group}第{int(match[2]) + 1}行{field}"
