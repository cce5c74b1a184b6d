"""主管部门与实施单位相同。

部门本级的项目，自评和审核是同一单位。不是错误；审核时应由填报人以外的人复核。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """The department that reviews is the unit that fills in."""
    return Fires(f.same_body, when=f.same_body.notnull())


RULE = Rule(
    code="C-STR-12",
    title="主管部门与实施单位相同",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("10号", "20"),),
    message="主管部门和实施单位都是“{form.unit.name}”，没有另一级审核，请注意复核。",
    advice="部门本级实施的项目，由部门内设的审核机构复核自评结果。",
    doc=__doc__,
    fields=(
        "/department/name",
        "/unit/name",
    ),
    shown="none",
    check=check,
    cases=(
        Case("两级单位"),
        Case("同一单位", {"/unit/name": "某市医疗保障局"}, at=("/unit/name",)),
        Case("没有填实施单位", {"/unit/name": None}, skipped=True),
    ),
)
