"""From a row a form to what a simulation tells: distribution, grades, ranks, movers, money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping.dataset.movers import movers
from jiping.dataset.reckoning import quoted
from jiping.law.regions import division
from jiping.model.decimals import divide_half_up, half_up, plain
from jiping.report.papers.simulated import (
    Difference,
    Effect,
    Group,
    Side,
    Simulation,
)
from jiping.score.parameters import PARAMETERS
from jiping.score.scheme import schemes

if TYPE_CHECKING:
    from jiping.dataset.folder import Dataset
    from jiping.dataset.manifest import Part
    from jiping.dataset.simulating import Laboratory, Trial
    from jiping.score.scheme import Scheme, Value

_SCALE, _WAN = Decimal(10) ** 6, Decimal(10) ** 10
"""Points are in 10⁻⁶; money in 10⁻⁶ 元, shown in 万元."""
_BINS = ((95, None), (90, 95), (85, 90), (80, 85), (70, 80), (60, 70), (None, 60))
_CHANGES = ((10, None), (5, 10), (2, 5), (0, 2), (0, 0), (-2, 0), (-5, -2), (-10, -5), (None, -10))
MOVERS, GROUPS = 12, 15


def compared(
    laboratory: Laboratory, dataset: Dataset, parts: Sequence[Part], folder: Path,
    data: str | Path | None,
) -> Simulation:  # fmt: skip
    """What the rows in ``folder`` say together; the rows themselves to ``data``."""
    reckoning = laboratory.reckoning
    source = f"read_parquet({quoted(str(folder / '*.parquet'))})"
    reckoning.connection.execute(f"CREATE OR REPLACE TEMP VIEW moved AS SELECT * FROM {source}")
    for side in ("against", "tried"):
        # Few totals differ: a rank is counted from how often each occurs, nothing is sorted.
        reckoning.table(
            f"rank_{side}",
            f"SELECT {side}, 1 + coalesce(sum(n) OVER (ORDER BY {side} DESC ROWS BETWEEN"
            f" UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS place FROM (SELECT {side},"
            f" count(*) AS n FROM moved WHERE against IS NOT NULL AND tried IS NOT NULL GROUP BY 1)",
        )
    reckoning.connection.execute(
        "CREATE OR REPLACE TEMP VIEW ranked AS SELECT m.*, a.place AS rank_against,"
        " t.place AS rank_tried FROM moved m LEFT JOIN rank_against a ON a.against = m.against"
        " AND m.tried IS NOT NULL LEFT JOIN rank_tried t ON t.tried = m.tried"
        " AND m.against IS NOT NULL"
    )
    if data is not None:
        _write(laboratory, Path(data))
    asked = _Asked(laboratory)
    trial = laboratory.trial
    return Simulation(
        forms=asked.one("SELECT count(*) FROM moved"),
        years=_years(parts),
        against=asked.side("against", title(trial.against)),
        tried=asked.side("tried", title(trial.tried)),
        conditions=conditions(trial),
        differences=differences(trial),
        compared=asked.one(f"SELECT count(*) FROM moved WHERE {_BOTH}"),
        lower=asked.one("SELECT count(*) FROM moved WHERE tried < against"),
        higher=asked.one("SELECT count(*) FROM moved WHERE tried > against"),
        bins=asked.bins(),
        changes=asked.changes(),
        matrix=asked.matrix("count(*)"),
        matrix_money={k: _wan(v) for k, v in asked.matrix("coalesce(sum(budget), 0)").items()},
        effects=asked.effects(),
        rank_moves=asked.rank_moves(),
        falling=movers(laboratory, dataset, parts, "tried - against", MOVERS),
        rising=movers(laboratory, dataset, parts, "against - tried", MOVERS),
        regions=asked.groups("region", 40, _region),
        departments=asked.groups("department_name", GROUPS, str),
        notes=asked.notes(),
    )


_BOTH = "against IS NOT NULL AND tried IS NOT NULL"


class _Asked:
    """Questions to the rows."""

    def __init__(self, laboratory: Laboratory) -> None:
        self._rows = laboratory.reckoning.rows
        self._causes = list(laboratory.causes)
        self._trial = laboratory.trial

    def one(self, sql: str) -> int:
        """A single number."""
        found: int = self._rows(sql)[0][0]
        return found

    def side(self, name: str, words: str) -> Side:
        """One way of scoring, by itself, over the forms that both could score."""
        ((scored, total, middle),) = self._rows(
            f"SELECT count(*), sum({name}::HUGEINT), quantile_disc({name}, 0.5) FROM moved"
            f" WHERE {_BOTH}"
        )
        graded = self._rows(
            f"SELECT grade_{name}, count(*), coalesce(sum(budget), 0) FROM moved"
            f" WHERE {_BOTH} GROUP BY 1"
        )
        return Side(
            title=words,
            scored=self.one(f"SELECT count({name}) FROM moved"),
            mean=_mean(total, scored),
            median=None if middle is None else _points(middle),
            grades={grade: n for grade, n, _ in graded},
            money={grade: _wan(money) for grade, _, money in graded},
        )

    def bins(self) -> tuple[tuple[str, int, int], ...]:
        """How the totals are spread."""
        made = []
        for low, high in _BINS:
            inside = [
                " AND ".join(
                    [_BOTH]
                    + ([f"{side} >= {low}000000"] if low is not None else [])
                    + ([f"{side} < {high}000000"] if high is not None else [])
                )
                for side in ("against", "tried")
            ]
            words = f"{low} 分及以上" if high is None else f"{high} 分以下" if low is None else f"{low}—{high} 分"  # fmt: skip
            made.append([*inside, words])
        asked = ", ".join(
            f"count(*) FILTER (WHERE {a}), count(*) FILTER (WHERE {b})" for a, b, _ in made
        )
        (found,) = self._rows(f"SELECT {asked} FROM moved")
        return tuple(
            (words, found[2 * n], found[2 * n + 1]) for n, (_, _, words) in enumerate(made)
        )

    def changes(self) -> tuple[tuple[str, int], ...]:
        """How the changes are spread, from most gained to most lost."""
        tests, words = [], []
        for low, high in _CHANGES:
            if low == high:
                tests.append("d = 0")
                words.append("不变")
                continue
            gain = high is None or high > 0
            # An edge belongs to the range farther from zero.
            parts = []
            if low is not None:
                parts.append(f"d {'>=' if gain and low > 0 else '>'} {low}000000")
            if high is not None:
                parts.append(f"d {'<=' if not gain and high < 0 else '<'} {high}000000")
            tests.append(" AND ".join(parts))
            verb = "提高" if gain else "降低"
            ends = [abs(x) for x in (low, high) if x is not None]
            near, far = min(ends), max(ends)
            if low is None or high is None:
                words.append(f"{verb} {near} 分及以上")
            else:
                words.append(f"{verb} {near}—{far} 分" if near else f"{verb}不到 {far} 分")
        asked = ", ".join(f"count(*) FILTER (WHERE {test})" for test in tests)
        (found,) = self._rows(
            f"SELECT {asked} FROM (SELECT tried - against AS d FROM moved WHERE {_BOTH})"
        )
        return tuple(zip(words, found, strict=True))

    def matrix(self, what: str) -> dict[tuple[str, str], Any]:
        """From grade to grade."""
        found = self._rows(
            f"SELECT grade_against, grade_tried, {what} FROM moved WHERE {_BOTH} GROUP BY ALL"
        )
        return {(a, t): value for a, t, value in found}

    def effects(self) -> tuple[Effect, ...]:
        """What each cause does by itself, the greatest first; what is left is their interplay."""
        named = {f"effect_{n}": cause for n, cause in enumerate(self._causes)}
        if self._trial.weights:
            named["effect_weights"] = "一级指标分值"
        if self._trial.caps:
            named["effect_caps"] = "低执行率封顶"
        if not named:
            return ()  # both are the same way of scoring
        together = " - ".join(["tried - against", *named])
        columns = {**{c: c for c in named}, **({together: "rest"} if self._trial.tried else {})}
        asked = ", ".join(
            f"count(*) FILTER (WHERE {c} <> 0), coalesce(sum(({c})::HUGEINT), 0),"
            f" coalesce(min({c}), 0), coalesce(max({c}), 0)"
            for c in columns
        )
        (found,) = self._rows(f"SELECT {asked} FROM moved WHERE {_BOTH}")
        made = [
            Effect(named.get(c, "几项共同作用"), forms, *map(_points, (total, least, most)))
            for c, (forms, total, least, most) in zip(
                columns, zip(*[iter(found)] * 4, strict=True), strict=True
            )
            if forms
        ]
        return tuple(sorted(made, key=lambda e: -abs(e.total)))

    def rank_moves(self) -> tuple[tuple[str, int], ...]:
        """How far places change."""
        moved = f"SELECT abs(rank_against - rank_tried) AS d FROM ranked WHERE {_BOTH}"
        found = self._rows(
            "SELECT count(*) FILTER (WHERE d = 0), quantile_disc(d, 0.5), quantile_disc(d, 0.9),"
            f" max(d) FROM ({moved})"
        )[0]
        words = ("名次不变的项目", "名次变化的中位数", "十分之一的项目变化超过", "变化最大")
        return tuple((w, int(n)) for w, n in zip(words, found, strict=True) if n is not None)

    def groups(self, column: str, most: int, words: Any) -> tuple[Group, ...]:
        """Forms by region or department, those whose mean changes most first."""
        found = self._rows(
            f"SELECT {column}, count(*), sum(against::HUGEINT), sum(tried::HUGEINT),"
            f" count(*) FILTER (WHERE grade_against <> grade_tried) FROM moved WHERE {_BOTH}"
            f" AND {column} IS NOT NULL GROUP BY 1"
            f" ORDER BY abs(sum((tried - against)::HUGEINT) * 1000000 // count(*)) DESC, 1 LIMIT {most}"
        )
        return tuple(
            Group(words(name), n, _mean(a, n) or Decimal(0), _mean(t, n) or Decimal(0), regraded)
            for name, n, a, t, regraded in found
        )

    def notes(self) -> tuple[str, ...]:
        """What was left out, and why."""
        forms = self.one("SELECT count(*) FROM moved")
        both = self.one(f"SELECT count(*) FROM moved WHERE {_BOTH}")
        said = []
        if forms > both:
            said.append(
                f"有 {forms - both} 张表至少按一种办法算不出总分（缺分值、指标值或完成值），没有列入比较。"
            )
        unknown = self.one(f"SELECT count(*) FROM moved WHERE {_BOTH} AND budget IS NULL")
        if unknown:
            said.append(f"有 {unknown} 张表没有写明全年预算数，只计项目数，不计金额。")
        return tuple(said)


def title(scheme: Scheme | None) -> str:
    """What a side is called."""
    return "各表现行的办法" if scheme is None else f"{scheme.title}（{scheme.id}）"


def conditions(trial: Trial) -> tuple[str, ...]:
    """What was asked for beside the schemes."""
    said = []
    if trial.year is not None:
        said.append(f"只看 {trial.year} 年度的表。")
    if trial.weights:
        said.append(
            "试算一方把各一级指标的得分按办法规定的分值折算；表中分组与办法不同的，不折算。"
        )
    for rate, most in sorted(trial.caps):
        said.append(
            f"试算一方执行率低于 {plain(_points(rate, 6))} % 的，总分最高 {plain(_points(most, 6))} 分。"
        )
    return tuple(said)


def differences(trial: Trial) -> tuple[Difference, ...]:
    """The parameters that two given schemes set differently; where one side is each form's own
    scheme, those that the other, extending one that ships, sets itself."""
    from jiping.report._catalogue_view import parameter_rows

    if trial.tried is None or trial.against is None:
        given = trial.tried or trial.against
        parent = None if given is None else schemes().get(given.extends or "")
        if given is None or parent is None:
            return ()
        own = [
            row
            for row, (name, value) in zip(parameter_rows(given), _ordered(given), strict=True)
            if value.scheme == given.id and value.value != parent[name]
        ]
        if trial.tried is None:
            return tuple(Difference(r[0], r[1], "各表现行的写法", "") for r in own)
        return tuple(Difference(r[0], "各表现行的写法", r[1], r[2]) for r in own)
    pairs = zip(parameter_rows(trial.against), parameter_rows(trial.tried), strict=True)
    return tuple(
        Difference(new[0], old[1], new[1], new[2]) for old, new in pairs if old[1] != new[1]
    )


def _ordered(scheme: Scheme) -> list[tuple[str, Value]]:
    """The parameters in the order in which they are told."""
    return [(parameter.name, scheme.values[parameter.name]) for parameter in PARAMETERS]


def _write(laboratory: Laboratory, data: Path) -> None:
    """A row a form, its effects under their causes' names; points and 万元 as decimals."""
    named = {f"effect_{n}": cause for n, cause in enumerate(laboratory.causes)}
    named |= {"effect_weights": "一级指标分值", "effect_caps": "低执行率封顶"}
    effects = [f'{_exact(c, 6, 2)} AS "{words}"' for c, words in named.items()]
    query = (
        "SELECT file, ordinal, project_name, unit_name, department_name, region, year,"
        f" {_exact('against', 6, 2)} AS against, {_exact('tried', 6, 2)} AS tried,"
        f" {_exact('tried - against', 6, 2)} AS change, grade_against, grade_tried, rank_against,"
        f" rank_tried, {_exact('budget', 10, 6)} AS budget_wan, {_exact('paid', 10, 6)} AS paid_wan,"
        f" {', '.join(effects)} FROM ranked ORDER BY form"
    )
    new = data.with_name(f".{data.name}.new")
    form = "FORMAT csv, HEADER" if data.suffix.lower() == ".csv" else "FORMAT parquet, CODEC zstd"
    laboratory.reckoning.connection.execute(f"COPY ({query}) TO {quoted(str(new))} ({form})")
    new.replace(data)


def _exact(column: str, scale: int, digits: int) -> str:
    """Scaled integers as a decimal with some digits, half up: nothing goes through a float."""
    step = 10 ** (scale - digits)
    size = f"(abs(({column})::HUGEINT) + {step // 2}) // {step}"
    whole = f"({size}) // {10**digits}"
    rest = f"lpad((({size}) % {10**digits})::VARCHAR, {digits}, '0')"
    sign = f"CASE WHEN ({column}) < 0 THEN '-' ELSE '' END"
    return f"({sign} || ({whole})::VARCHAR || '.' || {rest})::DECIMAL(38, {digits})"


def _points(value: int, digits: int = 2) -> Decimal:
    return half_up(Decimal(value) / _SCALE, digits)


def _wan(value: Any) -> Decimal:
    return Decimal(int(value)) / _WAN


def _mean(total: Any, count: int) -> Decimal | None:
    return None if not count else divide_half_up(Decimal(int(total)) / _SCALE, Decimal(count), 2)


def _years(parts: Sequence[Part]) -> str:
    years = sorted({part.year for part in parts if part.year is not None})
    if not years:
        return "年度不明"
    return f"{years[0]} 年度" if len(years) == 1 else f"{years[0]}—{years[-1]} 年度"


def _region(code: str) -> str:
    found = division(code)
    return code if found is None else found.name
