"""People with their roles, and keys for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from jiping.store.models import Role as Roles
from jiping.store.rights import rights
from jiping.web.calling import Among, Given, Part, said

RoleCode = Annotated[str, Among(tuple(Roles.values))]
RightCode = Annotated[str, Among(tuple(rights()))]
_ROLES = "角色：" + "、".join(f"{code} {label}" for code, label in Roles.choices)
UserName = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^\S+$")]
PersonName = Annotated[str, Field(min_length=1, max_length=64, pattern=r"\S")]
Phone = Annotated[str, Field(max_length=32)]


class MyRole(Schema):
    """一个角色。"""

    role: RoleCode = said(_ROLES, "filler")
    organisation: str = said("在哪个单位", "第一中学")


class Me(Schema):
    """令牌代表谁，可以做什么。"""

    username: str = said("登录名", "zhangsan")
    name: str = said("姓名", "张三")
    roles: list[MyRole] = said("角色")
    rights: list[RightCode] = said("令牌的权限", ["form.read", "form.edit"])


class Held(Schema):
    """在一个单位的一个角色。"""

    id: int = said("编号，收回时用", 4)
    role: RoleCode = said(_ROLES, "filler")
    organisation: int = said("单位编号", 3)
    name: str = said("单位", "第一中学")


class Somebody(Schema):
    """一个人和他的角色。"""

    id: int = said("编号", 6)
    username: str = said("登录名", "lisi")
    name: str = said("姓名", "李四")
    phone: str = said("联系电话", "")
    active: bool = said("可以登录", True)
    roles: list[Held] = said("角色")


class First(Somebody):
    """一个人，连同只显示这一次的初始密码；首次登录时要改。"""

    password: str = said("初始密码", "Abcd-efgh-jkmn-234")


class People(Part):
    """一页人员。"""

    people: list[Somebody] = said("人员")


class NewPerson(Given):
    """新增一人。"""

    username: UserName = said("登录名", "lisi")
    name: PersonName = said("姓名", "李四")
    organisation: int = said("单位编号", 3)
    roles: list[RoleCode] = said(_ROLES, ["filler"], min_length=1, max_length=7)
    phone: Phone = said("联系电话", "", default="")


class EditedPerson(Given):
    """要改的；null 或不写的不改。"""

    name: PersonName | None = said("姓名", "李四", default=None)
    phone: Phone | None = said("联系电话", "", default=None)
    active: bool | None = said("可以登录", True, default=None)


class Role(Given):
    """授予一个角色。"""

    organisation: int = said("单位编号", 3)
    role: RoleCode = said(_ROLES, "filler")


class Key(Schema):
    """一个令牌（不含令牌本身）。"""

    id: int = said("编号", 2)
    name: str = said("用途", "预算系统对接")
    rights: list[str] = said("可以做什么", ["form.read"])
    expires: datetime = said("何时到期", "2026-12-30T09:00:00+08:00")
    revoked: bool = said("已吊销", False)


class Keys(Schema):
    """自己的令牌。"""

    tokens: list[Key] = said("令牌")


class NewKey(Given):
    """申领一个令牌。"""

    name: str = said("用途", "预算系统对接", min_length=1, max_length=100, pattern=r"\S")
    rights: list[RightCode] = said("可以做什么", ["form.read"], min_length=1)
    days: int = said("有效几天", 30, ge=1, le=366)


class IssuedKey(Key):
    """新申领的令牌。"""

    token: str = said("令牌，只显示这一次", "jp_…")
