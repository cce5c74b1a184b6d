"""The library of indicators: what it is made of, one indicator, suggestions, how targets stand."""

from __future__ import annotations

from ninja import Schema

from jiping.web.calling import said


class Shelf(Schema):
    """这里的指标库。"""

    installed: bool = said("有指标库", True)
    why: str = said("没有的原因，怎么办", "")
    built: str | None = said("生成日期", "2026-11-30", default=None)
    forms: int | None = said("由多少张表汇集", 5200, default=None)
    indicators: int | None = said("汇集了多少个指标", 61000, default=None)
    concepts: int | None = said("合为多少个", 8100, default=None)


class Spread(Schema):
    """数值的分布；值都是真填过的。"""

    count: int = said("多少个数", 340)
    low: str | None = said("十分之一低于它", "80")
    mid: str | None = said("中位", "95")
    high: str | None = said("十分之一高于它", "100")


class Concept(Schema):
    """指标库中的一个指标，不论叫法。"""

    number: int = said("序号；重新生成指标库后会变", 17)
    name: str = said("名称", "培训合格率")
    level1: str | None = said("一级指标", "产出指标")
    level2: str | None = said("二级指标", "质量指标")
    unit: str | None = said("常用的计量单位", "%")
    operator: str | None = said("常用的符号", ">=")
    uses: int = said("用过多少次", 340)
    forms: int = said("多少张表用过", 338)
    projects: int = said("多少个项目用过", 290)
    departments: int = said("多少个部门用过", 41)
    target: Spread = said("年度指标值")
    result: Spread = said("实际完成值")
    judged: int = said("能判断是否完成的有多少次", 320)
    achieved: int = said("其中得满分的", 301)
    weight: str | None = said("分值一般是多少", "10")
    faulty: int = said("审核发现写法问题的有多少次", 12)
    quality: str = said("质量：好、一般、差", "好")
    mark: str | None = said("整理时的标记：推荐、可用、慎用", None)
    note: str | None = said("整理时的备注", None)


class FoundConcept(Concept):
    """一个查到的指标。"""

    fit: int = said("有多相近，满分 1000", 920)


class FoundConcepts(Schema):
    """查到的指标，相近的在前。"""

    indicators: list[FoundConcept] = said("指标")


class Suggested(Concept):
    """一个建议的指标和理由。"""

    asked: int = said("看了多少个相似的项目", 40)
    users: int = said("其中多少个用它", 12)
    named: bool = said("所写文字里有它", False)
    reason: str = said("理由", "40 个相似项目中有 12 个使用。")


class Suggestions(Schema):
    """建议的指标。"""

    suggestions: list[Suggested] = said("指标")


class Spelled(Schema):
    """一种叫法。"""

    name: str = said("叫法", "参训人员考试合格率")
    uses: int = said("用过多少次", 25)


class Faulted(Schema):
    """一条规则查出多少次。"""

    rule: str = said("规则", "C-IND-03")
    uses: int = said("多少次", 9)


class WholeConcept(Concept):
    """一个指标，连同各种叫法和写法问题。"""

    spellings: list[Spelled] = said("各种叫法")
    rules: list[Faulted] = said("写法问题")


class Standing(Schema):
    """一个指标值在同类中的位置。"""

    percentile: int = said("由小到大排在第几百分位：比它小的，加上与它相等的一半", 12)
    count: int = said("同多少个同类指标值比较", 340)
    words: str = said("说法", "在指标库 340 个同类指标值中由小到大排在第 12 百分位")


class RowStanding(Standing):
    """一行的指标值在同类中的位置。"""

    pointer: str = said("哪一格", "/indicators/2/target")
    name: str = said("指标名称", "培训合格率")


class Peers(Schema):
    """一张表的指标值在同类中的位置；不同自己比较；没有可比的不列出。"""

    peers: list[RowStanding] = said("各行")
