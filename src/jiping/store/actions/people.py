"""People: the first one, new ones, their roles and passwords."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.utils import timezone
from django.utils.translation import gettext

from jiping.store.acting import Act, action
from jiping.store.actions.organisations import place_new
from jiping.store.models import (
    FormerPassword,
    Membership,
    Organisation,
    Person,
    Role,
    SignInFailure,
)
from jiping.store.password_rules import faults
from jiping.store.policy import Conflict, NotThere, Refused, WrongValue


class PasswordRefused(WrongValue):
    """A new password breaks the rules; ``rules`` say which."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__("密码不合要求：" + "".join(found), "password")
        self.rules = tuple(found)


@action("person.first", "首次启动")
def first_person(
    act: Act,
    username: str,
    name: str,
    password: str,
    *,
    unit: str,
    kind: str = Organisation.Kind.UNIT,
    roles: Sequence[str] = (),
) -> Person:
    """The first administrator and the root of the tree. Raises Refused once anybody exists."""
    act.allow("nobody is there who could be asked")
    if Person.objects.exists():
        raise Conflict(gettext("已经有管理员了，请登录。"))
    root = Organisation.objects.filter(parent=None).first()
    if root is None:
        root = place_new(unit.strip(), parent=None, kind=kind)
    person = Person(username=username, name=name, password_changed=timezone.now())
    if password:
        set_password(person, password)
    else:
        person.set_unusable_password()
    person.save()
    for role in dict.fromkeys((Role.ADMINISTRATOR.value, *roles)):
        Membership.objects.create(person=person, organisation=root, role=role)
    act.log(person, username=username, unit=root.name, roles=list(roles))
    return person


@action("person.create", "新增人员")
def create_person(
    act: Act, username: str, name: str, password: str, *,
    organisation: Organisation, roles: Sequence[str], phone: str = "", must_change: bool = True,
) -> Person:  # fmt: skip
    """A new person with roles at an organisation; the password is changed at the first sign-in."""
    act.demand("person.edit", organisation)
    username = username.strip()
    if Person.objects.filter(username=username).exists():
        raise WrongValue(
            gettext("登录名“%(username)s”已有人用。") % {"username": username}, "username"
        )
    if not roles:
        raise WrongValue(gettext("至少要有一个角色。"), "roles")
    person = Person(username=username, name=name.strip(), phone=phone, must_change=must_change)
    set_password(person, password)
    person.save()
    for role in roles:
        Membership.objects.create(person=person, organisation=organisation, role=role)
    act.log(person, username=username, organisation=organisation.name, roles=list(roles))
    return person


@action("person.role.give", "授予角色")
def give_role(act: Act, person: Person, organisation: Organisation, role: str) -> Membership:
    """A role at an organisation. Only who administers that organisation may give it."""
    act.demand("person.edit", organisation)
    if act.actor.viewer is not None and not act.actor.viewer.sees(person):
        raise NotThere
    if role not in Role.values:
        raise WrongValue(gettext("没有“%(role)s”这种角色。") % {"role": role}, "role")
    membership, made = Membership.objects.get_or_create(
        person=person, organisation=organisation, role=role
    )
    if not made and membership.until is None:
        act.nothing_changed()
        return membership
    membership.until = None
    membership.save()
    act.log(person, organisation=organisation.name, role=role)
    return membership


@action("person.role.take", "收回角色")
def take_role(act: Act, membership: Membership) -> None:
    """Take a role away; the last administrator of everything stays."""
    act.demand("person.edit", membership.organisation)
    if membership.role == Role.ADMINISTRATOR:
        root = membership.organisation.parent_id is None
        others = Membership.objects.filter(
            role=Role.ADMINISTRATOR, organisation__parent=None, person__is_active=True
        ).exclude(pk=membership.pk)
        if root and not others.exists():
            raise Conflict(gettext("这是最后一名管理员，不能收回。"))
    act.log(membership.person, organisation=membership.organisation.name, role=membership.role)
    membership.delete()


@action("person.edit", "修改人员")
def edit_person(
    act: Act, person: Person, *, name: str, phone: str = "", is_active: bool = True
) -> Person:
    """Name, telephone, whether somebody may sign in."""
    act.demand("person.edit", person)
    if not is_active and act.person == person:
        raise WrongValue(gettext("不能停用自己。"), "active")
    before = [person.name, person.phone, person.is_active]
    after = [name.strip(), phone, is_active]
    if before == after:
        act.nothing_changed()
        return person
    person.name, person.phone, person.is_active = name.strip(), phone, is_active
    person.save()
    act.log(person, before=before, after=after)
    return person


@action("person.password.reset", "重置密码")
def reset_password(act: Act, person: Person, password: str) -> None:
    """Another password for somebody, who changes it at the next sign-in; unlocks, drops the TOTP."""
    act.demand("person.edit", person)
    set_password(person, password)
    person.must_change = True
    person.totp_secret = ""
    person.save()
    SignInFailure.objects.filter(key=f"name:{person.username.lower()[:100]}").delete()
    act.log(person)


@action("person.password.change", "修改自己的密码")
def change_password(act: Act, old: str, new: str) -> None:
    """One's own password; the old one must be known."""
    act.allow("one's own password")
    person = act.person
    if person is None or not check_password(old, person.password):
        raise WrongValue(gettext("原密码不对。"), "old")
    set_password(person, new)
    person.must_change = False
    person.save()
    act.log(person)


@action("person.totp", "设置动态口令")
def set_totp(act: Act, secret: str) -> None:
    """One's own second factor; "" ends it."""
    act.allow("one's own second factor")
    person = act.person
    if person is None:
        raise Refused(gettext("请先登录。"))
    person.totp_secret, person.totp_last = secret, 0
    person.save(update_fields=["totp_secret", "totp_last"])
    act.log(person, on=bool(secret))


@action("sign.in", "登录")
def note_sign_in(act: Act) -> None:
    """Somebody signed in."""
    act.allow("happened")
    act.log(act.person)


@action("sign.out", "退出")
def note_sign_out(act: Act) -> None:
    """Somebody signed out."""
    act.allow("happened")
    act.log(act.person)


@action("sign.failed", "登录失败")
def note_sign_in_failure(act: Act, username: str, *, locked: bool) -> None:
    """A sign-in that failed; ``locked``: because of failures before."""
    act.allow("happened")
    known = Person.objects.filter(username=username).exists()
    # What is no name may be a password typed into the wrong field.
    act.log(None, username=username if known else "（没有这个登录名）", locked=locked)


@action("download", "下载")
def note_download(
    act: Act, /, right: str, about: Organisation | None = None, **what: object
) -> None:
    """Somebody took something away (a list, the log); forms have their own action."""
    act.demand(right, about)
    act.log(about, **what)


def set_password(person: Person, password: str) -> None:
    """Check against the rules and the history, and set. The row is saved by who calls.

    Raises `PasswordRefused`.
    """
    rules = settings.CONFIGURATION.passwords
    found = faults(password, rules, person.username, person.name)
    if person.pk and rules.history:
        former = list(person.former_passwords.all()[: rules.history])
        known = [person.password, *(row.password for row in former)]
        if any(check_password(password, each) for each in known):
            found.append(f"不能同最近 {rules.history} 次用过的密码相同。")
    if found:
        raise PasswordRefused(found)
    if person.pk and rules.history and person.has_usable_password():
        FormerPassword.objects.create(person=person, password=person.password)
    person.set_password(password)
    person.password_changed = timezone.now()
