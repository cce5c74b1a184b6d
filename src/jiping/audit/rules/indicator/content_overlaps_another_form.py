"""与其他项目内容交叉。

同一活动、同一费用出现在两个项目里，可能重复安排资金、重复计算成果。要几张表放在一起比较，单张表不判。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-IND-20",
    title="与其他项目内容交叉",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("业务惯例", "duplicate"),),
    message="与其他项目的活动、费用内容交叉。",
    advice="核对两个项目的资金安排，成果只计在一个项目里。",
    doc=__doc__,
    fields=("/goal/expected",),
    needs="须把本单位全部项目的自评表一起交来比较",
)
