"""docs/layouts.md: the file formats and the families of forms that are known."""

from __future__ import annotations

from jiping.read.formats import formats
from jiping.read.layouts.families import Family, families

ROLES = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "nature": "指标性质",
    "operator": "指标方向（符号）",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "unit": "计量单位",
    "reason": "偏差原因及改进措施",
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "executed": "全年执行数",
    "rate": "执行率",
    "unnamed": "（不印表头的一列）",
}

FORMATS = """
# 能读的文件和表样

## 文件格式

按内容识别，不看扩展名；扩展名写错也能读。
"""

FAMILIES = """
## 表样

按栏目的名称和顺序识别，不按列号。栏目够用而不属于任何一种表样的，照样按栏目名称读，表样记为 `unknown`。
"""


def pages() -> dict[str, str]:
    """The page of formats and families."""
    rows = [
        f"| `{known.name}` | {known.title} | {'、'.join(known.suffixes)} |" for known in formats()
    ]
    parts = [
        FORMATS.strip(),
        "\n".join(["| 编号 | 格式 | 常见扩展名 |", "| --- | --- | --- |", *rows]),
        FAMILIES.strip(),
        *(_family(family) for family in families()),
    ]
    return {"layouts.md": "\n\n".join(parts)}


def _family(family: Family) -> str:
    lines = [
        f"### {family.id} {family.title}",
        "",
        f"- 见于：{family.seen}",
        f"- 年度：{_years(family)}",
    ]
    lines += [f"- 指标栏目：{_columns(columns)}" for columns in family.indicators]
    lines += [f"- 资金栏目：{_columns(columns)}" for columns in family.funds]
    return "\n".join(lines)


def _columns(roles: tuple[str, ...]) -> str:
    return "、".join(ROLES.get(role, f"`{role}`") for role in roles)


def _years(family: Family) -> str:
    if family.first_year is None:
        return "未限定"
    if family.last_year is None:
        return f"{family.first_year} 年起"
    return f"{family.first_year}–{family.last_year} 年"
