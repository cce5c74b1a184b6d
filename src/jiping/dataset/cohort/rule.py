"""A rule over many forms: code, title, severity, basis, question, advice, doc, cases in one file.

``ask(ground)`` gives a query with a row for every form (or row of a form) that a case is about:

    kase      text     the same for all rows of a case, different for different cases
    rank      integer  0: the form that is asked; 1 and more: what it is compared with
    form      bigint   the form; null where the row is of a list from outside
    pointer   text     the field, as a JSON pointer; '' for the whole form
    shown     text     what stands there, as people read it
    strength  bigint   the larger, the sooner to be looked at; the same for all rows of a case
    worse     boolean  whether the case has the rule's ``worse`` severity; the same for all rows
    words     text[]   what fills {0}, {1} … of the question; the same for all rows of a case
    outside   text     for a row of a list from outside: where it stands there

A query that compares nothing gives no rows. What keeps a rule from asking at all is a skip with its
reason (``needs``, ``short``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from jiping.audit.rule import CODE, Severity

if TYPE_CHECKING:
    from jiping.dataset.cohort.ground import Ground
    from jiping.law.cite import Cite

Need = Literal["budget_list", "final_accounts", "two_years"]
NEEDS: Mapping[Need, str] = {
    "budget_list": "没有给出预算项目清单（--budget-list 清单.xlsx）",
    "final_accounts": "没有给出决算情况表（--final-accounts 决算.xlsx）",
    "two_years": "没有同一单位同一项目前后两年的自评表",
}
"""What a rule compares with → why it is skipped where that is missing."""


@dataclass(frozen=True, slots=True)
class Case:
    """An example that is a test and documentation.

    ``forms``: every one the sample form (`jiping.audit.sample`) with these changes; ``asked``: the
    numbers of the forms that the rule asks about, case by case, None where it must not fire.
    ``skipped``: a part of the reason for which it is not asked. ``budget_list`` and
    ``final_accounts``: rows as in such files, column → text.
    """

    name: str
    forms: tuple[Mapping[str, Any], ...]
    asked: tuple[tuple[int, ...], ...] | None = None
    skipped: str | None = None
    budget_list: tuple[Mapping[str, str], ...] | None = None
    final_accounts: tuple[Mapping[str, str], ...] | None = None
    told: str | None = None
    """What the case shows, in words, where the changes alone do not."""


@dataclass(frozen=True, slots=True)
class CohortRule:
    """One question that is asked of many forms.

    ``question`` is a template over ``words`` ({0}, {1} …) and {forms}, how many forms the case is
    about. It asks; it accuses nobody. ``compared``: with what, for the page and the report.
    ``innocent``: what may well explain it, so that whoever asks has thought of it. ``short``: why
    there is too little to compare, or None (asked of the ground).
    """

    code: str
    title: str
    severity: Severity
    basis: tuple[Cite, ...]
    question: str
    compared: str
    innocent: str
    advice: str
    doc: str
    ask: Callable[[Ground], str]
    worse: Severity | None = None
    joint: bool = False
    """Whether all forms of a case are asked alike, of whatever year they are."""
    needs: Need | None = None
    short: Callable[[Ground], str | None] | None = None
    cases: tuple[Case, ...] = field(default=())

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise ValueError(f"{self.code}: not a rule code")
        if not self.basis:
            raise ValueError(f"{self.code}: no basis")
        if "？" not in self.question:
            raise ValueError(f"{self.code}: not worded as a question")


def form(**fields: Any) -> dict[str, Any]:
    """Changes of the sample form by short names: unit, department, project, year, expected, actual,
    total, paid (total executed), budget; others by ``more``: a mapping of pointers."""
    at = {
        "unit": "/unit/name", "department": "/department/name", "project": "/project/name",
        "year": "/year", "expected": "/goal/expected", "actual": "/goal/actual",
        "total": "/total/score", "paid": "/funds/0/executed", "budget": "/funds/0/adjusted",
    }  # fmt: skip
    changes = dict(fields.pop("more", {}))
    return {**{at[name]: value for name, value in fields.items()}, **changes}
