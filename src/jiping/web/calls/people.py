"""People that one administers: their roles, first passwords; and who the key speaks for."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from jiping.store.actions import people as actions
from jiping.store.actions.tokens import issue_token, revoke_token
from jiping.store.models import Membership, Person, Token
from jiping.store.policy import NotThere
from jiping.store.rights import rights
from jiping.web.calling import FAILS, Each, Id, Page, asking, one, part
from jiping.web.pages.people import first_password
from jiping.web.shapes import people as shapes

router = Router()
Q = Annotated[str, Query(description="姓名、登录名中的字", max_length=64)]
Held = Annotated[int, Path(description="角色的编号，见 GET /people/{pk}")]


def _told(person: Person) -> dict[str, Any]:
    held = person.memberships.select_related("organisation").order_by("organisation__path", "role")
    return {
        "id": person.pk, "username": person.username, "name": person.name, "phone": person.phone,
        "active": person.is_active,
        "roles": [
            {"id": m.pk, "role": m.role, "organisation": m.organisation_id, "name": m.organisation.name}
            for m in held
        ],
    }  # fmt: skip


def _person(request: HttpRequest, pk: Id, right: str) -> Person:
    """One whom the caller may see; what may be done with them the action asks."""
    viewer = asking(request).viewer
    if not viewer.has("person.read"):
        raise NotThere
    return one(viewer.people(right), pk)


@router.get("/me", url_name="me", response={200: shapes.Me, **FAILS}, tags=["账户"])
def me(request: HttpRequest) -> Any:
    """令牌代表谁，有哪些角色。"""
    viewer = asking(request).viewer
    roles = [{"role": m.role, "organisation": m.organisation.name} for m in viewer.memberships]
    return {
        "username": viewer.person.username,
        "name": viewer.person.name,
        "roles": roles,
        "rights": [code for code in rights() if viewer.has(code)],
    }


def _key(token: Token) -> dict[str, Any]:
    return {"id": token.pk, "name": token.name, "rights": token.rights,
            "expires": token.expires, "revoked": token.revoked is not None}  # fmt: skip


@router.get("/tokens", url_name="tokens", response={200: shapes.Keys, **FAILS}, tags=["账户"])
def tokens(request: HttpRequest) -> Any:
    """自己的令牌（不含令牌本身）。"""
    asking(request).viewer.demand("token.own")
    mine = Token.objects.filter(person=asking(request).viewer.person)
    return {"tokens": [_key(each) for each in mine]}


@router.post("/tokens", url_name="tokens", response={201: shapes.IssuedKey, **FAILS}, tags=["账户"])
def issue(request: HttpRequest, given: shapes.NewKey) -> Any:
    """申领一个令牌；权限不能多于现用的这个。"""
    actor = asking(request).actor
    made, text = issue_token(actor, given.name, given.rights, given.days)
    return Status(201, {**_key(made), "token": text})


@router.delete("/tokens/{pk}", url_name="token", response={204: None, **FAILS}, tags=["账户"])
def revoke(request: HttpRequest, pk: Id) -> Any:
    """吊销自己的一个令牌。"""
    asked = asking(request)
    asked.viewer.demand("token.own")
    revoke_token(asked.actor, one(Token.objects.filter(person=asked.viewer.person), pk))
    return Status(204, None)


@router.get("/people", url_name="people", response={200: shapes.People, **FAILS}, tags=["人员"])
def people(request: HttpRequest, q: Q = "", page: Page = 1, each: Each = 50) -> Any:
    """所维护单位的人员；q 按姓名、登录名查。"""
    viewer = asking(request).viewer
    viewer.demand("person.read")
    found = viewer.people().order_by("username")
    if q.strip():
        found = found.filter(name__icontains=q.strip()) | found.filter(
            username__icontains=q.strip()
        )
    rows, words = part(found, page, each)
    return {**words, "people": [_told(each) for each in rows]}


@router.post("/people", url_name="people", response={201: shapes.First, **FAILS}, tags=["人员"])
def make(request: HttpRequest, given: shapes.NewPerson) -> Any:
    """新增一人，答复里有只显示这一次的初始密码。"""
    asked = asking(request)
    place = one(asked.viewer.organisations("organisation.read"), given.organisation)
    password = first_password()
    made = actions.create_person(
        asked.actor, given.username, given.name, password, organisation=place,
        roles=list(dict.fromkeys(given.roles)), phone=given.phone,
    )  # fmt: skip
    return Status(201, {**_told(made), "password": password})


@router.get(
    "/people/{pk}", url_name="person", response={200: shapes.Somebody, **FAILS}, tags=["人员"]
)
def read(request: HttpRequest, pk: Id) -> Any:
    """一个人和他的角色。"""
    return _told(_person(request, pk, "person.read"))


@router.patch(
    "/people/{pk}", url_name="person", response={200: shapes.Somebody, **FAILS}, tags=["人员"]
)
def edit(request: HttpRequest, pk: Id, given: shapes.EditedPerson) -> Any:
    """改姓名、电话、可否登录。"""
    person = _person(request, pk, "person.read")
    done = actions.edit_person(
        asking(request).actor, person,
        name=person.name if given.name is None else given.name,
        phone=person.phone if given.phone is None else given.phone,
        is_active=person.is_active if given.active is None else given.active,
    )  # fmt: skip
    return _told(done)


@router.post(
    "/people/{pk}/roles",
    url_name="person-roles",
    response={201: shapes.Somebody, **FAILS},
    tags=["人员"],
)
def give(request: HttpRequest, pk: Id, given: shapes.Role) -> Any:
    """授予一个角色。"""
    person = _person(request, pk, "person.read")
    place = one(asking(request).viewer.organisations("organisation.read"), given.organisation)
    actions.give_role(asking(request).actor, person, place, given.role)
    return Status(201, _told(person))


@router.delete(
    "/people/{pk}/roles/{role}",
    url_name="person-role",
    response={204: None, **FAILS},
    tags=["人员"],
)
def take(request: HttpRequest, pk: Id, role: Held) -> Any:
    """收回一个角色。"""
    person = _person(request, pk, "person.read")
    actions.take_role(asking(request).actor, one(Membership.objects.filter(person=person), role))
    return Status(204, None)


@router.post(
    "/people/{pk}/password",
    url_name="person-password",
    response={200: shapes.First, **FAILS},
    tags=["人员"],
)
def reset(request: HttpRequest, pk: Id) -> Any:
    """重置密码，答复里有只显示这一次的初始密码；同时解锁并停用动态口令。"""
    person = _person(request, pk, "person.read")
    password = first_password()
    actions.reset_password(asking(request).actor, person, password)
    return {**_told(person), "password": password}
