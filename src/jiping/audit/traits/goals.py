"""The goal's text against the indicators: tasks it names, numbers it gives, what nobody measures.

Kept careful: only clauses that begin or contain a concrete task are looked for among the
indicators, compared by pairs of characters without the words that every project has.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.audit.traits.repetition import pairs
from jiping.model.evaluation import Evaluation
from jiping.model.levels import level2_kind
from jiping.model.quantity import parse_quantity
from jiping.model.text import squeeze
from jiping.model.traits import trait

POLICY_ONLY, NO_NUMBER = 1, 2
TASKS_LEFT, EVENT_LEFT, RESULT_LEFT = 1, 2, 3

_QUOTED = re.compile("“[^”]{0,60}”|《[^》]{0,60}》|[（(][^（）()]{0,40}[)）]|【[^】]{0,40}】")
_CLAUSE = re.compile(
    "[，。；;,！!\n]|(?:^|(?<=[，。；;]))目标[0-9一二三四五]?[:：]?|[0-9][.、．](?![0-9])"
)
_PARTNERS = re.compile("^(?:与|会同|联合|配合|协同).{1,40}?(?:共同|联合|一起|一道)")
_POLICY = re.compile(
    "(?:为|通过|并|同时|进一步|全面|深入|认真|严格|积极|切实|持续|不断)*"
    "(?:贯彻|落实|学习|立足|依托|发挥|围绕|坚持|根据|依据|依照|按照|遵照|对照|对标|以|聚焦|紧扣|响应|结合|为了|践行)"
)
_DIRECTION = re.compile(
    "(?:为|使|让|从而|以|并|进一步|全面|深入|积极|切实|持续|不断|有效|大力|着力|努力|逐步|稳步)*"
    "(?:推动|推进|加强|促进|服务|提升|提高|增强|保障|确保|维护|改善|营造|带动|树立|满足|加快|强化|深化|扩大|"
    "助力|激发|降低|减少|达到|实现|打造|构建)"
)
_TASK = re.compile(
    "改造|新建|扩建|修建|建成|建设|购置|采购|购买|培训|配齐|举办|承办|开展|组织(?!凝聚|生活|部|机构|保障|领导|建设)|发放|维修|修缮|安装|编制|印制|"
    "推介|引进|拓展|招商|资助|救助|补助|检查|监测|治理|种植|修复|清理|整治|研发|演出|巡演|调研|考察|慰问|"
    "体检|接种|普查|测绘|勘察|拆除|清运|养护|采集|录制|出版|展览|参展|参加|招聘|聘用|配备|更新|建立"
)
_DIGITS = re.compile("[0-9０-９]{1,16}(?:[.．][0-9０-９]{1,8})?(?![0-9０-９.．年月日号届])")
_NUMERAL = re.compile("[两三四五六七八九十百千万]{1,4}余?[次场个项人名家台套期批户亩]")
_NO_COUNT_AFTER = frozenset("第〔[【年")
_STOP = re.compile(
    "完成|开展|推进|推动|进行|实施|组织|做好|工作|任务|重点|相关|有关|全年|全县|全市|全区|年度|本年|当年|项目|"
    "业务|单位|等|的|和|与|及|对|将|并|各|我[盟市县区局院校]|建设|发展|要求|符合|所需|正常|日常|保障|能力|"
    "水平|数量|质量|次数|人数|情况|时间|成本|指标|资金|经费|使用|[0-9.]+[一-龥%]?"
)
_LISTING = re.compile("^(?:完成|开展|做好|实施|组织|推进|包括|用于)")
_PHYSICAL = re.compile(
    "[一-龥]{0,6}(?<![0-9])[0-9]{1,12}(?:[.][0-9]{1,8})?余?(平方米|平方公里|立方米|公里|千米|公顷|米|亩|吨|公斤)(?!/)"
)
"""Quantities of things built or delivered, with the words in front of them."""
_SECOND_EVENT = re.compile("暨")


@lru_cache(maxsize=2048)
def clauses(text: str) -> tuple[str, ...]:
    """The goal's clauses, quotations and brackets gone, a list behind its verb taken apart."""
    found: list[str] = []
    for piece in _CLAUSE.split(_QUOTED.sub("", text)):
        clause = _PARTNERS.sub("", piece)
        if len(clause) < 3:
            continue
        listed = clause.split("、") if _LISTING.match(clause) else [clause]
        found += listed if len(listed) > 2 else [clause]
    return tuple(found)


@lru_cache(maxsize=2048)
def tasks(text: str) -> tuple[str, ...]:
    """The clauses that name something to be done, not a policy or a wish."""
    found, listing = [], False
    for clause in clauses(text):
        if _POLICY.match(clause):
            continue
        listing = listing or _LISTING.match(clause) is not None
        wish = _DIRECTION.match(clause)
        if wish and not _TASK.search(clause, wish.end()):
            continue
        if listing or _TASK.search(clause):
            found.append(clause)
    return tuple(found)


@lru_cache(maxsize=2048)
def _policy_only(text: str) -> bool:
    return all(_POLICY.match(c) or _DIRECTION.match(c) for c in clauses(text))


def names_quantity(text: str) -> bool:
    """Whether a text gives any number that is no year, date, ordinal or document number."""
    if _NUMERAL.search(text):
        return True
    return any(
        match.start() == 0 or text[match.start() - 1] not in _NO_COUNT_AFTER
        for match in _DIGITS.finditer(text)
    )


def goal_fault_of(e: Evaluation) -> int | None:
    """Why the goal is vague; None where there is no goal."""
    expected = e.goal.expected
    if not expected:
        return None
    if names_quantity(expected):
        return 0
    if not tasks(expected) and _policy_only(expected):
        return POLICY_ONLY
    told = e.goal.actual
    return NO_NUMBER if told and not names_quantity(told) else 0


@trait("form", "int8")
def goal_fault(e: Evaluation) -> list[int | None]:
    """目标空泛: 0 fine, 1 policy phrases only, 2 no number in the goal nor in what was done; null: none."""
    return [goal_fault_of(e)]


@lru_cache(maxsize=4096)
def _content(text: str) -> frozenset[str]:
    """Character pairs of a text without the words that every project has."""
    return frozenset().union(*(pairs(part) for part in _STOP.split(text) if part))


def _measured(e: Evaluation) -> frozenset[str]:
    """What the indicators with a number or an output measure, as character pairs."""
    found: set[str] = set()
    for row in e.indicators:
        if not row.name:
            continue
        kind = level2_kind(row.level2)
        output = kind in ("quantity", "quality", "timeliness", "cost", None)
        numbered = row.target is not None and parse_quantity(row.target) is not None
        if output or (numbered and kind != "satisfaction"):
            found |= _content(row.name)
            if row.target and output and not numbered:
                found |= _content(row.target)
    return frozenset(found)


def tasks_left(e: Evaluation) -> tuple[list[str], int]:
    """The goal's tasks without an indicator, and how many tasks could be looked for."""
    if not e.goal.expected or not e.indicators:
        return [], 0
    own: set[str] = set()
    for name in (e.unit.name, e.department.name):
        own |= pairs(squeeze(name or ""))
    measured = _measured(e)
    left, looked = [], 0
    for task in tasks(e.goal.expected):
        content = _content(task) - own
        if content:
            looked += 1
            if not content & measured:
                left.append(task)
    return left, looked


def events_left(e: Evaluation) -> list[str]:
    """Events that the project's name joins with 暨 and that neither indicator nor text takes up."""
    names = _SECOND_EVENT.split(squeeze(e.project.name or ""))
    if len(names) < 2 or not e.indicators:
        return []
    contents = [_content(name) for name in names]
    shared = frozenset.intersection(*contents)
    measured = _measured(e)
    return [
        name
        for name, content in zip(names, contents, strict=True)
        if content - shared and not (content - shared) & measured
    ]


def results_left(e: Evaluation) -> list[str]:
    """Physical quantities of 实际完成情况 in whose unit no indicator is measured."""
    if not e.goal.actual or not e.indicators:
        return []
    units = {row.unit for row in e.indicators}
    texts = "".join(f"{row.name}{row.target};" for row in e.indicators)
    return [
        match[0]
        for match in _PHYSICAL.finditer(e.goal.actual)
        if match[1] not in units and match[1] not in texts
    ]


@trait("form", "int8")
def goal_gap(e: Evaluation) -> list[int | None]:
    """指标与目标脱节: 0 none, 1 at least two and half of the goal's tasks have no indicator, 2 an event of
    the project's name has none, 3 no task is named, but something measurable was built or delivered
    that has none. Null where there is nothing to look for."""
    if events_left(e):
        return [EVENT_LEFT]
    left, looked = tasks_left(e)
    if not looked:
        return [RESULT_LEFT if results_left(e) else None]
    return [TASKS_LEFT if len(left) >= 2 and 2 * len(left) >= looked else 0]
