"""Which family an evaluation is drawn in when nobody says: its own, its region's, or the nation's."""

from __future__ import annotations

from jiping.forms.families import Family, families
from jiping.law.regions import region_of
from jiping.model.evaluation import Evaluation

NATIONAL = "mof-2020"
"""财预〔2020〕10号 with its form is in force wherever a region has none of its own."""
_UNKNOWN = "unknown"


def family_for(evaluation: Evaluation) -> tuple[Family, str | None]:
    """The family to draw in, and what is to be said about it (Chinese; None for nothing).

    The form's own family where it can be drawn; else the family of the region that the names of
    unit and department tell, for that year; else the national form.
    """
    known = families()
    own = evaluation.form.family
    if own in known:
        return known[own], None
    found = _of_region(evaluation) or known[NATIONAL]
    if own == _UNKNOWN:
        return found, None
    return found, f"原表式（{own}）没有可以导出的表样，改用“{found.name}”。"


def _of_region(evaluation: Evaluation) -> Family | None:
    region = region_of((evaluation.unit.name, evaluation.department.name, evaluation.project.name))
    if region is None:
        return None
    for code in region.chain()[:-1]:
        fitting = [f for f in families().values() if f.region == code and _in_force(f, evaluation)]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _in_force(family: Family, evaluation: Evaluation) -> bool:
    year = evaluation.year
    if year is None:
        return True
    first, last = family.first_year, family.last_year
    return (first is None or year >= first) and (last is None or year <= last)
