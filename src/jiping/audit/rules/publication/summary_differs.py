"""决算说明与自评表合计不符。

决算公开的“预算绩效情况说明”写有自评项目的个数和金额，应等于各自评表之和。要有决算公开文本和全部自评表才能核对。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-PUB-05",
    title="决算说明与自评表合计不符",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("业务惯例", "amounts"),),
    message="决算公开说明中的项目数、金额与自评表合计不符。",
    advice="核对后更正。",
    doc=__doc__,
    fields=("/form/title",),
    needs="需要决算公开说明和本单位全部自评表：一起提供后核对项目数和金额",
)
