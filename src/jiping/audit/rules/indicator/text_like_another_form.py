"""与其他项目文字雷同。

两个项目的目标、指标文字大段相同（相似度0.85以上），常见于照抄上年或别的项目。要几张表放在一起比较，单张表不判。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-IND-19",
    title="与其他项目文字雷同",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("业务惯例", "duplicate"),),
    message="与其他项目的目标、指标文字雷同。",
    advice="按本项目的实际内容重写目标和指标。",
    doc=__doc__,
    fields=("/goal/expected",),
    needs="须把本单位全部项目的自评表一起交来比较",
)
