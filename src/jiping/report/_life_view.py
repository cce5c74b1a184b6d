"""A target form (申报表) or monitoring form (监控表) as read, drawn as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from jiping.report._blocks import (
    Block,
    Cell,
    Column,
    Fields,
    Gap,
    Heading,
    Line,
    Section,
    Span,
    Table,
)
from jiping.report._labels import EMPTY, NATURES, OPERATORS

if TYPE_CHECKING:
    from jiping.model.evaluation import Reading, Source
    from jiping.model.life_cycle import (
        MonitoredIndicator,
        MonitoringForm,
        PlannedIndicator,
        TargetForm,
    )

PERIODS = {"term": "中期", "year": "年度"}
_POSSIBLE = {"certain": "确定能", "likely": "有可能", "impossible": "完全不可能"}


def target_view(form: TargetForm) -> Iterator[Block]:
    """Funds, goals and indicators, each with its period."""
    yield from _head(form, "绩效目标申报表")
    funds = [_centred("期间", f"资金（{form.amount_unit or '单位未注明'}）", "金额")]
    funds += [
        (Cell(PERIODS[f.period], "center"), Cell(f.label), Cell(f.amount or "", "right"))
        for f in form.funds
    ]
    goals = [(Cell(f"{PERIODS[p]}目标", "center"), Cell(text)) for p, text in form.goals.items()]
    rows = [_centred("期间", "一级", "二级", "三级指标", "性质", "指标值", "分值")]
    rows += [
        (
            Cell(PERIODS[row.period], "center"), *_levels(row), _nature(row), Cell(_target(row)),
            Cell(row.weight or "", "right"),
        )
        for row in form.indicators
    ]  # fmt: skip
    yield _table(
        Section((Column(4), Column(20, 1), Column(14)), tuple(funds) if form.funds else ()),
        Section((Column(8), Column(20, 1)), tuple(goals), headed=False),
        Section(
            (
                Column(4),
                Column(8),
                Column(8, 1),
                Column(14, 4),
                Column(4),
                Column(12, 2),
                Column(4),
            ),
            tuple(rows) if form.indicators else (),
        ),
        _remarks(form.remarks),
    )
    yield from _reading(form.reading)


def monitoring_view(form: MonitoringForm) -> Iterator[Block]:
    """Funds, goal and indicators with their progress."""
    yield from _head(form, "绩效目标执行监控表")
    months = form.months or ""
    funds = [
        _centred(
            f"资金（{form.amount_unit or '单位未注明'}）", "年初预算", f"{months}执行", "执行率%",
            "全年预计",
        )
    ]  # fmt: skip
    funds += [
        (
            Cell(f.label),
            *(Cell(value or "", "right") for value in (f.initial, f.executed, f.rate, f.forecast)),
        )
        for f in form.funds
    ]
    goal = ((Cell("年度目标", "center"), Cell(form.goal)),) if form.goal else ()
    rows = [_centred("一级", "二级", "三级指标", "指标值", f"{months}完成", "全年预计", "能否完成")]
    rows += [
        (
            *_levels(row, _why(row)), Cell(_target(row)), Cell(row.progress or ""),
            Cell(row.forecast or ""), Cell(_POSSIBLE.get(row.possibility or "", ""), "center"),
        )
        for row in form.indicators
    ]  # fmt: skip
    yield _table(
        Section(
            (Column(14, 1), Column(10), Column(10), Column(7), Column(10)),
            tuple(funds) if form.funds else (),
        ),
        Section((Column(8), Column(20, 1)), goal, headed=False),
        Section(
            (Column(8), Column(8, 1), Column(12, 3), Column(8, 1), Column(8, 1), Column(8, 1),
             Column(10)),
            tuple(rows) if form.indicators else (),
        ),
        _remarks(form.remarks),
    )  # fmt: skip
    yield from _reading(form.reading)


def _head(form: TargetForm | MonitoringForm, kind: str) -> Iterator[Block]:
    name = form.project.name or form.title or "（未写项目名称）"
    year = f"（{form.year} 年度）" if form.year else ""
    yield Heading(f"{kind}：{name}{year}", 1)
    unit, department = form.unit.name, form.department.name
    yield Fields(
        (
            ("单位", f"{unit or EMPTY}（主管部门：{department or EMPTY}）"),
            ("来源", _source(form.source)),
            ("说明", "这不是自评表，只读出内容，不计分、不审核。"),
        )
    )
    yield Gap()


def _source(source: Source) -> str:
    place = f"，起于{source.place.label()}" if source.place is not None else ""
    return f"{source.file} 第 {source.ordinal} 张{place}"


def _centred(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, "center", style="strong") for text in texts)


def _table(*sections: Section) -> Table:
    return Table(tuple(section for section in sections if section.rows))


def _levels(row: PlannedIndicator | MonitoredIndicator, more: str = "") -> tuple[Cell, ...]:
    return Cell(row.level1 or ""), Cell(row.level2 or ""), Cell((row.name or "") + more)


def _nature(row: PlannedIndicator) -> Cell:
    return Cell(NATURES.get(row.nature or "", ""), "center")


def _target(row: PlannedIndicator | MonitoredIndicator) -> str:
    if row.target is None:
        return ""
    return f"{OPERATORS.get(row.operator or '', '')}{row.target}{row.unit or ''}"


def _why(row: MonitoredIndicator) -> str:
    said = "、".join(row.causes) + (
        f"：{row.reason}" if row.causes and row.reason else row.reason or ""
    )
    return f"\n【偏差原因】{said}" if said else ""


def _remarks(remarks: Mapping[str, str | None]) -> Section:
    rows = tuple((Cell(k, "center"), Cell(v or "")) for k, v in remarks.items())
    return Section((Column(16), Column(20, 1)), rows, headed=False)


def _reading(reading: Reading) -> Iterator[Block]:
    for doubt in reading.doubtful:
        yield Line(
            [f"{doubt.pointer}：{doubt.reason}", Span(f"（{doubt.confidence}）", "dim")], 2, "· "
        )
    if reading.unread:
        yield Gap()
        yield Heading(f"未读入的内容 {len(reading.unread)} 格", 2)
        for cell in reading.unread:
            place = f"〔{cell.place.label()}〕" if cell.place is not None else ""
            yield Line([cell.text, Span(place, "dim")], 2, "· ")
