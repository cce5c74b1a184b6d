"""Organisations: the tree, one organisation, a list to import, names that nobody has."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiping.store import files
from jiping.store.actions import organisation_import, organisations
from jiping.store.models import Alias, Organisation, SourceFile, UnmatchedName
from jiping.store.organisation_list import Line, WrongList, rows_of
from jiping.store.policy import Refused
from jiping.web.choices import translated
from jiping.web.page import Request, page

LIST_BYTES = 20 * 1024 * 1024


class Fields(forms.ModelForm):  # type: ignore[type-arg]
    """What may be said about an organisation."""

    class Meta:
        """Its parent is changed elsewhere, with a date."""

        model = Organisation
        fields = ("name", "code", "kind", "region")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        kind: Any = self.fields["kind"]
        kind.choices = translated(Organisation.Kind.choices)


@page("organisations/", "organisations", right="organisation.edit")
def tree(request: Request) -> HttpResponse:
    """The tree below one's own organisations, or those that a word fits."""
    mine = request.viewer.organisations("organisation.edit").order_by("path")
    word = request.GET.get("q", "").strip()
    if word:
        key = organisations.name_key(word)
        found = mine.filter(name_key__contains=key) | mine.filter(aliases__key__contains=key)
        mine = (found | mine.filter(code__startswith=word)).distinct()
    unmatched = UnmatchedName.objects.filter(organisation=None)
    shown = {
        "rows": mine.prefetch_related("aliases")[:2000],
        "count": mine.count(),
        "q": word,
        "unmatched": unmatched.count(),
    }
    return render(request, "web/organisations.html", shown)


@page("organisations/new/", "organisation-new", right="organisation.edit", methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """A new organisation under one of one's own."""
    parents = request.viewer.organisations("organisation.edit").order_by("path")
    parent = get_object_or_404(
        parents, pk=_number(request.GET.get("parent") or request.POST.get("parent"))
    )
    form = Fields(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = organisations.create_organisation(request.actor, parent=parent, **form.cleaned_data)
        messages.success(request, _("已新增“%(name)s”。") % {"name": made.name})
        return redirect("organisation", made.pk)
    shown = {"form": form, "parent": parent}
    return render(request, "web/organisation_new.html", shown)


@page("organisations/<int:pk>/", "organisation", right="organisation.edit", methods=("GET", "POST"))
def one(request: Request, pk: int) -> HttpResponse:
    """Name and code, other names, place in the tree with its history, people."""
    mine = request.viewer.organisations("organisation.edit")
    organisation = get_object_or_404(mine, pk=pk)
    form = Fields(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        fresh = mine.get(pk=pk)
        organisations.edit_organisation(request.actor, fresh, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("organisation", pk)
    shown = {
        "organisation": organisation,
        "form": form,
        "parents": mine.exclude(path__startswith=organisation.path).order_by("path")[:2000],
        "placements": organisation.placements.select_related("parent"),
        "members": organisation.memberships.select_related("person").order_by("role"),
        "today": timezone.localdate(),
    }
    return render(request, "web/organisation.html", shown)


@page(
    "organisations/<int:pk>/move/",
    "organisation-move",
    right="organisation.edit",
    methods=("POST",),
)
def move(request: Request, pk: int) -> HttpResponse:
    """Under another parent from a day on."""
    mine = request.viewer.organisations("organisation.edit")
    organisation = get_object_or_404(mine, pk=pk)
    parent = get_object_or_404(mine, pk=_number(request.POST.get("parent")))
    given = request.POST.get("since") or timezone.localdate().isoformat()
    try:
        since = datetime.date.fromisoformat(given)
    except ValueError as error:
        raise Refused(_("日期要写成 2026-01-01 这样。")) from error
    organisations.move_organisation(request.actor, organisation, parent, since=since)
    messages.success(request, _("隶属关系已调整。"))
    return redirect("organisation", pk)


@page(
    "organisations/<int:pk>/alias/",
    "organisation-alias",
    right="organisation.edit",
    methods=("POST",),
)
def alias(request: Request, pk: int) -> HttpResponse:
    """Add (``name``) or forget (``remove``) another name."""
    organisation = get_object_or_404(request.viewer.organisations("organisation.edit"), pk=pk)
    if request.POST.get("remove"):
        row = get_object_or_404(
            Alias, pk=_number(request.POST["remove"]), organisation=organisation
        )
        organisations.remove_alias(request.actor, row)
    elif request.POST.get("name", "").strip():
        organisations.add_alias(request.actor, organisation, request.POST["name"].strip()[:200])
    return redirect("organisation", pk)


@page("organisations/unmatched/", "unmatched", right="organisation.edit", methods=("GET", "POST"))
def unmatched(request: Request) -> HttpResponse:
    """Names in tables that no organisation has: say whose they are."""
    mine = request.viewer.organisations("organisation.edit").order_by("path")
    if request.method == "POST":
        row = get_object_or_404(UnmatchedName, pk=_number(request.POST.get("row")))
        organisation = get_object_or_404(mine, pk=_number(request.POST.get("organisation")))
        organisations.add_alias(request.actor, organisation, row.name)
        messages.success(
            request, _("“%(name)s”今后认作“%(to)s”。") % {"name": row.name, "to": organisation.name}
        )
        return redirect("unmatched")
    rows = UnmatchedName.objects.filter(organisation=None)
    return render(request, "web/unmatched.html", {"rows": rows[:200], "organisations": mine[:3000]})


@page(
    "organisations/import/",
    "organisation-import",
    right="organisation.edit",
    methods=("GET", "POST"),
)
def take_list(request: Request) -> HttpResponse:
    """A list from a file: shown what it would do first, done on the second push."""
    shown: dict[str, Any] = {}
    given = request.FILES.get("file")
    if request.method == "POST" and given is not None:
        if given.size is not None and given.size > LIST_BYTES:
            shown["why"] = _("文件超过 20 MB，不像是单位清单。")
        else:
            source, _made = files.keep(given.chunks(), given.name or "清单.xlsx")
            shown |= _looked(request, source, given.name or "")
    elif request.method == "POST":
        source = get_object_or_404(SourceFile, sha256=request.session.get("list", ""))
        if request.POST.get("list") != source.sha256:
            raise Http404
        rows = rows_of(files.content(source), source.name)
        lines = organisation_import.import_organisations(request.actor, rows, source.name)
        request.session.pop("list", None)
        messages.success(
            request,
            _("已导入：新增 %(new)s 个，更新 %(changed)s 个，没有用上 %(wrong)s 行。")
            % _counts(lines),
        )
        return redirect("organisations")
    return render(request, "web/organisation_import.html", shown)


def _looked(request: Request, source: SourceFile, name: str) -> dict[str, Any]:
    try:
        rows = rows_of(files.content(source), name)
    except WrongList as error:
        return {"why": str(error)}
    request.session["list"] = source.sha256
    lines = organisation_import.look(rows, request.viewer)
    return {"lines": lines, "counts": _counts(lines), "sha256": source.sha256, "name": name}


def _counts(lines: list[Line]) -> dict[str, int]:
    return {
        what: sum(line.what == what for line in lines)
        for what in ("new", "changed", "same", "wrong")
    }


def _number(text: Any) -> int:
    if not str(text or "").isdecimal():
        raise Http404
    return int(text)
