"""逾期报送。

自评结果随部门决算报送财政部门。要有报送日期和当地规定的期限才能判断。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-STR-11",
    title="逾期报送",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("10号", "25"),),
    message="报送日期晚于规定的期限。",
    advice="按规定的期限报送，并说明逾期原因。",
    doc=__doc__,
    fields=("/form/title",),
    needs="需要报送日期和当地规定的报送期限：表上没有这两个日期",
)
