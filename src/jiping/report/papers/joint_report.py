"""F5 over several forms: one report of what a unit's projects are together, drafted from their figures.

The opening (number of projects, budgets, projects added during the year) is as units publish it. What
only they know is a place in 【】.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jiping.forms.drawing import Block, Drawing, Text
from jiping.model.decimals import divide_half_up, to_decimal
from jiping.report._labels import target_of, value_with_unit
from jiping.report._naming import named, row_name, scheme_title
from jiping.report.papers.grades import printed_grade
from jiping.report.papers.money import rate, shown, total
from jiping.report.papers.sheets import UPRIGHT, Column, body, heading, sheet, signed, subheading
from jiping.report.papers.statistics import GRADES, UNGRADED, money

if TYPE_CHECKING:
    from jiping.engine.results import Audit
    from jiping.model.evaluation import Indicator

_PROJECTS = (
    Column("项目名称", 7, "prose"), Column("全年预算（万元）", 3, "number"),
    Column("全年执行（万元）", 3, "number"), Column("执行率（%）", 2, "number"),
    Column("自评得分", 2, "number"), Column("等级", 2),
)  # fmt: skip


def joint_report(audits: Sequence[Audit]) -> Drawing:
    """The report over all forms."""
    evaluations = [audit.evaluation for audit in audits]
    years = {e.year for e in evaluations} - {None}
    year = f"{years.pop()}年度" if len(years) == 1 else ""
    units = list(dict.fromkeys(filter(None, (named(e.unit) for e in evaluations))))
    whose = units[0] if len(units) == 1 else "【单位名称】"
    blocks: list[Block] = [Text(f"{whose}{year}项目支出绩效自评报告", "title")]
    blocks += [heading(1, "基本情况"), subheading(1, "项目和资金概况"), body(_money(audits, units))]
    blocks += [subheading(2, "绩效目标"), body("【部门（单位）职责和年度绩效目标】")]
    blocks.append(heading(2, "自评工作开展情况"))
    schemes = "、".join(dict.fromkeys(f"《{scheme_title(a.ledger.scheme)}》" for a in audits))
    blocks.append(body(f"按照{schemes}计分。【成立自评小组、收集资料、核实数据、审定结果的情况】"))
    blocks += [heading(3, "完成情况分析"), body(_scores(audits))]
    blocks.append(sheet("各项目自评结果", _PROJECTS, [_row(audit) for audit in audits], UPRIGHT))
    blocks += [heading(4, "偏离绩效目标的原因和改进措施"), *_deviations(audits)]
    blocks.append(heading(5, "自评结果应用和公开情况"))
    blocks.append(
        body("【结果应用：与以后年度预算安排、政策调整、管理改进的衔接】【公开的时间、网址和方式】")
    )
    blocks += [heading(6, "其他需要说明的问题")]
    blocks += signed("【没有的写“无”】", whose, "    年  月  日")
    return Drawing(f"自评报告-{len(audits)}个项目", UPRIGHT, tuple(blocks))


def _money(audits: Sequence[Audit], units: Sequence[str]) -> str:
    initial, adjusted, executed = (total(money(a)[n] for a in audits) for n in range(3))
    added = [a for a in audits if _is_added(a)]
    said = f"共有项目 {len(audits)} 个"
    said += f"，涉及 {len(units)} 个单位" if len(units) > 1 else ""
    amounts = (
        ("年初预算", initial), ("全年预算", adjusted), ("全年执行", executed),
    )  # fmt: skip
    said += "".join(f"，{name} {shown(value)} 万元" for name, value in amounts if value is not None)
    share = rate(executed, adjusted)
    said += f"，执行率 {share} %。" if share is not None else "。"
    if added:
        amount = shown(total(money(a)[1] for a in added))
        names = "、".join(a.evaluation.project.name or "（未写项目名称）" for a in added)
        said += f"年初没有预算、年中追加的项目 {len(added)} 个（{names}），{amount} 万元。"
    return said


def _is_added(audit: Audit) -> bool:
    """Whether the form prints 0 for the year's beginning and more for the year; a blank is not 0."""
    initial, adjusted, _ = money(audit)
    return initial is not None and adjusted is not None and initial == 0 < adjusted


def _scores(audits: Sequence[Audit]) -> str:
    scores = [s for a in audits if (s := to_decimal(a.ledger.printed_total)) is not None]
    if not scores:
        return "自评表都没有填写总分。"
    mean = divide_half_up(sum(scores, Decimal(0)), Decimal(len(scores)), 2)
    count = Counter(printed_grade(a) or UNGRADED for a in audits)
    said = "、".join(f"“{name}”{count[name]} 个" for name in (*GRADES, UNGRADED) if count[name])
    blank = len(audits) - len(scores)
    return (
        f"自评得分平均 {mean} 分，最高 {max(scores)} 分，最低 {min(scores)} 分；等级 {said}。"
        + (f"{blank} 个项目没有填写总分。" if blank else "")
        + "各项目自评结果见下表。"
    )


def _row(audit: Audit) -> list[str]:
    evaluation = audit.evaluation
    _, adjusted, executed = money(audit)
    share = rate(executed, adjusted)
    return [
        evaluation.project.name or "", shown(adjusted), shown(executed),
        "" if share is None else str(share), evaluation.total.score or "",
        printed_grade(audit) or "",
    ]  # fmt: skip


def _deviations(audits: Sequence[Audit]) -> list[Block]:
    out: list[Block] = []
    for audit in audits:
        evaluation = audit.evaluation
        lost = [row for row in evaluation.indicators if _is_lost(row)]
        _, adjusted, executed = money(audit)
        unspent = adjusted is not None and executed is not None and executed < adjusted
        if not lost and not unspent:
            continue
        out.append(subheading(len(out) // 2 + 1, evaluation.project.name or "（未写项目名称）"))
        said = []
        if unspent and adjusted is not None and executed is not None:
            reasons = "；".join(dict.fromkeys(f.reason for f in evaluation.funds if f.reason))
            said.append(
                f"全年预算 {shown(adjusted)} 万元，执行 {shown(executed)} 万元，未用 "
                f"{shown(adjusted - executed)} 万元。{reasons or '【资金没有用完的原因】'}"
            )
        said += [
            f"{row_name(row)}：指标值 {target_of(row) or '未填'}，完成值 "
            f"{value_with_unit(row, row.actual) or '未填'}。{row.reason or '【偏差原因】【改进措施和时间】'}"
            for row in lost
        ]
        numbered = [f"{n}. {text}" for n, text in enumerate(said, 1)] if len(said) > 1 else said
        out.append(body("\n".join(numbered)))
    return out or [body("各项目资金都已用完，各项指标均得满分。")]


def _is_lost(row: Indicator) -> bool:
    score, weight = to_decimal(row.score), to_decimal(row.weight)
    return score is not None and weight is not None and score < weight
