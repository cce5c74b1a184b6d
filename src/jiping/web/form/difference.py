"""What two contents of one form differ in, value by value, rows matched by what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext

from jiping.law.glossary import field_term
from jiping.model.contract import evaluation_from_json
from jiping.model.evaluation import Evaluation
from jiping.store.models import Form, FormVersion
from jiping.store.steps import table


@dataclass(frozen=True, slots=True)
class Difference:
    """One value: whose, which, before and after ("" for nothing). ``pointer``: in the new content,
    "" where its row is gone."""

    about: str
    field: str
    before: str
    after: str
    pointer: str


def sent_back(form: Form) -> FormVersion | None:
    """What a reviewer saw when the form was last sent back, None if it never was."""
    back = [step.code for step in table().steps.values() if step.after == "returned"]
    return FormVersion.objects.filter(form=form, why__in=back).order_by("-at", "-id").first()


def reworked(form: Form, now: Evaluation) -> dict[str, Any]:
    """What was changed since the form was sent back: ``reworked``, and ``sent_back``, if it was."""
    version = sent_back(form)
    if version is None:
        return {}
    changed = differences(evaluation_from_json(version.evaluation), now)
    return {"sent_back": version, "reworked": changed}


def differences(old: Evaluation, new: Evaluation) -> list[Difference]:
    """In the form's order; added and removed rows first say so, then nothing of their values."""
    return [
        *_head(old, new),
        *_block(old, new, "funds"),
        *_block(old, new, "indicators"),
        *_tail(old, new),
    ]


def _head(old: Evaluation, new: Evaluation) -> Iterator[Difference]:
    if old.year != new.year:
        yield Difference(
            gettext("表头"), gettext("评价年度"), _said(old.year), _said(new.year), "/year"
        )
    for group in ("project", "department", "unit"):
        before, after = getattr(old, group), getattr(new, group)
        if before != after:
            term = field_term(f"Evaluation.{group}")
            yield Difference(gettext("表头"), term, _name(before), _name(after), f"/{group}/name")
    for name in ("title", "amount_unit"):
        before, after = getattr(old.form, name), getattr(new.form, name)
        if before != after:
            yield Difference(
                gettext("表头"),
                field_term(f"Form.{name}"),
                _said(before),
                _said(after),
                f"/form/{name}",
            )


def _block(old: Evaluation, new: Evaluation, block: str) -> Iterator[Difference]:
    before: Sequence[Any] = getattr(old, block)
    after: Sequence[Any] = getattr(new, block)
    owner = "FundLine" if block == "funds" else "Indicator"
    where = gettext("项目资金") if block == "funds" else gettext("绩效指标")
    pairs, gone = _matched(before, after)
    for row in gone:
        yield Difference(_row_name(row), where, _row_name(row) or gettext("（空行）"), "", "")
    for number, row in enumerate(after):
        base = f"/{block}/{number}"
        held = pairs.get(number)
        if held is None:
            yield Difference(_row_name(row), where, "", _row_name(row) or gettext("（空行）"), base)
            continue
        for field in fields(row):
            a, b = getattr(held, field.name), getattr(row, field.name)
            if a != b and field.name != "source":
                term = field_term(f"{owner}.{field.name}")
                yield Difference(_row_name(row), term, _said(a), _said(b), f"{base}/{field.name}")


def _matched(before: Sequence[Any], after: Sequence[Any]) -> tuple[dict[int, Any], list[Any]]:
    """Row of the new content → row of the old one: same name first, then same place."""
    free = list(enumerate(before))
    pairs: dict[int, Any] = {}
    for number, row in enumerate(after):
        same = (spot for spot, (_, held) in enumerate(free) if _row_name(held) == _row_name(row))
        found = next(same, None) if _row_name(row) else None
        if found is not None:
            pairs[number] = free.pop(found)[1]
    left = [n for n in range(len(after)) if n not in pairs]
    for number in left:
        found = next((spot for spot, (at, _) in enumerate(free) if at == number), None)
        if found is not None and len(before) == len(after):
            pairs[number] = free.pop(found)[1]
    return pairs, [row for _, row in free]


def _tail(old: Evaluation, new: Evaluation) -> Iterator[Difference]:
    for name in ("expected", "actual"):
        a, b = getattr(old.goal, name), getattr(new.goal, name)
        if a != b:
            yield Difference(
                gettext("年度总体目标"),
                field_term(f"Goal.{name}"),
                _said(a),
                _said(b),
                f"/goal/{name}",
            )
    for name in ("weight", "score", "grade"):
        a, b = getattr(old.total, name), getattr(new.total, name)
        if a != b:
            yield Difference(
                gettext("总分"), field_term(f"Total.{name}"), _said(a), _said(b), f"/total/{name}"
            )
    for label in dict.fromkeys([*old.remarks, *new.remarks]):
        a, b = old.remarks.get(label), new.remarks.get(label)
        if a != b:
            pointer = "/remarks/" + label.replace("~", "~0").replace("/", "~1")
            yield Difference(gettext("表尾"), label, _said(a), _said(b), pointer)


def _row_name(row: Any) -> str:
    return str(row.label if hasattr(row, "label") else row.name or "")


def _name(named: Any) -> str:
    return f"{named.code}-{named.name}" if named.code else named.name or ""


def _said(value: object) -> str:
    return "" if value is None else str(value)
