"""Whether an indicator stands under the second level that its content belongs to."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import level2_kind
from jiping.model.period import parse_period
from jiping.model.text import squeeze
from jiping.model.traits import trait
from jiping.model.units import unit_kind

NO_ECOLOGY, SUSTAINED_WORD, TASK = 1, 2, 3
PEOPLE, TIME, PRECONDITION, PAYMENT = 1, 2, 3, 4

_ECOLOGY = re.compile(
    "生态|环境|环保|环卫|绿色|绿化|绿地|污染|污水|排污|排放|减排|节能|节水|节电|节约|能耗|耗能|水耗|碳|"
    "水质|水源|水体|水环境|空气|大气|植被|森林|林业|林草|草原|草场|湿地|河|湖|流域|水土|土壤|耕地|垃圾|"
    "废|秸秆|粪污|清洁|卫生|整洁|扬尘|噪声|噪音|低碳|气候|美丽|宜居|人居|沙化|治沙|荒漠|物种|生物|野生|"
    "动物|植物|资源|再生|循环|矿山|复垦|防尘|除尘|辐射|农药|化肥|薄膜|地膜|蓝天|碧水|净土|无害|防疫|树"
)
_SUSTAINED = re.compile("(?:(?:中?长期|长效|长远|可?持续|影响|有效|性|稳定)+)")
_LASTS = re.compile("长|持续")
_TASK = re.compile(
    "完成.*(?:任务|工作|目标)$|(?:开展|举办|组织|召开|购买|购置|采购|印刷|印制|发放)"
    ".*(?:次|场|批|活动|工作|任务|会议|培训|次数|数量|场次)$"
)
_NOTHING = re.compile("[无空/—-]+|不适用|不涉及")
_VISITORS = re.compile("客流|人流|人次|参观|游客|观众|访客|参与人数|参加人数|参会人数")
_QUALIFIED = re.compile(
    "合格|达标|通过|优秀|持证|取得|获奖|录取|成功|有效|准确|正确|投诉|事故|差错|率"
)
_PEOPLE_UNITS = frozenset({"人次", "人", "名", "位", "万人次", "万人"})
_WHEN = re.compile("完成时间|完成时限|完成日期|时限|及时率|及时性|及时程度|按时|按期|准时")
_PRECONDITION = re.compile("考核等次|考核等级|考核结果|评定等次|评定等级|评定结果|资格条件")
_PAYMENT = re.compile("拨付|支付|拨款|付款|补助资金|补贴资金|资金下达|资金发放")


def benefit_fault_of(row: Indicator) -> int | None:
    """What a benefit row has under the wrong heading; None for rows of other groups."""
    if not row.name:
        return None
    return _benefit(row.name, row.target, level2_kind(row.level2))


@lru_cache(maxsize=4096)
def _benefit(name: str, target: str | None, kind: str | None) -> int | None:
    if kind not in ("economic", "social", "ecological") or _NOTHING.fullmatch(name):
        return None
    plain, value = name, squeeze(target or "")
    if kind == "ecological":
        return 0 if _ECOLOGY.search(plain) or _ECOLOGY.search(value) else NO_ECOLOGY
    if _TASK.fullmatch(plain):
        return TASK
    return SUSTAINED_WORD if _LASTS.search(value) and _SUSTAINED.fullmatch(value) else 0


@trait("indicator", "int8")
def benefit_fault(e: Evaluation) -> list[int | None]:
    """效益归类: 0 fits, 1 生态 without a word of ecology, 2 长期 as value elsewhere, 3 an output task.

    Null for rows that are no 经济、社会、生态效益 or say 无.
    """
    return [benefit_fault_of(row) for row in e.indicators]


def output_fault_of(row: Indicator, year: int | None) -> int | None:
    """What a quality or quantity row has under the wrong heading; None for other rows."""
    kind = level2_kind(row.level2)
    if not row.name or kind not in ("quality", "quantity"):
        return None
    less = row.nature == "negative" or row.operator in ("<=", "<")
    return _output(row.name, row.target, row.unit, kind, less, year)


@lru_cache(maxsize=4096)
def _output(
    name: str, target: str | None, unit: str | None, kind: str, less: bool, year: int | None
) -> int:
    if kind == "quantity":
        return PAYMENT if unit_kind(unit) == "money" and _PAYMENT.search(name) else 0
    if _PRECONDITION.search(name):
        return PRECONDITION
    dated = unit is None and target is not None and parse_period(target, year or 2000) is not None
    if dated or _WHEN.search(name):
        return TIME
    crowd = _VISITORS.search(name) or unit in _PEOPLE_UNITS
    counted = unit is None or unit_kind(unit) == "count"
    return PEOPLE if crowd and counted and not less and not _QUALIFIED.search(name) else 0


@trait("indicator", "int8")
def output_fault(e: Evaluation) -> list[int | None]:
    """数量、质量归类: 0 fits, 1 heads counted as quality, 2 time as quality, 3 a precondition, 4 payment.

    Null for rows that are neither 数量 nor 质量.
    """
    return [output_fault_of(row, e.year) for row in e.indicators]
