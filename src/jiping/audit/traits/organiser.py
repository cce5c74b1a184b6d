"""Whether the result text names another body as the organiser of what was achieved."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.audit.traits.overlap import longest_shared
from jiping.model.evaluation import Evaluation
from jiping.model.traits import trait

_HOSTED = re.compile(
    "由([一-鿿·]{2,24}?)(?:共同)?(?:联合)?主办|主办(?:单位|方)(?:为|是|：|:)([一-鿿·]{2,24})"
)
_OURSELVES = re.compile("我[局厅委办市县区盟州镇乡院校中单会]|本[局单位部门院校中心]")
_BODY = re.compile("局|厅|委|部|会|院|馆|集团|公司|政府|中心|协会|行署|办公室|学校|大学|联盟")


@trait("form", "bool")
def hosted_by_others(e: Evaluation) -> list[bool]:
    """实际完成情况是否写明活动由别的单位主办。"""
    text = e.goal.actual
    if not text or "主办" not in text:
        return [False]
    return [_others(text, (e.unit.name or "", e.department.name or ""))]


@lru_cache(maxsize=256)
def _others(text: str, own: tuple[str, str]) -> bool:
    for match in _HOSTED.finditer(text):
        body = match[1] or match[2]
        if _OURSELVES.search(body) or not _BODY.search(body):
            continue
        if all(not _is_own(body, name) for name in own):
            return True
    return False


def _is_own(body: str, name: str) -> bool:
    """盟商务口岸局 is 兴安盟商务口岸局; 省医疗保障学会 is not 某市医疗保障中心."""
    shared = longest_shared(body, name)
    return len(shared) >= 4 and (len(shared) >= len(body) - 1 or shared == name)
