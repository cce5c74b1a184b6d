"""指标与目标脱节。

把预期目标中写明的任务逐项与产出指标（以及有数的效益指标）的名称对照：用字两两相同的词，除去“开展”“工作”“建设”等通用词和本
单位名称，一个也对不上的，视为没有指标。有两项以上、且占半数以上的任务没有指标才报告。项目名称用“暨”连着两项活动，
其中一项既没有指标也说不到的，同样报告。目标只有方向性表述、无从对照的（见目标空泛），
只看完成情况里建成、交付了多少平方米、公里、吨的东西而没有一个指标用这个单位的。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """How many of the goal's tasks the indicators leave out."""
    return Fires(
        condition=f.goal_gap > 0,
        when=f.goal_fault.notnull() & (f.rows > 0),
        skips=((f.goal_gap.isnull(), "预期目标没有写明可以与指标对照的任务"),),
    )


RULE = Rule(
    code="C-IND-16",
    title="指标与目标脱节",
    severity=Severity.WARNING,
    grain="form",
    basis=(
        cite("88号", "relevance"),
        cite("101号", "goal"),
    ),
    message="{note.goal_gap}，请核实指标是否反映了目标。",
    advice="为目标中的每项主要任务设产出指标；与目标无关的日常开支不必设指标。",
    doc=__doc__,
    fields=("/goal/expected", "/goal/actual"),
    shown="none",
    check=check,
    cases=(
        Case(
            "目标说改造口岸而指标是办公",
            {
                "/goal/expected": "与海关、边检等单位共同推进改造口岸查验设施，培训、配齐防疫人员，使口岸具备开放条件。",
                "/indicators/0": {"name": "购买办公用品", "unit": "批次"},
                "/indicators/1": {"name": "业务出差人次"},
                "/indicators/2": {"name": "印刷合格率"},
                "/indicators/3": {"name": "资金使用时间"},
                "/indicators/4": {"name": "差旅费"},
                "/indicators/5": {"name": "有效促进开放"},
                "/indicators/6": {"name": "业务差错率"},
            },
            at=("/goal/expected",),
        ),
        Case(
            "两项活动缺一项",
            {"/project/name": "全市业务培训暨医保知识竞赛"},
            at=("/goal/expected",),
        ),
        Case(
            "完成情况有展位而没有指标",
            {
                "/goal/expected": "深入贯彻上级决策部署，持续推动事业发展。",
                "/goal/actual": "设置标准展位36平方米，培训520人次。",
            },
            at=("/goal/expected",),
        ),
        Case("任务都有指标", {}),
        Case(
            "只有方向性表述",
            {"/goal/expected": "深入贯彻上级决策部署，持续推动事业发展。"},
            skipped=True,
        ),
    ),
)
