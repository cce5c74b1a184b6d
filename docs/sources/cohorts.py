"""docs/cohort/: the rules over many forms, a page each from the rule's own file."""

from __future__ import annotations

import re

from jiping.dataset.cohort.catalogue import cohort_rules
from jiping.dataset.cohort.rule import NEEDS, Case, CohortRule
from jiping.dataset.cohort.running import PEERS
from jiping.dataset.cohort.writing import COLUMNS, DRAWN
from jiping.report import SEVERITY
from jiping.report._labels import pointer_words

HEAD = f"""
# 同类比较

`jiping dataset cohort 数据集 -o 比较.html` 把数据集里的全部自评表放在一起比较，列出单张表看不出的情况。
每一条都是**值得问一问的问题**，不是结论；问题之下并列所问的表和与它对照的表，注明文件、栏目和位置。

- `--only C-IND-19,C-COH-08` 只用几条规则；`--year 2023` 只问这一年度的表，上年的表仍用来对照。
- `--budget-list 清单.xlsx`：预算项目清单，要有“项目名称”一栏，可有项目代码、单位、年度、预算数。
- `--final-accounts 决算.xlsx`：决算情况表，要有“部门”一栏，和项目数、预算数、执行数中的几栏。金额以万元计，栏目名写明“元”“亿元”的按所写。
- 输出看扩展名：html 网页（每条规则画出最需要看的 {DRAWN} 个）、xlsx、json、parquet、csv。数据一行一个栏目：
  `{", ".join(COLUMNS)}`；同一个 `case` 是同一个问题，`asked` 为真的是所问的表。一个问题最多列 {PEERS} 行。
- 内容完全相同的表只比一张，另由 C-STR-09 列出。名称比较不计空白、标点；项目名称不计年份和单位名称。
- 缺少对照资料的规则不比较，并写明原因。单张表的同编号规则列为“不判”，在这里判断。
- 佐证材料、文件属性（作者、修改时间）相同与否，数据集没有存这些内容，不比较。

查得准不准、要看多少，见 [decisions/0090](../../decisions/0090-cohort-rules.md)。
"""


def pages() -> dict[str, str]:
    """The listing and a page a rule."""
    rules = list(cohort_rules().values())
    lines = [HEAD.strip(), "", "| 编号 | 规则 | 级别 | 与什么比较 |", "| --- | --- | --- | --- |"]
    lines += [
        f"| [{r.code}]({r.code}.md) | {r.title} | {_severity(r)} | {r.compared} |" for r in rules
    ]
    return {
        "cohort/README.md": "\n".join(lines),
        **{f"cohort/{r.code}.md": _page(r) for r in rules},
    }


def _severity(rule: CohortRule) -> str:
    usual = SEVERITY[rule.severity]
    return usual if rule.worse is None else f"{usual}，较重时{SEVERITY[rule.worse]}"


def _page(rule: CohortRule) -> str:
    parts = [
        f"# {rule.code} {rule.title}",
        f"级别：{_severity(rule)}。与什么比较：{rule.compared}。",
        rule.doc.strip().removeprefix(f"{rule.title}。").strip(),
        "## 依据",
        "\n".join(f"- {cite.label()}" for cite in rule.basis),
        "## 怎样问",
        re.sub(r"\{.*?\}", "…", rule.question),
        f"可能的正常原因：{rule.innocent}。",
        f"建议：{rule.advice}",
    ]
    if rule.needs is not None:
        parts.append(f"不比较的情形：{NEEDS[rule.needs]}。")
    rows = [f"| {case.name} | {_forms(case)} | {_result(case)} |" for case in rule.cases]
    parts += ["## 例子", "\n".join(["| 情形 | 自评表 | 结果 |", "| --- | --- | --- |", *rows])]
    return "\n\n".join(parts)


def _forms(case: Case) -> str:
    """How many forms, and how the first ones differ from the sample form."""
    said = []
    for number, change in enumerate(case.forms[:2]):
        words = [f"{pointer_words(p)}为{_value(v)}" for p, v in list(change.items())[:4]]
        more = "等" if len(change) > 4 else ""
        said.append(f"表{number + 1}：{'，'.join(words) + more if words else '样表'}")
    return f"{len(case.forms)} 张。" + "；".join(said).replace("|", "\\|")


def _value(value: object) -> str:
    text = "空白" if value is None else str(value)
    return text if len(text) <= 24 else f"{text[:24]}……"


def _result(case: Case) -> str:
    if case.skipped is not None:
        return f"不比较（{case.skipped}）"
    if case.asked is None:
        return "不问"
    said = "；".join("、".join(f"表{n + 1}" for n in group[:4]) + ("等" if len(group) > 4 else "") for group in case.asked if group)  # fmt: skip
    told = f"（{case.told}）" if case.told else ""
    return f"问{f'：{said}' if said else ''}{told}"
