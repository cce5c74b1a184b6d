"""docs/rules/: the catalogue, and one page for each rule from the rule's own file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby

from jiping.audit.catalogue import catalogue
from jiping.audit.notes import notes
from jiping.audit.rule import REMOVE, Case, Rule

SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}
GRAIN = {"form": "整张表", "fund": "每个资金行", "indicator": "每个指标行", "fact": "每个数字"}

# What the names in a message stand for, and the fields in a pointer.
SAID = {
    "row.name": "指标名称",
    "row.label": "资金行名称",
    "left": "填报值",
    "right": "应为值",
    "difference": "差额",
    "size": "差额",
    "other.name": "另一行名称",
    "scheme.title": "计分办法",
}
FIELDS = {
    "name": "名称",
    "level1": "一级指标",
    "level2": "二级指标",
    "nature": "指标性质",
    "operator": "指标方向",
    "target": "年度指标值",
    "actual": "实际完成值",
    "unit": "计量单位",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因及改进措施",
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "executed": "全年执行数",
    "rate": "执行率",
    "grade": "等级",
    "expected": "预期目标",
}
GROUPS = {
    "funds": "资金",
    "indicators": "指标",
    "total": "总分",
    "goal": "年度总体目标",
    "form": "表头",
}

HEAD = """
# 审核规则

级别：**错误**是表内可以证明的差错，**警告**是须要说明或核对的，**提示**是供参考的。
结果有三种：通过、不通过、不判（缺数据或缺对照资料，并写明原因）。
方案可以改变某条规则的级别，见[计分办法](../schemes/README.md)。
"""


def pages() -> dict[str, str]:
    """The catalogue page and a page a rule."""
    rules = list(catalogue().values())
    made = {f"rules/{rule.code}.md": _page(rule) for rule in rules}
    lines = [HEAD.strip()]
    for family, members in groupby(rules, key=lambda rule: rule.code.rsplit("-", 1)[0]):
        rows = [
            f"| [{rule.code}]({rule.code}.md) | {rule.title} | {SEVERITY[rule.severity]} | "
            f"{GRAIN[rule.grain]} | {'须对照：' + rule.needs if rule.needs else ''} |"
            for rule in members
        ]
        lines += ["", f"## {family}", "", "| 编号 | 规则 | 级别 | 对象 | 备注 |"]
        lines += ["| --- | --- | --- | --- | --- |", *rows]
    return {**made, "rules/README.md": "\n".join(lines)}


def _page(rule: Rule) -> str:
    parts = [
        f"# {rule.code} {rule.title}",
        f"级别：{_severity(rule)}。对象：{GRAIN[rule.grain]}。",
        rule.doc.strip().removeprefix(f"{rule.title}。").strip(),
        "## 依据",
        "\n".join(f"- {cite.label()}" for cite in rule.basis),
        "## 报告中的说法",
        _message(rule.message),
        f"建议：{rule.advice}",
    ]
    if rule.needs:
        parts.append(f"只看一张自评表不能判断，须对照：{rule.needs}。报告中列为“不判”。")
    if rule.cases:
        rows = [f"| {case.name} | {_changes(case)} | {_result(case)} |" for case in rule.cases]
        parts += [
            "## 例子",
            "在一张正确的表上作如下改动：",
            "\n".join(["| 情形 | 改动 | 结果 |", "| --- | --- | --- |", *rows]),
        ]
    return "\n\n".join(parts)


def _message(template: str) -> str:
    """The template as a reader understands it: 〔填报值〕 for {left}."""

    def said(match: re.Match[str]) -> str:
        name = match[1].partition(":")[0].partition("!")[0]
        if name.startswith("note."):
            return f"〔{notes()[name.removeprefix('note.')].doc.rstrip('。')}〕"
        return f"〔{SAID.get(name) or FIELDS.get(name.rpartition('.')[2], name)}〕"

    return re.sub(r"\{([^{}]+)\}", said, template)


def _place(pointer: str) -> str:
    """A JSON pointer in words: /indicators/0/score → 指标第1行“得分”."""
    group, *rest = pointer.strip("/").split("/")
    number = f"第{int(rest.pop(0)) + 1}行" if rest and rest[0].isdigit() else ""
    field = f"“{FIELDS.get(rest[-1], rest[-1])}”" if rest else ""
    return f"{GROUPS.get(group, FIELDS.get(group, group))}{number}{field}"


def _value(new: object) -> str:
    """What a case puts into a field; a whole row is given by its fields."""
    if isinstance(new, Mapping):
        shown = [f"{FIELDS.get(k, k)} {v}" for k, v in new.items() if v is not None]
        return "、".join(shown)
    return f"“{new}”"


def _severity(rule: Rule) -> str:
    """The level, and the one that a larger deviation has, if the rule knows two."""
    if rule.worse is None:
        return SEVERITY[rule.severity]
    return f"{SEVERITY[rule.severity]}，情节较重时为{SEVERITY[rule.worse]}"


def _changes(case: Case) -> str:
    shown = [
        f"{_place(pointer)}{'删去' if new is REMOVE else '留空' if new is None else f'改为 {_value(new)}'}"
        for pointer, new in case.change.items()
    ]
    return "；".join(shown).replace("|", "\\|") or "不改"


def _result(case: Case) -> str:
    if case.skipped:
        return "不判"
    if case.at is None:
        return "不报"
    return "报：" + "、".join(_place(pointer) for pointer in case.at)
