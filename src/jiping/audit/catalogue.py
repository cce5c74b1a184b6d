"""目录: every rule of ``rules/``, found by walking the folders."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from jiping.audit import rules
from jiping.audit.rule import Rule


@cache
def catalogue() -> Mapping[str, Rule]:
    """Code → rule, in the order of the codes. Raises ValueError when a code is used twice."""
    found: dict[str, Rule] = {}
    for family in iter_modules(rules.__path__):
        package = import_module(f"{rules.__name__}.{family.name}")
        for module in iter_modules(package.__path__):
            rule: Rule = import_module(f"{package.__name__}.{module.name}").RULE
            if rule.code in found:
                raise ValueError(f"{rule.code} is used twice")
            found[rule.code] = rule
    return {code: found[code] for code in sorted(found)}
