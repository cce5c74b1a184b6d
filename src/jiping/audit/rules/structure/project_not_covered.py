"""项目没有自评表。

纳入预算管理的项目支出应全部自评。要与部门预算的项目清单比较。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-STR-10",
    title="项目没有自评表",
    severity=Severity.ERROR,
    grain="form",
    basis=(
        cite("10号", "8"),
        cite("部门自评通知", "coverage"),
    ),
    message="预算项目没有对应的自评表。",
    advice="补做该项目的自评。",
    doc=__doc__,
    fields=("/project/name",),
    needs="需要部门预算的项目清单：提供后核对自评是否全部覆盖",
)
