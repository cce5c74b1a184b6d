"""Organisations: made, renamed, moved, given other names; names of tables matched to them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from jiping.model.text import label_key
from jiping.store.acting import Act, action
from jiping.store.models import Alias, Form, Organisation, Placement, UnmatchedName
from jiping.store.models.organisation import segment, subtree
from jiping.store.policy import WrongValue


@action("organisation.create", "新增单位")
def create_organisation(
    act: Act,
    name: str,
    *,
    parent: Organisation | None = None,
    kind: str = Organisation.Kind.UNIT,
    code: str = "",
    region: str = "",
    since: datetime.date | None = None,
) -> Organisation:
    """A new organisation under ``parent`` (None: a root, which only the program may make)."""
    if parent is None and act.actor.viewer is not None:
        raise WrongValue(gettext("顶层单位在首次启动时建立，不能另建。"), "parent")
    act.demand("organisation.edit", parent)
    made = place_new(name, parent=parent, kind=kind, code=code, region=region, since=since)
    act.log(made, name=made.name, parent=parent.name if parent else None, code=code or None)
    return made


def place_new(name: str, *, parent: Organisation | None, **fields: Any) -> Organisation:
    """The rows of a new organisation, as part of an action."""
    made = Organisation(name=name, name_key=name_key(name), parent=parent, **fields)
    made.save()
    made.path = (parent.path if parent else "") + segment(made.pk)
    made.save(update_fields=["path"])
    Placement.objects.create(organisation=made, parent=parent, path=made.path, since=made.since)
    return made


@action("organisation.edit", "修改单位")
def edit_organisation(act: Act, /, organisation: Organisation, **fields: Any) -> Organisation:
    """Other name, code, kind or region. The former name stays as an alias."""
    act.demand("organisation.edit", organisation)
    before = {key: getattr(organisation, key) for key in fields}
    changed = {key: value for key, value in fields.items() if before[key] != value}
    if not changed:
        act.nothing_changed()
        return organisation
    for key, value in changed.items():
        setattr(organisation, key, value)
    if "name" in changed:
        former = before["name"]
        organisation.name_key = name_key(organisation.name)
        Alias.objects.get_or_create(
            organisation=organisation, key=name_key(former), defaults={"name": former}
        )
    organisation.save()
    act.log(organisation, before={key: before[key] for key in changed}, after=changed)
    return organisation


@action("organisation.move", "调整单位隶属关系")
def move_organisation(
    act: Act, organisation: Organisation, parent: Organisation, *, since: datetime.date
) -> Organisation:
    """Under another parent from a day on; forms of the years before keep their place."""
    act.demand("organisation.edit", organisation)
    act.demand("organisation.edit", parent)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    parent = Organisation.objects.select_for_update().get(pk=parent.pk)
    if parent.path.startswith(organisation.path):
        raise WrongValue(gettext("不能移到自己或自己的下级之下。"), "parent")
    if since > timezone.localdate():
        raise WrongValue(gettext("生效日期不能晚于今天；请在生效那天再调整。"), "since")
    before = organisation.parent
    old = organisation.path
    below = list(Organisation.objects.filter(subtree(old)).order_by("path"))
    for each in below:
        each.path = parent.path + each.path[len(old) - len(segment(0)) :]
        if each.pk == organisation.pk:
            each.parent = parent
        each.save(update_fields=["path", "parent"])
        _place(each, since)
        _move_forms(each, since.year)
    organisation.refresh_from_db()
    act.log(organisation, before=before.name if before else None, after=parent.name, since=since)
    return organisation


def _place(organisation: Organisation, since: datetime.date) -> None:
    later = Placement.objects.filter(organisation=organisation, since__gte=since)
    later.delete()
    Placement.objects.filter(organisation=organisation, until=None).update(until=since)
    Placement.objects.filter(organisation=organisation, until__gt=since).update(until=since)
    Placement.objects.create(
        organisation=organisation, parent=organisation.parent, path=organisation.path, since=since
    )


def _move_forms(organisation: Organisation, year: int) -> None:
    forms = Form.objects.filter(organisation=organisation, year__gte=year)
    forms.update(path=organisation.path)


def path_in(organisation: Organisation, year: int | None) -> str:
    """The place of an organisation at the end of a year; today's for None."""
    if year is None:
        return organisation.path
    end = datetime.date(year, 12, 31)
    placed = Placement.objects.filter(organisation=organisation).order_by("-since")
    rows = list(placed)
    held = [row for row in rows if row.since is None or row.since <= end]
    dated = sorted(held, key=lambda row: row.since or datetime.date.min)
    return dated[-1].path if dated else organisation.path


@action("organisation.alias", "增加单位别名")
def add_alias(act: Act, organisation: Organisation, name: str) -> Alias:
    """Another name of an organisation; unmatched tables of that name are given to it."""
    act.demand("organisation.edit", organisation)
    alias, made = Alias.objects.get_or_create(
        organisation=organisation, key=name_key(name), defaults={"name": name.strip()}
    )
    given = adopt(organisation, alias.key)
    if made or given:
        act.log(organisation, alias=alias.name, forms=given or None)
    else:
        act.nothing_changed()
    return alias


@action("organisation.unalias", "删除单位别名")
def remove_alias(act: Act, alias: Alias) -> None:
    """Forget another name; forms that it brought stay where they are."""
    act.demand("organisation.edit", alias.organisation)
    act.log(alias.organisation, alias=alias.name)
    alias.delete()


def adopt(organisation: Organisation, key: str) -> int:
    """Give forms whose unit has this name, and no organisation, to one; how many."""
    waiting = Form.objects.filter(organisation=None)
    forms = [form for form in waiting if name_key(form.unit_name) == key]
    for form in forms:
        form.organisation = organisation
        form.path = path_in(organisation, form.year)
        form.save(update_fields=["organisation", "path"])
    UnmatchedName.objects.filter(key=key).update(organisation=organisation)
    return len(forms)


def match(name: str | None, code: str | None = None) -> Organisation | None:
    """The one organisation of a name (or another name, or a code); None if none or several."""
    if code:
        by_code = Organisation.objects.filter(code=code)[:2]
        if len(by_code) == 1:
            return by_code[0]
    if not name:
        return None
    key = name_key(name)
    found = {o.pk: o for o in Organisation.objects.filter(name_key=key)[:2]}
    if not found:
        found = {a.organisation_id: a.organisation for a in
                 Alias.objects.filter(key=key).select_related("organisation")[:2]}  # fmt: skip
    return next(iter(found.values())) if len(found) == 1 else None


def note_unmatched(name: str, source: str, code: str = "") -> None:
    """Remember a name that no organisation has."""
    row, made = UnmatchedName.objects.get_or_create(
        key=name_key(name),
        defaults={"name": name.strip()[:200], "code": code, "source": source[:300]},
    )
    if not made:
        UnmatchedName.objects.filter(pk=row.pk).update(count=row.count + 1)


def name_key(name: str) -> str:
    """What two spellings of a name have in common: width, white space and brackets' kind."""
    return label_key(name)[:200]
