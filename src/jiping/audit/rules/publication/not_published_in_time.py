"""未按期公开。

部门、单位的决算及绩效自评在批复后二十日内公开。要有批复日期和公开日期才能判断。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-PUB-01",
    title="未按期公开",
    severity=Severity.ERROR,
    grain="form",
    basis=(
        cite("预算法", "14"),
        cite("条例", "6"),
    ),
    message="公开日期晚于批复后二十日。",
    advice="按期公开；逾期的说明原因。",
    doc=__doc__,
    fields=("/form/title",),
    needs="需要决算批复日期和公开日期：表上没有这两个日期",
)
