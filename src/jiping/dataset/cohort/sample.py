"""A rule's case as a ground of its own: for the tests and for the pages."""

from __future__ import annotations

from typing import Any

from jiping.audit.sample import changed
from jiping.dataset.cohort.outside import accounts, listed
from jiping.dataset.cohort.rule import Case, CohortRule
from jiping.dataset.cohort.running import Compared, ask
from jiping.dataset.writing import content_digest
from jiping.model.columns import to_columns


def tried(rule: CohortRule, case: Case, *, threads: int = 1) -> Compared:
    """The rule asked over the forms of a case. The caller closes the ground."""
    import pyarrow

    forms = [changed(change) for change in case.forms]
    tables = to_columns(forms).to_arrow()
    digests = pyarrow.array([content_digest(f) for f in forms], pyarrow.string())
    arrow = {
        "form_given": tables["form"].append_column("digest", digests),
        "fund_given": tables["fund"],
        "indicator_given": tables["indicator"],
    }
    given: dict[str, Any] = {
        "budget_list": None if case.budget_list is None else listed(case.budget_list, "清单.xlsx"),
        "final_accounts": None
        if case.final_accounts is None
        else accounts(case.final_accounts, "决算.xlsx"),
    }
    sources = {n: f"SELECT * FROM {n}_given" for n in ("form", "fund", "indicator")}
    return ask(sources, [rule], arrow=arrow, threads=threads, **given)


def asked_in(done: Compared) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Case by case: the forms that are asked, and all forms, in the order of the finding."""
    rows = done.ground.rows(
        """SELECT number, list(form ORDER BY n) FILTER (rank = 0 AND form IS NOT NULL),
        list(form ORDER BY n) FILTER (form IS NOT NULL) FROM peer GROUP BY number ORDER BY number"""
    )
    return [(_once(asked), _once(every)) for _, asked, every in rows]


def _once(forms: list[int] | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(forms or ()))
