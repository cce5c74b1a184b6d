"""Figures of the overview: counted by the database, outliers by plain lines that the page says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from jiping.api.catalogue import rule_lines
from jiping.api.pictures import bars, points, svg
from jiping.store.models import FindingRow, Form
from jiping.store.steps import table

GRADES = ("优", "良", "中", "差")
LOW_RATE, HIGH_SCORE, MUCH, POOR = 60, 90, 1_000, 80
"""执行率 below it with a score of at least that stands out; so does more money (万元) than that with
a lower score than that."""
_PLAIN, _DONE_OR_OPEN = ("#4f7cac",), ("#6f8f5f", "#d99a2b")
_DOTS = 2_000
_NAMED = 20
_RULES = 15


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture and the table it was drawn from."""

    code: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    picture: str
    note: str = ""


def plots(seen: QuerySet[Form], code: str | None = None) -> list[Plot]:
    """All plots over the forms that somebody sees, or the one of this code alone."""
    return [drawn(seen) for name, drawn in _PLOTS.items() if code in (None, name)]


def _states(seen: QuerySet[Form]) -> Plot:
    counts = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    rows = [(gettext(state.title), counts.get(code, 0)) for code, state in table().states.items()]
    return _bars("states", gettext("按状态"), (gettext("状态"), gettext("张数")), rows)


def _grades(seen: QuerySet[Form]) -> Plot:
    counts = dict(seen.order_by().values_list("grade").annotate(Count("pk")))
    rows = [(grade, counts.pop(grade, 0)) for grade in GRADES]
    rows.append((gettext("没有等级"), sum(counts.values())))
    return _bars("grades", gettext("按等级（核算）"), (gettext("等级"), gettext("张数")), rows)


def _rules(seen: QuerySet[Form]) -> Plot:
    found = (
        FindingRow.objects.filter(form__in=seen.order_by().values("pk"))
        .values_list("rule")
        .annotate(findings=Count("pk"), open=Count("pk", filter=Q(answered=False)))
        .order_by("-findings", "rule")[:_RULES]
    )
    titles = {line.code: line.title for line in rule_lines()}
    rows = [
        (rule, titles.get(rule, ""), findings - waiting, waiting)
        for rule, findings, waiting in found
    ]
    figure = bars(
        gettext("最多的问题"), [(code, (done, left)) for code, _, done, left in rows],
        (gettext("已说明"), gettext("待说明")), colours=_DONE_OR_OPEN,
    )  # fmt: skip
    heads = (gettext("规则"), gettext("问题"), gettext("已说明"), gettext("待说明"))
    return Plot("rules", gettext("最多的问题"), heads, tuple(rows), svg(figure))


def _bars(code: str, title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, int]]) -> Plot:
    kept = tuple(rows)
    lines = [(name, (count,)) for name, count in kept]
    figure = bars(title, lines, (heads[1],), colours=_PLAIN)
    return Plot(code, title, heads, kept, svg(figure))


def _rates(seen: QuerySet[Form]) -> Plot:
    with_both = seen.exclude(rate=None).exclude(total=None)
    odd = with_both.filter(rate__lt=LOW_RATE, total__gte=HIGH_SCORE).order_by("rate", "pk")
    dots = _dots(with_both, odd, "rate")
    figure = points(
        gettext("执行率与得分"), dots, (gettext("执行率（%）"), 0, 120), (gettext("核算总分"), 0, 100),
        limits=(LOW_RATE, HIGH_SCORE),
    )  # fmt: skip
    note = gettext("执行率不到 %(rate)s%% 而得分在 %(score)s 分以上的，请核实得分是否如实。") % {
        "rate": LOW_RATE,
        "score": HIGH_SCORE,
    }
    return _scatter(
        "rates",
        gettext("执行率与得分"),
        (gettext("执行率"), gettext("核算总分")),
        odd,
        "rate",
        svg(figure),
        note,
    )


def _money(seen: QuerySet[Form]) -> Plot:
    with_both = seen.exclude(budget=None).exclude(total=None)
    odd = with_both.filter(budget__gte=MUCH, total__lt=POOR).order_by("-budget", "pk")
    dots = _dots(with_both, odd, "budget")
    most = max((int(x) for x, *_ in dots), default=0) + 1
    figure = points(
        gettext("资金与得分"),
        dots,
        (gettext("全年预算数（万元）"), 0, most),
        (gettext("核算总分"), 0, 100),
        limits=(None, POOR),
    )
    note = gettext("预算在 %(much)s 万元以上而得分不到 %(poor)s 分的，优先复核。") % {
        "much": f"{MUCH:,}",
        "poor": POOR,
    }
    return _scatter(
        "money",
        gettext("资金与得分"),
        (gettext("全年预算数"), gettext("核算总分")),
        odd,
        "budget",
        svg(figure),
        note,
    )


def _dots(
    found: QuerySet[Form], odd: QuerySet[Form], field: str
) -> list[tuple[Decimal, Decimal, bool, str]]:
    """Points of the picture: those that stand out by name, then the newest of the others."""
    named = list(odd.values_list("pk", field, "total", "name")[:_NAMED])
    keys = [row[0] for row in named]
    others = found.exclude(pk__in=keys).order_by("-pk").values_list(field, "total")[:_DOTS]
    dots = [(x, y, True, name) for _, x, y, name in named]
    return dots + [(x, y, False, "") for x, y in others]


def _scatter(
    code: str,
    title: str,
    heads: tuple[str, str],
    odd: QuerySet[Form],
    field: str,
    picture: str,
    note: str,
) -> Plot:
    rows = tuple(odd.values_list("pk", "name", "unit_name", field, "total")[:_NAMED])
    return Plot(code, title, (gettext("项目"), gettext("单位"), *heads), rows, picture, note)


_PLOTS: dict[str, Callable[[QuerySet[Form]], Plot]] = {
    "states": _states, "grades": _grades, "rules": _rules, "rates": _rates, "money": _money,
}  # fmt: skip
