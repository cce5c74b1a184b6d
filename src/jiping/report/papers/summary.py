"""F7 自评结果汇总表: one row a form, over a folder of them. Columns: rules of the summary form (recalled)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiping.forms.drawing import Block, Document, Drawing, Text
from jiping.model.decimals import to_decimal
from jiping.report._naming import named
from jiping.report.papers.grades import printed_grade
from jiping.report.papers.money import main_line, rate, shown, total
from jiping.report.papers.sheets import ACROSS, Column, sheet
from jiping.report.papers.statistics import money

if TYPE_CHECKING:
    from jiping.engine.results import Audit
    from jiping.model.evaluation import Evaluation

COLUMNS = (
    Column("序号", 4), Column("部门", 11, "prose"), Column("单位", 11, "prose"), Column("项目代码", 8),
    Column("项目名称", 16, "prose"), Column("项目类别", 7), Column("年初预算（万元）", 8, "number"),
    Column("全年预算（万元）", 8, "number"), Column("全年执行（万元）", 8, "number"),
    Column("执行率（%）", 7, "number"), Column("自评得分", 7, "number"), Column("等级", 5),
    Column("未完成指标数", 6, "number"), Column("主要问题", 22, "prose"),
    Column("改进措施", 18, "prose"), Column("是否公开", 5),
)  # fmt: skip
_ROLES_OF_REMARKS = {"项目类别": ("项目类别", "项目类型", "项目属性"), "是否公开": ("是否公开",)}
MOST = 3
"""Main problems of a form that are named; the rest is counted."""


def summary(audits: Sequence[Audit], *, version: str = "") -> Document:
    """The table, with a line of sums; 等级 is the printed one, else that of the printed total."""
    rows = [_row(number, audit) for number, audit in enumerate(audits, 1)]
    sums = [total(money(audit)[n] for audit in audits) for n in range(3)]
    share = rate(sums[2], sums[1])
    last = ["", "合计", "", "", f"{len(audits)} 个项目", "", *map(shown, sums)]
    last += ["" if share is None else str(share), *[""] * 6]
    year = {a.evaluation.year for a in audits} - {None}
    blocks: list[Block] = [Text("项目支出绩效自评结果汇总表", "title")]
    if len(year) == 1:
        blocks.append(Text(f"（{year.pop()}年度）", "period"))
    blocks.append(sheet("自评结果汇总表", COLUMNS, [*rows, last], ACROSS, size=80))
    drawing = Drawing("自评结果汇总表", ACROSS, tuple(blocks))
    return Document((drawing,), title="项目支出绩效自评结果汇总表", version=version)


def _row(number: int, audit: Audit) -> list[str]:
    evaluation = audit.evaluation
    amounts = money(audit)
    line = main_line(evaluation)
    printed = line.rate if line is not None else None
    share = rate(amounts[2], amounts[1])
    return [
        str(number), named(evaluation.department), named(evaluation.unit),
        evaluation.project.code or "", evaluation.project.name or "",
        _remark(evaluation, "项目类别"), *map(shown, amounts),
        str(share) if share is not None else printed or "",
        evaluation.total.score or "", printed_grade(audit) or "",
        str(_unmet(evaluation)), _problems(audit), _measures(evaluation),
        _remark(evaluation, "是否公开"),
    ]  # fmt: skip


def _unmet(evaluation: Evaluation) -> int:
    """Indicators whose printed score is below their weight; what prints neither isn't counted."""
    pairs = ((to_decimal(i.score), to_decimal(i.weight)) for i in evaluation.indicators)
    return sum(
        1 for score, weight in pairs if score is not None and weight is not None and score < weight
    )


def _problems(audit: Audit) -> str:
    titles = dict.fromkeys(
        f.title for level in ("error", "warning") for f in audit.findings if f.severity == level
    )
    said = "；".join(list(titles)[:MOST])
    return said + (f" 等 {len(titles)} 类" if len(titles) > MOST else "")


def _measures(evaluation: Evaluation) -> str:
    """What the form itself writes on deviations and measures."""
    reasons = [line.reason for line in evaluation.funds if line.reason]
    reasons += [row.reason for row in evaluation.indicators if row.reason]
    return "；".join(dict.fromkeys(reasons))


def _remark(evaluation: Evaluation, column: str) -> str:
    found = (evaluation.remarks.get(name) for name in _ROLES_OF_REMARKS[column])
    return next((value for value in found if value), "")
