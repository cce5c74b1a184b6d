"""Reasons that say nothing, and reasons that speak against the score."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.model.evaluation import Evaluation
from jiping.model.text import squeeze
from jiping.model.traits import trait

_PHRASES = (
    "受?新?冠?肺?炎?疫情的?影响", "工作需要", "客观原因", "主观原因", "实际情况", "根据实际(?:情况|需要)?",
    "按(?:照)?实际(?:情况|需要)?", "已?(?:全部|按时|按期|如期)?完成", "已达到?标?", "正常", "合理", "无偏差", "无",
    "政策(?:原因|影响|调整)", "天气原因", "资金(?:原因|问题)", "加强管理", "继续努力", "下一?步?将?加强",
    "(?:进一步|不断)?(?:加强|强化|完善|提高|改进)(?:预算|绩效|资金|项目)?(?:管理|工作|意识|措施)", "由于", "因为?",
    "受", "所致", "导致", "存在", "偏差", "较大", "影响", "原因", "等", "今后", "我?(?:局|单位|部门)", "的", "和", "，",
    "。", "、", "；", ",", ";", "超额", "项目", "指标", "目标", "任务",
)  # fmt: skip
_EMPTY_TALK = re.compile(f"(?:{'|'.join(_PHRASES)})+")
_SHORTEST = 10
"""汉字: a reason and a measure can't be said in fewer."""
_FAILED = re.compile(
    "未(?:能|按|如)?[一-鿿]{0,4}?(?:完成|达到|达标|实现|开展|实施|支付)|没有(?:完成|达到|开展)|尚未"
    "|(?:延期|推迟|滞后|取消|暂停|搁置)|正在(?:进行|推进|实施|办理)"
)
_ANSWERED = re.compile("均未|无未|不存在未|未发生|未出现|未超")


@trait("indicator", "bool")
def reason_is_hollow(e: Evaluation) -> list[bool]:
    """偏差原因是否空泛：不足 10 字，或只有“疫情影响”“工作需要”一类套话。"""
    return [_hollow(r.reason) if r.reason else False for r in e.indicators]


@trait("indicator", "bool")
def reason_admits_failure(e: Evaluation) -> list[bool]:
    """偏差原因或完成值是否写明未完成、延期、取消、正在进行。"""
    return [_admits(r.reason) or _admits(r.actual) for r in e.indicators]


@lru_cache(maxsize=4096)
def _hollow(reason: str) -> bool:
    text = squeeze(reason)
    return len(text) < _SHORTEST or _EMPTY_TALK.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _admits(text: str | None) -> bool:
    if not text:
        return False
    return _FAILED.search(text) is not None and _ANSWERED.search(text) is None
