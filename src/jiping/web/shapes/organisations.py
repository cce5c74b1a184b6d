"""Organisations and the names that nobody has."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from jiping.web.calling import Given, Part, said

Kind = Literal["finance", "department", "unit", "agency"]
_KINDS = "类别：finance 财政部门、department 主管部门、unit 预算单位、agency 复核机构"
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Code = Annotated[str, Field(max_length=64)]
Region = Annotated[str, Field(max_length=6, pattern=r"^[0-9]*$")]


class Place(Schema):
    """一个单位现在的样子。"""

    id: int = said("编号", 3)
    name: str = said("名称", "第一中学")
    code: str = said("编码", "105001")
    kind: Kind = said(_KINDS, "unit")
    region: str = said("行政区划代码", "150000")
    parent: int | None = said("上级的编号，顶层为 null", 2)


class Other(Schema):
    """一个别名。"""

    id: int = said("编号", 6)
    name: str = said("别名", "一中")


class Placed(Schema):
    """在单位树中的一段时间。"""

    parent: int | None = said("上级的编号", 2)
    since: datetime.date | None = said("从哪天起；null 为一向如此", None)
    until: datetime.date | None = said("到哪天止；null 为现在", None)


class Known(Place):
    """一个单位，连同别名和历年的隶属关系（新的在前）。"""

    aliases: list[Other] = said("别名")
    placements: list[Placed] = said("隶属关系")


class Organisations(Part):
    """一页单位，按单位树的次序。"""

    organisations: list[Place] = said("单位")


class New(Given):
    """在自己维护的单位之下新增。"""

    parent: int = said("上级的编号", 2)
    name: Name = said("名称", "第三中学")
    kind: Kind = said(_KINDS, "unit", default="unit")
    code: Code = said("编码", "105003", default="")
    region: Region = said("行政区划代码", "150000", default="")


class Edited(Given):
    """要改的；null 或不写的不改。"""

    name: Name | None = said("名称；原名自动留作别名", "第三中学", default=None)
    kind: Kind | None = said(_KINDS, "unit", default=None)
    code: Code | None = said("编码", "105003", default=None)
    region: Region | None = said("行政区划代码", "150000", default=None)


class Move(Given):
    """改到另一个上级之下。"""

    parent: int = said("新上级的编号", 5)
    since: datetime.date | None = said("从哪天起；null 为今天", "2026-01-01", default=None)


class Named(Given):
    """一个名称。"""

    name: Name = said("名称", "一中")


class Whose(Given):
    """是谁的名称。"""

    organisation: int = said("单位编号", 3)


class ListLine(Schema):
    """清单的一行会怎样。"""

    row: int = said("文件中第几行", 2)
    name: str = said("名称", "第三中学")
    what: Literal["new", "changed", "same", "wrong"] = said(
        "new 新增、changed 更新、same 不变、wrong 不能用", "new"
    )
    why: str = said("更新什么，或者为什么不能用", "")


class TakenList(Schema):
    """单位清单逐行的结果。"""

    kept: bool = said("已写入；false 为只是看看", False)
    lines: list[ListLine] = said("逐行")


class Stray(Schema):
    """表上有、单位树里没有的一个名称。"""

    id: int = said("编号", 7)
    name: str = said("名称", "第九中学")
    count: int = said("几张表用它", 2)
    source: str = said("见于哪个文件", "自评表.docx")


class Strays(Part):
    """一页没有对应单位的名称，用得多的在前。"""

    names: list[Stray] = said("名称")
