"""The library of indicators: searched, asked for advice; how targets stand among others.

Whose projects and units the figures come from is not told: that is not for everybody's eyes.
"""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from jiping.indicators.library import Library, single, unit_of
from jiping.indicators.suggesting import suggest
from jiping.model.peers import Standing
from jiping.report._library_view import concept_json
from jiping.store import content
from jiping.store.library import library, missing
from jiping.store.policy import NotThere, WrongValue
from jiping.web.calling import FAILS, Id, asking
from jiping.web.calls.forms import form_of
from jiping.web.shapes import library as shapes

router = Router(tags=["指标库"])
Words = Annotated[str, Query(description="名称或几个字", min_length=2, max_length=200)]
Most = Annotated[int, Query(description="最多几个", ge=1, le=50)]
Number = Annotated[int, Path(description="指标的序号")]


class NoLibrary(NotThere):
    """There is no library here; says why and what to do."""

    def __str__(self) -> str:
        """The words of the shelf."""
        return missing() or "没有指标库。"


def _library(request: HttpRequest) -> Library:
    asking(request).viewer.demand("catalogue.read")
    held = library()
    if held is None:
        raise NoLibrary
    return held


@router.get("/indicators/library", url_name="library", response={200: shapes.Shelf, **FAILS})
def shelf(request: HttpRequest) -> Any:
    """这里有没有指标库，由什么汇集而成。"""
    asking(request).viewer.demand("catalogue.read")
    held = library()
    if held is None:
        return {"installed": False, "why": missing()}
    counts = {name: int(held.meta[name]) for name in ("forms", "indicators", "concepts")}
    return {"installed": True, "why": "", "built": held.meta["built"], **counts}


@router.get("/indicators", url_name="indicators", response={200: shapes.FoundConcepts, **FAILS})
def search(
    request: HttpRequest,
    q: Words,
    level: Annotated[str, Query(description="一级或二级指标的名称", max_length=60)] = "",
    unit: Annotated[str, Query(description="计量单位", max_length=20)] = "",
    most: Most = 20,
) -> Any:
    """按名称查指标，各种叫法都行，相近的在前。"""
    found = _library(request).search(q, level=level or None, unit=unit or None, most=most)
    return {"indicators": [{**concept_json(each.concept), "fit": each.share} for each in found]}


@router.get(
    "/indicators/suggestions", url_name="suggestions", response={200: shapes.Suggestions, **FAILS}
)
def advise(request: HttpRequest, q: Words, most: Most = 15) -> Any:
    """按项目名称或目标建议指标，附理由。"""
    told = []
    for each in suggest(_library(request), q, most=most):
        said = []
        if each.users:
            said.append(f"{each.asked} 个相似项目中有 {each.users} 个使用")
        if each.named:
            said.append("名称与所写文字相近")
        if each.concept.mark:
            said.append(f"指标库标记“{each.concept.mark}”")
        told.append({
            **concept_json(each.concept), "asked": each.asked, "users": each.users,
            "named": each.named, "reason": "；".join(said) + "。",
        })  # fmt: skip
    return {"suggestions": told}


@router.get(
    "/indicators/{number}", url_name="indicator", response={200: shapes.WholeConcept, **FAILS}
)
def indicator(request: HttpRequest, number: Number) -> Any:
    """一个指标：指标值和完成值的分布、各种叫法、写法问题。"""
    held, found = _concept(request, number)
    return {
        **concept_json(found),
        "spellings": [{"name": n, "uses": u} for n, u in held.spellings(found.id)],
        "rules": [{"rule": code, "uses": u} for code, u in held.faults(found.id)],
    }


def _concept(request: HttpRequest, number: int) -> Any:
    held = _library(request)
    found = held.concept(number - 1) if 0 < number < 2**31 else None
    if found is None:
        raise NotThere
    return held, found


@router.get(
    "/indicators/{number}/standing", url_name="standing", response={200: shapes.Standing, **FAILS}
)
def standing(
    request: HttpRequest,
    number: Number,
    target: Annotated[str, Query(description="指标值，一个数", min_length=1, max_length=40)],
    unit: Annotated[str, Query(description="计量单位；不写用常用的", max_length=20)] = "",
) -> Any:
    """一个指标值在同类指标值中由小到大排在第几百分位；没有同单位的指标值时答 404。"""
    held, found = _concept(request, number)
    value = single(target)
    if value is None:
        raise WrongValue("指标值要是一个数，例如 95 或 95%。", "target")
    at = held.percentile(found.id, unit_of(unit or None, target) or found.unit or "", value)
    if at is None:
        raise NotThere
    return _told(at)


def _told(at: Standing) -> dict[str, Any]:
    words = f"在指标库 {at.count} 个同类指标值中由小到大排在第 {at.percentile} 百分位"
    return {"percentile": at.percentile, "count": at.count, "words": words}


@router.get("/forms/{pk}/peers", url_name="form-peers", response={200: shapes.Peers, **FAILS})
def peers(request: HttpRequest, pk: Id) -> Any:
    """一张表的指标值在同类中的位置，不同自己比较。"""
    evaluation = content.evaluation_of(form_of(request, pk))
    held = library()
    if held is None:
        raise NoLibrary
    found = [
        (n, row, held.standing(row, evaluation)) for n, row in enumerate(evaluation.indicators)
    ]
    return {"peers": [
        {"pointer": f"/indicators/{n}/target", "name": row.name or "", **_told(at)}
        for n, row, at in found if at is not None
    ]}  # fmt: skip
