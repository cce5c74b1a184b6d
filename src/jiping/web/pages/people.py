"""People: those one administers, one of them, a new one, their roles."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiping.store.actions import people
from jiping.store.models import Membership, Person, Role
from jiping.store.policy import Refused
from jiping.web.choices import translated
from jiping.web.page import Request, page

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_FIGURES = "23456789"


class New(forms.Form):
    """A new person."""

    username = forms.CharField(label=gettext_lazy("登录名"), max_length=64)
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=64)
    phone = forms.CharField(label=gettext_lazy("联系电话"), max_length=32, required=False)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("角色"),
        choices=translated(Role.choices),
        widget=forms.CheckboxSelectMultiple,
    )


class Fields(forms.ModelForm):  # type: ignore[type-arg]
    """What an administrator may change."""

    class Meta:
        """The sign-in name stays: the log speaks of it."""

        model = Person
        fields = ("name", "phone", "is_active")


@page("people/", "people", right="person.read")
def everybody(request: Request) -> HttpResponse:
    """The people with a role at an organisation that one administers."""
    places = request.viewer.organisations("person.read")
    held = Membership.objects.filter(organisation__in=places).select_related(
        "person", "organisation"
    )
    word = request.GET.get("q", "").strip()
    if word:
        held = held.filter(person__name__icontains=word) | held.filter(
            person__username__icontains=word
        ) | held.filter(organisation__name__icontains=word)  # fmt: skip
    held = held.order_by("organisation__path", "person__username", "role")
    shown = {"members": held[:1000], "q": word, "editor": request.viewer.has("person.edit")}
    return render(request, "web/people.html", shown)


@page("people/new/", "person-new", right="person.edit", methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """A new person at an organisation; the first password is made here and shown once."""
    places = request.viewer.organisations("person.edit").order_by("path")
    asked = request.GET.get("organisation") or request.POST.get("organisation") or ""
    organisation = get_object_or_404(places, pk=_number(asked)) if asked else places.first()
    if organisation is None:
        raise Http404
    form = New(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = first_password()
        given = form.cleaned_data
        try:
            person = people.create_person(
                request.actor, given["username"], given["name"], password,
                organisation=organisation, roles=given["roles"], phone=given["phone"],
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return render(
                request, "web/person_password.html", {"person": person, "password": password}
            )
    shown = {"form": form, "organisation": organisation, "organisations": places[:3000]}
    return render(request, "web/person_new.html", shown)


@page("people/<int:pk>/", "person", right="person.read", methods=("GET", "POST"))
def one(request: Request, pk: int) -> HttpResponse:
    """One person: name, roles."""
    person = get_object_or_404(request.viewer.people(), pk=pk)
    editor = request.viewer.may("person.edit", person)
    form = Fields(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        fresh = Person.objects.get(pk=pk)
        people.edit_person(request.actor, fresh, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("person", pk)
    places = request.viewer.organisations("person.edit").order_by("path")
    shown = {
        "person": person, "form": form, "editor": editor, "roles": Role.choices,
        "organisations": places[:3000],
        "members": person.memberships.select_related("organisation"),
        "mine": set(places.values_list("pk", flat=True)),
    }  # fmt: skip
    return render(request, "web/person.html", shown)


@page("people/<int:pk>/roles/", "person-roles", right="person.edit", methods=("POST",))
def roles(request: Request, pk: int) -> HttpResponse:
    """Give a role (``organisation``, ``role``) or take one (``take``)."""
    person = get_object_or_404(request.viewer.people("person.edit"), pk=pk)
    if request.POST.get("take"):
        held = get_object_or_404(Membership, pk=_number(request.POST["take"]), person=person)
        people.take_role(request.actor, held)
    else:
        places = request.viewer.organisations("person.edit")
        organisation = get_object_or_404(places, pk=_number(request.POST.get("organisation")))
        people.give_role(request.actor, person, organisation, request.POST.get("role", ""))
    still = request.viewer.people().filter(pk=pk).exists()
    return redirect("person", pk) if still else redirect("people")


@page("people/<int:pk>/password/", "person-password", right="person.edit", methods=("POST",))
def reset(request: Request, pk: int) -> HttpResponse:
    """Another first password, shown once; ends a lock-out and the second factor."""
    person = get_object_or_404(request.viewer.people("person.edit"), pk=pk)
    password = first_password()
    people.reset_password(request.actor, person, password)
    return render(request, "web/person_password.html", {"person": person, "password": password})


def first_password() -> str:
    """A password that is easy to dictate: letters, figures, a sign; it is changed at once."""
    words = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)]
    figures = "".join(secrets.choice(_FIGURES) for _ in range(3))
    return f"{words[0].capitalize()}-{words[1]}-{words[2]}-{figures}"


def _number(text: Any) -> int:
    if not str(text or "").isdecimal():
        raise Http404
    return int(text)
