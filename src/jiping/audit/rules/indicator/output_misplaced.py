"""产出指标归类不当。

质量指标里数人数、客流量（属于数量），考核完成时间、及时率（属于时效），或者把考核等次这类项目实施的前提条件当成产出质量；
数量指标里数拨付、支付了多少钱。合格人数、获奖人数、事故次数可以反映质量，不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The fault found in where a quality or quantity row stands."""
    return Fires(condition=i.output_fault > 0, when=i.output_fault.notnull())


RULE = Rule(
    code="C-IND-10",
    title="产出指标归类不当",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("10号", "13"),
        cite("101号", "groups"),
    ),
    message="“{row.name}”{note.output_fault}，请核实归类。",
    advice="移到相应的二级指标下，质量指标改为合格率、达标率等反映做得好不好的指标。",
    doc=__doc__,
    fields=("level2", "name"),
    shown="none",
    check=check,
    cases=(
        Case(
            "质量里数客流",
            {
                "/indicators/2/name": "展会吸引客流量",
                "/indicators/2/target": "20000",
                "/indicators/2/actual": "25000",
                "/indicators/2/unit": "人次",
            },
            at=("/indicators/2/level2",),
        ),
        Case(
            "质量里考核及时率", {"/indicators/2/name": "补贴发放及时率"}, at=("/indicators/2/name",)
        ),
        Case(
            "考核等次当质量",
            {
                "/indicators/2/name": "考核等次",
                "/indicators/2/nature": "qualitative",
                "/indicators/2/operator": None,
                "/indicators/2/target": "优秀",
                "/indicators/2/actual": "优秀",
                "/indicators/2/unit": None,
            },
            at=("/indicators/2/name",),
        ),
        Case(
            "数量里数拨付金额",
            {"/indicators/0/name": "拨付补助金额", "/indicators/0/unit": "万元"},
            at=("/indicators/0/level2",),
        ),
        Case(
            "合格人数",
            {
                "/indicators/2/name": "结业考试合格人数",
                "/indicators/2/target": "475",
                "/indicators/2/actual": "480",
                "/indicators/2/unit": "人",
            },
        ),
        Case(
            "事故次数",
            {
                "/indicators/2/name": "安全事故次数",
                "/indicators/2/nature": "negative",
                "/indicators/2/operator": "<=",
                "/indicators/2/target": "0",
                "/indicators/2/actual": "0",
                "/indicators/2/unit": "次",
            },
        ),
    ),
)
