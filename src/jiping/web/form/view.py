"""What the form page shows, put together: table, findings, steps, people's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from jiping.model.contract import evaluation_from_json
from jiping.store.actions.assigning import agencies
from jiping.store.actions.flow import open_steps
from jiping.store.models import (
    Answer,
    Assignment,
    Evidence,
    FindingRow,
    Form,
    FormBody,
    Opinion,
    StateStep,
)
from jiping.store.policy import Viewer
from jiping.store.steps import table
from jiping.web.form.difference import reworked
from jiping.web.form.sheet import Drawer, Sheet, term_of

SEVERITIES = (
    ("error", gettext_noop("错误")),
    ("warning", gettext_noop("需说明")),
    ("info", gettext_noop("提示")),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One finding in the list beside the table."""

    row: FindingRow
    target: str
    about: str
    rows: str
    answer: Answer | None
    evidence: tuple[Evidence, ...]


def context(viewer: Viewer, form: Form) -> dict[str, Any]:
    """All that the templates of the form page need."""
    body = FormBody.objects.get(pk=form.pk)
    evaluation = evaluation_from_json(body.evaluation)
    audit: Mapping[str, Any] = body.audit or {}
    state = table().states[form.state]
    editable = state.editable and viewer.may("form.edit", form)
    findings = list(FindingRow.objects.filter(form=form))
    answered = frozenset(n for n, row in enumerate(findings) if row.answered)
    drawn = Drawer(evaluation, audit, editable, answered).draw()
    evidence = list(Evidence.objects.filter(form=form, removed=None).select_related("by"))
    said = _said(form, findings, evidence)
    opinions = list(Opinion.objects.filter(form=form).select_related("by", "step"))
    return {
        "form": form,
        "evaluation": evaluation,
        "state": state,
        "editable": editable,
        "may_answer": state.editable and viewer.may("form.answer", form),
        "may_opine": viewer.may("form.opine", form),
        "may_export": viewer.may("form.export", form),
        "may_create": form.organisation is not None
        and viewer.may("form.create", form.organisation),
        "may_delete": form.state == table().first and viewer.may("form.delete", form),
        "sheet": drawn,
        "groups": [
            {"code": code, "title": title, "said": [s for s in said if s.row.severity == code]}
            for code, title in SEVERITIES
        ],
        "open_count": sum(not row.answered for row in findings),
        "ledger": audit.get("ledger") or {},
        "evidence": [
            {"file": each, "about": _about(each.pointer, evaluation)}
            for each in evidence
            if each.answer_id is None
        ],
        "opinions": [
            {
                "opinion": each,
                "about": _about(each.pointer, evaluation),
                "step": table().steps[each.step.step].title if each.step else "",
            }
            for each in opinions
        ],
        **_steps(viewer, form, findings),
        "last_step": _last_step(form),
        **reworked(form, evaluation),
        **_assigned(viewer, form),
        "checks": _checks(audit.get("checks") or ()),
    }


def _steps(viewer: Viewer, form: Form, findings: Sequence[FindingRow]) -> dict[str, Any]:
    """The steps that this person may take now, and what belongs beside their buttons."""
    steps = open_steps(viewer, form)
    errors = sum(row.severity == "error" and not row.answered for row in findings)
    return {
        "steps": steps,
        "opinion_needed": any(step.opinion for step in steps),
        "sending": table().states[form.state].editable
        and any(step.right == "form.submit" for step in steps),
        "open_errors": errors,
    }


def _last_step(form: Form) -> dict[str, Any] | None:
    """What was said with the newest step, if anything was."""
    newest = StateStep.objects.filter(form=form).select_related("by").order_by("-id").first()
    if newest is None or not newest.text:
        return None
    return {"step": newest, "title": table().steps[newest.step].title}


def _assigned(viewer: Viewer, form: Form) -> dict[str, Any]:
    """The agencies that look at the form, and those it may be given to."""
    if not viewer.may("form.assign", form):
        return {"may_assign": False}
    given = Assignment.objects.filter(form=form).select_related("organisation").order_by("id")
    held = {each.organisation_id for each in given}
    offered = (
        [] if form.state == table().first else [a for a in agencies()[:200] if a.pk not in held]
    )
    return {"may_assign": bool(given or offered), "assigned": given, "agencies": offered}


def patch(sheet: Sheet) -> dict[str, Any]:
    """The table's cells as values for the script: text, severity, messages, doubt; scores beside."""
    return {
        "shape": sheet.shape,
        "cells": {
            box.pointer: [
                box.text,
                box.mark.severity if box.mark else "",
                box.mark.title if box.mark else "",
                box.doubt,
            ]
            for box in sheet.boxes()
        },
        "rows": {each.row: [each.text, each.agrees, each.derivation] for each in sheet.computed()},
    }


def _said(form: Form, rows: Sequence[FindingRow], evidence: Sequence[Evidence]) -> list[Said]:
    held = {
        (answer.identity, answer.numbers): answer
        for answer in Answer.objects.filter(form=form, withdrawn=None).select_related("by")
    }
    found = []
    for row in rows:
        answer = held.get((row.identity, row.numbers))
        files = tuple(e for e in evidence if answer is not None and e.answer_id == answer.pk)
        found.append(Said(row, row.target, term_of(row.target), _rows(row), answer, files))
    return found


def _rows(finding: FindingRow) -> str:
    """The rows that a finding is about, as pointers with blanks between."""
    targets = finding.data.get("targets") or ()
    return " ".join(dict.fromkeys("/".join(target.split("/")[:3]) for target in targets))


def _about(pointer: str, evaluation: Any) -> str:
    """Which row a pointer leads to, as people call it."""
    group, *rest = pointer.removeprefix("/").split("/")
    if group == "indicators" and rest and int(rest[0]) < len(evaluation.indicators):
        return evaluation.indicators[int(rest[0])].name or gettext("指标第%(n)s行") % {
            "n": int(rest[0]) + 1
        }
    if group == "funds" and rest and int(rest[0]) < len(evaluation.funds):
        return str(evaluation.funds[int(rest[0])].label)
    return gettext("整张表") if not group else term_of(pointer)


def _checks(checks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What was checked: how many held, and what could not be decided with its reason."""
    skipped = [check for check in checks if check["outcome"] == "skip"]
    return {
        "passed": sum(check["outcome"] == "pass" for check in checks),
        "failed": sum(check["outcome"] == "fail" for check in checks),
        "skipped": skipped,
    }
