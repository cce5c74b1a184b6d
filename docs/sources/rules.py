"""docs/rules/: the catalogue, and one page for each rule from the rule's own file."""

from __future__ import annotations

from itertools import groupby

from jiping.audit.catalogue import catalogue
from jiping.audit.rule import Rule
from jiping.report import SEVERITY
from jiping.report._case_words import changes_of, message_words, result_of

GRAIN = {"form": "整张表", "fund": "每个资金行", "indicator": "每个指标行", "fact": "每个数字"}

HEAD = """
# 审核规则

级别：**错误**是表内可以证明的差错，**需说明**是须要说明或核对的，**提示**是供参考的。
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
        message_words(rule.message),
        f"建议：{rule.advice}",
    ]
    if rule.needs:
        parts.append(f"只看一张自评表不能判断，须对照：{rule.needs}。报告中列为“不判”。")
    if rule.cases:
        rows = [
            f"| {case.name} | {_escaped(changes_of(case))} | {result_of(case)} |"
            for case in rule.cases
        ]
        parts += [
            "## 例子",
            "在一张正确的表上作如下改动：",
            "\n".join(["| 情形 | 改动 | 结果 |", "| --- | --- | --- |", *rows]),
        ]
    return "\n\n".join(parts)


def _severity(rule: Rule) -> str:
    """The level, and the one that a larger deviation has, if the rule knows two."""
    if rule.worse is None:
        return SEVERITY[rule.severity]
    return f"{SEVERITY[rule.severity]}，情节较重时为{SEVERITY[rule.worse]}"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
