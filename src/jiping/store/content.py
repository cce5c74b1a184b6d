"""The content of a form as rows: columns for lists, the audit, its findings. No permission here."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from django.db.models import Q

from jiping import api
from jiping.api import editing
from jiping.law.regions import region_of
from jiping.model.contract import evaluation_from_json, evaluation_to_json
from jiping.model.decimals import to_decimal
from jiping.model.evaluation import Evaluation, FundLine
from jiping.model.text import label_key
from jiping.store.actions.organisations import match, note_unmatched, path_in
from jiping.store.identity import identity_of, numbers_of
from jiping.store.library import library
from jiping.store.models import Answer, FindingRow, Form, FormBody, Organisation, Project

_SCALED_LIMIT = Decimal(10) ** 12


def evaluation_of(form: Form) -> Evaluation:
    """The content of a form as a value."""
    return evaluation_from_json(form.body.evaluation)


def has_place(form: Form, pointer: str) -> bool:
    """Whether a JSON pointer leads to the whole form (""), to one of its rows or to a cell."""
    if not pointer:
        return True
    cells = {cell.pointer for cell in editing.sheet(evaluation_of(form)).cells()}
    return pointer in cells or any((cell or "").startswith(f"{pointer}/") for cell in cells)


def put(form: Form, evaluation: Evaluation, audit: api.Audit | None = None) -> Form:
    """Write a content into a form's rows: body, columns, audit, findings. Saves.

    The form's version is the caller's; ``audit``: of exactly this evaluation, if it is there already.
    Targets are compared with the installation's library of indicators, where there is one.
    """
    audit = audit or api.audit(evaluation, library=library())
    fill_columns(form, evaluation, audit)
    form.save()
    data = audit.to_json()
    data.pop("evaluation")
    FormBody.objects.update_or_create(
        form=form,
        defaults={
            "evaluation": evaluation_to_json(evaluation, places=True),
            "audit": data,
            "audited_version": form.version,
        },
    )
    keep_findings(form, evaluation, data["findings"])
    return form


def fill_columns(form: Form, evaluation: Evaluation, audit: api.Audit) -> None:
    """The columns that lists are made of."""
    fund = _total_line(evaluation)
    form.year = evaluation.year
    form.name = (evaluation.project.name or "")[:300]
    form.unit_name = (evaluation.unit.name or "")[:200]
    form.department_name = (evaluation.department.name or "")[:200]
    form.family = evaluation.form.family[:64]
    region = region_of(name for name in (form.department_name, form.unit_name, form.name) if name)
    form.region = region.division.code if region else ""
    form.scheme = audit.ledger.scheme
    form.grade = (audit.ledger.grade or "")[:16]
    form.printed_total = number(audit.ledger.printed_total)
    form.total = number(audit.ledger.computed_total)
    form.budget = number(fund.adjusted or fund.initial, evaluation) if fund else None
    form.executed = number(fund.executed, evaluation) if fund else None
    form.rate = number(fund.rate) if fund else None
    kinds = Counter(finding.severity for finding in audit.findings)
    form.errors, form.warnings, form.infos = kinds["error"], kinds["warning"], kinds["info"]
    form.doubtful = len(evaluation.reading.doubtful)
    names = (form.name, form.unit_name, form.department_name, evaluation.project.code or "")
    form.search = " ".join(label_key(text) for text in names if text)


def _total_line(evaluation: Evaluation) -> FundLine | None:
    lines = evaluation.funds
    return next((line for line in lines if line.source == "total"), lines[0] if lines else None)


_UNITS = {"万元": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10_000), None: Decimal(1)}


def number(text: str | None, evaluation: Evaluation | None = None) -> Decimal | None:
    """Digits of a form as a column's value; amounts (``evaluation`` given) in 万元."""
    value = to_decimal(text)
    if value is None:
        return None
    if evaluation is not None:
        value *= _UNITS[evaluation.form.amount_unit]
    if abs(value) >= _SCALED_LIMIT:
        return None
    exact = value.quantize(Decimal("0.000001"))
    return exact.normalize() if exact == value else exact


def keep_findings(form: Form, evaluation: Evaluation, findings: list[dict[str, Any]]) -> None:
    """The rows of the newest audit's findings, told whether an answer still holds."""
    answers = Answer.objects.filter(form=form, withdrawn=None)
    held = set(answers.values_list("identity", "numbers"))
    rows = []
    for finding in findings:
        identity, numbers = identity_of(evaluation, finding), numbers_of(evaluation, finding)
        rows.append(
            FindingRow(
                form=form, rule=finding["rule"], severity=finding["severity"],
                identity=identity, numbers=numbers,
                target=(finding["targets"] or [""])[0][:200], data=finding,
                answered=(identity, numbers) in held,
            )
        )  # fmt: skip
    FindingRow.objects.filter(form=form).delete()
    FindingRow.objects.bulk_create(rows)
    count_answered(form)


def count_answered(form: Form) -> None:
    """How many findings of a form are answered, in its column."""
    form.answered = FindingRow.objects.filter(form=form, answered=True).count()
    Form.objects.filter(pk=form.pk).update(answered=form.answered)


def place(form: Form, evaluation: Evaluation, organisation: Organisation | None = None) -> None:
    """Say whose form it is: the given organisation, else the one that its unit's name tells.

    Where there is one unit and nothing else, all forms are its. A name that nobody has is noted for
    the administrators. Doesn't save.
    """
    unit = evaluation.unit
    found = organisation or match(unit.name, unit.code) or _only()
    if found is None and unit.name:
        note_unmatched(unit.name, evaluation.source.file, unit.code or "")
    form.organisation = found
    form.path = path_in(found, evaluation.year) if found else ""
    form.project = _project(found, evaluation)


def _only() -> Organisation | None:
    some = list(Organisation.objects.all()[:2])
    return some[0] if len(some) == 1 and some[0].kind == Organisation.Kind.UNIT else None


def _project(organisation: Organisation | None, evaluation: Evaluation) -> Project | None:
    if organisation is None or not evaluation.project.name:
        return None
    key, code = label_key(evaluation.project.name)[:300], evaluation.project.code or ""
    same = Q(key=key) | Q(code=code) if code else Q(key=key)
    found = Project.objects.filter(same, organisation=organisation).order_by("pk").first()
    if found is not None:
        return found
    return Project.objects.create(
        organisation=organisation, name=evaluation.project.name[:300], key=key, code=code[:64]
    )
