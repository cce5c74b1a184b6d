"""与运行监控数据矛盾。

年终完成值小于监控时点已完成的数，或监控时判断完全不可能完成、年终却得满分。要有本项目的绩效运行监控表。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-DEV-19",
    title="与监控数据矛盾",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("136号", "content"),),
    message="“{row.name}”的完成值与运行监控表矛盾。",
    advice="核对监控表和自评表，更正填错的一方。",
    doc=__doc__,
    fields=("actual",),
    needs="要与本项目同年度的绩效运行监控表对照",
)
