"""What the lines of 项目资金 add up to, and how far rounding may take the sum from the total."""

from __future__ import annotations

from functools import lru_cache

from jiping.model.decimals import SCALE, SCALED_LIMIT, decimals_of, to_scaled
from jiping.model.evaluation import Evaluation, FundLine
from jiping.model.traits import trait

PARTS = (
    frozenset({"fiscal", "special_account", "unit", "carryover", "other"}),
    frozenset({"central", "local", "province", "city", "county", "carryover", "other", "unit"}),
)
"""Sources that add up to the total: a 财政拨款 line already holds its 中央 and 地方 parts."""
FIELDS = ("initial", "adjusted", "executed")
_Sum = tuple[int | None, int | None]


@trait("fund", "int64")
def sources_initial(e: Evaluation) -> list[int | None]:
    """各来源年初预算数之和，只在年度资金总额一行；分项没有填全、无法判断时为空。"""
    return _column(e, 0, 0)


@trait("fund", "int64")
def sources_adjusted(e: Evaluation) -> list[int | None]:
    """各来源全年预算数之和，同上。"""
    return _column(e, 1, 0)


@trait("fund", "int64")
def sources_executed(e: Evaluation) -> list[int | None]:
    """各来源全年执行数之和，同上。"""
    return _column(e, 2, 0)


@trait("fund", "int64")
def slack_initial(e: Evaluation) -> list[int | None]:
    """年初预算数一栏，分项四舍五入可造成的合计差额。"""
    return _column(e, 0, 1)


@trait("fund", "int64")
def slack_adjusted(e: Evaluation) -> list[int | None]:
    """全年预算数一栏，分项四舍五入可造成的合计差额。"""
    return _column(e, 1, 1)


@trait("fund", "int64")
def slack_executed(e: Evaluation) -> list[int | None]:
    """全年执行数一栏，分项四舍五入可造成的合计差额。"""
    return _column(e, 2, 1)


@trait("fund", "bool")
def has_parts(e: Evaluation) -> list[bool]:
    """年度资金总额之下是否列了资金来源。"""
    head = _head(e.funds)
    kinds = parts_of(e.funds)
    listed = any(f.source in kinds for f in e.funds)
    return [k == head and listed for k in range(len(e.funds))]


def parts_of(funds: tuple[FundLine, ...]) -> frozenset[str]:
    """The sources that add up to the total in this form."""
    return PARTS[0] if any(f.source == "fiscal" for f in funds) else PARTS[1]


def _column(e: Evaluation, column: int, which: int) -> list[int | None]:
    head = _head(e.funds)
    found = _sums(e.funds, e.form.amount_unit)
    return [found[column][which] if k == head else None for k in range(len(e.funds))]


def _head(funds: tuple[FundLine, ...]) -> int | None:
    return next((k for k, f in enumerate(funds) if f.source == "total"), None)


@lru_cache(maxsize=1024)
def _sums(funds: tuple[FundLine, ...], unit: str | None) -> tuple[_Sum, ...]:
    head = _head(funds)
    if head is None:
        return ((None, None),) * 3
    kinds = parts_of(funds)
    lines = [f for f in funds if f.source in kinds]
    return tuple(
        _sum([getattr(f, n) for f in lines], getattr(funds[head], n), unit) for n in FIELDS
    )


def _sum(texts: list[str | None], total: str | None, unit: str | None) -> _Sum:
    printed = [v for t in texts if (v := to_scaled(t)) is not None]
    whole = to_scaled(total)
    if not printed or whole is None:
        return None, None
    places = [d for t in (*texts, total) if (d := decimals_of(t)) is not None]
    # Amounts in 万元 are kept to 0.01; a row that drops its zeros has not been rounded to whole 万元.
    digits = max(*places, 0 if unit == "元" else 2)
    parts = sum(v != 0 for v in printed)
    slack = (parts // 2) * 10 ** max(SCALE - digits, 0)
    if len(printed) < len(texts) and sum(printed) < whole - slack:
        return None, None  # what is missing may stand in the blank line
    return (sum(printed), slack) if abs(sum(printed)) < SCALED_LIMIT else (None, None)
