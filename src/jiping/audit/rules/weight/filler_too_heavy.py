"""合规类指标分值畸高。

“资金使用合格率”“支付合规率”一类的要求本应做到，不反映项目成果。这类指标的分值超过 15 分，或超过所属一级指标的 30 %（以计分方案
为准），或为同一级指标中最高（同组至少三行、不与别行并列）的报告。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE, wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A compliance filler that carries more points than what matters."""
    group = (i.level1 == "output").ifelse(i.form.output_points, i.form.benefit_points)
    heavy = i.weight > i.scheme.heavy_weight
    share = wide(i.weight) * (100 * ONE) > wide(group) * i.scheme.heavy_share
    words = share.ifelse("占所属一级指标的三成以上", "是同一级指标中最高的")
    return Fires(
        heavy | share | i.is_heaviest,
        when=i.compliance_filler & i.weight.notnull() & i.level1.isin(("output", "benefit")),
        words=heavy.ifelse("超过单项指标的一般上限", words),
    )


RULE = Rule(
    code="C-WGT-04",
    title="合规类指标分值畸高",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("业务惯例", "weight"),
        cite("101号", "principle"),
    ),
    message="“{row.name}”是合规性、常规性的要求，分值却有 {row.weight} 分，{words}。",
    advice="把分值移给反映项目核心成果的指标。",
    doc=__doc__,
    fields=(
        "weight",
        "name",
    ),
    shown="none",
    check=check,
    cases=(
        Case(
            "合规类指标分值不高",
            {"/indicators/2/name": "资金使用合规率", "/indicators/2/weight": "5"},
        ),
        Case(
            "合规类指标分值最高",
            {"/indicators/2/name": "资金使用合规率", "/indicators/2/weight": "12"},
            at=("/indicators/2/weight",),
        ),
        Case("不是合规类指标", {"/indicators/2/weight": "20"}, skipped=True),
    ),
)
