"""People that one administers: their roles, first passwords; and who the key speaks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from jiping.store.actions import people as actions
from jiping.store.actions.tokens import issue_token, revoke_token
from jiping.store.models import Membership, Person, Token
from jiping.store.policy import NotThere, Refused
from jiping.web.calling import FAILS, Given, asking, one, part
from jiping.web.pages.people import first_password

router = Router()


class Held(Schema):
    """A role at an organisation."""

    id: int
    role: str
    organisation: int
    name: str


class Somebody(Schema):
    """A person with the roles that they hold."""

    id: int
    username: str
    name: str
    phone: str
    active: bool
    roles: list[Held]


class First(Somebody):
    """A person with a first password, which is shown this once and changed at the first sign-in."""

    password: str


class Key(Schema):
    """A key for programs; its text is told once, when it is issued."""

    id: int
    name: str
    rights: list[str]
    expires: str
    revoked: bool


class NewPerson(Given):
    """A person to register."""

    username: str
    name: str
    organisation: int
    roles: list[str]
    phone: str = ""


class EditedPerson(Given):
    """What is to be different; null stays."""

    name: str | None = None
    phone: str | None = None
    active: bool | None = None


class Role(Given):
    """A role to give."""

    organisation: int
    role: str


class NewKey(Given):
    """A key to issue: what for, what it may, for how many days."""

    name: str
    rights: list[str]
    days: int


_LONGEST = {"username": 64, "name": 64, "phone": 32}


def _fits(**texts: str | None) -> None:
    for name, text in texts.items():
        if text is not None and len(text) > _LONGEST[name]:
            raise Refused(f"{name} 最长 {_LONGEST[name]} 个字符。")
        if text is not None and name != "phone" and not text.strip():
            raise Refused(f"{name} 不能是空的。")


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


def _person(request: HttpRequest, pk: int, right: str) -> Person:
    """One whom the caller may see; what may be done with them the action asks."""
    viewer = asking(request).viewer
    if not viewer.has("person.read"):
        raise NotThere
    return one(viewer.people(right), pk)


@router.get("/me", url_name="me", response={200: dict[str, Any], **FAILS}, tags=["账户"])
def me(request: HttpRequest) -> Any:
    """令牌代表谁，有哪些角色。"""
    viewer = asking(request).viewer
    roles = [{"role": m.role, "organisation": m.organisation.name} for m in viewer.memberships]
    return {"username": viewer.person.username, "name": viewer.person.name, "roles": roles}


def _key(token: Token) -> dict[str, Any]:
    return {"id": token.pk, "name": token.name, "rights": token.rights,
            "expires": token.expires.isoformat(), "revoked": token.revoked is not None}  # fmt: skip


@router.get(
    "/tokens", url_name="tokens", response={200: dict[str, list[Key]], **FAILS}, tags=["账户"]
)
def tokens(request: HttpRequest) -> Any:
    """自己的令牌（不含令牌本身）。"""
    asking(request).viewer.demand("token.own")
    mine = Token.objects.filter(person=asking(request).viewer.person)
    return {"tokens": [_key(each) for each in mine]}


@router.post("/tokens", url_name="tokens", response={201: dict[str, Any], **FAILS}, tags=["账户"])
def issue(request: HttpRequest, given: NewKey) -> Any:
    """申领一个令牌；权限不能多于现用的这个。"""
    actor = asking(request).actor
    made, text = issue_token(actor, given.name, given.rights, given.days)
    return Status(201, {**_key(made), "token": text})


@router.delete("/tokens/{pk}", url_name="token", response={204: None, **FAILS}, tags=["账户"])
def revoke(request: HttpRequest, pk: int) -> Any:
    """吊销自己的一个令牌。"""
    asked = asking(request)
    asked.viewer.demand("token.own")
    revoke_token(asked.actor, one(Token.objects.filter(person=asked.viewer.person), pk))
    return Status(204, None)


@router.get("/people", url_name="people", response={200: dict[str, Any], **FAILS}, tags=["人员"])
def people(request: HttpRequest, q: str = "", page: int = 1, each: int = 50) -> Any:
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


@router.post("/people", url_name="people", response={201: First, **FAILS}, tags=["人员"])
def make(request: HttpRequest, given: NewPerson) -> Any:
    """新增一人，答复里有只显示这一次的初始密码。"""
    _fits(username=given.username, name=given.name, phone=given.phone)
    asked = asking(request)
    place = one(asked.viewer.organisations("organisation.read"), given.organisation)
    _roles(given.roles)
    password = first_password()
    made = actions.create_person(
        asked.actor, given.username, given.name, password, organisation=place,
        roles=list(dict.fromkeys(given.roles)), phone=given.phone,
    )  # fmt: skip
    return Status(201, {**_told(made), "password": password})


def _roles(given: list[str]) -> None:
    from jiping.store.models import Role as Roles

    for role in given:
        if role not in Roles.values:
            raise Refused(f"没有“{role[:20]}”这种角色。")


@router.get("/people/{pk}", url_name="person", response={200: Somebody, **FAILS}, tags=["人员"])
def read(request: HttpRequest, pk: int) -> Any:
    """一个人和他的角色。"""
    return _told(_person(request, pk, "person.read"))


@router.patch("/people/{pk}", url_name="person", response={200: Somebody, **FAILS}, tags=["人员"])
def edit(request: HttpRequest, pk: int, given: EditedPerson) -> Any:
    """改姓名、电话、可否登录。"""
    _fits(name=given.name, phone=given.phone)
    person = _person(request, pk, "person.read")
    done = actions.edit_person(
        asking(request).actor, person,
        name=person.name if given.name is None else given.name,
        phone=person.phone if given.phone is None else given.phone,
        is_active=person.is_active if given.active is None else given.active,
    )  # fmt: skip
    return _told(done)


@router.post(
    "/people/{pk}/roles", url_name="person-roles", response={201: Somebody, **FAILS}, tags=["人员"]
)
def give(request: HttpRequest, pk: int, given: Role) -> Any:
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
def take(request: HttpRequest, pk: int, role: int) -> Any:
    """收回一个角色。"""
    person = _person(request, pk, "person.read")
    actions.take_role(asking(request).actor, one(Membership.objects.filter(person=person), role))
    return Status(204, None)


@router.post(
    "/people/{pk}/password",
    url_name="person-password",
    response={200: First, **FAILS},
    tags=["人员"],
)
def reset(request: HttpRequest, pk: int) -> Any:
    """重置密码，答复里有只显示这一次的初始密码；同时解锁并停用动态口令。"""
    person = _person(request, pk, "person.read")
    password = first_password()
    actions.reset_password(asking(request).actor, person, password)
    return {**_told(person), "password": password}
