"""Organisations: the tree, its changes, a list to import, names that nobody has."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status

from jiping.store.actions import organisation_import
from jiping.store.actions import organisations as actions
from jiping.store.models import Alias, Organisation, UnmatchedName
from jiping.store.organisation_list import WrongList, rows_of
from jiping.store.policy import WrongValue
from jiping.web.calling import FAILS, Each, Id, Page, Sent, asking, one, part, taken
from jiping.web.shapes import organisations as shapes

router = Router(tags=["单位"])
Q = Annotated[str, Query(description="名称中的字", max_length=200)]
Keep = Annotated[bool, Query(description="true 才写入")]
OtherName = Annotated[int, Path(description="别名的编号")]


def _told(place: Organisation) -> dict[str, Any]:
    return {"id": place.pk, "name": place.name, "code": place.code, "kind": place.kind,
            "region": place.region, "parent": place.parent_id}  # fmt: skip


def _known(place: Organisation) -> dict[str, Any]:
    return {
        **_told(place),
        "aliases": [{"id": a.pk, "name": a.name} for a in place.aliases.all()],
        "placements": [
            {"parent": p.parent_id, "since": p.since,
             "until": p.until}
            for p in place.placements.all()
        ],
    }  # fmt: skip


@router.get(
    "/organisations", url_name="organisations", response={200: shapes.Organisations, **FAILS}
)
def organisations(request: HttpRequest, q: Q = "", page: Page = 1, each: Each = 500) -> Any:
    """看得到的单位，按单位树的顺序；q 按名称查。"""
    found = asking(request).viewer.organisations("organisation.read").order_by("path")
    if q.strip():
        found = found.filter(name_key__contains=actions.name_key(q))
    rows, words = part(found, page, each)
    return {**words, "organisations": [_told(o) for o in rows]}


@router.post("/organisations", url_name="organisations", response={201: shapes.Known, **FAILS})
def make(request: HttpRequest, given: shapes.New) -> Any:
    """在自己维护的单位下新增一个。"""
    parent = _mine(request, given.parent)
    made = actions.create_organisation(
        asking(request).actor, given.name.strip(), parent=parent, kind=given.kind,
        code=given.code, region=given.region,
    )  # fmt: skip
    return Status(201, _known(made))


def _mine(request: HttpRequest, pk: Id) -> Organisation:
    """One that the caller may see; what may be done with it the action asks."""
    return one(asking(request).viewer.organisations("organisation.read"), pk)


@router.post(
    "/organisations/import",
    url_name="organisation-import",
    response={200: shapes.TakenList, **FAILS},
)
def take_list(request: HttpRequest, file: Sent, keep: Keep = False) -> Any:
    """单位清单（xlsx、csv）：先看每一行会怎样；keep=true 才写入。"""
    asked = asking(request)
    asked.viewer.demand("organisation.edit")
    data, name = taken(file)
    try:
        rows = rows_of(data, name)
    except WrongList as error:
        raise WrongValue(str(error), "file") from error
    if keep:
        lines = organisation_import.import_organisations(asked.actor, rows, name)
    else:
        lines = organisation_import.look(rows, asked.viewer)
    told = [{"row": e.row.number, "name": e.row.name, "what": e.what, "why": e.why} for e in lines]
    return {"kept": keep, "lines": told}


@router.get("/organisations/{pk}", url_name="organisation", response={200: shapes.Known, **FAILS})
def read(request: HttpRequest, pk: Id) -> Any:
    """一个单位：别名、历年隶属关系。"""
    return _known(_mine(request, pk))


@router.patch("/organisations/{pk}", url_name="organisation", response={200: shapes.Known, **FAILS})
def edit(request: HttpRequest, pk: Id, given: shapes.Edited) -> Any:
    """改名称、编码、类别、行政区划；原名自动留作别名。"""
    fields = {name: value for name, value in given.dict().items() if value is not None}
    if "name" in fields:
        fields["name"] = fields["name"].strip()
    return _known(actions.edit_organisation(asking(request).actor, _mine(request, pk), **fields))


@router.post(
    "/organisations/{pk}/move", url_name="organisation-move", response={200: shapes.Known, **FAILS}
)
def move(request: HttpRequest, pk: Id, given: shapes.Move) -> Any:
    """从某日起改到另一个上级之下。"""
    place, parent = _mine(request, pk), _mine(request, given.parent)
    since = given.since or timezone.localdate()
    actions.move_organisation(asking(request).actor, place, parent, since=since)
    return _known(_mine(request, pk))


@router.post(
    "/organisations/{pk}/aliases",
    url_name="organisation-aliases",
    response={201: shapes.Known, **FAILS},
)
def alias(request: HttpRequest, pk: Id, given: shapes.Named) -> Any:
    """增加一个别名；表上用这个名称的，今后认作它。"""
    place = _mine(request, pk)
    actions.add_alias(asking(request).actor, place, given.name)
    return Status(201, _known(place))


@router.delete(
    "/organisations/{pk}/aliases/{alias}", url_name="organisation-alias",
    response={204: None, **FAILS},
)  # fmt: skip
def unalias(request: HttpRequest, pk: Id, alias: OtherName) -> Any:
    """删除一个别名。"""
    found = one(Alias.objects.filter(organisation=_mine(request, pk)), alias)
    actions.remove_alias(asking(request).actor, found)
    return Status(204, None)


@router.get("/unmatched", url_name="unmatched", response={200: shapes.Strays, **FAILS})
def unmatched(request: HttpRequest, page: Page = 1, each: Each = 50) -> Any:
    """表上有、单位树里没有的名称。"""
    asking(request).viewer.demand("organisation.edit")
    found = UnmatchedName.objects.filter(organisation=None).order_by("-count", "pk")
    rows, words = part(found, page, each)
    told = [{"id": u.pk, "name": u.name, "count": u.count, "source": u.source} for u in rows]
    return {**words, "names": told}


@router.post("/unmatched/{pk}", url_name="unmatched-one", response={200: shapes.Known, **FAILS})
def whose(request: HttpRequest, pk: Id, given: shapes.Whose) -> Any:
    """说明一个名称是谁。"""
    asked = asking(request)
    asked.viewer.demand("organisation.edit")
    row = one(UnmatchedName.objects.filter(organisation=None), pk)
    place = _mine(request, given.organisation)
    actions.add_alias(asked.actor, place, row.name)
    return _known(place)
