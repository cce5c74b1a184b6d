"""与批复的绩效目标不一致。

自评用的指标是预算批复时确定的指标。名称、指标值、分值与批复的绩效目标表不同，又没有调整手续的，自评没有依据。要与批复的
绩效目标表比较，只有自评表不判。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-IND-21",
    title="与批复的绩效目标不一致",
    severity=Severity.ERROR,
    grain="form",
    basis=(
        cite("10号", "13"),
        cite("88号", "adjust"),
    ),
    message="指标与批复的绩效目标表不一致。",
    advice="按批复的绩效目标表填报，确需调整的附调整批复。",
    doc=__doc__,
    fields=("/indicators",),
    needs="须有预算批复的绩效目标表，与自评表一起交来",
)
