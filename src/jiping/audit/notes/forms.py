"""Where a form's slips stand, and what they are: for findings that group many places."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.audit.traits import amounts, blanks, privacy, readings, scores, spelling, years
from jiping.model.decimals import from_scaled, to_scaled
from jiping.model.evaluation import Evaluation

_MOST = 6
"""A message names so many examples; the pointers name all."""


def _listed(words: list[str], more: str = "处") -> str:
    kept = [w for w in dict.fromkeys(words) if w]
    text = "、".join(kept[:_MOST])
    return f"{text}等 {len(kept)} {more}" if len(kept) > _MOST else text


def _at(pointers: list[str]) -> str:
    return " ".join(dict.fromkeys(pointers))


@note
def missing(e: Evaluation, _: int) -> str:
    """哪些必填栏目没有填。"""
    return "、".join(title for _, title in blanks.missing(e))


@note
def missing_at(e: Evaluation, _: int) -> str:
    """没有填的栏目的位置。"""
    return _at([pointer for pointer, _ in blanks.missing(e)])


@note
def templates(e: Evaluation, _: int) -> str:
    """留下了哪些占位符。"""
    return _listed([f"“{found}”" for _, found in blanks.templates(e)])


@note
def templates_at(e: Evaluation, _: int) -> str:
    """占位符的位置。"""
    return _at([pointer for pointer, _ in blanks.templates(e)])


@note
def shifted(e: Evaluation, _: int) -> str:
    """哪些行错位、归位成了什么。"""
    rows = [p for p in _shifted(e) if p.startswith("/indicators/")]
    names = [f"“{e.indicators[int(p.split('/')[2])].name}”" for p in rows]
    return f"（{_listed(names, '行')}）" if names else ""


@note
def shifted_at(e: Evaluation, _: int) -> str:
    """错位的行的位置。"""
    return _at(_shifted(e) or ["/indicators"])


def _shifted(e: Evaluation) -> list[str]:
    return readings.pointers(e, [r for r in e.reading.repairs if readings.is_shift(r)])


@note
def levels(e: Evaluation, _: int) -> str:
    """哪些级次名称写错了列。"""
    return "；".join(r.what.rstrip("。") for r in e.reading.repairs if readings.is_level(r))


@note
def levels_at(e: Evaluation, _: int) -> str:
    """写错列的行的位置。"""
    found = readings.pointers(e, [r for r in e.reading.repairs if readings.is_level(r)])
    return _at(found or ["/indicators"])


@note
def other_years_at(e: Evaluation, _: int) -> str:
    """写着别的年度的时间值的位置。"""
    return _at(years.other_years(e))


@note
def slips(e: Evaluation, _: int) -> str:
    """哪些字写错了。"""
    return "；".join(dict.fromkeys(words for _, words in spelling.slips(e) if words))


@note
def slips_at(e: Evaluation, _: int) -> str:
    """写错的字的位置。"""
    return _at([pointer for pointer, _ in spelling.slips(e)])


@note
def mixed(e: Evaluation, _: int) -> str:
    """两种写法各举一例。"""
    return "、".join(f"“{text}”" for _, text in spelling.mixed(e))


@note
def mixed_at(e: Evaluation, _: int) -> str:
    """两种写法的位置。"""
    return _at([pointer for pointer, _ in spelling.mixed(e)])


@note
def digits(e: Evaluation, _: int) -> str:
    """哪些数的小数位数不便复核。"""
    return _listed([f"{text}" for _, text in scores.digits(e)])


@note
def digits_at(e: Evaluation, _: int) -> str:
    """小数位数不便复核的位置。"""
    return _at([pointer for pointer, _ in scores.digits(e)])


@note
def copied(e: Evaluation, _: int) -> str:
    """哪些定性指标的完成值照抄指标值。"""
    return _listed([f"“{e.indicators[k].name}”" for k in scores.copied(e)], "行")


@note
def copied_at(e: Evaluation, _: int) -> str:
    """照抄的行的位置。"""
    return _at([f"/indicators/{k}/actual" for k in scores.copied(e)])


@note
def slip(e: Evaluation, _: int) -> str:
    """哪两个金额相差一万倍。"""
    found = amounts.slip_of(e)
    return found.words if found else ""


@note
def slip_at(e: Evaluation, _: int) -> str:
    """相差一万倍的金额的位置。"""
    found = amounts.slip_of(e)
    return _at(list(found.pointers) if found else ["/funds"])


@note
def told_amount(e: Evaluation, _: int) -> str:
    """文字怎么写、表里是多少。"""
    told = amounts.told_of(e)
    if told is None:
        return ""
    unit = e.form.amount_unit or ""
    return f"完成情况写“{told.text}”，而表中{told.what}是 {from_scaled(told.table)} {unit}，也没有别的栏目与它相等"


@note
def zero_rates_at(e: Evaluation, _: int) -> str:
    """0÷0 印出执行率的行的位置。"""
    return _at([f"/funds/{k}/rate" for k, f in enumerate(e.funds) if _is_zero_rate(f)])


def _is_zero_rate(line: object) -> bool:
    return all(to_scaled(getattr(line, f)) == 0 for f in ("adjusted", "executed", "rate"))


@note
def private(e: Evaluation, _: int) -> str:
    """有哪些个人信息；号码只露头尾。"""
    return _listed(privacy.found_in(e)[1])


@note
def private_at(e: Evaluation, _: int) -> str:
    """个人信息的位置。"""
    return _at(privacy.found_in(e)[0])


@note
def secrets(e: Evaluation, _: int) -> str:
    """有哪些密级字样。"""
    return _listed([f"“{words}”" for _, words in privacy.secrets_in(e)])


@note
def secrets_at(e: Evaluation, _: int) -> str:
    """密级字样的位置。"""
    return _at([pointer for pointer, _ in privacy.secrets_in(e)])
