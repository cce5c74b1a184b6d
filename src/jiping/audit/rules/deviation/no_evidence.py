"""没有佐证材料。

方案要求附佐证材料时，逐项核对每个指标有没有附件。自评表本身不含附件。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-DEV-17",
    title="无佐证材料",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("101号", "sources"),),
    message="“{row.name}”没有佐证材料。",
    advice="按指标附统计表、合同、验收单、问卷汇总等材料。",
    doc=__doc__,
    fields=("actual",),
    needs="要与佐证材料目录对照；自评表本身不含附件",
)
