"""公开的表与报送的表不一致。

公开的自评表应与报送财政部门的一致。要有另一份表才能比较。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-PUB-02",
    title="公开的表与报送的表不一致",
    severity=Severity.ERROR,
    grain="form",
    basis=(cite("10号", "27"),),
    message="公开的表与报送财政的表不一致。",
    advice="以报送的为准更正公开的表，或者重新报送。",
    doc=__doc__,
    fields=("/form/title",),
    needs="需要报送财政部门的同一张表：两份一起提供后比较",
)
