"""Puts cases into a province (`cohort_plants` says which), and writes down the forms of each."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohort_honest import ACTS, KINDS, OBJECTS, YEARS, Honest

if TYPE_CHECKING:
    from cohort_province import Province


@dataclass
class Planted:
    """A case: the rule that should ask, and the forms that it should be about (or a name)."""

    rule: str
    kind: str
    forms: frozenset[int]
    name: str = ""


class Planter:
    """Puts cases in. A form has one case only, so that what was found can be laid to it."""

    def __init__(self, made: Province, chance: random.Random, honest: Honest) -> None:
        self.made, self.r, self.honest = made, chance, honest
        self.used: set[int] = set()
        self.by_department: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.by_unit: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.chains: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, f in enumerate(made.forms):
            self.by_department[f["department"], f["year"]].append(n)
            self.by_unit[f["unit"], f["year"]].append(n)
            self.chains[f["unit"], f["project"].removeprefix(f"{f['year']}年")].append(n)

    def some(self, groups: dict[Any, list[int]], least: int, fit: Callable[[dict[str, Any]], bool] = lambda _: True) -> list[int]:  # fmt: skip
        """An untouched group of at least so many forms."""
        keys = list(groups)
        for _ in range(20_000):
            found = [
                n
                for n in groups[self.r.choice(keys)]
                if n not in self.used and fit(self.made.forms[n])
            ]
            if len(found) >= least and len({self.made.forms[n]["project"] for n in found}) >= min(
                least, 2
            ):
                return found
        raise LookupError("province too small for so many cases")

    def anywhere(self, count: int) -> list[int]:
        """Untouched forms of different departments."""
        found: list[int] = []
        while len(found) < count:
            n = self.r.randrange(len(self.made.forms))
            places = {self.made.forms[k]["place"] for k in found}
            if n not in self.used and self.made.forms[n]["place"] not in places:
                found.append(n)
        return found

    def chain(self) -> tuple[int, int]:
        """A form, the last of its project, and the one of the year before, both untouched.

        The last: were it changed, the honest year after it would no longer follow from it."""
        keys = list(self.chains)
        for _ in range(20_000):
            found = sorted(
                self.chains[self.r.choice(keys)], key=lambda n: self.made.forms[n]["year"]
            )
            for a, b in itertools.pairwise(found[-2:]):
                one, other = self.made.forms[a], self.made.forms[b]
                if other["year"] == one["year"] + 1 and a not in self.used and b not in self.used:
                    return a, b
        raise LookupError("no chain left")

    def put(self, rule: str, kind: str, forms: Any, name: str = "") -> None:
        self.used |= set(forms)
        self.made.planted.append(Planted(rule, kind, frozenset(forms), name))

    def lists(self) -> None:
        """The budget list and the accounts of the last year, true but for what is planted."""
        year, forms = YEARS[-1], self.made.forms
        here = sorted({f["department"] for f in forms if f["year"] == year})
        for n, f in enumerate(forms):
            if f["year"] == year and self.r.random() < 0.5:
                self.made.listed.append((f["project"], None, f["unit"], year, round(f["budget"] * 100) * 10**8, f"清单.xlsx 第 {n} 行"))  # fmt: skip
        for n in range(12):
            name = f"{self.r.choice(OBJECTS)}{self.r.choice(ACTS)}遗漏{self.r.choice(KINDS)}{'子丑寅卯辰巳午未申酉戌亥'[n]}"
            place = f"清单.xlsx 第 {900_000 + n} 行"
            self.made.listed.append((name, None, self.r.choice(here), year, 10**12, place))
            self.made.planted.append(Planted("C-STR-10", "not in any form", frozenset(), place))
        wrong = set(self.r.sample(range(len(here)), 12))
        for n, department in enumerate(here):
            own = {repr(forms[k]): forms[k] for k in self.by_department[department, year]}.values()
            budget, paid = (sum(round(f[w] * 100) for f in own) * 10**8 for w in ("budget", "paid"))
            place = f"决算.xlsx 第 {n} 行"
            projects = len(own)
            if n in wrong:
                projects, paid = (
                    projects + self.r.randint(0, 1),
                    paid + self.r.randint(1, 900) * 10**9,
                )
                self.made.planted.append(Planted("C-PUB-05", "accounts differ", frozenset(), place))
            self.made.accounts.append((department, year, projects, budget, paid, place))
