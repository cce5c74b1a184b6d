"""Forms given to a reviewing agency, whose people then see these forms and no other."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from jiping.store.acting import Act, action
from jiping.store.models import Assignment, Form, Organisation
from jiping.store.policy import Conflict, WrongValue
from jiping.store.steps import table


def agencies() -> QuerySet[Organisation]:
    """The reviewing agencies of today, by name."""
    today = timezone.localdate()
    found = Organisation.objects.filter(kind=Organisation.Kind.AGENCY)
    return found.filter(Q(until=None) | Q(until__gt=today)).order_by("name")


@action("form.assign", "交复核机构")
def assign_form(act: Act, form: Form, agency: Organisation) -> Assignment:
    """Let the people of an agency see a form; given twice it is given once.

    Raises `Refused` for a draft, which nobody but its unit should see, and for what is no agency.
    """
    act.demand("form.assign", form)
    if agency.kind != Organisation.Kind.AGENCY:
        raise WrongValue(gettext("“%(name)s”不是复核机构。") % {"name": agency.name}, "agency")
    if form.state == table().first:
        raise Conflict(gettext("草稿还没有送审，不能交复核。"))
    made, new = Assignment.objects.get_or_create(
        form=form, organisation=agency, defaults={"by": act.person}
    )
    if new:
        act.log(form, organisation=agency.name)
    else:
        act.nothing_changed()
    return made


@action("form.assign.end", "收回交办")
def end_assignment(act: Act, assignment: Assignment) -> None:
    """The agency sees the form no longer; what it said stays."""
    act.demand("form.assign", assignment.form)
    act.log(assignment.form, organisation=assignment.organisation.name)
    assignment.delete()
