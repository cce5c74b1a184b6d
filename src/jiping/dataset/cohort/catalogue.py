"""The rules of cohorts, found by walking their folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from jiping.dataset.cohort import rules
from jiping.dataset.cohort.rule import CohortRule
from jiping.dataset.errors import DatasetError


@cache
def cohort_rules() -> Mapping[str, CohortRule]:
    """Code → rule, in the order of the codes. Raises ValueError when a code is used twice."""
    found: dict[str, CohortRule] = {}
    for module in iter_modules(rules.__path__):
        rule: CohortRule = import_module(f"{rules.__name__}.{module.name}").RULE
        if rule.code in found:
            raise ValueError(f"{rule.code} is used twice")
        found[rule.code] = rule
    return {code: found[code] for code in sorted(found)}


def chosen(only: Iterable[str]) -> tuple[CohortRule, ...]:
    """The rules of these codes, all where none is given. Raises DatasetError for an unknown one."""
    known = cohort_rules()
    wanted = [code.strip().upper() for code in only if code.strip()]
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise DatasetError(f"没有规则 {'、'.join(unknown)}，有：{'、'.join(known)}")
    return tuple(rule for code, rule in known.items() if not wanted or code in wanted)
