"""Schemes to be tried: one given, each form's own, and what lies between two.

Why a score differs under two schemes is told by schemes between them: the one compared with, in
which a single group of parameters is set as the tried one sets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jiping.score.scheme import Scheme

CAUSES: dict[str, tuple[str, ...]] = {
    "反向指标计分办法": ("reverse_rule",),
    "超额完成扣分": (
        "over_step_1",
        "over_cut_1",
        "over_step_2",
        "over_cut_2",
        "over_step_3",
        "over_cut_3",
    ),
    "预算执行率计分": ("denominator", "exec_weight"),
    "及格门槛": ("pass_threshold",),
    "满意度计分": ("satisfaction_full", "satisfaction_floor"),
    "定性指标分档": ("band_full", "band_part"),
    "等于指标计分办法": ("equal_rule",),
    "得分的最小单位": ("rounding_unit",),
}
"""What may change a score, in words → the parameters; together all that scoring uses."""


def between(base: Scheme, tried: Scheme, cause: str) -> Scheme | None:
    """``base`` with one cause as ``tried`` has it; None where both agree in it."""
    names = CAUSES[cause]
    if all(base[name] == tried[name] for name in names):
        return None
    values = {**base.values, **{name: tried.values[name] for name in names}}
    return replace(base, id=f"{base.id}+{cause}", values=values)


def betweens(bases: Sequence[Scheme], tried: Scheme) -> dict[str, dict[str, Scheme]]:
    """Cause → id of the scheme compared with → the scheme between; causes without one are left out."""
    found: dict[str, dict[str, Scheme]] = {}
    for cause in CAUSES:
        made = {base.id: between(base, tried, cause) for base in bases}
        some = {name: scheme for name, scheme in made.items() if scheme is not None}
        if some:
            found[cause] = some
    return found
