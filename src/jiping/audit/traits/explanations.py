"""Whether any text of the form explains what its fund lines ask to have explained.

The search is wide on purpose: fund reasons, reasons of cost rows, the result text, all remarks. A
rule that asks for an explanation is silent as soon as there is anything that may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiping.model.evaluation import Evaluation
from jiping.model.levels import COST_KINDS, level2_kind
from jiping.model.text import squeeze
from jiping.model.traits import trait

NOTHING = frozenset(
    {"", "无", "没有", "无偏差", "无偏离", "不适用", "/", "-", "—", "——", "－", "无。"}
)
"""What a cell of reasons holds that gives none."""
_UNSPENT = re.compile(
    "原因|由于|鉴于|结余|结转|尚未支付|未支付|未付|跨年|尾款|质保金|待付|下年|次年|第二年"
    "|因(?!此|地制宜|素|而|果|公|势|材)|受.{0,14}影响|节约(?:资金|经费|成本|开支|支出)|资金节约|厉行节约"
    "|收回|压减|缩减|据实(?:结算|支付|列支)|招标.{0,6}(?:节约|下浮)"
)
_ADJUSTED = re.compile(
    "追加|调增|调减|预算调整|调整预算|调整数|年中(?:下达|安排|增加)|新增(?:预算|资金|项目|安排)|增加预算"
    "|压减|核减|收回|上级(?:下达|拨付|安排|专项)|中途下达|结转|划转|统筹"
)
_GOAL_ADJUSTED = re.compile(
    "绩效目标.{0,8}(?:调整|追加|新增|申报|批复|备案|下达)|(?:调整|追加|新增|补报|同步).{0,8}绩效目标"
)
_SOURCE = re.compile(
    "社会(?:投入|资本|资金|捐赠)|捐赠|捐款|贷款|自筹|债券|事业收入|经营收入|往来|上级|单位资金|专户"
    "|企业(?:投入|出资|自有)|彩票|基金|村集体|非财政|横向|工会|援助|补助|其他资金.{0,4}(?:来源|系|为|是)"
)
_REASON_LABEL = re.compile("原因|偏差|未完成|改进")


@trait("form", "bool")
def execution_explained(e: Evaluation) -> list[bool]:
    """表中是否有文字说明预算为何没有用完。"""
    given = any(_said(f.reason) for f in e.funds) or any(
        _said(r.reason) for r in e.indicators if level2_kind(r.level2) in COST_KINDS
    )
    return [given or _told(e, _UNSPENT) or reasons_in_remarks(e)]


@trait("form", "bool")
def adjustment_explained(e: Evaluation) -> list[bool]:
    """表中是否有文字说明年中为何调整预算。"""
    return [any(_said(f.reason) for f in e.funds) or _told(e, _ADJUSTED)]


@trait("form", "bool")
def goal_adjusted(e: Evaluation) -> list[bool]:
    """表中是否说到绩效目标随预算追加、调整或另行批复。"""
    return [_told(e, _GOAL_ADJUSTED)]


@trait("form", "bool")
def other_explained(e: Evaluation) -> list[bool]:
    """表中是否说明其他资金从哪里来。"""
    lines = [f for f in e.funds if f.source == "other"]
    named = any(_said(f.reason) or _SOURCE.search(f.label) for f in lines)
    return [bool(named) or _told(e, _SOURCE)]


@trait("form", "bool")
def remarks_give_reasons(e: Evaluation) -> list[bool]:
    """偏差原因是否不在各行而写在表尾的一栏。"""
    return [reasons_in_remarks(e)]


def reasons_in_remarks(e: Evaluation) -> bool:
    """Whether a remark whose label asks for reasons holds any."""
    return any(_REASON_LABEL.search(label) and _said(text) for label, text in e.remarks.items())


def _said(text: str | None) -> bool:
    return text is not None and squeeze(text) not in NOTHING


def _told(e: Evaluation, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text) for text in _texts(e))


def _texts(e: Evaluation) -> Iterator[str]:
    if e.goal.actual:
        yield e.goal.actual
    for text in e.remarks.values():
        if text:
            yield text
    for line in e.funds:
        if line.reason:
            yield line.reason
    for row in e.indicators:
        if row.reason:
            yield row.reason
