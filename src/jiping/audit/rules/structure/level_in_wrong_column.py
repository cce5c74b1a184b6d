"""指标级次写错列。

一级指标列里写着“可持续影响”一类的二级指标名称，或者相反。读取时已按名称归位。一张表合为一条。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Names of levels that stood in another level's column."""
    return Fires(f.misplaced_levels > 0, left=f.misplaced_levels)


RULE = Rule(
    code="C-STR-03",
    title="指标级次写错列",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("业务惯例", "form"),),
    message="有 {left} 处指标级次写错了列：{note.levels}。",
    advice="把一级、二级指标的名称写在各自的列里。",
    doc=__doc__,
    at="levels_at",
    shown="count",
    check=check,
    cases=(
        Case("没有写错列"),
        Case(
            "二级写在一级列",
            {
                "/reading": {
                    "balanced": True,
                    "repairs": [
                        {
                            "what": "二级指标“可持续影响”写在一级指标列，已归为二级指标。",
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
