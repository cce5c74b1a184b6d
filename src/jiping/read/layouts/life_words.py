"""Header words of 绩效目标申报表 and 绩效目标执行监控表, by what they name."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from jiping.read.layouts.words import BRACKETS, narrow

CAUSES: Final = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
"""偏差原因分析: the kinds that a monitoring form lets tick."""
POSSIBLE: Final = {"确定能": "certain", "有可能": "likely", "完全不可能": "impossible"}
MONTHS: Final = r"(?:1?\d月?[-—–~～至到]1?\d月(?:份|底|末)?|截止日期|截至日期|年中|上半年)"
_PATTERNS: Final = (
    ("level1", r"一级指标"), ("level2", r"二级指标"),
    ("name", r"三级指标|指标名称|指标内容|四级指标"),
    ("target", r"(?:年度|预期|年初|中期|目标)?指标值|目标值|年度目标值"),
    ("nature", r"指标性质|指标方向|指标方向性|计算符号|符号"),
    ("unit", r"度量单位|计量单位"), ("weight", r"权重|分值|指标权重"),
    ("progress", MONTHS + r"(?:实际)?(?:执行情况|完成情况|完成值|完成数)|实际完成值|执行情况"),
    ("forecast", r"全年预计完成(?:情况|值|数)|预计完成(?:情况|值)|预计全年完成(?:情况|值)"),
    ("reason", r"原因说明|偏差原因说明|偏差原因"), ("note", r"备注"),
    ("initial", r"年初预算数?|预算数|全年预算数"),
    ("executed", MONTHS + r"(?:实际)?(?:执行数|支出数)|执行数"),
    ("rate", MONTHS + r"?(?:预算)?执行率"),
    ("forecast_sum", r"全年预计(?:执行|支出)数|预计全年执行数"),
    ("group", r"偏差原因分析|完成目标可能性|绩效指标|年度绩效指标|中期绩效指标|项目资金"),
)  # fmt: skip
TERM: Final = re.compile(r"中期|实施期|长期|项目总|总投资|三年")
MONTHS_IN: Final = re.compile(r"(1?\d)月?[-—–~～至到](1?\d)月")


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((role, re.compile(pattern)) for role, pattern in _PATTERNS)


@lru_cache(maxsize=8192)
def header_role(text: str) -> str | None:
    """The column that a header cell names: a role, a cause, a possibility, “group”; else None."""
    flat = BRACKETS.sub("", narrow(text)).rstrip(":")
    if not flat or len(flat) > 16:
        return None
    if flat in CAUSES or flat in POSSIBLE:
        return flat
    return next((role for role, pattern in _compiled() if pattern.fullmatch(flat)), None)
