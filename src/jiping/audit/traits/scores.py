"""Printed scores: copied qualitative values, grades in words, digits."""

from __future__ import annotations

from jiping.model.decimals import decimals_of, to_scaled
from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import level2_kind
from jiping.model.quantity import parse_quantity
from jiping.model.text import squeeze
from jiping.model.traits import trait

_PLAIN_FACTS = frozenset({
    "优", "优秀", "良", "良好", "合格", "达标", "通过", "是", "有", "完成", "已完成", "全部完成", "验收合格", "无", "否",
})  # fmt: skip
"""Values that can be checked as they stand: a grade, a yes or no."""
_GRADES = (("优", 4), ("良", 3), ("中", 2), ("差", 1))
_GRADE_WORDS = {"一般": 2, "合格": 2, "较好": 3, "好": 4, "较差": 1, "不合格": 1}
_DIGITS = 2


@trait("form", "int32")
def copied_full(e: Evaluation) -> list[int]:
    """完成值照抄指标值而得满分、又没有写评分依据的定性指标行数。"""
    return [len(copied(e))]


@trait("form", "int32")
def qualitative_full(e: Evaluation) -> list[int]:
    """得满分的定性指标行数。"""
    return [sum(_is_word(r) and _is_full(r) for r in e.indicators)]


@trait("form", "int8")
def grade_rank(e: Evaluation) -> list[int | None]:
    """所印等级：优 4、良 3、中 2、差 1；没有印或认不出时为空。"""
    return [_rank(e.total.grade)]


@trait("form", "int32")
def odd_digits(e: Evaluation) -> list[int]:
    """得分多于两位小数、或执行率少于两位小数而有尾数的处数。"""
    return [len(digits(e))]


def copied(e: Evaluation) -> list[int]:
    """Rows whose qualitative value repeats the target and has full points."""
    return [
        k
        for k, row in enumerate(e.indicators)
        if _is_word(row)
        and _is_full(row)
        and row.actual is not None
        and squeeze(row.actual) == squeeze(row.target or "")
        and squeeze(row.actual) not in _PLAIN_FACTS
        and not squeeze(row.reason or "").strip("无/—-")
    ]


def digits(e: Evaluation) -> list[tuple[str, str]]:
    """Pointer and printed text of scores and rates whose digits can't be checked."""
    found = [(f"/indicators/{k}/score", r.score) for k, r in enumerate(e.indicators)]
    found += [(f"/funds/{k}/score", f.score) for k, f in enumerate(e.funds)]
    found.append(("/total/score", e.total.score))
    odd = [(p, t) for p, t in found if t and (decimals_of(t) or 0) > _DIGITS]
    for k, line in enumerate(e.funds):
        if (
            line.rate
            and (decimals_of(line.rate) or 0) < _DIGITS
            and _has_rest(line.adjusted, line.executed)
        ):
            odd.append((f"/funds/{k}/rate", line.rate))
    return odd


def _has_rest(budget: str | None, executed: str | None) -> bool:
    """Whether the rate needs two decimals to be printed exactly or nearly so."""
    whole, part = to_scaled(budget), to_scaled(executed)
    return bool(whole and part) and part * 1000 % whole != 0  # type: ignore[operator]


def _is_word(row: Indicator) -> bool:
    if row.nature not in ("qualitative", None) or not row.target:
        return False
    if level2_kind(row.level2) == "timeliness":
        return False
    return parse_quantity(row.target) is None and not any(c.isdigit() for c in row.target)


def _is_full(row: Indicator) -> bool:
    weight = to_scaled(row.weight)
    return bool(weight) and to_scaled(row.score) == weight


def _rank(grade: str | None) -> int | None:
    if not grade:
        return None
    word = squeeze(grade).strip("“”\"'（）()")
    if word in _GRADE_WORDS:
        return _GRADE_WORDS[word]
    return next((rank for first, rank in _GRADES if word.startswith(first)), None)
