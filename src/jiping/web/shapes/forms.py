"""Forms: in a list, whole, and what is sent to change them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from jiping.store.models import Change
from jiping.store.steps import table
from jiping.web.calling import GREATEST, LONGEST_PAGE, Among, Given, said
from jiping.web.describing import Check, Document, KeptFinding, Ledger
from jiping.web.lists import GRADES, SORTS

State = Annotated[str, Among(tuple(table().states))]
How = Annotated[str, Among(tuple(Change.How.values))]
Grade = Annotated[str, Among(GRADES)]
Sort = Annotated[str, Among(tuple(f"{sign}{name}" for name in SORTS for sign in ("", "-")))]
Family = Annotated[str, Field(min_length=1, max_length=64)]
Pointer = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=4_000)]


class Line(Schema):
    """列表中的一张自评表：金额以万元计，数字写作文字，空着的为 null。"""

    id: int = said("编号", 12)
    name: str = said("项目名称", "校园安全保障经费")
    unit: str = said("实施单位", "第一中学")
    department: str = said("主管部门", "市教育局")
    year: int | None = said("评价年度", 2024)
    state: State = said("状态", "draft")
    version: int = said("版本，每改一次加 1；修改、流转时要写看到的版本", 3)
    family: str = said("表式编号，见 GET /families", "nm-2023")
    scheme: str = said("计分办法编号，见 GET /schemes", "nm-2023")
    grade: str = said("核算的等级，没有的为空", "优")
    printed_total: str | None = said("填报总分", "97.50")
    total: str | None = said("核算总分", "97.50")
    budget: str | None = said("全年预算数（万元）", "80")
    executed: str | None = said("全年执行数（万元）", "45.7")
    rate: str | None = said("执行率（%）", "57.13")
    errors: int = said("错误几条", 0)
    warnings: int = said("需说明几条", 1)
    infos: int = said("提示几条", 0)
    answered: int = said("已说明几条", 1)
    updated: datetime = said("最近修改", "2026-11-30T09:00:00+08:00")


class Listed(Schema):
    """一页自评表。"""

    count: int = said("共有多少张；很多时只数到 10000", 1)
    more: bool = said("比 count 还多", False)
    page: int = said("第几页，从 1 起", 1)
    forms: list[Line] = said("这一页的表")


class Whole(Line):
    """一张自评表：内容、算分账、问题、核对项。"""

    evaluation: Document = said("内容")
    ledger: Ledger | None = said("算分账")
    findings: list[KeptFinding] = said("问题")
    checks: list[Check] = said("每条规则的核对结果")


class Changed(Whole):
    """改过之后的自评表。"""

    problems: dict[str, str] = said(
        "没有收下的格子：位置 → 为什么", {"/funds/0/rate": "“百”不是数字。"}
    )


class Filters(Given):
    """列表的筛选和次序，同网页的列表。"""

    q: str = said(
        "项目名称、单位、编码中的字，多个词用空格隔开", "校园", default="", max_length=200
    )
    year: int | None = said("评价年度", 2024, default=None, ge=1990, le=2100)
    state: State | None = said("状态", "submitted", default=None)
    grade: Grade | None = said("核算的等级", "优", default=None)
    scheme: str = said("计分办法编号", "nm-2023", default="", max_length=64)
    rule: str = said("有这条规则的问题", "C-SCR-06", default="", max_length=24)
    found: Literal["errors", "open"] | None = said(
        "errors：有错误；open：有没说明的问题", "open", default=None
    )
    least: str = said("核算总分不低于", "60", default="", pattern=r"^[0-9]{0,5}(\.[0-9]{1,2})?$")
    most: str = said("核算总分不高于", "90", default="", pattern=r"^[0-9]{0,5}(\.[0-9]{1,2})?$")
    organisation: int | None = said("这个单位及其下级", 3, default=None, ge=1, le=GREATEST)
    differs: bool = said("填报总分和核算总分不同", True, default=False)
    handled: bool = said("我办过的", False, default=False)
    sort: Sort = said("次序；前面加减号为从大到小", "-updated", default="-updated")

    def asked(self) -> dict[str, str]:
        """As the list of the page has them in its address."""
        given = self.model_dump(exclude={"differs", "handled", "page", "each"})
        flags = {name: "1" for name in ("differs", "handled") if getattr(self, name)}
        return {**{k: str(v) for k, v in given.items() if v is not None}, **flags}


class Paged(Filters):
    """筛选，和要哪一页。"""

    page: int = said("第几页，从 1 起；超过末页的给末页", 1, default=1, ge=1, le=1_000_000)
    each: int = said("每页多少", 50, default=50, ge=1, le=LONGEST_PAGE)


class NewForm(Given):
    """按接口契约新建一张表。"""

    organisation: int = said("单位编号", 3)
    evaluation: Document = said("内容")


class Blank(Given):
    """新建一张空白的官方表。"""

    organisation: int = said("单位编号", 3)
    family: Family = said("表式编号，见 GET /families", "nm-2023")
    year: int = said("评价年度", 2024, ge=2010, le=2100)
    name: str = said("项目名称", "校园安全保障经费", min_length=1, max_length=300)


class Typed(Given):
    """逐格修改。"""

    version: int = said("看到的版本", 1)
    typed: dict[str, Text] = said(
        "位置（JSON 指针）→ 填入的文字，空文字为清空", {"/indicators/0/actual": "12"}
    )
    alone: bool = said("合并的格子只改这一行", False, default=False)
    correct: bool = said("更正读取：原件上本来就是这个值", False, default=False)


class Confirmed(Given):
    """核对过原件、没有读错的值。"""

    version: int = said("看到的版本", 1)
    cells: list[Pointer] = said(
        "位置（JSON 指针）", ["/indicators/0/actual"], min_length=1, max_length=500
    )


class Pasted(Given):
    """粘贴一块表格。"""

    version: int = said("看到的版本", 1)
    pointer: Pointer = said("左上角的格子", "/indicators/0/level1")
    block: list[list[Text]] = said("逐行逐格的文字", [["产出指标", "数量指标", "安保人数"]])


class Row(Given):
    """加行、删行、移行。"""

    version: int = said("看到的版本", 1)
    do: Literal["add", "remove", "move"] = said("add 加在这一行之前；remove 删去；move 移动", "add")
    block: Literal["funds", "indicators"] = said("项目资金或绩效指标", "indicators")
    at: int = said("第几行，从 0 起", 1)
    to: int = said("move：移到第几行，从 0 起", 0, default=0)


class Adopted(Given):
    """采用核算的得分。"""

    version: int = said("看到的版本", 1)
    rows: list[Pointer] | Literal["all"] = said(
        "各行（JSON 指针）；all 为全部，连同总分", ["/indicators/0"]
    )


class Difference(Schema):
    """一处不同。"""

    about: str = said("哪一行", "安保人数")
    field: str = said("哪一栏", "实际完成值")
    before: str = said("原来的值，没有为空", "10")
    after: str = said("新的值，没有为空", "12")
    pointer: str = said("新内容中的位置；这一行没有了为空", "/indicators/0/actual")


class Differences(Schema):
    """两份内容的不同，按表的次序。"""

    against: str = said("同什么相比", "2023 年的表（编号 7）")
    differences: list[Difference] = said("逐处列出；相同为空")


class Offer(Schema):
    """文件里的一张表，和填入后会改的地方。"""

    ordinal: int = said("文件中第几张表，从 1 起", 1)
    project: str = said("项目名称", "校园安全保障经费")
    unit: str = said("实施单位", "第一中学")
    year: int | None = said("评价年度", 2024)
    differences: list[Difference] = said("填入后会改的地方；相同为空")
    ticket: str = said("填入时用的凭证，一天内有效", "WzEyLDMsMCwxXQ:1vPq…")


class Offers(Schema):
    """文件里的表，同一项目的在前；还什么也没有改。"""

    file: str = said("文件名", "自评表（已填）.xlsx")
    version: int = said("相比时这张表的版本", 3)
    offers: list[Offer] = said("可以填入的表，最多 20 张")


class Filling(Given):
    """选定文件里的一张表填入。"""

    ticket: str = said("POST /forms/{pk}/fill 给的凭证", "WzEyLDMsMCwxXQ:1vPq…", max_length=500)


class Filled(Whole):
    """填入之后的自评表。"""

    edits: int = said("改了几处", 4)


class KnownFamily(Schema):
    """一种官方表式。"""

    id: str = said("编号", "nm-2023")
    name: str = said("名称", "内蒙古自治区项目支出绩效自评表（2023年度）")


class Families(Schema):
    """官方表式，供新建时选用。"""

    families: list[KnownFamily] = said("表式")


class TakenStep(Schema):
    """流转的一步。"""

    step: str = said("步骤", "submit")
    before: State = said("之前的状态", "draft")
    after: State = said("之后的状态", "submitted")
    version: int = said("当时的版本", 3)
    text: str = said("意见", "")
    by: str | None = said("谁（登录名）", "zhangsan")
    at: datetime = said("何时", "2026-11-30T09:00:00+08:00")


class OneChange(Schema):
    """一处修改，两个值都留着。"""

    version: int = said("改成的版本", 3)
    pointer: str = said("位置", "/indicators/0/actual")
    before: Any = said("改前", "10")
    after: Any = said("改后", "12")
    how: How = said("怎样改的", "called")
    by: str | None = said("谁（登录名）", "zhangsan")
    at: datetime = said("何时", "2026-11-30T09:00:00+08:00")


class Version(Schema):
    """存下的一版内容。"""

    id: int = said("编号，比较时用", 31)
    number: int = said("版本", 1)
    why: str = said("为什么存下：created 新建，其他为步骤", "created")
    evaluation: Document = said("内容")


class History(Schema):
    """一张表的来历：流转的每一步、每一次修改（新的在前）、存下的各版内容。"""

    steps: list[TakenStep] = said("步骤")
    changes: list[OneChange] = said("最近 500 处修改，新的在前")
    versions: list[Version] = said("各版内容")
