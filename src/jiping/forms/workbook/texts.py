"""What a clerk types, as the engine will read it: numbers, words of attainment, points of time.

Input cells for values are text cells, so that nothing turns 2023-11 into a day in the life of a
spreadsheet, or 16.00 into 16. The grammar here is narrower than `jiping.model.quantity`: where it
sees a number, the engine sees the same number; where it sees none in a text with digits, the row
is not computed and the clerk is told to write the number alone.
"""

from __future__ import annotations

from jiping.forms.workbook.column import Column
from jiping.forms.workbook.expression import (
    EMPTY,
    Node,
    Plain,
    both,
    call,
    contains,
    either,
    negated,
    node,
    when,
)
from jiping.forms.workbook.quotient import Keep

GREATEST = 10**9
"""Values below it are scaled to whole numbers of at most 15 digits."""
SCALE = 10**6
SPACES = (" ", "\u3000", "\u00a0")
NOT_ATTAINED = ("未达成", "未完成", "未实现", "没有完成", "未达到", "效果较差", "不明显", "未开展")
PARTLY_ATTAINED = ("部分", "基本", "一定程度", "较好", "尚未全部", "大部分")
ATTAINED = ("达成", "完成", "实现", "达到预期", "达标", "已")
"""The words of `jiping.score.traits.attainment`; a test holds that they are the same."""


def bare(text: Node) -> Node:
    """A text without blanks and thousands separators."""
    found = call("&", text, "")
    for mark in (*SPACES, ",", "，"):
        found = call("SUBSTITUTE", found, mark, "")
    return found


def without_unit(text: Node, unit: Node) -> Node:
    """A value without the unit or percent sign behind it."""
    cut = call("LEFT", text, call("MAX", call("-", call("LEN", text), call("LEN", unit)), 0))
    has = both(
        negated(call("=", unit, "")), call("=", call("RIGHT", text, call("LEN", unit)), unit)
    )
    percent = call("LEFT", text, call("MAX", call("-", call("LEN", text), 1), 0))
    return when(has, cut, when(call("=", call("RIGHT", text, 1), "%"), percent, text))


def _letters(text: Node) -> Node:
    """What is left of a text without its digits."""
    found = text
    for digit in "0123456789":
        found = call("SUBSTITUTE", found, digit, "")
    return found


def number(keep: Keep, name: str, text: Node, unit: Node) -> tuple[Column, Column]:
    """The scaled number that a text is (else null), and whether it has digits but is none."""
    value = keep(
        f"{name}文字", Column(without_unit(keep(f"{name}原文", Column(bare(text))).value, unit))
    ).value
    letters = keep(f"{name}非数字", Column(_letters(value))).value
    length = call("LEN", value)
    ends = either(call("=", call("LEFT", value, 1), "."), call("=", call("RIGHT", value, 1), "."))
    positive = either(call("=", letters, ""), both(call("=", letters, "."), negated(ends)))
    minus = both(
        call("=", call("LEFT", value, 1), "-"),
        either(call("=", letters, "-"), call("=", letters, "-.")),
        negated(call("=", call("RIGHT", value, 1), ".")),
    )
    digits = both(
        call("<=", length, 16), call(">", length, call("LEN", letters)), either(positive, minus)
    )
    found = keep(f"{name}数", Column(call("VALUE", value), negated(digits)))
    large = either(
        call(">=", found.value, GREATEST), call("<=", found.value, call("-", 0, GREATEST))
    )
    scaled = keep(
        f"{name}百万分",
        Column(call("ROUND", call("*", found.value, SCALE), 0), either(found.null, large)),
    )
    doubtful = both(scaled.null, call(">", length, call("LEN", letters)))
    return scaled, keep(f"{name}待改", Column(doubtful))


def attainment(actual: Node, target: Node) -> Column:
    """达成程度 as the words say it: 3, 2, 1, or null."""
    said = call("&", actual, "")
    full = either(*(contains(said, w) for w in ATTAINED), call("=", call("RIGHT", said, 1), "是"))
    part = either(*(contains(said, w) for w in PARTLY_ATTAINED))
    none = either(*(contains(said, w) for w in NOT_ATTAINED))
    same = call("=", said, call("&", target, ""))
    grade = when(same, 3, when(none, 1, when(part, 2, 3)))
    silent = both(negated(same), negated(none), negated(part), negated(full))
    return Column(grade, either(call("=", said, ""), silent))


DAY_SHAPES = ("年月日", "--", "..", "//")
MONTH_SHAPES = ("年月", "-", ".", "/")
SPAN_SHAPES = ("年-月", ".-", ".-月")
YEAR_SHAPES = ("年", "年度")
"""What is left of a point of time without its digits: 2023年11月30日, 2023.11, 2023年9-12月."""


def last_day(keep: Keep, name: str, text: Node) -> Column:
    """The last day (yyyymmdd) of the period that a text is, where it is one of those shapes."""
    body = keep(f"{name}时间", Column(bare(text))).value
    for end in ("完成", "前", "底"):
        cut = call("LEFT", body, call("MAX", call("-", call("LEN", body), len(end)), 0))
        body = when(call("=", call("RIGHT", body, len(end)), end), cut, body)
    body = keep(f"{name}时点", Column(body)).value
    letters = keep(f"{name}时点形", Column(_letters(body))).value
    parts = call("MID", body, 5, 20)
    for mark in "年月日./-":
        parts = call("SUBSTITUTE", parts, mark, "|")
    parts = keep(f"{name}时点段", Column(call("&", parts, "||"))).value
    second = call("FIND", "|", parts, 2)
    first_part = call("MID", parts, 2, call("-", second, 2))
    third = call("FIND", "|", parts, call("+", second, 1))
    second_part = call("MID", parts, call("+", second, 1), call("-", call("-", third, second), 1))
    a = keep(f"{name}前段", Column(_or_zero(first_part)))
    b = keep(f"{name}后段", Column(_or_zero(second_part)))
    days, months = _one_of(letters, DAY_SHAPES), _one_of(letters, MONTH_SHAPES)
    spans = _one_of(letters, SPAN_SHAPES)
    year = keep(f"{name}年份", Column(_or_zero(call("LEFT", body, 4)))).value
    years = _one_of(letters, YEAR_SHAPES)
    month = when(years, 12, when(spans, b.value, a.value))
    month = keep(f"{name}月份", Column(month)).value
    long = _days(month, year)
    day = when(days, b.value, long)
    right = both(
        either(days, months, spans, years),
        call(">=", year, 1990), call("<", year, 2100), call(">=", month, 1), call("<=", month, 12),
        either(years, call(">=", a.value, 1)), call(">=", month, when(spans, a.value, month)),
        call(">=", day, 1), call("<=", day, long),
    )  # fmt: skip
    found = call("+", call("+", call("*", year, 10_000), call("*", month, 100)), day)
    return keep(f"{name}止", Column(found, negated(right)))


def _or_zero(text: Node) -> Node:
    return Node("IFERROR", (call_lazily("VALUE", text), node(0)))


def call_lazily(name: str, *arguments: Node | Plain) -> Node:
    """A call that isn't computed ahead: its error is caught around it."""
    return Node(name, tuple(node(a) for a in arguments))


def _one_of(text: Node, words: tuple[str, ...]) -> Node:
    return either(*(call("=", text, w) for w in words))


def _days(month: Node, year: Node) -> Node:
    """How many days a month has (1990 to 2099: every fourth year is a leap year)."""
    leap = call("=", call("MOD", year, 4), 0)
    short = either(*(call("=", month, m) for m in (4, 6, 9, 11)))
    return when(call("=", month, 2), when(leap, 29, 28), when(short, 30, 31))


__all__ = ["EMPTY", "attainment", "bare", "last_day", "number", "without_unit"]
