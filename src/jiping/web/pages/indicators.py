"""The library of indicators beside the form page: names while typing, and how targets stand.

Both answer with nothing where the installation has no library.
"""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jiping.audit.catalogue import catalogue
from jiping.indicators.library import Concept, Library
from jiping.model.contract import evaluation_from_json
from jiping.report._library_view import example_words, level_words, target_words
from jiping.store.library import library
from jiping.store.models import FormBody
from jiping.web.page import Request, page

_LONGEST, _MOST = 60, 8
_NAMED = 700
"""Of 1000: how well an indicator fits the words at least to stand before those of the row's level."""


@page("indicators/names/", "indicator-names", right="form.read")
def names(request: Request) -> HttpResponse:
    """Indicators like what is being typed (``q``, ``level`` of the row), as JSON."""
    held, words = library(), request.GET.get("q", "").strip()[:_LONGEST]
    if held is None or len(words) < 2:
        return JsonResponse({"names": []})
    level = request.GET.get("level", "")[:_LONGEST] or None
    found = held.search(words, level=level, most=_MOST)
    if level:
        # What the words name outright stands first, be it of another level than the row.
        shown, best = {each.concept.id for each in found}, max((f.share for f in found), default=0)
        more = [f for f in held.search(words, most=_MOST) if f.concept.id not in shown]
        found = [*(f for f in more if f.share > max(best, _NAMED)), *found][:_MOST] or more
    told = [
        {
            "name": each.concept.name,
            "about": _("%(level)s；常见指标值 %(target)s；用过 %(uses)s 次")
            % {
                "level": level_words(each.concept),
                "target": target_words(each.concept),
                "uses": each.concept.uses,
            },
            "examples": _examples(held, each.concept),
        }
        for each in found
    ]
    return JsonResponse({"names": told})


def _examples(held: Library, concept: Concept) -> list[dict[str, str | bool]]:
    """One that was filled in well and one in which the audit found something, without whose they
    are; with the titles of the rules."""
    told: list[dict[str, str | bool]] = []
    for good in (True, False):
        for one in held.examples(concept.id, good=good)[:1]:
            given = {"example": example_words(one)}
            said = _("例：%(example)s") % given
            if not good:
                titles = [rule.title for code in one.rules if (rule := catalogue().get(code))][:2]
                said = _("有问题的例子：%(example)s（%(rules)s）") % {
                    **given, "rules": "；".join(titles),
                }  # fmt: skip
            told.append({"words": said, "good": good})
    return told


@page("forms/<int:pk>/peers/", "form-peers", right="form.read")
def peers(request: Request, pk: int) -> HttpResponse:
    """How the targets of a form stand among those of the same indicators: pointer → words."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    held = library()
    told: dict[str, dict[str, str]] = {}
    if held is not None:
        evaluation = evaluation_from_json(FormBody.objects.get(pk=form.pk).evaluation)
        for number, row in enumerate(evaluation.indicators):
            standing = held.standing(row, evaluation)
            if standing is None:
                continue
            given = {"place": standing.percentile, "count": standing.count}
            told[f"/indicators/{number}/target"] = {
                "short": _("第%(place)s百分位") % given,
                "long": _("在指标库 %(count)s 个同类指标值中由小到大排在第 %(place)s 百分位")
                % given,
            }
    return JsonResponse({"peers": told})
