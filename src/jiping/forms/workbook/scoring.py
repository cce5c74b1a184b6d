"""The scores of a form as formulas: one line of cells for each row, under one scheme.

The kind of a row, its method and the method's points come from `jiping.score` itself, which
computes them over `Column`s here as it does over the engine's tables there. Nothing in this file
knows a method by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jiping.forms.workbook.column import (
    NULL,
    Column,
    column,
    constant,
    number_at,
    text_at,
    truth_at,
)
from jiping.forms.workbook.expression import TRUE, Address, Node, both, call, either, negated, when
from jiping.forms.workbook.quotient import divide
from jiping.score import stages
from jiping.score.methods import Method, Points, methods
from jiping.score.scheme import Scheme

ONE = 10**6


@dataclass
class Sheet:
    """The sheet 计算过程 in the making: its columns by title, and every cell's expression."""

    name: str
    columns: dict[str, int] = field(default_factory=dict)
    cells: dict[Address, Node] = field(default_factory=dict)

    def keep(self, row: int, title: str, held: Column) -> Column:
        """Put a column into its cell in ``row``; the column that reads the cell."""
        address = Address(self.name, row, self.columns.setdefault(title, len(self.columns)))
        shown = held.cell()
        self.cells[address] = shown
        if held.value.op == "const" and held.null.op == "const":
            return held
        if held.null.op == "const" and held.null != TRUE:
            return Column(Node("cell", (address,)))
        read: Column = _reader(held.value)(address)
        return read


def _reader(value: Node) -> Any:
    """How a cell is read that holds such values: truth, text or number."""
    if value.op in ("AND", "OR", "NOT", "=", "<>", "<", "<=", ">", ">=", "contains"):
        return truth_at
    if value.op == "IF":
        return _reader(value.args[1] if value.args[1].op != "const" else value.args[2])
    if value.op == "const":
        kind = type(value.args[0])
        return truth_at if kind is bool else text_at if kind is str else number_at
    if value.op in ("&", "LEFT", "RIGHT", "MID", "SUBSTITUTE", "TEXT"):
        return text_at
    return number_at


class Row:
    """A row as scoring sees it: its columns by name, and the scheme's parameters as constants."""

    def __init__(self, columns: Mapping[str, Column], scheme: Mapping[str, Column]) -> None:
        self._columns = dict(columns)
        self._scheme = scheme

    def __getattr__(self, name: str) -> Column:
        try:
            return self._columns[name]
        except KeyError:
            raise AttributeError(f"no column {name!r} in the workbook") from None

    def put(self, name: str, value: Column) -> None:
        """One more column."""
        self._columns[name] = value

    def but(self, **others: Column) -> Row:
        """The row with other values in some columns."""
        return Row({**self._columns, **others}, self._scheme)

    @property
    def scheme(self) -> Row:
        """The scheme's parameters."""
        return Row(self._scheme, {})


INPUTS = (
    "level1", "level2", "nature", "operator", "target", "target_high", "actual", "actual_high",
    "weight", "score", "attainment", "target_end", "actual_end",
)  # fmt: skip
"""What a row needs: words of the engine's columns, and numbers in scaled integers; ``score`` is
the judgement of the clerk for rows that no formula decides."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What the formulas of a row give: points (scaled), the bounds of a judgement, the method's
    id, whether a judgement of the clerk is needed, the kind of the row, and whether its target is
    reached."""

    computed: Column
    low: Column
    high: Column
    method: Column
    judged: Column
    kind: Column
    reached: Column


def scheme_columns(scheme: Scheme) -> dict[str, Column]:
    """The parameters of a scheme as constants."""
    return {name: constant(value) for name, value in scheme.columns().items()}


def score_indicator(sheet: Sheet, at: int, inputs: Mapping[str, Column], scheme: Scheme) -> Scored:
    """The formulas of one indicator, from its `INPUTS`."""
    r: Any = Row(inputs, scheme_columns(scheme))

    def keep(title: str, held: Column) -> Column:
        return sheet.keep(at, title, held)

    titles = {"numeric": "可比", "dated": "时限", "silent": "未注性质", "over_cut": "超额扣减"}
    for name, value in stages._values(r).items():
        r.put(name, keep(titles[name], column(value)))
    plain = stages._plain_kind(r)["plain_kind"]
    r.put("plain_kind", keep("计分类别编号", column(plain)))
    r.put("kind_number", column(stages._kind(r)))
    r.put("kind", keep("计分类别", column(stages._kind_word(r))))
    r.put("method", keep("计分方法", column(stages._method(r))))
    used = [m for m in methods() if _in_force(m, scheme)]
    # A method is only chosen where its values are there, so it need not ask for them again.
    there = {n: Column(inputs[n].value) for n in ("target", "actual", "target_end", "actual_end")}
    sure = r.but(weight=Column(inputs["weight"].value), **there)
    parts = [(m, m.points(sure)) for m in used]
    # The fraction alone: every method multiplies it by the weight, which `divide` does exactly.
    share = [(m, m.points(sure.but(weight=constant(1)))) for m in used if m.quotient is not None]
    over = keep("分子", _pick(r, [(m, p.numerator) for m, p in share]))
    under = keep("分母", _pick(r, [(m, p.denominator) for m, p in share]))
    quotient = divide(keep, r.weight, over, under, rounding(scheme))
    low = keep("评分下限", _pick(r, [(m, p.low) for m, p in parts]))
    high = keep("评分上限", _pick(r, [(m, p.high) for m, p in parts]))
    full = keep("得满分", _pick(r, [(m, p.full) for m, p in parts], False))
    none = keep("得零分", _pick(r, [(m, p.none) for m, p in parts], False))
    given = quotient
    judged_here = [m.id for m, p in parts if p.low is not None]
    judges = column(r.method).isin(judged_here) if judged_here else column(False)
    given = judges.ifelse(_within(r.score, low, high), given)
    given = full.ifelse(r.weight, none.ifelse(0, given))
    known = column(r.method).isin([m.id for m in used])
    computed = keep("重算得分", known.ifelse(given, None))
    open_row = Column(
        either(
            both(judges.value, negated(full.true), negated(low.null)),
            call("=", column(r.method).value, "as-printed"),
        )
    )
    return Scored(
        computed=computed,
        low=low,
        high=high,
        method=r.method,
        judged=keep("须人评", open_row),
        kind=r.kind,
        reached=keep("达到指标值", column(stages._reached(r))),
    )


def score_execution(
    sheet: Sheet, at: int, budget: Column, executed: Column, weight: Column, scheme: Scheme
) -> tuple[Column, Column]:
    """Rate (percent, scaled) and points of a fund line, as `stages.score_funds` defines them."""

    def keep(title: str, held: Column) -> Column:
        return sheet.keep(at, title, held)

    usable = (budget > 0) & (executed >= 0)
    paid = keep("执行数百万分", usable.ifelse(executed, None))
    base = keep("预算数百万分", usable.ifelse(budget, None))

    def rate_keep(title: str, held: Column) -> Column:
        return sheet.keep(at, f"执行率·{title}", held)

    rate = divide(rate_keep, constant(100 * ONE), paid, base, ONE // 100)
    points = divide(keep, weight, (paid > base).ifelse(base, paid), base, rounding(scheme))
    return rate, points


def rounding(scheme: Scheme) -> int:
    """The least unit of a score, in scaled integers."""
    return int(scheme.columns()["rounding_unit"] or 0)


def _in_force(method: Method, scheme: Scheme) -> bool:
    if method.rule is not None:
        rules = {"negative": scheme["reverse_rule"], "equal": scheme["equal_rule"]}
        return rules[method.kind] == method.rule
    return method.kind != "satisfaction" or scheme["satisfaction_full"] is not None


def _pick(r: Any, parts: list[tuple[Method, Any]], empty: Any = None) -> Column:
    found = column(empty)
    for method, part in parts:
        if part is not None:
            found = (r.method == method.id).ifelse(part, found)
    return found


def _within(value: Column, low: Column, high: Column) -> Column:
    moved = when(
        call("<", value.value, low.value),
        low.value,
        when(call(">", value.value, high.value), high.value, value.value),
    )
    return Column(moved, either(value.null, low.null, high.null))


__all__ = ["INPUTS", "NULL", "Points", "Scored", "Sheet", "score_execution", "score_indicator"]
