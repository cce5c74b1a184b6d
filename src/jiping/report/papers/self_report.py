"""F5 自评报告: an outline drafted from the figures of one form.

Outline: annex of 财预〔2020〕10号, variant for self-reports (recalled). What the form says is filled in;
what only the unit knows is a place in 【】. Nothing is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiping.forms.drawing import Block, Document, Drawing, Text
from jiping.model.decimals import to_decimal
from jiping.report._labels import target_of, value_with_unit
from jiping.report._naming import named, row_name, scheme_title
from jiping.report.papers.grades import printed_grade
from jiping.report.papers.joint_report import joint_report
from jiping.report.papers.money import in_wan, main_line, shown
from jiping.report.papers.sheets import UPRIGHT, Column, body, heading, sheet, signed, subheading

if TYPE_CHECKING:
    from jiping.engine.results import Audit
    from jiping.model.evaluation import Evaluation, Indicator

_FUNDS = (
    Column("资金来源", 4, "prose"), Column("年初预算数", 2, "number"), Column("全年预算数", 2, "number"),
    Column("全年执行数", 2, "number"), Column("执行率（%）", 2, "number"),
)  # fmt: skip
_SCORES = (
    Column("一级指标", 3), Column("三级指标", 6, "prose"), Column("年度指标值", 3),
    Column("实际完成值", 3), Column("分值", 2, "number"), Column("得分", 2, "number"),
)  # fmt: skip


def self_report(audits: Sequence[Audit], *, version: str = "") -> Document:
    """A report for each form; before several, one over all of them."""
    title = "项目支出绩效自评报告"
    drawings = [joint_report(audits)] if len(audits) > 1 else []
    drawings += [_report(audit) for audit in audits]
    return Document(tuple(drawings), title=title, version=version)


def _report(audit: Audit) -> Drawing:
    evaluation = audit.evaluation
    year = "" if evaluation.year is None else f"{evaluation.year}年度"
    name = evaluation.project.name or "【项目名称】"
    blocks: list[Block] = [Text(f"{name}{year}支出绩效自评报告", "title")]
    blocks += [heading(1, "基本情况"), subheading(1, "项目概况")]
    blocks.append(body(_about(evaluation)))
    blocks.append(subheading(2, "绩效目标"))
    blocks.append(body(evaluation.goal.expected or "【年度预期目标：自评表没有填写】"))
    blocks.append(heading(2, "自评工作开展情况"))
    blocks.append(body(
        f"按照《{scheme_title(audit.ledger.scheme)}》计分。【成立自评小组、收集资料、核实数据、审定结果的情况】"
    ))  # fmt: skip
    blocks += [heading(3, "完成情况分析"), subheading(1, "资金情况")]
    unit = evaluation.form.amount_unit
    if unit:
        blocks.append(Text("", "line", right=f"单位：{unit}"))
    blocks.append(sheet("资金情况", _FUNDS, _funds(evaluation), UPRIGHT))
    blocks += [subheading(2, "总体目标完成情况")]
    blocks.append(body(evaluation.goal.actual or "【总体目标实际完成情况：自评表没有填写】"))
    blocks += [subheading(3, "绩效指标完成情况"), body(_result(audit))]
    blocks.append(sheet("绩效指标完成情况", _SCORES, _scores(evaluation), UPRIGHT))
    blocks += [heading(4, "偏离绩效目标的原因和改进措施"), *_deviations(evaluation)]
    blocks += [heading(5, "自评结果应用和公开情况")]
    blocks.append(
        body("【结果应用：与以后年度预算安排、政策调整、管理改进的衔接】【公开的时间、网址和方式】")
    )
    blocks += [heading(6, "其他需要说明的问题")]
    whose = named(evaluation.unit) or named(evaluation.department) or "【单位名称】"
    blocks += signed("【没有的写“无”】", whose, "    年  月  日")
    return Drawing(f"自评报告-{name}", UPRIGHT, tuple(blocks))


def _about(evaluation: Evaluation) -> str:
    whose = named(evaluation.unit) or "【实施单位】"
    department = named(evaluation.department)
    line, unit = main_line(evaluation), evaluation.form.amount_unit or ""
    said = f"{evaluation.project.name or '【项目名称】'}由{whose}实施"
    said += f"，主管部门为{department}。" if department else "。"
    if line is not None:
        amounts = (
            ("年初预算数", line.initial),
            ("全年预算数", line.adjusted),
            ("全年执行数", line.executed),
        )
        said += "，".join(f"{label} {value} {unit}".rstrip() for label, value in amounts if value)
        said += "。" if any(value for _, value in amounts) else ""
    return said + "【立项依据、主要内容、实施期限】"


def _funds(evaluation: Evaluation) -> list[list[str]]:
    return [
        [line.label, line.initial or "", line.adjusted or "", line.executed or "", line.rate or ""]
        for line in evaluation.funds
    ]


def _result(audit: Audit) -> str:
    evaluation = audit.evaluation
    score = evaluation.total.score
    lost = _lost(evaluation)
    said = f"自评得分 {score} 分" if score else "自评表没有填写总分"
    grade = printed_grade(audit)
    said += f"，等级为“{grade}”" if grade else ""
    return f"{said}。{len(evaluation.indicators)} 项绩效指标中，{len(lost)} 项没有得满分。各项指标完成情况见下表。"


def _scores(evaluation: Evaluation) -> list[list[str]]:
    return [
        [
            row.level1 or "", row_name(row), target_of(row), value_with_unit(row, row.actual),
            row.weight or "", row.score or "",
        ]
        for row in evaluation.indicators
    ]  # fmt: skip


def _lost(evaluation: Evaluation) -> list[Indicator]:
    out = []
    for row in evaluation.indicators:
        score, weight = to_decimal(row.score), to_decimal(row.weight)
        if score is not None and weight is not None and score < weight:
            out.append(row)
    return out


def _deviations(evaluation: Evaluation) -> list[Block]:
    lost = _lost(evaluation)
    if not lost:
        none = "各项指标均得满分。【如有偏离目标较大的指标，说明原因和改进措施】"
        return [*_unspent(evaluation), body(none)]
    return [
        *_unspent(evaluation),
        *(
            body(
                f"{number}. {row_name(row)}：指标值 {target_of(row) or '未填'}，完成值 "
                f"{value_with_unit(row, row.actual) or '未填'}，分值 {row.weight} 分，得分 {row.score} 分。"
                + (row.reason or "【偏差原因】【改进措施和时间】")
            )
            for number, row in enumerate(lost, 1)
        ),
    ]


def _unspent(evaluation: Evaluation) -> list[Block]:
    """What 财预〔2020〕10号 asks to be told of money that wasn't spent (article recalled)."""
    line, unit = main_line(evaluation), evaluation.form.amount_unit
    adjusted = None if line is None else in_wan(line.adjusted, unit)
    executed = None if line is None else in_wan(line.executed, unit)
    if adjusted is None or executed is None or executed >= adjusted:
        return []
    reasons = "；".join(dict.fromkeys(f.reason for f in evaluation.funds if f.reason))
    return [
        body(
            f"预算执行：全年预算 {shown(adjusted)} 万元，执行 {shown(executed)} 万元，未用 "
            f"{shown(adjusted - executed)} 万元。{reasons or '【资金没有用完的原因和处理办法】'}"
        )
    ]
