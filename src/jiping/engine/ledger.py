"""Scored rows into the ledger: figures from the engine, words from the methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jiping.engine.bench import Bench
from jiping.engine.results import LedgerRow
from jiping.model.decimals import from_scaled, plain
from jiping.model.evaluation import Evaluation, FundLine
from jiping.score.derive import Figures, division, times
from jiping.score.methods import Method, methods

EXECUTION = "ratio"
_SCALE = Decimal(10) ** 6


def points(value: int | None) -> str | None:
    """Scaled integer → points with two decimals."""
    return None if value is None else from_scaled(value, digits=2)


def fund_rows(database: Bench, evaluations: Sequence[Evaluation]) -> dict[int, list[LedgerRow]]:
    """The ledger rows of the scored fund lines, by form."""
    found: dict[int, list[LedgerRow]] = {}
    for (
        form,
        row,
        weight,
        budget,
        executed,
        computed,
        agrees,
        denominator,
    ) in database.scored_funds():
        line = evaluations[form].funds[row]
        found.setdefault(form, []).append(
            LedgerRow(
                row=f"/funds/{row}",
                printed=line.score,
                computed=points(computed),
                method=EXECUTION,
                derivation=_execution(line, weight, budget, executed, denominator),
                agrees=agrees if line.score is not None else None,
            )
        )
    return found


def _execution(
    line: FundLine, weight: int | None, budget: int | None, executed: int | None, denominator: str
) -> str:
    name = "全年预算数" if denominator == "adjusted" else "年初预算数"
    if budget is None or executed is None:
        return f"{name}或全年执行数没有填写，执行率和得分无法计算"
    if budget == 0:
        return f"{name}为 0，执行率无法计算，不计分，由人判断"
    if budget < 0 or executed < 0:
        return f"{name}或全年执行数为负数，执行率无法计算"
    left = line.executed or ""
    right = (line.adjusted if denominator == "adjusted" else line.initial) or ""
    dividend, divisor = Decimal(executed) / _SCALE, Decimal(budget) / _SCALE
    text = division(left, right, dividend, divisor)
    if weight is None:
        return f"{text}；没有分值，不计分"
    w = Decimal(weight) / _SCALE
    if executed > budget:
        return f"{text}，超过 100 %，按分值封顶 → {plain(w)}"
    return f"{text}；{times(w, dividend, divisor)}"


def indicator_rows(
    database: Bench, evaluations: Sequence[Evaluation]
) -> dict[int, list[LedgerRow]]:
    """The ledger rows of all indicators that carry a weight or a score, by form."""
    known = {m.id: m for m in methods()}
    columns = {m.id: f"by_{m.id.replace('-', '_')}" for m in methods()}
    found: dict[int, list[LedgerRow]] = {}
    for row in database.scored_indicators([*_NAMES, *columns.values()]):
        values = {**dict(zip(_NAMES, row, strict=False)), "satisfaction_full": row[-1]}
        given = dict(zip(columns, row[len(_NAMES) : -1], strict=True))
        if values["weight"] is None and values["score"] is None:
            continue
        form, number = values["form"], values["row"]
        indicator = evaluations[form].indicators[number]
        method = known.get(values["method"])
        found.setdefault(form, []).append(
            LedgerRow(
                row=f"/indicators/{number}",
                printed=indicator.score,
                computed=points(values["computed"]),
                method=values["method"],
                derivation=_derivation(method, values, indicator),
                agrees=values["score_agrees"] if indicator.score is not None else None,
                alternatives=_alternatives(method, values["kind"], given, known),
            )
        )
    return found


_NAMES = (
    "form", "row", "method", "kind", "kind_assumed", "weight", "score", "computed", "low", "high",
    "target", "actual", "attainment", "target_end", "actual_end", "score_agrees", "over_cut",
)  # fmt: skip


def _decimal(value: int | None) -> Decimal:
    return Decimal(0) if value is None else Decimal(value) / _SCALE


def _derivation(method: Method | None, values: Mapping[str, Any], indicator: Any) -> str:
    if values["weight"] is None:
        return "表中没有分值，无法重算得分"
    if method is None or values["computed"] is None:
        said = "指标值或完成值不是可以相比的数，无法重算"
        return f"{said}，按填报分 {indicator.score} 计入总分" if indicator.score else said
    figures = Figures(
        weight=_decimal(values["weight"]),
        score=_decimal(values["computed"]),
        target=_decimal(values["target"]),
        actual=_decimal(values["actual"]),
        target_text=f"{indicator.target or ''}{indicator.unit or ''}",
        actual_text=f"{indicator.actual or ''}{indicator.unit or ''}",
        printed=None if values["score"] is None else _decimal(values["score"]),
        printed_text=indicator.score or "（空）",
        low=_decimal(values["low"]),
        high=_decimal(values["high"]),
        attainment=values["attainment"],
        cut=None if values["over_cut"] is None else _decimal(values["over_cut"]),
        satisfaction_full=_decimal(values["satisfaction_full"]),
        late=bool(
            values["target_end"] and values["actual_end"]
            and values["actual_end"] > values["target_end"]
        ),
    )  # fmt: skip
    text = f"{method.title}：{method.derive(figures)}"
    if values["kind_assumed"]:
        word = "反向" if values["kind"] == "negative" else "正向"
        text += f"（表中未注明方向，按{word}计算）"
    return text


def _alternatives(
    method: Method | None, kind: str | None, given: Mapping[str, int | None], known: Any
) -> dict[str, str | None]:
    """What the methods of the same kind would give, where they don't all agree."""
    if method is None or kind is None:
        return {}
    same = {name: value for name, value in given.items() if known[name].kind == kind}
    if len(set(same.values())) < 2:
        return {}
    return {name: points(value) for name, value in same.items()}
