"""F1 绩效目标申报表 and F2 绩效目标执行监控表, drawn from what was read of them.

Fields: the target form of 财预〔2020〕10号 practice and the monitoring form of 财预〔2019〕136号, as published by
units (see `jiping.law`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiping.forms.cells import head, label, scaled
from jiping.forms.drawing import Align, Block, Cell, Document, Drawing, Grid, Page, Row, Text
from jiping.forms.figures import number
from jiping.report._labels import OPERATORS
from jiping.report._naming import named

if TYPE_CHECKING:
    from jiping.model.life_cycle import (
        MonitoredIndicator,
        MonitoringForm,
        Period,
        PlannedIndicator,
        TargetForm,
    )

UPRIGHT = Page(left=150, right=150)
ACROSS = Page(landscape=True, left=150, right=150)
PERIODS: tuple[tuple[Period, str], ...] = (("term", "中期目标"), ("year", "年度目标"))
CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
LIKELY = (("certain", "确定能"), ("likely", "有可能"), ("impossible", "完全不可能"))
TICK = "√"


def targets(forms: Sequence[TargetForm], *, version: str = "") -> Document:
    """A 申报表 for each form."""
    drawings = tuple(_target(form) for form in forms)
    return Document(drawings, title="项目支出绩效目标申报表", version=version)


def monitorings(forms: Sequence[MonitoringForm], *, version: str = "") -> Document:
    """A 监控表 for each form."""
    drawings = tuple(_monitoring(form) for form in forms)
    return Document(drawings, title="项目支出绩效目标执行监控表", version=version)


def _value(column: int, text: str | None, across: int = 1, *, prose: bool = False) -> Cell:
    align: Align = "left" if prose else "center"
    return Cell(column, text or "", "prose" if prose else "text", across, align=align)


def _figure(column: int, text: str | None, across: int = 1) -> Cell:
    return Cell(column, text or "", "number", across, align="right", number=number(text))


def _title(title: str, year: int | None) -> list[Block]:
    said = "      " if year is None else str(year)
    return [Text(title, "title"), Text(f"（{said}年度）", "period")]


def _target(form: TargetForm) -> Drawing:
    widths = scaled((24, 24, 44, 28, 18, 18, 16), UPRIGHT.width)
    rows = [
        Row((label(0, "项目名称", 2), _value(2, named(form.project), 5, prose=True))),
        Row((
            label(0, "主管部门", 2), _value(2, named(form.department), prose=True),
            label(3, "实施单位"), _value(4, named(form.unit), 3, prose=True),
        )),
    ]  # fmt: skip
    rows += [
        Row((label(0, name, 2), _value(2, value, 5, prose=True)))
        for name, value in form.remarks.items()
    ]
    unit = form.amount_unit or "万元"
    for n, fund in enumerate(form.funds):
        title = [label(0, f"项目资金\n（{unit}）", 1, len(form.funds))] if n == 0 else []
        period = "中期" if fund.period == "term" else "年度"
        rows.append(
            Row((*title, label(1, period), _value(2, fund.label, 2, prose=True), _figure(4, fund.amount, 3)))
        )  # fmt: skip
    goals = [(name, form.goals[period]) for period, name in PERIODS if period in form.goals]
    for n, (name, said) in enumerate(goals):
        title = [label(0, "总体目标", 1, len(goals))] if n == 0 else []
        rows.append(
            Row((*title, label(1, name), _value(2, said, 5, prose=True)), least=220, whole=False)
        )
    blocks = _title(form.title or "项目支出绩效目标申报表", form.year)
    if rows:
        blocks.append(Grid(widths, tuple(rows), "项目、资金和总体目标"))
    for period, name in PERIODS:
        found = [row for row in form.indicators if row.period == period]
        if found:
            blocks.append(_planned(found, name, widths))
    return Drawing(named(form.project) or "目标申报表", UPRIGHT, tuple(blocks))


def _planned(found: Sequence[PlannedIndicator], name: str, widths: tuple[int, ...]) -> Grid:
    titles = (
        "一级指标",
        "二级指标",
        f"三级指标（{name}）",
        "指标值",
        "度量单位",
        "指标性质",
        "权重",
    )
    rows = [Row(tuple(head(n, title) for n, title in enumerate(titles)), header=True)]
    natures = {"positive": "正向", "negative": "反向", "equal": "等于", "qualitative": "定性"}
    rows += [
        Row((
            _value(0, row.level1), _value(1, row.level2), _value(2, row.name, prose=True),
            _value(3, _aim(row)), _value(4, row.unit), _value(5, natures.get(row.nature or "")),
            _figure(6, row.weight),
        ))
        for row in found
    ]  # fmt: skip
    return Grid(widths, tuple(rows), f"绩效指标（{name}）", joined=True)


def _aim(row: PlannedIndicator | MonitoredIndicator) -> str:
    if row.target is None:
        return ""
    return OPERATORS[row.operator] + row.target if row.operator else row.target


def _monitoring(form: MonitoringForm) -> Drawing:
    months = form.months or "1-7月"
    widths = scaled(
        (16, 18, 30, 20, 20, 20, 9, 9, 9, 9, 9, 26, 9, 9, 9, 16), ACROSS.width
    )  # fmt: skip
    rows = [
        Row((label(0, "项目名称", 2), _value(2, named(form.project), 14, prose=True))),
        Row((
            label(0, "主管部门", 2), _value(2, named(form.department), 4, prose=True),
            label(6, "实施单位", 5), _value(11, named(form.unit), 5, prose=True),
        )),
    ]  # fmt: skip
    unit = form.amount_unit or "万元"
    if form.funds:
        rows.append(Row((
            label(0, f"项目资金\n（{unit}）", 2, len(form.funds) + 1), head(2, "资金来源"),
            head(3, "年初预算数"), head(4, f"{months}执行数"), head(5, f"{months}执行率"),
            head(6, "全年预计执行数", 10),
        )))  # fmt: skip
    rows += [
        Row((
            _value(2, fund.label, prose=True), _figure(3, fund.initial), _figure(4, fund.executed),
            _figure(5, fund.rate), _figure(6, fund.forecast, 10),
        ))
        for fund in form.funds
    ]  # fmt: skip
    rows.append(
        Row(
            (label(0, "年度总体目标", 2), _value(2, form.goal, 14, prose=True)),
            least=180,
            whole=False,
        )
    )
    rows += [
        Row((label(0, name, 2), _value(2, value, 14, prose=True)))
        for name, value in form.remarks.items()
    ]
    grids = [Grid(widths, tuple(rows), "项目、资金和年度目标", size=90)]
    grids.append(Grid(widths, tuple(_monitored(form, months)), "绩效指标", joined=True, size=90))
    blocks = [*_title(form.title or "项目支出绩效目标执行监控表", form.year), *grids]
    return Drawing(named(form.project) or "监控表", ACROSS, tuple(blocks))


def _monitored(form: MonitoringForm, months: str) -> list[Row]:
    singles = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        f"{months}执行情况",
        "全年预计完成情况",
    )
    upper = [head(n, title, down=2) for n, title in enumerate(singles)]
    upper += [head(6, "偏差原因分析", 6), head(12, "完成目标可能性", 3), head(15, "备注", down=2)]
    lower = [head(6 + n, cause) for n, cause in enumerate((*CAUSES, "原因说明"))]
    lower += [head(12 + n, words) for n, (_, words) in enumerate(LIKELY)]
    rows = [Row(tuple(upper), header=True), Row(tuple(lower), header=True)]
    for row in form.indicators:
        aim = _aim(row) + (row.unit or "" if row.target else "")
        cells = [
            _value(0, row.level1), _value(1, row.level2), _value(2, row.name, prose=True),
            _value(3, aim), _value(4, row.progress), _value(5, row.forecast),
        ]  # fmt: skip
        known = [TICK if cause in row.causes else "" for cause in CAUSES]
        cells += [_value(6 + n, tick) for n, tick in enumerate(known)]
        others = [cause for cause in row.causes if cause not in CAUSES]
        cells.append(
            _value(11, "；".join([*others, *([row.reason] if row.reason else [])]), prose=True)
        )
        cells += [
            _value(12 + n, TICK if row.possibility == key else "")
            for n, (key, _) in enumerate(LIKELY)
        ]
        cells.append(_value(15, row.note, prose=True))
        rows.append(Row(tuple(cells)))
    return rows
