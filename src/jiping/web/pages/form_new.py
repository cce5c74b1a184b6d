"""A form begun: typed anew from an official form, or made from last year's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from jiping.api import editing
from jiping.forms.families import families
from jiping.store import content
from jiping.store.actions.forms import create_form
from jiping.store.models import Form, Organisation
from jiping.store.policy import Refused
from jiping.web.form.beginning import begun_at
from jiping.web.page import Request, page

_FORMER = 30
"""Forms of former years offered to be made anew."""


class Fields(forms.Form):
    """What a new form begins with."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("单位"))
    family = forms.ChoiceField(label=gettext_lazy("表式"))
    year = forms.IntegerField(label=gettext_lazy("评价年度"), min_value=2010, max_value=2100)
    name = forms.CharField(label=gettext_lazy("项目名称"), max_length=300)

    def __init__(self, *given: Any, request: Request, **named: Any) -> None:
        super().__init__(*given, **named)
        places = request.viewer.organisations("form.create").order_by("path")
        field: Any = self.fields["organisation"]
        field.queryset = places
        if len(places) == 1:
            field.initial = places[0]
        choice: Any = self.fields["family"]
        known = sorted(families().values(), key=lambda each: (each.region, each.id))
        choice.choices = [(each.id, each.name) for each in known]
        choice.initial = _usual_family(request, places)
        self.fields["year"].initial = timezone.localdate().year - 1


def _usual_family(request: Request, places: QuerySet[Organisation]) -> str:
    """The official form that this person used last, else that of the region, else the Ministry's."""
    known = families()
    mine = Form.objects.filter(created_by=request.viewer.person, demonstration=False)
    last = mine.exclude(family="").order_by("-id").first()
    if last is not None:
        used = [each.id for each in known.values() if last.family in (each.id, each.reads_as)]
        if used:
            return used[0]
    region = places.exclude(region="").values_list("region", flat=True).first() or ""
    there = [each.id for each in known.values() if each.region and region[:2] == each.region[:2]]
    return there[0] if there else "mof-2020"


@page("forms/new/", "form-new", right="form.create", methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """An empty official form for one of one's own organisations."""
    fields = Fields(request.POST or None, request=request)
    if request.method == "POST" and fields.is_valid():
        given = fields.cleaned_data
        place: Organisation = given["organisation"]
        evaluation = begun_at(place, given["family"], given["year"], given["name"])
        made = create_form(request.actor, evaluation, place)
        return HttpResponseRedirect(reverse("form", args=[made.pk]))
    return render(request, "web/form_new.html", {"fields": fields, "former": _former(request)})


def _former(request: Request) -> list[Form]:
    """The newest forms of former years that nothing was made from yet."""
    mine = request.viewer.forms("form.edit").filter(
        year__lt=timezone.localdate().year, following=None, demonstration=False
    )
    return list(mine.exclude(organisation=None).order_by("-year", "-id")[:_FORMER])


@page("forms/<int:pk>/next-year/", "form-next-year", right="form.create", methods=("POST",))
def next_year(request: Request, pk: int) -> HttpResponse:
    """The form of the year after, made from this one; the page shows what differs from it."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    if form.organisation is None:
        raise Refused(gettext("这张表还没有对应的单位，请先由管理员指明。"))
    there = request.viewer.forms().filter(previous=form).order_by("pk").first()
    if there is not None:
        messages.info(request, _("下一年度的表已经有了，就是这一张。"))
        return HttpResponseRedirect(reverse("form", args=[there.pk]))
    evaluation = editing.next_year(content.evaluation_of(form))
    made = create_form(request.actor, evaluation, form.organisation, previous=form)
    return HttpResponseRedirect(reverse("form", args=[made.pk]))


@page("forms/<int:pk>/last-year/", "form-last-year", right="form.read")
def last_year(request: Request, pk: int) -> HttpResponse:
    """This form beside the one of the year before that it was made from."""
    from jiping.web.form.difference import differences

    form = get_object_or_404(request.viewer.forms(), pk=pk)
    before = get_object_or_404(request.viewer.forms(), pk=form.previous_id or 0)
    found = differences(content.evaluation_of(before), content.evaluation_of(form))
    return render(
        request, "web/form_last_year.html", {"form": form, "before": before, "difference": found}
    )
