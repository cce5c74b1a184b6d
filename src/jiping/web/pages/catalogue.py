"""Rules and schemes to read, with how often each finding stands in the forms one may see."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render

from jiping.api import catalogue
from jiping.api.catalogue import spans
from jiping.store.models import FindingRow
from jiping.store.policy import Viewer
from jiping.web.page import Request, page


def fired(viewer: Viewer) -> dict[str, Any]:
    """Rule → findings, forms, answered, of the forms that this person sees."""
    if not viewer.has("form.read"):
        return {}
    found = FindingRow.objects.filter(form__in=viewer.forms().values("pk"))
    rows = found.values("rule").annotate(
        findings=Count("pk"), forms=Count("form", distinct=True),
        answered=Count("pk", filter=Q(answered=True)),
    )  # fmt: skip
    return {row["rule"]: row for row in rows}


@page("rules/", "rules", right="catalogue.read")
def rules(request: Request) -> HttpResponse:
    """Every rule by family, searched by word, with how often it fired here."""
    word = request.GET.get("q", "").strip()
    counts = fired(request.viewer)
    lines = [
        line
        for line in catalogue.rule_lines()
        if not word or word.upper() in line.code or word in line.title
    ]
    families = [
        {
            "name": name,
            "lines": [{"rule": line, "fired": counts.get(line.code)} for line in group],
        }
        for name, group in groupby(lines, key=lambda line: line.family)
    ]
    schemes = catalogue.scheme_lines()
    return render(
        request, "web/rules.html", {"families": families, "word": word, "schemes": schemes}
    )


@page("rules/<str:code>/", "rule", right="catalogue.read")
def rule(request: Request, code: str) -> HttpResponse:
    """One rule: clause, explanation, examples, how often it fired here."""
    try:
        blocks = catalogue.rule_blocks(code)
    except KeyError as error:
        raise Http404 from error
    shown = {"blocks": _drawn(blocks), "code": code, "fired": fired(request.viewer).get(code)}
    return render(request, "web/rule.html", shown)


@page("schemes/<slug:name>/", "scheme", right="catalogue.read")
def scheme(request: Request, name: str) -> HttpResponse:
    """One scheme: every number and where it comes from."""
    try:
        blocks = catalogue.scheme_blocks(name)
    except KeyError as error:
        raise Http404 from error
    return render(request, "web/rule.html", {"blocks": _drawn(blocks), "code": name})


def _drawn(blocks: list[Any]) -> list[dict[str, Any]]:
    """Blocks for the template: kind, and words as spans."""
    drawn = []
    for block in blocks:
        kind = type(block).__name__.lower()
        given: dict[str, Any] = {"kind": kind, "block": block}
        if kind in ("heading", "line"):
            given["spans"] = spans(block.words)
        if kind == "fields":
            given["pairs"] = [(label, spans(words)) for label, words in block.pairs]
        drawn.append(given)
    return drawn
