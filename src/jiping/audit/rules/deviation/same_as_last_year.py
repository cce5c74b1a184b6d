"""与上年自评表雷同。

目标、完成情况的文字和各项数值与上年完全相同。要有本项目上年的自评表。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-DEV-20",
    title="与上年重复",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("部门自评通知", "truth"), cite("业务惯例", "duplicate")),
    message="本表文字和数值与上年自评表相同。",
    advice="按本年度实际情况重新填写。",
    doc=__doc__,
    fields=("/goal/actual",),
    needs="要与本项目上年的自评表对照",
)
