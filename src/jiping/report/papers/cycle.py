"""F1 绩效目标申报表 and F2 绩效目标执行监控表, drawn from what was read of them.

Fields: the target form of 财预〔2020〕10号 practice and the monitoring form of 财预〔2019〕136号, as published by
units (see `jiping.law`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from jiping.forms.cells import head, label, scaled
from jiping.forms.drawing import Align, Block, Cell, Document, Drawing, Grid, Page, Row, Text
from jiping.forms.figures import NATURES, number
from jiping.report._labels import OPERATORS
from jiping.report._naming import named

if TYPE_CHECKING:
    from jiping.model.evaluation import FundSource
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
KIND = ("项目属性", "项目类别", "项目类型")
TERM = ("项目期", "项目周期", "项目期限", "项目起止时间", "实施期限")
USUAL: tuple[tuple[FundSource, str], ...] = (
    ("total", "年度资金总额"), ("fiscal", "其中：财政拨款"), ("carryover", "上年结转资金"), ("other", "其他资金"),
)  # fmt: skip
"""Sources that the official form prints."""


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
    rows = [
        Row((label(0, "项目名称", 2), _value(2, named(form.project), 5, prose=True))),
        Row((
            label(0, "主管部门及代码", 2), _value(2, named(form.department), 2, prose=True),
            label(4, "实施单位"), _value(5, named(form.unit), 2, prose=True),
        )),
        Row((
            label(0, "项目属性", 2), _value(2, _remark(form, KIND), 2),
            label(4, "项目期"), _value(5, _remark(form, TERM), 2),
        )),
    ]  # fmt: skip
    rows += [
        Row((label(0, name, 2), _value(2, value, 5, prose=True)))
        for name, value in form.remarks.items()
        if name not in (*KIND, *TERM)
    ]
    rows += _planned_funds(form)
    rows.append(Row((
        label(0, "总体目标", 1, 2), head(1, "中期目标", 2), head(3, "年度目标", 4),
    )))  # fmt: skip
    goals = (_value(1, form.goals.get("term"), 2, prose=True),
             _value(3, form.goals.get("year"), 4, prose=True))  # fmt: skip
    rows.append(Row(goals, least=220, whole=False))
    widths = scaled((17, 28, 40, 28, 18, 19, 16), UPRIGHT.width)
    blocks = _title(form.title or "项目支出绩效目标申报表", form.year)
    blocks.append(Grid(widths, tuple(rows), "项目、资金和总体目标"))
    for period, name in PERIODS:
        found = [row for row in form.indicators if row.period == period]
        if found:
            blocks.append(_planned(found, name, widths))
    blocks.append(Text("单位负责人：", "sign", right="填表人：            联系电话：            "))
    return Drawing(named(form.project) or "目标申报表", UPRIGHT, tuple(blocks))


def _remark(form: TargetForm, names: Sequence[str]) -> str | None:
    return next((form.remarks[name] for name in names if form.remarks.get(name)), None)


def _planned_funds(form: TargetForm) -> list[Row]:
    """中期 and 年度 side by side, by source; the usual sources are printed also where they are blank."""
    used = list(dict.fromkeys(fund.source for fund in form.funds))
    usual = [source for source, _ in USUAL if not set(used) - {"total"} or source in used]
    lines: list[tuple[Cell, ...]] = []
    for source in [*usual, *(source for source in used if source not in usual)]:
        term, year = (
            [f for f in form.funds if (f.source, f.period) == (source, period)]
            for period, _ in PERIODS
        )
        for left, right in zip_longest(term, year) if term or year else ((None, None),):
            lines.append((
                _value(1, left.label if left else _usual(source, "term"), prose=True),
                _figure(2, left.amount if left else None),
                _value(3, right.label if right else _usual(source, "year"), 2, prose=True),
                _figure(5, right.amount if right else None, 2),
            ))  # fmt: skip
    title = label(0, f"项目资金\n（{form.amount_unit or '万元'}）", 1, len(lines))
    return [Row((*([title] if n == 0 else []), *cells)) for n, cells in enumerate(lines)]


def _usual(source: FundSource, period: Period) -> str:
    said = dict(USUAL).get(source, "")
    return said.replace("年度", "中期") if period == "term" else said


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
    for n, row in enumerate(found):
        rows.append(Row((
            *_levels(found, n), _value(2, row.name, prose=True), _value(3, _aim(row)),
            _value(4, row.unit), _value(5, NATURES[row.nature] if row.nature else ""),
            _figure(6, row.weight),
        )))  # fmt: skip
    return Grid(widths, tuple(rows), f"绩效指标（{name}）", joined=True)


def _levels(found: Sequence[PlannedIndicator | MonitoredIndicator], n: int) -> list[Cell]:
    """The cells of 一级 and 二级指标 that begin in a row; like neighbours share one."""
    out = []
    for column, levels in enumerate((("level1",), ("level1", "level2"))):
        key = [tuple(getattr(row, level) for level in levels) for row in found]
        if n and key[n] == key[n - 1]:
            continue
        down = next((i for i in range(n, len(key)) if key[i] != key[n]), len(key)) - n
        out.append(Cell(column, key[n][-1] or "", "text", 1, down))
    return out


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
            label(0, "主管部门及代码", 2), _value(2, named(form.department), 4, prose=True),
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
    blocks.append(
        Text("单位负责人：", "sign", right="填表人：            填报日期：    年  月  日")
    )
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
    for n, row in enumerate(form.indicators):
        aim = _aim(row) + (row.unit or "" if row.target else "")
        cells = [
            *_levels(form.indicators, n), _value(2, row.name, prose=True),
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
