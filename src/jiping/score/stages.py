"""Scoring as stages over columns: fund lines and indicators get their computed points.

Every stage adds columns to the one before; ``add`` (given by the engine) ends a stage.
The result columns are described in `FUND_RESULTS` and `INDICATOR_RESULTS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jiping.model.levels import COST_KINDS
from jiping.model.row import Row
from jiping.score.exact import CENT, HUNDRED, ONE, Quotient, divide, wide, within
from jiping.score.methods import Method, methods

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from jiping.score.exact import Add

FUND_RESULTS = {
    "is_scored": "是否计分行（年度资金总额）",
    "budget": "执行率的分母",
    "points_weight": "计分所用的分值：表中所印，未印时取方案的",
    "computed_rate": "重算的执行率（%）",
    "rate_agrees": "所印执行率是否为准确值按所印位数四舍五入",
    "computed": "重算的得分",
    "score_agrees": "所印得分能否由准确值或所印执行率得出",
}
INDICATOR_RESULTS = {
    "numeric": "指标值和完成值都是单一的数",
    "dated": "指标值和完成值都是时间",
    "silent": "表中没有说明性质和方向",
    "over_cut": "方案因超额完成扣去的百分比，不扣时为空",
    "kind_number": "计分类别的编号（`KIND_NUMBER`）",
    "kind": "计分类别：positive, negative, equal, qualitative, deadline；空为无法按数计分",
    "kind_assumed": "表中未注明方向，按类别惯例推定",
    "method": "所用计分方法",
    "computed": "重算的得分",
    "low": "可评分区间下限（需人判断的行）",
    "high": "可评分区间上限",
    "score_agrees": "所印得分能否由方法得出",
    "reached": "完成值是否达到指标值",
}
SCORING_PARAMETERS = (
    "band_full",
    "band_part",
    "denominator",
    "equal_rule",
    "exec_weight",
    "over_cut_1",
    "over_cut_2",
    "over_cut_3",
    "over_step_1",
    "over_step_2",
    "over_step_3",
    "pass_threshold",
    "reverse_rule",
    "rounding_unit",
    "satisfaction_floor",
    "satisfaction_full",
)
"""The parameters of a scheme that scoring itself uses; the others are for rules."""
SCORING_COLUMNS: dict[str, tuple[str, ...]] = {
    "fund": (
        "source", "initial", "adjusted", "executed", "weight", "rate", "rate_decimals", "score",
        "score_decimals",
    ),
    "indicator": (
        "level1", "level2", "nature", "operator", "target", "target_high", "actual",
        "actual_high", "weight", "score", "score_decimals", "attainment", "target_end",
        "actual_end",
    ),
}  # fmt: skip
"""The columns of the input tables that scoring reads, by grain."""
COST = tuple(sorted(COST_KINDS))
QUOTIENTS = ("first", "second")
"""The columns of quotients that methods share (`Method.quotient`)."""
KINDS = ("satisfaction", "deadline", "equal", "qualitative", "negative", "positive")
"""The kinds of methods, the most frequent last: that one is asked for first."""
KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS, 1)}
"""Numbers in place of the words, which an engine compares several times slower."""
DIGIT_UNITS = ((0, ONE), (1, ONE // 10), (2, CENT), (3, 1000), (4, 100), (5, 10))


def digit_unit(decimals: ir.Value) -> ir.Value:
    """The unit of the last printed digit, in scaled integers: 2 decimals → 10 000."""
    return decimals.cases(*DIGIT_UNITS, else_=1)


def explained(printed: ir.Value, decimals: ir.Value, n: ir.Value, d: ir.Value) -> ir.Value:
    """Whether ``printed`` is ``n`` ÷ ``d`` rounded half up to the digits that were printed.

    No division: 2p − u ≤ 2n/d < 2p + u. ``n`` and ``d`` are WIDE.
    """
    unit, twice = digit_unit(decimals), wide(printed) * 2
    return ((twice - unit) * d <= n * 2) & (n * 2 < (twice + unit) * d)


def score_funds(table: ir.Table, add: Add) -> ir.Table:
    """Fund lines (joined with the scheme's columns) → with `FUND_RESULTS`."""
    r = Row(table, set())
    budget = (r.scheme.denominator == "initial").ifelse(r.initial, r.adjusted)
    scored = r.total_rank == 0
    weight = scored.ifelse(r.weight.fill_null(r.scheme.exec_weight), None)
    usable = (budget > 0) & (r.executed >= 0)
    r = Row(
        add(
            table,
            {"is_scored": scored, "budget": budget, "points_weight": weight, "usable": usable},
        ),
        set(),
    )
    executed = r.usable.ifelse(wide(r.executed), None)
    paid = (executed > wide(r.budget)).ifelse(wide(r.budget), executed)
    table = divide(
        r.table,
        (
            Quotient("computed_rate", executed * (100 * ONE), wide(r.budget)),
            Quotient(
                "computed", wide(r.points_weight) * paid, wide(r.budget), "scheme__rounding_unit"
            ),
        ),
        add,
    )
    r = Row(table, set())
    d = wide(r.budget)
    agrees = explained(r.rate, r.rate_decimals, wide(r.executed) * (100 * ONE), d)
    r = Row(add(table, {"rate_agrees": r.usable.ifelse(agrees, None)}), set())
    exact = explained(r.score, r.score_decimals, r.computed__n, wide(r.budget))
    # A rate printed as 89.5 explains a score of 8.95; one printed as 0.1 explains nothing.
    rate = (r.rate > 100 * ONE).ifelse(100 * ONE, r.rate)
    by_rate = explained(r.score, r.score_decimals, wide(r.points_weight) * wide(rate), 100 * ONE)
    by_rate = by_rate & r.rate_agrees & (r.rate_decimals >= 1)
    agrees = (r.score == r.computed).ifelse(True, exact | by_rate.fill_null(False))
    return add(r.table, {"score_agrees": r.usable.ifelse(agrees, None)})


def score_indicators(table: ir.Table, add: Add) -> ir.Table:
    """Indicators (joined with the scheme's columns) → with `INDICATOR_RESULTS`.

    For every method also a column ``by_<method>``: what it would give rows of its kind.
    """
    table = add(table, _values(Row(table, set())))
    table = add(table, _plain_kind(Row(table, set())))
    table = add(table, {"kind_number": _kind(Row(table, set()))})
    r = Row(table, set())
    table = add(table, {"kind": _kind_word(r), "method": _method(r)})
    # Most rows have reached their target: nothing is divided where nothing needs to be.
    table = add(table, {f"{q}__open": _open(Row(table, set()), q) for q in QUOTIENTS})
    r = Row(table, set())
    points = {m.id: m.points(r) for m in methods()}
    table = divide(
        table,
        [
            Quotient(
                name,
                _fraction(r, name, lambda m: points[m.id].numerator),
                _fraction(r, name, lambda m: points[m.id].denominator),
                "scheme__rounding_unit",
            )
            for name in QUOTIENTS
        ],
        add,
        {
            "low": _in_force(r, lambda m: points[m.id].low),
            "high": _in_force(r, lambda m: points[m.id].high),
        },
    )
    r = Row(table, set())
    computed = _in_force(r, lambda m: _points(r, m))
    table = add(table, {"computed": computed, "reached": _reached(r)})
    r = Row(table, set())
    second = _in_force(r, lambda m: 1 if m.quotient == "second" else None).notnull()
    n, d = (second.ifelse(getattr(r, f"second__{x}"), getattr(r, f"first__{x}")) for x in "nd")
    # The denominators were multiplied by the unit of the quotient.
    exact = explained(r.score, r.score_decimals, n * r.scheme.rounding_unit, d)
    partial = r.computed.notnull() & (r.computed != r.weight) & (r.computed != 0)
    agrees = (r.score == r.computed) | partial.ifelse(exact, False).fill_null(False)
    table = add(table, {"score_agrees": agrees})
    # Last, as few rows are asked for it.
    r = Row(table, set())
    return add(table, {f"by_{_column(m)}": _given(r, m) for m in methods()})


def _column(method: Method) -> str:
    return method.id.replace("-", "_")


def _in_force(r: Row, part: Callable[[Method], Any]) -> Any:
    """The part of the method in force; null where there is none, or it has no such part."""
    rules = {"negative": r.scheme.reverse_rule, "equal": r.scheme.equal_rule}
    found: Any = None
    for kind in KINDS:
        value: Any = None
        for method in methods():
            own = part(method) if method.kind == kind else None
            if own is not None:
                asked = method.rule is not None
                value = (rules[kind] == method.rule).ifelse(own, value) if asked else own
        if value is not None:
            found = (r.kind_number == KIND_NUMBER[kind]).ifelse(value, found)
    return found.cast("int64")


def _open(r: Row, name: str) -> ir.Value:
    """Whether a shared quotient decides the points: its method gives neither all nor nothing."""
    found: Any = None
    for method in methods():
        if method.quotient == name:
            points = method.points(r)
            settled = points.full.fill_null(False)
            if points.none is not None:
                settled = settled | points.none.fill_null(False)
            found = (r.kind_number == KIND_NUMBER[method.kind]).ifelse(~settled, found)
    return found


def _fraction(r: Row, name: str, part: Callable[[Method], Any]) -> ir.Value:
    """Numerator or denominator of a shared quotient, by the row's kind, where it is open."""
    found: Any = None
    for method in methods():
        if method.quotient == name:
            found = (r.kind_number == KIND_NUMBER[method.kind]).ifelse(part(method), found)
    return getattr(r, f"{name}__open").ifelse(found, None)


def _points(r: Row, method: Method) -> ir.Value:
    """What a method gives a row of its kind."""
    points = method.points(r)
    given: Any = None
    if method.quotient is not None:
        given = getattr(r, method.quotient)
    elif points.low is not None:
        given = within(r.score, r.low, r.high)
    if points.none is not None:
        given = points.none.ifelse(0, given)
    return points.full.ifelse(r.weight, given)


def _given(r: Row, method: Method) -> ir.Value:
    """What a method gives the rows of its kind; null for others."""
    return (
        (r.kind_number == KIND_NUMBER[method.kind]).ifelse(_points(r, method), None).cast("int64")
    )


def _values(r: Row) -> dict[str, ir.Value]:
    """What the values of a row are: single numbers, texts, dates; whether a direction is said."""
    return {
        "numeric": r.target.notnull()
        & r.actual.notnull()
        & r.target_high.isnull()
        & r.actual_high.isnull(),
        "dated": r.target_end.notnull() & r.actual_end.notnull(),
        "silent": r.nature.isnull() & r.operator.isnull(),
        "over_cut": _over_cut(r),
    }


def _over_cut(r: Row) -> ir.Value:
    """The percent that the scheme takes off for over-achievement; null where it takes nothing."""
    share, base = wide(r.actual) * HUNDRED, wide(r.target)
    cut: Any = None
    for step in ("1", "2", "3"):
        line, part = getattr(r.scheme, f"over_step_{step}"), getattr(r.scheme, f"over_cut_{step}")
        cut = (share >= base * line).fill_null(False).ifelse(part, cut)
    some = r.scheme.over_step_1.notnull() | r.scheme.over_step_2.notnull()
    some = some | r.scheme.over_step_3.notnull()
    return (some & (r.target > 0)).ifelse(cut, None)


def _plain_kind(r: Row) -> dict[str, ir.Value]:
    """Which kind of method a row asks for, as a number; an operator outranks the nature's wording."""
    n = KIND_NUMBER
    texts = r.target.isnull() & r.actual.isnull()
    is_cost = r.level2.isin(COST).fill_null(False)
    worded: Any = None
    for word in ("positive", "negative", "equal"):
        worded = (r.nature == word).ifelse(n[word], worded)
    nature = r.silent.ifelse(is_cost.ifelse(n["negative"], n["positive"]), worded)
    said = r.operator.isin(("<=", "<")).fill_null(False).ifelse(n["negative"], nature)
    said = r.operator.isin((">=", ">")).fill_null(False).ifelse(n["positive"], said)
    said = (r.operator == "=").fill_null(False).ifelse(n["equal"], said)
    kind = r.numeric.ifelse(said, texts.ifelse(n["qualitative"], None))
    kind = (r.nature == "qualitative").fill_null(False).ifelse(n["qualitative"], kind)
    kind = r.dated.ifelse(n["deadline"], kind)
    return {
        "plain_kind": r.weight.notnull().ifelse(kind, None).cast("int8"),
        "kind_assumed": r.silent & r.numeric & ~r.dated,
    }


def _kind(r: Row) -> ir.Value:
    """The kind, satisfaction by bands where the scheme has them."""
    positive = r.plain_kind == KIND_NUMBER["positive"]
    banded = (positive & (r.level1 == "satisfaction")).ifelse(
        KIND_NUMBER["satisfaction"], r.plain_kind
    )
    return r.scheme.satisfaction_full.notnull().ifelse(banded, r.plain_kind).cast("int8")


def _kind_word(r: Row) -> ir.Value:
    word: Any = None
    for kind, number in KIND_NUMBER.items():
        word = (r.kind_number == number).ifelse(kind, word)
    return word


def _method(r: Row) -> ir.Value:
    rules = {"negative": r.scheme.reverse_rule, "equal": r.scheme.equal_rule}
    method = r.weight.isnull().ifelse("none", "as-printed")
    for m in methods():
        applies = r.kind_number == KIND_NUMBER[m.kind]
        if m.rule is not None:
            applies = applies & (rules[m.kind] == m.rule)
        method = applies.fill_null(False).ifelse(m.id, method)
    return method


def _reached(r: Row) -> ir.Value:
    """Whether the actual value reaches the target; null where that can't be compared."""

    def is_(kind: str) -> Any:
        return r.kind_number == KIND_NUMBER[kind]

    late = is_("deadline").ifelse(r.actual_end <= r.target_end, None)
    by_kind = is_("equal").ifelse(r.actual == r.target, late)
    by_kind = is_("negative").ifelse(r.actual <= r.target, by_kind)
    return is_("positive").ifelse(r.actual >= r.target, by_kind)
