"""重复的表或项目。

同一单位、同一年度、同一项目名称的表有两张，或名称只差几个字。要与同一批的其他表比较。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-STR-09",
    title="重复的表或项目",
    severity=Severity.ERROR,
    grain="form",
    basis=(cite("业务惯例", "duplicate"),),
    message="与另一张表的项目名称、单位、年度相同。",
    advice="核对后只保留一张。",
    doc=__doc__,
    fields=("/project/name",),
    needs="需要同一单位、同一年度的其他自评表：一批表一起审核时比较",
)
