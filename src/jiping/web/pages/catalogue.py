"""Rules and schemes to read, with how often each finding stands in the forms one may see."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jiping.api import catalogue
from jiping.api.catalogue import spans
from jiping.store.actions.figures import asked_for
from jiping.web.page import Request, page

FIRED = "fired"


@page("rules/", "rules", right="catalogue.read")
def rules(request: Request) -> HttpResponse:
    """Every rule by family, searched by word, with how often it fired here."""
    word = request.GET.get("q", "").strip()
    found = asked_for(request.actor, request.viewer, FIRED)
    counts = found.value or {}
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
    shown = {"families": families, "word": word, "schemes": schemes,
             "counting": found.value is None, "counted": found.at}  # fmt: skip
    return render(request, "web/rules.html", shown)


@page("rules/<str:code>/", "rule", right="catalogue.read")
def rule(request: Request, code: str) -> HttpResponse:
    """One rule: clause, explanation, examples, how often it fired here."""
    try:
        blocks = catalogue.rule_blocks(code)
    except KeyError as error:
        raise Http404 from error
    found = asked_for(request.actor, request.viewer, FIRED)
    shown = {"blocks": _drawn(blocks), "code": code, "fired": (found.value or {}).get(code),
             "counting": found.value is None, "counted": found.at}  # fmt: skip
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
