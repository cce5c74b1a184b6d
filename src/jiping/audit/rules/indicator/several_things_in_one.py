"""一个指标说几件事。

名称把三件以上的事连在一起（引进……拓展……建设……发展），一个值说不清哪件做到了；或者名称说的是一项活动，指标值数的却是
参加活动的企业、人员。“促进……发展”“加强……建设”算一件事；引号、书名号、括号里的不计。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """How many things a name joins."""
    return Fires(condition=i.joined > 0, when=i.joined.notnull())


RULE = Rule(
    code="C-IND-15",
    title="一个指标说几件事",
    severity=Severity.INFO,
    grain="indicator",
    basis=(
        cite("业务惯例", "naming"),
        cite("101号", "principle"),
    ),
    message="“{row.name}”{note.joined}，一个值说不清。",
    advice="拆成几项指标分别设值，或者只保留最核心的一件。",
    doc=__doc__,
    fields=("name",),
    shown="none",
    check=check,
    cases=(
        Case(
            "四件事",
            {"/indicators/5/name": "引进业务拓展口岸建设发展和旅游"},
            at=("/indicators/5/name",),
        ),
        Case(
            "三个动词",
            {"/indicators/5/name": "促进文化交流打响博览会知名度加强经贸合作"},
            at=("/indicators/5/name",),
        ),
        Case(
            "活动与家数",
            {"/indicators/0/name": "参展企业进行宣传", "/indicators/0/unit": "家"},
            at=("/indicators/0/name",),
        ),
        Case("促进发展是一件事", {"/indicators/5/name": "促进县域医疗保障事业高质量发展"}),
        Case("两件事", {"/indicators/5/name": "激活绿色产品加工优势丰富群众消费"}),
    ),
)
