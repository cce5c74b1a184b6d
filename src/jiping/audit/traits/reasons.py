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


_DONE = re.compile(
    "(?:已经?|全部|均|都|按时|按期|如期|圆满|顺利|超额)+(?:完成|达到|实现)了?[一-鿿]{0,8}?(?:目标|任务|指标|工作|计划)"
)
_NOT_QUITE = re.compile("但|部分|基本|因|由于|不足|不够|偏|差|少|除|尚|仅|只")
_MEASURE = re.compile(
    "措施|改进|整改|加强|加快|加大|完善|优化|提前|督促|协调|推进|推动|落实|补[办做齐报]|顺延|调整|延至|改[为到在]"
    "|将|拟|计划|打算|下一?步|下一?年|[次明来]年|今后|以后|争取|力争|确保|已[与于向经]|商定|定于"
)
_FILLING = re.compile(r"已经?|完成|达到|实现|了|[\W_]")
"""What a goal becomes a result by: no more than this was changed where it was copied."""
_CLAUSE = re.compile("[，。；！？,;!?\n]")


@trait("indicator", "bool")
def reason_is_hollow(e: Evaluation) -> list[bool]:
    """偏差原因是否空泛：不足 10 字，或只有“疫情影响”“工作需要”一类套话。"""
    return [_hollow(r.reason) if r.reason else False for r in e.indicators]


@trait("indicator", "bool")
def reason_admits_failure(e: Evaluation) -> list[bool]:
    """偏差原因或完成值是否写明未完成、延期、取消、正在进行。"""
    return [_admits(r.reason) or _admits(r.actual) for r in e.indicators]


@trait("indicator", "bool")
def reason_claims_done(e: Evaluation) -> list[bool]:
    """偏差原因是否只说已经完成，没有说到任何不足。"""
    return [_claims(r.reason) if r.reason else False for r in e.indicators]


@trait("indicator", "bool")
def reason_names_measure(e: Evaluation) -> list[bool]:
    """偏差原因栏是否写到已经采取或今后的措施。"""
    return [bool(r.reason and _MEASURE.search(r.reason)) for r in e.indicators]


@trait("form", "bool")
def goal_admits_failure(e: Evaluation) -> list[bool | None]:
    """实际完成情况是否写明有没有完成、延期、取消或正在进行的事；没有文字时为空。"""
    text = e.goal.actual
    return [any(_admits(clause) for clause in _CLAUSE.split(text)) if text else None]


@trait("form", "bool")
def goal_copied(e: Evaluation) -> list[bool | None]:
    """实际完成情况是否照抄预期目标，“已”“完成”等字和标点不计；有一边没有文字或太短时为空。"""
    expected, actual = (_bare(t) for t in (e.goal.expected, e.goal.actual))
    return [expected == actual if min(len(expected), len(actual)) >= _SHORTEST else None]


def _bare(text: str | None) -> str:
    return _FILLING.sub("", squeeze(text or ""))


@lru_cache(maxsize=4096)
def _claims(reason: str) -> bool:
    return _DONE.search(reason) is not None and _NOT_QUITE.search(reason) is None


@lru_cache(maxsize=4096)
def _hollow(reason: str) -> bool:
    text = squeeze(reason)
    return len(text) < _SHORTEST or _EMPTY_TALK.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _admits(text: str | None) -> bool:
    if not text:
        return False
    return _FAILED.search(text) is not None and _ANSWERED.search(text) is None
