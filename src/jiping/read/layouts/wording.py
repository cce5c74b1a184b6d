"""What a text without columns sounds like: a quality, a cause, a rule of scoring, a bare level.

Inside a run only the order of the cells is left. Two texts behind a name may be target and actual,
or an actual and a reason; their wording then says more than their number. The words are those of
published tables: 显著, 达成预期指标; 受疫情影响…; 完成值达到指标值，记满分.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jiping.model.patterns import lazy
from jiping.read.layouts.words import Look, narrow

if TYPE_CHECKING:
    from jiping.read.layouts.lines import Atom

QUALITY: Final = "quality"
CAUSE: Final = "cause"
RULE: Final = "rule"
NONE: Final = "none"
"""无: nothing to say, which is more often a reason than an actual value."""

_RULE = lazy(
    r"记满分|得满分|记分|计分|计算得分|不得分|扣\d+(?:\.\d+)?分|(?:分值|分数|权重).{0,8}(?:[*×]|乘)|[*×].{0,6}分值"
)
_CAUSE = lazy(
    r"因(?!素|子)|受.{1,12}影响|由于|原因|下一步|今后|措施|结余|未能|尚未|延迟|延期|滞后|推迟|来不及|变动|偏低|偏高|"
    r"疫情|无偏差|不存在偏差|。$"
)
_QUALITY = lazy(
    r"(?:有效|显著|明显|持续|逐步|逐年|进一步|不断|稳步|基本|全面|充分|大幅|部分|较为?|很|非常|比较|已经?|有所|"
    r"长期|中长期|短期|长效|良好|优秀|优良|优|良|中|差|好|高|低|强|是|否|有|无|达标|合格|规范|完成|达成|达到|实现|预期|"
    r"指标|目标|效果|成效|作用|影响|提升|提高|改善|促进|增强|加强|增加|减少|降低|下降|完善|优化|满足|保障|稳定|巩固|"
    r"及时|按时|按期|按月|按季|按年|足额|发放|拨付|全覆盖|全部|覆盖|到位|健全|建立|常态化|机制|运行|正常|符合|要求|规定|"
    r"标准|并|且|具有|一定|程度|得到|推动|满意|可持续|[,，、；;])+"
)
BARE: Final = "成本"
"""Written without 指标 among second levels that are written so too."""
PROCESS: Final = frozenset(
    (
        "项目立项",
        "资金投入",
        "资金落实",
        "资金管理",
        "组织实施",
        "业务管理",
        "财务管理",
        "项目产出",
        "实施管理",
    )
)
"""Second levels of decision and management; elsewhere they may be names."""
BELOW: Final = frozenset(("效益指标", "项目效益", "产出指标", "项目产出"))
"""First levels that stand on the second where 项目绩效 is the first."""
LEVELS: Final = frozenset(("数量", "质量", "时效"))


def told(atoms: list[Atom], roles: list[str]) -> None:
    """Mark the texts of a run's indicator cells with what they sound like."""
    bare = any(narrow(atom.text) in LEVELS for atom in atoms)
    performance = any(atom.look.role == "项目绩效" for atom in atoms)
    for atom in atoms:
        seen = atom.look
        flat = narrow(seen.text)
        if (
            (bare and flat == BARE and seen.kind == "text")
            or (seen.kind == "text" and flat.partition("(")[0] in PROCESS)
            or (performance and seen.role in BELOW and seen.kind == "level1")
        ):
            atom.look = Look(seen.text, "level2", "level2", seen.text, seen.points)
        elif seen.kind == "text" and not seen.group:
            role = _role(flat, "method" in roles)
            if role:
                atom.look = seen._replace(role=role)


def _role(flat: str, methods: bool) -> str:
    if flat == "无":
        return NONE
    if methods and _RULE.search(flat):
        return RULE
    if len(flat) <= 24 and _QUALITY.fullmatch(flat):
        return QUALITY
    return CAUSE if _CAUSE.search(flat) else ""
