"""The overview's figures as tables and pictures; outliers by plain lines that the page says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from jiping.api.catalogue import rule_lines
from jiping.api.pictures import bars, points, svg
from jiping.store.figures import HIGH_SCORE, LOW_RATE, MUCH, POOR, Value
from jiping.store.steps import table

GRADES = ("优", "良", "中", "差")
_PLAIN, _DONE_OR_OPEN = ("#4f7cac",), ("#6f8f5f", "#d99a2b")
_WIDE, _NARROW = 1600, 920
"""Widths of a picture at a desk and on a phone, where its letters would be too small otherwise."""


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture and the table it was drawn from. ``draw``: the picture as wide as is said."""

    code: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    draw: Callable[[int], str]
    note: str = ""

    @property
    def picture(self) -> str:
        """As it stands on a desk, SVG."""
        return self.draw(_WIDE)

    @property
    def small(self) -> str:
        """As it stands on a phone, SVG."""
        return self.draw(_NARROW)


def plots(found: Value, code: str | None = None) -> list[Plot]:
    """All plots of the figures ("overview" of `jiping.store.figures`), or the one of this code."""
    return [drawn(found) for name, drawn in _PLOTS.items() if code in (None, name)]


def _states(found: Value) -> Plot:
    counts = found["states"]
    rows = [(gettext(state.title), counts.get(code, 0)) for code, state in table().states.items()]
    return _bars("states", gettext("按状态"), (gettext("状态"), gettext("张数")), rows)


def _grades(found: Value) -> Plot:
    counts = dict(found["grades"])
    rows = [(grade, counts.pop(grade, 0)) for grade in GRADES]
    rows.append((gettext("没有等级"), sum(counts.values())))
    return _bars("grades", gettext("按等级（核算）"), (gettext("等级"), gettext("张数")), rows)


def _rules(found: Value) -> Plot:
    titles = {line.code: line.title for line in rule_lines()}
    rows = [
        (rule, titles.get(rule, ""), findings - waiting, waiting)
        for rule, findings, waiting in found["rules"]
    ]
    lines = [(f"{code} {title}", (done, left)) for code, title, done, left in rows]
    parts = (gettext("已说明"), gettext("待说明"))
    heads = (gettext("规则"), gettext("问题"), *parts)
    title = gettext("最多的问题")

    def draw(width: int) -> str:
        return svg(bars(title, lines, parts, width=width, colours=_DONE_OR_OPEN))

    return Plot("rules", title, heads, tuple(rows), draw)


def _bars(code: str, title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, int]]) -> Plot:
    kept = tuple(rows)
    lines = [(name, (count,)) for name, count in kept]

    def draw(width: int) -> str:
        left = 420 if width == _WIDE else 270
        return svg(bars(title, lines, (heads[1],), width=width, left=left, colours=_PLAIN))

    return Plot(code, title, heads, kept, draw)


def _rates(found: Value) -> Plot:
    note = gettext("执行率不到 %(rate)s%% 而得分在 %(score)s 分以上的，请核实得分是否如实。") % {
        "rate": LOW_RATE,
        "score": HIGH_SCORE,
    }
    across = (gettext("执行率（%）"), 0, 120)
    title, heads = gettext("执行率与得分"), (gettext("执行率"), gettext("核算总分"))
    return _scatter("rates", title, heads, found["rates"], across, (LOW_RATE, HIGH_SCORE), note)


def _money(found: Value) -> Plot:
    note = gettext("预算在 %(much)s 万元以上而得分不到 %(poor)s 分的，优先复核。") % {
        "much": f"{MUCH:,}",
        "poor": POOR,
    }
    held = found["money"]
    amounts = [*(row[3] for row in held["odd"]), *(x for x, _ in held["dots"])]
    most = max((int(Decimal(amount)) for amount in amounts), default=0) + 1
    across = (gettext("全年预算数（万元）"), 0, most)
    title, heads = gettext("资金与得分"), (gettext("全年预算数"), gettext("核算总分"))
    return _scatter("money", title, heads, held, across, (None, POOR), note)


def _scatter(
    code: str,
    title: str,
    heads: tuple[str, str],
    held: Value,
    across: tuple[str, int, int],
    limits: tuple[int | None, int | None],
    note: str,
) -> Plot:
    rows = tuple((pk, name, unit, Decimal(x), Decimal(y)) for pk, name, unit, x, y in held["odd"])
    dots = [(x, y, True, name) for _, name, _, x, y in rows]
    dots += [(Decimal(x), Decimal(y), False, "") for x, y in held["dots"]]
    up = (gettext("核算总分"), 0, 100)

    def draw(width: int) -> str:
        return svg(points(title, dots, across, up, limits=limits, width=width))

    return Plot(code, title, (gettext("项目"), gettext("单位"), *heads), rows, draw, note)


_PLOTS: dict[str, Callable[[Value], Plot]] = {
    "states": _states, "grades": _grades, "rules": _rules, "rates": _rates, "money": _money,
}  # fmt: skip
