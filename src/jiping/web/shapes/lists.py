"""Projects, kept views, what waits, figures, rules and schemes, the log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema

from jiping.web.calling import GREATEST, LONGEST_PAGE, Among, Given, Part, said
from jiping.web.lists import PROJECT_SORTS
from jiping.web.shapes.forms import Line, State

Sort = Annotated[str, Among(tuple(f"{sign}{name}" for name in PROJECT_SORTS for sign in ("", "-")))]

_COUNTED = "何时统计的；null 为现在。表很多时先给上次的，在后台重新统计"


class Waiting(Schema):
    """等着办的同一种事。"""

    title: str = said("名称", "待审核")
    count: str = said("多少张；很多时写作 2000+", "3")
    query: str = said("在 GET /forms 中全部列出的筛选；为空则没有", "state=submitted")
    forms: list[Line] = said("最近的 20 张")


class Todo(Schema):
    """等着自己办的，同网页的首页。"""

    waiting: list[Waiting] = said("按要办的事，急的在前")
    homeless: list[Line] = said("自己导入、还没有对应单位的表，最多 20 张")
    unmatched: int = said("等着说明是谁的名称（管理员）", 0)


class ProjectFilters(Given):
    """项目的筛选和次序，同网页的列表。"""

    q: str = said("项目名称、单位、编码中的字", "校园", default="", max_length=200)
    year: int | None = said("有这一年的表", 2024, default=None, ge=1990, le=2100)
    state: State | None = said("有这种状态的表", "approved", default=None)
    organisation: int | None = said("这个单位及其下级", 3, default=None, ge=1, le=GREATEST)
    sort: Sort = said("次序；前面加减号为倒序", "name", default="name")

    def asked(self) -> dict[str, str]:
        """As the list of the page has them in its address."""
        given = self.model_dump(exclude={"page", "each"})
        return {name: str(value) for name, value in given.items() if value is not None}


class PagedProjects(ProjectFilters):
    """筛选，和要哪一页。"""

    page: int = said("第几页，从 1 起；超过末页的给末页", 1, default=1, ge=1, le=1_000_000)
    each: int = said("每页多少", 50, default=50, ge=1, le=LONGEST_PAGE)


class OneProject(Schema):
    """一个项目。"""

    id: int = said("编号", 4)
    name: str = said("名称", "校园安全保障经费")
    code: str = said("编码", "15000024T000001")
    organisation: int | None = said("单位编号", 3)


class Projects(Part):
    """一页有自评表的项目；很多时 count 只数到 10000。"""

    projects: list[OneProject] = said("项目")


class WholeProject(Schema):
    """一个项目历年的自评表。"""

    id: int = said("编号", 4)
    name: str = said("名称", "校园安全保障经费")
    code: str = said("编码", "15000024T000001")
    forms: list[Line] = said("自评表，年度新的在前")


Listing = Literal["forms", "projects"]


class View(Schema):
    """列表的筛选，起了名字存着。"""

    id: int = said("编号", 2)
    page: str = said("哪个列表：forms 自评表、projects 项目", "forms")
    name: str = said("名称", "良")
    query: str = said("网址中问号后面的筛选", "grade=良")


class Views(Schema):
    """自己保存的视图。"""

    views: list[View] = said("视图")


class NewView(Given):
    """保存一个视图；同名的被替换。"""

    name: str = said("名称", "良", min_length=1, max_length=100, pattern=r"\S")
    query: str = said("网址中问号后面的筛选", "grade=良", max_length=2_000)
    page: Listing = said("哪个列表：forms 自评表、projects 项目", "forms", default="forms")


class Figures(Schema):
    """一张图的数据。"""

    code: str = said("编号，取图片时用", "states")
    title: str = said("标题", "按状态")
    heads: list[str] = said("栏目", ["状态", "张数"])
    note: str = said("说明", "")
    rows: list[list[int | str | None]] = said("逐行；散点图的第一栏为自评表编号", [["草稿", 1]])


class Overview(Schema):
    """总览的每张图。"""

    counted: datetime | None = said(_COUNTED, None)
    plots: list[Figures] = said("图")


class Scope(Given):
    """统计哪些表。"""

    year: int | None = said("评价年度", 2024, default=None, ge=1990, le=2100)
    organisation: int | None = said("这个单位及其下级", 3, default=None, ge=1, le=GREATEST)
    scheme: str = said("计分办法编号", "nm-2023", default="", max_length=64)


class RuleLine(Schema):
    """一条审核规则。"""

    code: str = said("编号", "C-SCR-06")
    title: str = said("名称", "扣分无原因")
    severity: Literal["error", "warning", "info"] = said("轻重", "error")
    level: str = said("轻重的说法", "错误")
    family: str = said("类别", "得分与扣分")
    needs: str = said("要另有什么资料才能判断", "")
    fired: int = said("在看得到的表中查出多少次", 3)


class Rules(Schema):
    """审核规则。"""

    counted: datetime | None = said(_COUNTED, None)
    rules: list[RuleLine] = said("规则")


class Case(Schema):
    """一个例子。"""

    name: str = said("名称", "扣分没有原因")
    change: str = said("把样表改成什么样", "指标第1行“得分”改为 “8”")
    result: str = said("结果", "报：指标第1行“得分”")


class Rule(Schema):
    """一条规则：依据、说明、例子。"""

    rule: str = said("编号", "C-SCR-06")
    title: str = said("名称", "扣分无原因")
    severity: str = said("轻重", "error")
    grain: str = said("逐表还是逐行判断", "indicator")
    needs: str | None = said("要另有什么资料才能判断", None)
    doc: str = said("说明", "得分少于分值，而“偏差原因分析及改进措施”为空。")
    basis: list[str] = said("依据", ["财预〔2020〕10号 第十一条（据记忆，未复核）"])
    message: str = said("报告中的说法", "“〔指标名称〕”扣了 〔差额〕 分，偏差原因栏没有写。")
    advice: str | None = said("怎么办", "写明偏差原因和改进措施。")
    cases: list[Case] = said("例子")


class SchemeLine(Schema):
    """一种计分办法。"""

    id: str = said("编号", "nm-2023")
    name: str = said("名称", "内蒙古（2023 年度自评表）")


class Schemes(Schema):
    """计分办法。"""

    schemes: list[SchemeLine] = said("办法")


class SchemeValue(Schema):
    """办法中的一个数字和它的出处。"""

    name: str = said("名称", "exec_weight")
    title: str = said("中文名称", "预算执行率分值")
    unit: str = said("单位：points 分、percent 百分比、flag 是否、word 名词", "points")
    value: Any = said("值", "10")
    source: str | None = said("出处", "财预〔2020〕10号 第十三条")
    origin: str | None = said("read 读过原文，recalled 凭记忆", "recalled")
    of: str | None = said(
        "承自哪种办法", "cn-2020", alias="from", serialization_alias="from", default=None
    )
    note: str | None = said("说明", None, default=None)


class Scheme(Schema):
    """一套计分办法：每个数字和它的出处。"""

    scheme: str = said("编号", "nm-2023")
    title: str = said("名称", "内蒙古（2023 年度自评表）")
    regions: list[str] = said("适用地区的行政区划代码", ["150000"])
    years: list[int | None] = said("适用年度，起和止；null 为不限", [2021, None])
    extends: str | None = said("承自哪种办法", "cn-2020")
    doc: str = said("说明", "在全国版式上增加指标性质、指标方向、计量单位三栏。")
    values: list[SchemeValue] = said("每个数字")
    severity: dict[str, str] = said("改了轻重的规则", {})


class Entry(Schema):
    """一条日志。"""

    number: int = said("序号", 101)
    at: str = said("何时", "2026-11-30T01:00:00+00:00")
    actor_id: int | None = said("谁的编号", 6)
    actor: str = said("谁", "张三（zhangsan）")
    channel: str = said("经由：page 网页、api 接口、script 脚本、job 后台、start 启动", "api")
    address: str = said("来自哪个地址", "127.0.0.1")
    action: str = said("做什么", "form.change")
    about: str = said("关于什么", "form")
    about_id: int | None = said("它的编号", 12)
    path: str = said("在单位树中的位置", "")
    detail: dict[str, Any] = said("详情", {"version": 3})
    before: str = said("前一条的校验值", "9f86d081884c7d65…")
    hash: str = said("这一条的校验值", "60303ae22b998861…")


class Entries(Part):
    """一页日志，新的在前。"""

    entries: list[Entry] = said("日志")


class Break(Schema):
    """链断在哪里。"""

    number: int = said("序号", 102)
    why: str = said("怎样断的", "前一条的校验值对不上")


class Chain(Schema):
    """核对整条链的结果；faults 为空就是完好。"""

    entries: int = said("核对了多少条", 101)
    faults: list[Break] = said("断处，最多 200 处", [])
