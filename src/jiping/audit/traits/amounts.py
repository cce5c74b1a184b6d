"""Amounts that are 10⁴ apart (元 in a 万元 table), amounts of the text against the table's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jiping.audit.traits.fund_parts import FIELDS, parts_of
from jiping.model.decimals import SCALED_LIMIT, decimals_of, from_scaled, to_scaled
from jiping.model.evaluation import Evaluation, FundLine, Indicator
from jiping.model.levels import COST_KINDS, level2_kind
from jiping.model.quantity import parse_quantity
from jiping.model.text import half_width, squeeze
from jiping.model.traits import trait

TITLES = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}
_TEN_THOUSAND = 10_000
_NEAR = (2_000, 50_000)
"""A ratio above budget that no overspending explains, around 10⁴."""
_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_TEXT = re.compile(
    r"(?P<what>(?:年初|全年|项目|资金|总|调整后)?预算(?:资金|数|总额|金额|安排|批复|下达)?(?:资金|数|总额|金额)?"
    r"|(?:全年|资金|预算|实际|累计|共计?|总)?(?:执行|支出|支付|使用)(?:资金|数|总额|金额|总数)?"
    r"|(?:项目|年度)?资金总额)"
    r"(?:总?(?:共|计|为|是|达到?|共计|合计))?[:：]?(?P<about>约|近)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<more>余|多)?(?P<unit>亿元|万元|元)(?!/)"
)
_BEFORE_PART = re.compile("其中|分别|每|人均|平均|用于|上年|去年|同比|较[^，。]*$")
_SPENT = re.compile("执行|支出|支付|使用")


@dataclass(frozen=True, slots=True)
class Slip:
    """Two amounts 10⁴ apart: where they stand, and a sentence about them."""

    pointers: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """An amount of the result text that the table does not have: both in the form's unit."""

    text: str
    amount: int
    table: int
    what: str


@trait("form", "bool")
def amount_slip(e: Evaluation) -> list[bool]:
    """表内金额是否有相差一万倍的：元与万元混用。"""
    return [slip_of(e) is not None]


@trait("form", "int64")
def told_amount(e: Evaluation) -> list[int | None]:
    """完成情况文字中与表不符的预算或执行金额，按表的金额单位；全部相符时取表中数，没有时为空。"""
    told = told_of(e)
    return [told.amount if told else None]


@trait("form", "int64")
def told_table(e: Evaluation) -> list[int | None]:
    """与上一列相对的表中金额。"""
    told = told_of(e)
    return [told.table if told else None]


@trait("form", "bool")
def cost_finer(e: Evaluation) -> list[bool | None]:
    """执行数是整万元、又不等于预算数，而成本行的金额精确到元或更细。"""
    head = next((f for f in e.funds if f.source == "total"), None)
    executed = to_scaled(head.executed) if head else None
    if head is None or not executed:
        return [None]
    costs = [c for row in e.indicators if (c := _cost(row, e.form.amount_unit)) is not None]
    if not costs:
        return [None]
    whole = 10**6 * (10_000 if e.form.amount_unit == "元" else 1)
    if executed % whole or executed == to_scaled(head.adjusted):
        return [False]
    return [any(cost % (whole // 100) for cost in costs)]


def slip_of(e: Evaluation) -> Slip | None:
    """The first pair of amounts that are 10⁴ apart."""
    return _slip(e.funds, e.indicators, e.form.amount_unit)


@lru_cache(maxsize=512)
def _slip(
    funds: tuple[FundLine, ...], rows: tuple[Indicator, ...], unit: str | None
) -> Slip | None:
    return next(
        (s for found in (_across(funds), _down(funds), _costs(funds, rows, unit)) for s in found),
        None,
    )


def _apart(one: int | None, two: int | None) -> bool:
    return bool(one and two) and (one == two * _TEN_THOUSAND or two == one * _TEN_THOUSAND)  # type: ignore[operator]


def _across(funds: tuple[FundLine, ...]) -> Iterator[Slip]:
    for k, line in enumerate(funds):
        values = {f: to_scaled(getattr(line, f)) for f in FIELDS}
        for one, two in (("initial", "adjusted"), ("adjusted", "executed")):
            a, b = values[one], values[two]
            far = bool(a and b) and a * _NEAR[0] <= b <= a * _NEAR[1]  # type: ignore[operator]
            if _apart(a, b) or far:
                yield Slip(
                    (f"/funds/{k}/{one}", f"/funds/{k}/{two}"),
                    f"“{line.label}”{TITLES[one]} {getattr(line, one)} 与{TITLES[two]} {getattr(line, two)} 相差约一万倍",
                )


def _down(funds: tuple[FundLine, ...]) -> Iterator[Slip]:
    head = next((k for k, f in enumerate(funds) if f.source == "total"), None)
    if head is None:
        return
    kinds = parts_of(funds)
    for field in FIELDS:
        total = to_scaled(getattr(funds[head], field))
        parts = sum(to_scaled(getattr(f, field)) or 0 for f in funds if f.source in kinds)
        if _apart(total, parts):
            yield Slip(
                (f"/funds/{head}/{field}",),
                f"{TITLES[field]}的年度资金总额 {getattr(funds[head], field)} 与各项来源之和 {from_scaled(parts)} 相差一万倍",
            )


def _costs(
    funds: tuple[FundLine, ...], rows: tuple[Indicator, ...], unit: str | None
) -> Iterator[Slip]:
    head = next((f for f in funds if f.source == "total"), None)
    budget = max((to_scaled(getattr(head, f)) or 0 for f in FIELDS), default=0) if head else 0
    if not budget:
        return
    for k, row in enumerate(rows):
        for field in ("target", "actual"):
            cost = _cost(row, unit, field)
            if cost is not None and cost >= budget * _NEAR[0]:
                yield Slip(
                    (f"/indicators/{k}/{field}", f"/indicators/{k}/unit"),
                    f"“{row.name}”填 {getattr(row, field)}{row.unit or ''}，是项目资金 {from_scaled(budget)} {unit or ''}的数千倍以上",
                )


def _cost(row: Indicator, unit: str | None, field: str = "actual") -> int | None:
    """A cost row's amount in the form's unit, scaled; None where it is no plain amount."""
    if level2_kind(row.level2) not in COST_KINDS or unit not in _UNITS:
        return None
    quantity = parse_quantity(getattr(row, field))
    printed = squeeze(row.unit) if row.unit else (quantity.unit if quantity else None)
    if (
        quantity is None
        or quantity.low is None
        or quantity.high is not None
        or printed not in _UNITS
    ):
        return None
    amount = int(Decimal(str(quantity.low)) * _UNITS[printed] * 10**6 / _UNITS[unit])
    return amount if abs(amount) < SCALED_LIMIT else None


def told_of(e: Evaluation) -> Told | None:
    """An amount of the result text called budget or spending that the table does not have.

    Where every such amount agrees: one of them, so that the comparison counts as made.
    """
    unit = e.form.amount_unit
    return _told(e.goal.actual, e.funds, e.indicators, unit) if e.goal.actual and unit else None


@lru_cache(maxsize=512)
def _told(
    text: str, funds: tuple[FundLine, ...], rows: tuple[Indicator, ...], unit: str
) -> Told | None:
    head = next((f for f in funds if f.source == "total"), None)
    agreed: Told | None = None
    if head is None:
        return None
    flat = half_width(text)
    for match in _TEXT.finditer(flat):
        before = flat[max(0, match.start() - 8) : match.start()]
        if _BEFORE_PART.search(before) or match["more"] or match["about"]:
            continue
        spent = _SPENT.search(match["what"]) is not None
        table = to_scaled(head.executed if spent else head.adjusted)
        if table is None:
            continue
        digits = match["number"].replace(",", "")
        factor = _UNITS[match["unit"]] / _UNITS[unit]
        amount = int(Decimal(digits) * factor * 10**6)
        if amount >= SCALED_LIMIT:
            continue
        half = int(factor * 10 ** (6 - (decimals_of(digits) or 0)) / 2) or 1
        if any(-half <= v - amount < half or v == amount for v in _known(funds, rows, unit)):
            agreed = agreed or Told(match[0], table, table, "")
            continue
        return Told(match[0], amount, table, TITLES["executed" if spent else "adjusted"])
    return agreed


def _known(funds: tuple[FundLine, ...], rows: tuple[Indicator, ...], unit: str) -> set[int]:
    """Every amount that the table itself holds, in its unit."""
    found = {to_scaled(getattr(f, field)) for f in funds for field in FIELDS}
    found |= {_cost(row, unit, field) for row in rows for field in ("target", "actual")}
    return {v for v in found if v is not None}
