"""From the cells of a row to what scoring asks of it.

An approved row is fixed: what the engine reads of its target is written into the formulas as
constants. A row that the clerk fills in whole is read by formulas, with the grammar of
`jiping.forms.workbook.texts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from jiping.forms.workbook.column import NULL, Column, constant, text_at
from jiping.forms.workbook.expression import (
    EMPTY,
    FALSE,
    Address,
    Node,
    both,
    call,
    contains,
    either,
    negated,
    node,
    when,
)
from jiping.forms.workbook.quotient import Keep
from jiping.forms.workbook.texts import attainment, bare, last_day, number

Style = Literal["columns", "symbols", "inside"]
"""Where a form keeps the operator: in a column 指标方向, as a symbol in 指标性质, in the target."""

NATURES = {"正向": "positive", "反向": "negative", "等于": "equal", "定性": "qualitative"}
OPERATORS = {"大于等于": ">=", "小于等于": "<=", "等于": "=", "大于": ">", "小于": "<"}
SYMBOLS = {"≥": ">=", "≤": "<=", "＝": "=", "=": "=", "＞": ">", "＜": "<", ">": ">", "<": "<"}
HEADS = {">=": ">=", "<=": "<=", **SYMBOLS}
"""Operators that a target may begin with, the longer ones first."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Where the values of one row stand; None where neither form nor panel has a cell for one."""

    level1: Address | None = None
    level2: Address | None = None
    name: Address | None = None
    nature: Address | None = None
    operator: Address | None = None
    target: Address | None = None
    actual: Address | None = None
    unit: Address | None = None
    weight: Address | None = None
    score: Address | None = None
    reason: Address | None = None
    judgement: Address | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """The inputs of scoring, and which texts hold digits but no plain number."""

    columns: dict[str, Column]
    target_doubtful: Column
    actual_doubtful: Column


def read_row(keep: Keep, spots: Spots, style: Style, fixed: Mapping[str, Any] | None) -> Read:
    """The inputs of the row at ``spots``; ``fixed``: the engine's columns of an approved row."""
    found: dict[str, Column] = dict.fromkeys(("target_end", "actual_end"), NULL)
    ends: dict[str, Column] = {}
    actual_text, unit = _cell(spots.actual), _cell(spots.unit)
    if fixed is not None:
        for name in (
            "level1",
            "level2",
            "nature",
            "operator",
            "target",
            "target_high",
            "target_end",
        ):
            found[name] = constant(fixed[name])
        unit = node(fixed["unit"] or "")
        target_text = node(fixed["target_text"] or "")
        target_doubtful = Column(FALSE)
        if fixed["target"] is None or fixed["target_end"] is not None:
            end = last_day(keep, "完成", actual_text)
            ends["actual"] = end
        if fixed["target_end"] is not None:
            same = call("=", bare(actual_text), bare(target_text))
            found["actual_end"] = Column(
                when(same, fixed["target_end"], end.value), both(negated(same), end.null)
            )
    else:
        target_text = _cell(spots.target)
        digits = target_text
        if style == "inside":
            target = keep("指标值去空格", Column(bare(target_text))).value
            found["operator"] = keep("指标方向", _head(target))
            digits = keep("指标值去符号", Column(_behind_operator(target))).value
        _words(keep, found, spots, style)
        found["target"], target_doubtful = number(keep, "指标", digits, unit)
        for name, text in (("target", target_text), ("actual", actual_text)):
            ends[name] = last_day(keep, "指标" if name == "target" else "完成", text)
        target_doubtful = _undated(target_doubtful, ends["target"])
        found["target"], found["target_high"] = _or_doubt(found["target"], target_doubtful)
        dated = both(
            call("=", unit, ""), found["operator"].null,
            either(
                call("=", found["nature"].value, "qualitative"),
                both(found["nature"].null, contains(_cell(spots.level2), "时效")),
            ),
        )  # fmt: skip
        dated = keep("可作时限", Column(dated)).value
        for name, end in ends.items():
            found[f"{name}_end"] = Column(end.value, either(negated(dated), end.null))
    found["actual"], actual_doubtful = number(keep, "完成", actual_text, unit)
    actual_doubtful = _undated(actual_doubtful, ends.get("actual"))
    found["actual"], found["actual_high"] = _or_doubt(found["actual"], actual_doubtful)
    found["attainment"] = keep(
        "达成程度",
        attainment(keep("完成值去空格", Column(bare(actual_text))).value, bare(target_text)),
    )
    found["weight"] = keep("分值百万分", scaled(spots.weight))
    found["score"] = keep("评定百万分", scaled(spots.judgement))
    return Read(found, target_doubtful, actual_doubtful)


def scaled(address: Address | None) -> Column:
    """A cell with a number, as a scaled integer; null where it holds none."""
    if address is None:
        return NULL
    return Column(
        call("ROUND", call("*", call("N", address), 10**6), 0), negated(call("ISNUMBER", address))
    )


def _cell(address: Address | None) -> Node:
    return EMPTY if address is None else node(address)


def _or_doubt(value: Column, doubtful: Column) -> tuple[Column, Column]:
    """A value and its second bound: a doubtful one is neither a number nor a text."""
    doubt = doubtful.true
    return Column(value.value, both(value.null, negated(doubt))), Column(node(0), negated(doubt))


def _undated(doubtful: Column, end: Column | None) -> Column:
    """A text with digits is no spoiled number where it is a point of time."""
    return doubtful if end is None else Column(both(doubtful.true, end.null))


def _words(keep: Keep, found: dict[str, Column], spots: Spots, style: Style) -> None:
    level1, level2 = _cell(spots.level1), _cell(spots.level2)
    satisfied = contains(level1, "满意")
    found["level1"] = keep("一级", Column(node("satisfaction"), negated(satisfied)))
    cost = both(contains(level2, "成本"), *(negated(contains(level2, w)) for w in OTHER_LEVELS))
    found["level2"] = keep("二级", Column(node("cost"), negated(cost)))
    found["nature"] = keep("指标性质", _one(spots.nature, NATURES))
    if style == "columns":
        found["operator"] = keep("指标方向", _one(spots.operator, OPERATORS))
    elif style == "symbols":
        found["operator"] = keep("指标方向", _one(spots.nature, SYMBOLS))


OTHER_LEVELS = ("满意", "数量", "质量", "时效")
"""Words of a second level that come before 成本 in `jiping.model.levels`."""


def _one(address: Address | None, words: Mapping[str, str]) -> Column:
    if address is None:
        return NULL
    text = text_at(address)
    found = EMPTY
    for word, meaning in words.items():
        found = when(call("=", text.value, word), meaning, found)
    return Column(found, call("=", found, ""))


def _head(text: Node) -> Column:
    found = EMPTY
    for word in reversed(HEADS):
        found = when(call("=", call("LEFT", text, len(word)), word), HEADS[word], found)
    return Column(found, call("=", found, ""))


def _behind_operator(text: Node) -> Node:
    found = text
    for word in reversed(HEADS):
        rest = call("MID", text, len(word) + 1, 60)
        found = when(call("=", call("LEFT", text, len(word)), word), rest, found)
    return found
