"""The audit of a batch of forms: schemes chosen, scores computed, rules run, results in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jiping.engine.bench import Bench
from jiping.engine.choice import Chosen, choose
from jiping.engine.database import Database
from jiping.engine.inputs import Tables, columns_of, with_schemes
from jiping.engine.ledger import fund_rows, indicator_rows, points
from jiping.engine.outcomes import (
    FAIL,
    FAIL_WORSE,
    PASS,
    SKIP,
    UNKNOWN,
    Crash,
    Hit,
)
from jiping.engine.plan import CompiledRule, Plan, load_plan
from jiping.engine.results import Audit, Check, Finding, Ledger
from jiping.engine.wording import by_rule, finding, reason
from jiping.model.evaluation import Evaluation
from jiping.score.scheme import Scheme, schemes

FEW = 60
"""Up to so many forms Python is done before a database has planned."""
if TYPE_CHECKING:
    from jiping.engine.rowwise import RowTables

SEVERITIES = ("error", "warning", "info")
GRADES = (("grade_excellent", "优"), ("grade_good", "良"), ("grade_fair", "中"))


class Engine:
    """Holds the plan and a database; audits one batch after the other.

    ``extra``: schemes besides those that ship (a user's own file). ``few``: batches up to this
    many forms are worked on in Python. One engine serves one thread.
    """

    def __init__(
        self,
        plan: Plan | None = None,
        extra: Sequence[Scheme] = (),
        few: int = FEW,
    ) -> None:
        self.plan = plan if plan is not None else load_plan()
        self.schemes: Mapping[str, Scheme] = {**schemes(), **{s.id: s for s in extra}}
        self.few = few
        self._shipped = plan is None  # another plan has no functions made for it
        self._database: Database | None = None
        self._rows: RowTables | None = None

    @property
    def database(self) -> Database:
        """The database, made when it is first needed."""
        if self._database is None:
            self._database = Database(self.plan, list(self.schemes.values()))
        return self._database

    def _bench(self, forms: int) -> Bench:
        if forms > self.few or not self._shipped:
            return self.database
        if self._rows is None:
            from jiping.engine.rowwise import RowTables

            self._rows = RowTables(self.plan, list(self.schemes.values()))
        return self._rows

    def audit(
        self,
        evaluations: Sequence[Evaluation],
        *,
        scheme: str | None = None,
        only: Sequence[str] | None = None,
        columns: Tables | None = None,
    ) -> list[Audit]:
        """Audit forms; ``scheme`` fixes the scheme by id (KeyError if unknown), ``only`` the rules.

        ``columns``: what `jiping.engine.inputs.columns_of` gives for these forms, if the caller
        has it already.
        """
        if not evaluations:
            return []
        bench = self._bench(len(evaluations))
        chosen = self._prepare(bench, evaluations, scheme, columns)
        rules = {c: r for c, r in self.plan.rules.items() if only is None or c in only}
        hits, crashes = bench.run(rules.values())
        ledgers = self._ledgers(bench, evaluations, chosen)
        grouped = by_rule(hits)
        return [
            self._audit(
                number, evaluation, chosen[number], ledgers[number], rules, grouped, crashes
            )
            for number, evaluation in enumerate(evaluations)
        ]

    def score(
        self,
        evaluations: Sequence[Evaluation],
        *,
        scheme: str | None = None,
        columns: Tables | None = None,
    ) -> list[Ledger]:
        """The ledgers alone, without running rules; arguments as of `audit`."""
        if not evaluations:
            return []
        bench = self._bench(len(evaluations))
        chosen = self._prepare(bench, evaluations, scheme, columns)
        return self._ledgers(bench, evaluations, chosen)

    def _prepare(
        self,
        bench: Bench,
        evaluations: Sequence[Evaluation],
        scheme: str | None,
        columns: Tables | None = None,
    ) -> list[Chosen]:
        given = self.schemes[scheme] if scheme is not None else None
        chosen = choose(bench, evaluations, given)
        numbers = {s.id: n for n, s in enumerate(bench.schemes)}
        columns = columns if columns is not None else columns_of(evaluations)
        bench.fill(with_schemes(columns, [numbers[c.scheme.id] for c in chosen]))
        bench.make()
        return chosen

    def _ledgers(
        self, bench: Bench, evaluations: Sequence[Evaluation], chosen: list[Chosen]
    ) -> list[Ledger]:
        funds = fund_rows(bench, evaluations)
        indicators = indicator_rows(bench, evaluations)
        totals = {form: _total(*rest) for form, *rest in bench.totals()}
        ledgers = []
        for number, evaluation in enumerate(evaluations):
            choice, total = chosen[number], totals[number]
            ledgers.append(
                Ledger(
                    scheme=choice.scheme.id,
                    scheme_choice=choice.choice,
                    scheme_note=choice.note,
                    grade=grade(total, choice.scheme),
                    printed_total=evaluation.total.score,
                    computed_total=points(total),
                    rows=(*funds.get(number, ()), *indicators.get(number, ())),
                )
            )
        return ledgers

    def _audit(
        self,
        number: int,
        evaluation: Evaluation,
        chosen: Chosen,
        ledger: Ledger,
        rules: Mapping[str, CompiledRule],
        grouped: Mapping[tuple[int, str], list[Hit]],
        crashes: Sequence[Crash],
    ) -> Audit:
        crashed = {c.rule: c.error for c in crashes}
        findings: list[Finding] = []
        checks: list[Check] = []
        for code, rule in rules.items():
            hits = grouped.get((number, code), [])
            failed = [h for h in hits if h.outcome in (FAIL, FAIL_WORSE)]
            findings.extend(finding(h, rule, evaluation, chosen.scheme) for h in failed)
            checks.append(_check(rule, hits, failed, crashed.get(code)))
        order = {s: n for n, s in enumerate(SEVERITIES)}
        findings.sort(key=lambda f: (order[f.severity], f.rule))
        return Audit(evaluation, ledger, tuple(findings), tuple(checks))


def _total(
    fund_weight: int | None,
    fund: int | None,
    rows: int | None,
    uncomputed: int | None,
    weighted: int | None,
) -> int | None:
    """The computed total; None where part of it can't be computed."""
    if rows is None or uncomputed or not weighted:
        return None
    if fund_weight is None:
        return rows + fund if fund is not None else rows
    return None if fund is None else rows + fund


def grade(total: int | None, scheme: Scheme) -> str | None:
    """The grade of a total under the scheme's scale; bounds belong to the better grade."""
    if total is None:
        return None
    columns: Any = scheme.columns()
    return next((word for name, word in GRADES if total >= columns[name]), "差")


def _check(rule: CompiledRule, hits: list[Hit], failed: list[Hit], crash: str | None) -> Check:
    if crash is not None:
        return Check(rule.code, rule.title, "skip", f"这条规则运行出错，请报告：{crash}", 0)
    if rule.needs is not None:
        return Check(rule.code, rule.title, "skip", rule.needs, 0)
    decided = sum(h.outcome in (PASS, FAIL, FAIL_WORSE) for h in hits)
    if failed:
        return Check(rule.code, rule.title, "fail", None, decided)
    if decided:
        return Check(rule.code, rule.title, "pass", None, decided)
    open_hits = [h for h in hits if h.outcome == UNKNOWN or h.outcome >= SKIP]
    if open_hits:
        reasons = list(dict.fromkeys(reason(h, rule) for h in open_hits))
        return Check(rule.code, rule.title, "skip", "；".join(reasons), 0)
    return Check(rule.code, rule.title, "skip", "表中没有这条规则所涉及的内容", 0)
