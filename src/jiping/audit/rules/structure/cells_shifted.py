"""单元格错位。

读取时发现内容不在对应的表头之下（整行左移、右移，或从半行起错开），或者栏目名和内容写在一格里。已按内容归位，原文和理由可以查看；
归位后表内合计仍不平的，归位未必可靠，作警告。一张表合为一条。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Rows that reading had to put back under their headers."""
    doubtful = (f.balanced == False).fill_null(False)  # noqa: E712 - a column, not a truth value
    return Fires(
        f.shifted_rows > 0,
        left=f.shifted_rows,
        worse=doubtful,
        words=doubtful.ifelse("归位后表内合计仍不平，请核对。", ""),
    )


RULE = Rule(
    code="C-STR-02",
    title="单元格错位",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("业务惯例", "form"),),
    message="有 {left} 处单元格与表头错位，或一格两用，已按内容归位{note.shifted}。{words}",
    advice="调整表格，使各项内容写在对应的栏目里。",
    doc=__doc__,
    at="shifted_at",
    worse=Severity.WARNING,
    shown="count",
    check=check,
    cases=(
        Case("没有错位"),
        Case(
            "一行右移一格",
            {
                "/reading": {
                    "balanced": True,
                    "repairs": [
                        {
                            "what": "本行“10”、“10”与表头错位（原文整体右移1格），已按单元格内容归位。",
                            "why": "归位后各栏相符",
                            "place": {"table": 1, "row": 9, "column": 4},
                        }
                    ],
                    "unread": [],
                }
            },
            at=("/indicators",),
        ),
        Case(
            "归位后仍不平",
            {
                "/reading": {
                    "balanced": False,
                    "repairs": [
                        {
                            "what": "本行“10”、“10”与表头错位（原文整体右移1格），已按单元格内容归位。",
                            "why": "归位后各栏相符",
                            "place": {"table": 1, "row": 9, "column": 4},
                        }
                    ],
                    "unread": [],
                }
            },
            at=("/indicators",),
        ),
    ),
)
