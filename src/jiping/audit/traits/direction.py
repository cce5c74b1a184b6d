"""What an indicator's name says about its direction: more is good, less is good, or saved money."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.model.evaluation import Evaluation
from jiping.model.levels import level2_kind
from jiping.model.traits import trait

_GOOD = re.compile(
    "(?<![不未无非])(?:合格|及时|完成|覆盖|达标|准确|优良|优秀|知晓|普及|完好|正确|通过|签约|回收|安全)率$"
)
_BAD = re.compile(
    "(?:投诉|事故|差错|错误|故障|死亡|违规|违纪|返工|流失|超标|损坏|失误|闲置|空置|辍学|逾期|延误|"
    "不合格|不满意|感染|漏报|误报)(?:发生)?(?:率|次数|件数|起数|数量|数|人数)$"
)
_ENDS = ("率", "度", "数", "数量")
_LESS = re.compile("下降|降低|减少|压减|压降|降幅|化解|处理|处置|办结|整改")
_SAVED = re.compile("节约|节省|结余|降低|下降|减少|压减|率$|率[(（]|收入|收益")


@lru_cache(maxsize=4096)
def _leaning(name: str, level2: str | None) -> int:
    if not name.endswith(_ENDS) or _LESS.search(name):
        return 0
    if _BAD.search(name):
        return -1
    if name.endswith("满意度"):
        asked = level2_kind(level2) == "satisfaction" and "不满意" not in name
        return 1 if asked else 0
    return 1 if _GOOD.search(name) else 0


@trait("indicator", "int8")
def leaning(e: Evaluation) -> list[int | None]:
    """名称表明的好坏: 1 more is better (合格率, 满意度), -1 less is better (投诉率), 0 not said."""
    return [_leaning(row.name or "", row.level2) for row in e.indicators]


@trait("indicator", "bool")
def saving_name(e: Evaluation) -> list[bool | None]:
    """成本行的名称表明越多越好: 节约额, 成本降低率, or any rate: no ceiling on spending is meant."""
    return [_SAVED.search(row.name or "") is not None for row in e.indicators]
