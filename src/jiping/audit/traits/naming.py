"""What indicator names say: bare tasks, routine purchases, several things at once, compliance."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import COST_KINDS, level2_kind
from jiping.model.traits import trait

BARE_TASK, ROUTINE, OPEN_END = 1, 2, 3
JOINED, COUNTS_ELSE = 1, 2

_TASK = (
    "调研|检查|督导|督查|巡查|抽查|培训|会议|宣传|出差|接待|学习|考察|走访|慰问|"
    "维修|维护|维保|采购|印刷|打印|办公|值班|执法|监督|验收|评审|审计|咨询|招商|"
    "下乡|驻村|租车|订阅"
)
_AROUND = "业务|工作|活动|任务|资料|项目|日常|开展|进行|相关|各项|及|和|与|等|、|，"
_BARE = re.compile(f"(?:{_TASK}|{_AROUND})+")
_HAS_TASK = re.compile(_TASK)
_ROUTINE = re.compile(
    "(?:购买|购置|采购|印刷|打印|订购|订阅|支付|报销|领用).{0,4}(?:办公用品|办公耗材|办公用纸|耗材|打印纸|复印纸|"
    "墨盒|硒鼓|文具|资料|报刊|杂志|水电费?|邮费|日用品|茶叶|饮用水)等?"
)
ROUTINE_WORD = re.compile(
    "办公用品|办公耗材|印刷|打印|复印|出差|差旅|租车|水电|物业|邮寄|接待|订阅报刊"
)
_OPEN = re.compile("(?<![平均优高同对中低初上下头何])等$")
_FILLER = re.compile(
    "(?:资金|经费|预算|支出|财务|款项).{0,4}(?:合格率|合规率|合规性|规范率|规范性|安全性|合法合规)"
    "|(?:资金|经费).{0,4}违规|专款专用|管理制度.{0,4}(?:健全|完善|执行|有效)|(?:资金|预算)(?:使用|执行)率"
)

_MONEY = ("资金", "经费", "预算", "支出", "财务", "款", "管理制度")
_LEADING = (
    "促进|推动|推进|加强|提升|提高|增强|改善|打响|打造|激活|丰富|带动|完善|优化|"
    "引进|拓展|扩大|培养|培育|满足|实现|降低|减少|维护|巩固|深化|激发|营造|弘扬|"
    "传承|繁荣|壮大|盘活|保障|组织|宣传|展示"
)
_GENERIC_LEAD = frozenset({"促进", "推动", "推进", "加强", "保障", "实现", "带动", "组织"})
_TRAILING = "建设|发展"
_LEAD = re.compile(_LEADING)
_LEAD_OR_TRAIL = re.compile(f"{_LEADING}|{_TRAILING}")
_LIST = re.compile("[、，,;；]|以及")
_APART = re.compile(r"[(（][^()（）]{0,40}[)）]|“[^”]{0,60}”|《[^》]{0,60}》")
_ACTIVITY = re.compile(
    "(?:企业|单位|商户|机构|人员|群众|学生|农户).{0,4}(?:进行|开展|参加)(?:宣传|推介|培训|展示|交流|洽谈|服务)$"
)
_HEADS = frozenset({"家", "个", "户", "人", "名", "所"})
_LONG = 12


@lru_cache(maxsize=4096)
def naming_fault_of(name: str) -> int:
    """Why a name is no indicator's name: 1 bare task, 2 routine purchase, 3 open end (等), else 0."""
    plain = name.strip()
    if _ROUTINE.match(plain):
        return ROUTINE
    if _BARE.fullmatch(plain) and _HAS_TASK.search(plain):
        return BARE_TASK
    return OPEN_END if plain[-1:] == "等" and _OPEN.search(plain) else 0


@lru_cache(maxsize=4096)
def joined_of(name: str, unit: str | None) -> int:
    """1: three or more things in one name; 2: an activity named, its participants counted."""
    if unit in _HEADS and _ACTIVITY.search(name):
        return COUNTS_ELSE
    if len(name) < _LONG:
        return 0
    plain = _APART.sub("", name)
    if len(plain) < _LONG:
        return 0
    return JOINED if len(_LIST.findall(plain)) >= 2 or len(things_in(plain)) >= 3 else 0


def things_in(plain: str) -> list[str]:
    """The verbs of a name that each begin a thing of their own.

    发展 and 建设 behind 促进 or 加强 belong to it; behind 引进, 拓展 they are one thing more.
    """
    lead = _LEAD.findall(plain)
    if not lead or any(word in _GENERIC_LEAD for word in lead) or plain.startswith("持续"):
        return lead
    return _LEAD_OR_TRAIL.findall(plain)


def _is_cost(row: Indicator) -> bool:
    return level2_kind(row.level2) in COST_KINDS or row.level1 == "成本指标"


@trait("indicator", "int8")
def naming_fault(e: Evaluation) -> list[int | None]:
    """名称不是指标: 0 fine, 1 a bare task noun, 2 a routine purchase, 3 ends in 等; null for cost rows."""
    return [
        naming_fault_of(row.name) if row.name and not _is_cost(row) else None
        for row in e.indicators
    ]


@trait("indicator", "int8")
def joined(e: Evaluation) -> list[int | None]:
    """一个名称几件事: 0 one thing, 1 three or more, 2 names an activity but counts participants.

    Null for cost rows and rows without a name.
    """
    return [
        joined_of(row.name, row.unit) if row.name and not _is_cost(row) else None
        for row in e.indicators
    ]


@lru_cache(maxsize=4096)
def _is_filler(name: str) -> bool:
    return any(word in name for word in _MONEY) and _FILLER.search(name) is not None


@trait("indicator", "bool")
def compliance_filler(e: Evaluation) -> list[bool | None]:
    """合规类指标: 资金使用合格率, 经费支出合规性, 专款专用: what every project has to keep anyway."""
    return [_is_filler(row.name) if row.name else None for row in e.indicators]
