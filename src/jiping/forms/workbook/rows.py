"""The indicator rows of the main sheet: values, drop-downs, the score, what is still owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiping.forms.families import Family
from jiping.forms.workbook.clauses import QUANTITATIVE, REASON
from jiping.forms.workbook.column import Column, constant
from jiping.forms.workbook.expression import (
    EMPTY,
    FALSE,
    Address,
    Node,
    area,
    both,
    call,
    either,
    negated,
    node,
    when,
)
from jiping.forms.workbook.inputs import Spots, Style, read_row
from jiping.forms.workbook.scoring import ONE, Scored, Sheet, score_indicator
from jiping.forms.workbook.sheets import MAIN, Choice, Content, Workbook
from jiping.model.decimals import from_scaled
from jiping.score.methods import methods
from jiping.score.scheme import Scheme

QUALITATIVE = ("达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差")
UNITS = (
    "个", "项", "次", "件", "人", "人次", "人/天", "户", "家", "台", "套", "批次", "份", "篇", "场", "期",
    "公里", "平方米", "亩", "吨", "天", "个月", "元", "万元", "元/人", "%",
)  # fmt: skip
REASONS = (
    "因政策调整：", "因预算调整：", "因自然灾害等不可抗力：", "因项目实施进度：", "因年初目标设置偏低：",
    "因年初目标设置偏高：", "因资金到位较晚：", "其他原因：",
)  # fmt: skip
YES_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class Aside:
    """The columns beside the form, and the hidden flags behind them."""

    hint: int
    judgement: int
    bounds: int
    method: int
    unit: int | None
    weight: int | None
    flags: int

    @classmethod
    def of(cls, family: Family, first: int) -> Aside:
        """Those that a family needs: 计量单位 and 分值 only where the form has no column for them."""
        shown = family.indicator_fields()
        at = first + 4
        unit = weight = None
        if "unit" not in shown:
            unit, at = at, at + 1
        if "weight" not in shown and "score" in shown:
            weight, at = at, at + 1
        return cls(first, first + 1, first + 2, first + 3, unit, weight, at)


@dataclass(frozen=True, slots=True)
class Made:
    """What a row adds to the sums and to the list of what is left to do."""

    spots: Spots
    owed: Node
    done: Node
    method: Column


def style_of(family: Family) -> Style:
    """Where the form of a family keeps the operator."""
    block = family.indicators
    return "inside" if block.inside else "symbols" if block.symbols else "columns"


def make_row(
    book: Workbook,
    steps: Sheet,
    spots: Spots,
    fixed: Mapping[str, Any] | None,
    family: Family,
    scheme: Scheme,
    aside: Aside,
    reasons_at: Address | None,
) -> Made:
    """The formulas, hints and marks of the row at ``spots`` (its cells are placed already)."""
    anchor = spots.name or spots.actual
    if anchor is None:
        raise ValueError("a row of indicators has a name")
    at = anchor.row

    def keep(title: str, held: Column) -> Column:
        return steps.keep(at, title, held)

    scored_form = "score" in family.indicator_fields()
    read = read_row(keep, spots, style_of(family), fixed)
    inputs = dict(read.columns)
    if not scored_form:
        inputs["weight"] = constant(ONE)
    scored = score_indicator(steps, at, inputs, scheme)
    used = node(True) if fixed is not None else keep("已用", Column(_used(spots))).value
    if scored_form:
        _score(book, spots, scored)
    owed = _Owed(book, spots, scored, inputs, scheme, fixed, scored_form, reasons_at, used)
    owed.target_doubtful, owed.actual_doubtful = (
        read.target_doubtful.true, read.actual_doubtful.true,
    )  # fmt: skip
    text = keep("要做的事", Column(owed.text())).value
    flags = {
        spots.actual: owed.actual(),
        spots.reason: owed.reason(),
        spots.judgement: owed.judgement(),
        spots.weight: owed.weight(),
    }
    for number, (target, flag) in enumerate(flags.items()):
        if target is None or target not in book.cells:
            continue
        cell = Address(MAIN, at, aside.flags + number)
        book.put(cell, Content(when(flag, 1, 0), "hidden"))
        book.cells[target] = _marked(book.cells[target], cell)
    book.put(Address(MAIN, at, aside.hint), Content(text, "hint"))
    if scored_form:
        judged = both(used, scored.judged.true)
        bounds = call("&", call("&", _points(scored.low), "—"), _points(scored.high))
        open_bounds = either(scored.low.null, scored.high.null)
        shown = when(judged, when(open_bounds, "0—分值", bounds), EMPTY)
        book.put(Address(MAIN, at, aside.bounds), Content(shown, "aside"))
        book.put(
            Address(MAIN, at, aside.method), Content(when(used, _title(scored), EMPTY), "aside")
        )
    return Made(spots, text, both(used, call("=", text, "")), scored.method)


def _used(spots: Spots) -> Node:
    return either(
        *(
            negated(call("=", address, ""))
            for address in (spots.name, spots.target, spots.actual, spots.weight)
            if address is not None
        )
    )


def _score(book: Workbook, spots: Spots, scored: Scored) -> None:
    if spots.score is None:
        return
    computed = call("/", scored.computed.value, ONE)
    shown = when(negated(scored.computed.null), computed, EMPTY)
    if spots.judgement is not None and spots.weight is not None:
        given = call("ROUND", call("N", spots.judgement), 2)
        most = call("N", spots.weight)
        bounded = call("MIN", call("MAX", given, 0), most)
        open_row = both(scored.judged.true, call("ISNUMBER", spots.judgement))
        shown = when(negated(scored.computed.null), computed, when(open_row, bounded, EMPTY))
    book.cells[spots.score] = Content(shown, "score", prompt="由公式计算，不用填写。")


def _points(value: Column) -> Node:
    return call("TEXT", call("/", value.value, ONE), "0.00")


def _title(scored: Scored) -> Node:
    found: Node = node("写不成算式，人工评分")
    for method in methods():
        found = when(call("=", scored.method.value, method.id), method.title, found)
    return when(call("=", scored.method.value, "none"), EMPTY, found)


def _marked(content: Content, flag: Address) -> Content:
    from dataclasses import replace

    return replace(content, red=flag)


class _Owed:
    """What a row still owes, as conditions; each has a message and marks a cell."""

    def __init__(
        self,
        book: Workbook,
        spots: Spots,
        scored: Scored,
        inputs: Mapping[str, Column],
        scheme: Scheme,
        fixed: Mapping[str, Any] | None,
        scored_form: bool,
        reasons_at: Address | None,
        used: Node,
    ) -> None:
        self.spots, self.scored, self.inputs, self.scheme = spots, scored, inputs, scheme
        self.fixed, self.scored_form, self.reasons_at, self.used = (
            fixed, scored_form, reasons_at, used,
        )  # fmt: skip
        self.book = book
        self.target_doubtful = self.actual_doubtful = FALSE

    def missing(self, address: Address | None) -> Node:
        return FALSE if address is None else both(self.used, call("=", address, ""))

    def actual(self) -> Node:
        return either(self.missing(self.spots.actual), both(self.used, self.actual_doubtful))

    def weight(self) -> Node:
        return self.missing(self.spots.weight)

    def judgement(self) -> Node:
        if self.spots.judgement is None or not self.scored_form:
            return FALSE
        answered = negated(self.missing(self.spots.actual))
        empty = negated(call("ISNUMBER", self.spots.judgement))
        return both(self.used, answered, self.scored.judged.true, either(empty, self.outside()))

    def outside(self) -> Node:
        given, low, high = self.inputs["score"], self.scored.low, self.scored.high
        wrong = either(call("<", given.value, low.value), call(">", given.value, high.value))
        bounded = both(wrong, negated(either(low.null, high.null)))
        above = both(high.null, call(">", given.value, self.inputs["weight"].value))
        return both(either(bounded, above), negated(given.null))

    def useless(self) -> Node:
        """Points were typed into a row that a formula scores: they count for nothing."""
        if self.spots.judgement is None or not self.scored_form:
            return FALSE
        typed = call("ISNUMBER", self.spots.judgement)
        decided = both(negated(self.scored.computed.null), negated(self.scored.judged.true))
        return both(self.used, typed, decided)

    def less(self) -> Node:
        """The row got less than its weight, or (without scores) fell short of its target."""
        if self.scored_form and self.spots.score is not None and self.spots.weight is not None:
            lower = call("<", call("N", self.spots.score), call("N", self.spots.weight))
            return both(call("ISNUMBER", self.spots.score), lower)
        return self.scored.reached.false

    def over(self) -> Node:
        target, actual = self.inputs["target"], self.inputs["actual"]
        line = int(self.scheme.columns()["over_reason"] or 0) // ONE
        far = call(">=", call("*", actual.value, 100), call("*", target.value, line))
        return both(
            call("=", self.scored.kind.value, "positive"), call(">", target.value, 0), far,
            negated(actual.null), negated(target.null),
        )  # fmt: skip

    def qualitative(self) -> Node:
        asked = self.scheme["qualitative_reason"] is True
        return call("=", self.scored.kind.value, "qualitative") if asked else FALSE

    def unexplained(self) -> Node:
        cell = self.spots.reason or self.reasons_at
        return FALSE if cell is None else both(self.used, call("=", cell, ""))

    def reason(self) -> Node:
        return both(self.unexplained(), either(self.less(), self.over(), self.qualitative()))

    def text(self) -> Node:
        """All messages of the row, one after the other."""
        over = from_scaled(int(self.scheme.columns()["over_reason"] or 0))
        column = "偏差原因" if self.spots.reason is not None else "表下的原因分析"
        unit = self.spots.unit
        live = self.fixed is None
        messages: list[tuple[Node, Node | str]] = [
            (both(self.missing(self.spots.name), node(live)), "填写指标名称。"),
            (both(self.missing(self.spots.level1), node(live)), "选择一级指标。"),
            (both(self.missing(self.spots.target), node(live)), "填写指标值。"),
            (both(self.used, self.target_doubtful), "指标值中的数字看不明白：只写数字，单位写在计量单位栏。"),
            (self.missing(self.spots.actual), "填写实际完成值。"),
            (both(self.used, self.actual_doubtful), _number_alone(unit, self.fixed)),
            (both(self.weight(), node(self.scored_form)), "填写分值。"),
            (both(self.judgement(), negated(self.outside())), "在右侧“评定得分”栏评分。"),
            (both(self.judgement(), self.outside()), "评定得分超出可评区间，已按区间的边界计分。"),
            (self.useless(), "本行由公式计分，右侧的“评定得分”不起作用，请清空。"),
            (
                both(self.unexplained(), self.less()),
                f"{'得分低于分值' if self.scored_form else '没有达到指标值'}，在{column}栏写明原因和改进措施（{REASON}）。",
            ),
            (
                both(self.unexplained(), negated(self.less()), self.over()),
                f"完成值达到指标值的 {over} %，在{column}栏说明原因（{QUANTITATIVE}）。",
            ),
            (
                both(self.unexplained(), negated(self.less()), self.qualitative()),
                f"定性指标，在{column}栏写评分说明。",
            ),
        ]  # fmt: skip
        found: Node = EMPTY
        for condition, message in messages:
            said = when(condition, message, EMPTY)
            found = said if found == EMPTY else found if said == EMPTY else call("&", found, said)
        return found


def _number_alone(unit: Address | None, fixed: Mapping[str, Any] | None) -> Node | str:
    known = fixed["unit"] if fixed is not None else None
    if known:
        return f"完成值只写数字，单位“{known}”已知，不必写；写不成数字的请说明。"
    return "完成值只写数字，不写单位和文字。" if unit is not None else "完成值只写数字。"


def contents(role: str, *, live: bool, fixed: Mapping[str, Any] | None) -> Content:
    """How the clerk's cell of a field behaves."""
    if role == "actual":
        if fixed is not None and fixed["target_end"] is not None:
            return Content(look="input", prompt="完成时间，写成 2023年11月30日 或 2023年11月。")
        if fixed is not None and fixed["target_text"] in YES_NO:
            return Content(look="input", choice=Choice(YES_NO, free=True))
        if fixed is not None and (
            fixed["nature"] == "qualitative" or (fixed["target"] is None and fixed["target_text"])
        ):
            said = "选择完成程度，或自己写明实际情况；得分写在右侧“评定得分”栏。"
            return Content(look="input", choice=Choice(QUALITATIVE, free=True), prompt=said)
        unit = fixed["unit"] if fixed is not None else None
        said = f"只写数字，单位为{unit}。" if unit else "能写数字的只写数字，不写单位。"
        return Content(look="input", prompt=said)
    if role == "reason":
        return Content(
            look="input_prose",
            choice=Choice(REASONS, free=True),
            prompt="没有达到或大幅超过指标值的，写明原因和改进措施。可先选开头，再往下写。",
        )
    if role == "unit":
        return Content(look="input", choice=Choice(UNITS, free=True))
    if role == "weight":
        return Content(look="input_number", least=0, most=100, prompt="本行的分值，最多两位小数。")
    if role in ("name", "target"):
        return Content(look="input_prose" if role == "name" else "input")
    return Content(look="input" if live else "locked")


__all__ = ["Aside", "Made", "area", "contents", "make_row", "style_of"]
