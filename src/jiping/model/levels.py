"""一级、二级指标的类别: what a level's wording stands for, wherever it is printed.

The second level decides the first: 数量, 质量, 时效, 成本 are 产出; 经济, 社会, 生态, 可持续 are 效益.
Source: 财预〔2020〕10号 (2020 form) and 财预〔2021〕101号 (成本 as a first level).
"""

from __future__ import annotations

from functools import lru_cache

from jiping.model.text import label_key

LEVEL1 = {
    "output": "产出指标",
    "benefit": "效益指标",
    "satisfaction": "满意度指标",
    "cost": "成本指标",
    "execution": "预算执行率",
    "decision": "决策指标",
    "process": "过程指标",
}
"""Kind → standard wording of the first level."""

_LEVEL1_WORDS = (
    ("满意", "satisfaction"),
    ("预算执行", "execution"),
    ("执行率", "execution"),
    ("产出", "output"),
    ("效益", "benefit"),
    ("效果", "benefit"),
    ("成本", "cost"),
    ("决策", "decision"),
    ("立项", "decision"),
    ("过程", "process"),
    ("管理", "process"),
)
_LEVEL2_WORDS = (
    ("满意", "satisfaction"),
    ("经济成本", "economic_cost"),
    ("社会成本", "social_cost"),
    ("生态环境成本", "ecological_cost"),
    ("生态成本", "ecological_cost"),
    ("数量", "quantity"),
    ("质量", "quality"),
    ("时效", "timeliness"),
    ("成本", "cost"),
    ("经济", "economic"),
    ("社会", "social"),
    ("生态", "ecological"),
    ("环境", "ecological"),
    ("可持续", "sustained"),
)
OUTPUT_KINDS = frozenset({"quantity", "quality", "timeliness", "cost"})
COST_KINDS = frozenset({"cost", "economic_cost", "social_cost", "ecological_cost"})
BENEFIT_KINDS = frozenset({"economic", "social", "ecological", "sustained"})


@lru_cache(maxsize=4096)
def level1_kind(text: str | None) -> str | None:
    """The kind of a first-level name: "产 出 指 标(50分)" → "output"; None when it is unknown."""
    return _kind(text, _LEVEL1_WORDS)


@lru_cache(maxsize=4096)
def level2_kind(text: str | None) -> str | None:
    """The kind of a second-level name: "经济效益 指标" → "economic"; None when it is unknown."""
    return _kind(text, _LEVEL2_WORDS)


def _kind(text: str | None, words: tuple[tuple[str, str], ...]) -> str | None:
    if not text:
        return None
    key = label_key(text)
    return next((kind for word, kind in words if word in key), None)
