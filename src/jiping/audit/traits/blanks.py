"""What is missing, empty, or still the template's own wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.text import is_blank_mark, squeeze
from jiping.model.traits import trait

_EMPTY = frozenset({"无", "空", "不适用", "暂无", "无此项"})
_TEMPLATE = re.compile(
    r"(?<![A-Za-z0-9])[XxＸｘ×]{2,}(?![A-Za-z0-9])|(?<![0-9*])\*{2,}(?![0-9*])|^\*$|[〇○]{2,}(?=年|月|元|个|项)"
    r"|请(?:在此)?(?:填写|输入|说明)|待(?:填写?|补充|定)(?![一-龥])|此处(?:填|写)|[(（](?:示例|样例|样表|模板)[)）]|^(?:示例|样例)[:：]"
    r"|[(（]?(?:不超过|限|控制在)?\d{2,4}字(?:以内|以下|左右)[)）]?|填写说明[:：]"
)


@trait("indicator", "bool")
def empty_row(e: Evaluation) -> list[bool]:
    """是否为空指标行：名称是“无”“/”一类，或者指标值和完成值都没有填。"""
    return [is_empty_row(row) for row in e.indicators]


@trait("form", "int32")
def missing_fields(e: Evaluation) -> list[int]:
    """必填而没有填的栏目数；原表没有的栏目、可能没有读到的栏目不算。"""
    return [len(missing(e))]


@trait("form", "int32")
def unread_fields(e: Evaluation) -> list[int]:
    """必填而没有读到的栏目数：原表有没读入的文字，其中可能就有它。"""
    return [len(unread(e))]


@trait("form", "int32")
def template_left(e: Evaluation) -> list[int]:
    """留有占位符、示例或模板提示语的单元格数。"""
    return [len(templates(e))]


def is_empty_row(row: Indicator) -> bool:
    """Whether a row of the indicator table stands for no indicator."""
    if _is_empty(row.name):
        return True
    return _is_blank(row.target) and _is_blank(row.actual)


@lru_cache(maxsize=8192)
def _is_empty(text: str | None) -> bool:
    return text is None or is_blank_mark(text) or squeeze(text) in _EMPTY


_is_blank = lru_cache(maxsize=8192)(is_blank_mark)


def missing(e: Evaluation) -> list[tuple[str, str]]:
    """Required fields that hold nothing: pointer and name.

    Not those for which the form has no place, and no text that may stand in what was not read.
    """
    found = [] if _text_left(e) else _blank_texts(e)
    if e.year is None:
        found.append(("/year", "年度"))
    head = next((k for k, f in enumerate(e.funds) if f.source == "total"), None)
    if head is None:
        found.append(("/funds", "年度资金总额"))
    else:
        line = e.funds[head]
        if line.initial is None and line.adjusted is None:
            found.append((f"/funds/{head}/adjusted", "年度资金总额的预算数"))
        if line.executed is None:
            found.append((f"/funds/{head}/executed", "年度资金总额的全年执行数"))
    return sorted(found, key=lambda each: _ORDER.index(each[0].split("/")[1]))


def unread(e: Evaluation) -> list[tuple[str, str]]:
    """Required texts that were not read, in a form of which some text was not: pointer and name."""
    return _blank_texts(e) if _text_left(e) else []


_ORDER = ("project", "department", "unit", "year", "funds", "goal")
_LEAST = 4
"""So many Chinese characters may be a name or a goal; fewer are a mark or a unit."""
_HAN = re.compile(r"[\u3400-\u9fff]")


def _blank_texts(e: Evaluation) -> list[tuple[str, str]]:
    return [
        (pointer, title)
        for pointer, value, title in (
            ("/project/name", e.project.name, "项目名称"),
            ("/department/name", e.department.name, "主管部门"),
            ("/unit/name", e.unit.name, "实施单位"),
            ("/goal/expected", e.goal.expected, "预期目标"),
            ("/goal/actual", e.goal.actual, "实际完成情况"),
        )
        if _is_blank(value) and pointer not in e.reading.absent
    ]


def _text_left(e: Evaluation) -> bool:
    return any(len(_HAN.findall(cell.text)) >= _LEAST for cell in e.reading.unread)


def templates(e: Evaluation) -> list[tuple[str, str]]:
    """Cells that still hold the template's wording: pointer and what was found."""
    return [(pointer, found) for pointer, text in _cells(e) if text and (found := _template(text))]


@lru_cache(maxsize=8192)
def _template(text: str) -> str | None:
    match = _TEMPLATE.search(text.strip())
    return match[0] if match else None


def _cells(e: Evaluation) -> Iterator[tuple[str, str | None]]:
    yield "/project/name", e.project.name
    yield "/department/name", e.department.name
    yield "/unit/name", e.unit.name
    yield "/goal/expected", e.goal.expected
    yield "/goal/actual", e.goal.actual
    for k, line in enumerate(e.funds):
        yield f"/funds/{k}/reason", line.reason
    for k, row in enumerate(e.indicators):
        for field in ("name", "target", "actual", "unit", "reason"):
            yield f"/indicators/{k}/{field}", getattr(row, field)
    for label, text in e.remarks.items():
        yield "/remarks/" + label.replace("~", "~0").replace("/", "~1"), text
