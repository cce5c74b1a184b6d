"""一级指标分值与规定不同。

预算执行率、产出、效益、满意度（成本单列为一级指标的，还有成本）各占多少分，与方案的规定比较。办法允许特殊情况调整，所以只请核实。
缺少其中一组（如没有服务对象、不设满意度）的，分值必然并入别组，不在此报告，见 C-STR-05；合计不等于总分的见 C-WGT-01。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Points of the first-level groups against the scheme's."""
    groups = (
        (f.output_points, f.scheme.output_weight),
        (f.benefit_points, f.scheme.benefit_weight),
        (f.satisfaction_points, f.scheme.satisfaction_weight),
    )
    present = f.fund_weight.notnull() & (f.level1_unknown == 0)
    differs = f.fund_weight != f.scheme.exec_weight
    for points, usual in groups:
        present = present & points.notnull()
        differs = differs | (points != usual)
    cost = f.scheme.cost_as_level1 == f.cost_points.notnull()
    return Fires(
        differs.fill_null(False),
        when=f.weights + f.fund_weight == f.scheme.total,
        skips=((~(present & cost), "一级指标不齐，或与方案的一级指标不同"),),
    )


RULE = Rule(
    code="C-WGT-02",
    title="一级指标分值与规定不同",
    severity=Severity.WARNING,
    grain="form",
    basis=(
        cite("10号", "13"),
        cite("101号", "weights"),
    ),
    message="本表分值为 {note.distribution}，与“{scheme.title}”的分配不同，请核实是否经过批准。",
    advice="按规定的权重分配，或者说明调整的原因。",
    doc=__doc__,
    fields=("/indicators",),
    shown="none",
    check=check,
    cases=(
        Case("一十、五十、三十、一十"),
        Case(
            "效益移给产出十分",
            {"/indicators/0/weight": "20", "/indicators/5/weight": "5"},
            at=("/indicators",),
        ),
        Case("没有满意度", {"/indicators/7": REMOVE, "/indicators/0/weight": "20"}, skipped=True),
    ),
)
