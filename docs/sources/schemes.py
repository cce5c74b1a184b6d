"""docs/schemes/: the scoring schemes, every number with its origin."""

from __future__ import annotations

from jiping.law.cite import parse_cite
from jiping.score.parameters import PARAMETERS, Parameter
from jiping.score.scheme import WORDS, Scheme, Value, schemes

SAID = {
    **WORDS,
    "adjusted": "全年预算数",
    "initial": "年初预算数",
    "positive": "未达到的按比例得分",
    "strict": "不等的须由人评分",
}
UNIT = {"points": " 分", "percent": " %", "times": " 倍", "count": " 个"}

HEAD = """
# 计分办法

用 `--scheme 编号` 指定；不指定时由程序按表样、地区和年度选取，或取能重现表上得分的一种，报告中写明是怎么选的。

每个参数都写明出处。“已查原文”指编写时看过出处的原文或原表；“待核对”指凭记忆写下，用于正式结论前请核对；
“自定”指办法没有给出数字，由本系统设定的提示线。
"""


def pages() -> dict[str, str]:
    """The list, and a page a scheme."""
    listed = list(schemes().values())
    rows = [
        f"| [{s.id}]({s.id}.md) | {s.title} | {'、'.join(s.regions)} | {_years(s)} | "
        f"{s.extends or ''} |"
        for s in listed
    ]
    table = [
        "| 编号 | 名称 | 地区（行政区划代码） | 适用年度 | 承自 |",
        "| --- | --- | --- | --- | --- |",
    ]
    index = "\n".join([HEAD.strip(), "", *table, *rows])
    return {"schemes/README.md": index, **{f"schemes/{s.id}.md": _page(s) for s in listed}}


def _years(scheme: Scheme) -> str:
    first, last = scheme.years
    return f"{first} 年起" if last is None else f"{first}–{last} 年"


def _page(scheme: Scheme) -> str:
    rows = [_row(parameter, scheme.values[parameter.name], scheme) for parameter in PARAMETERS]
    origin = (
        f"承自 [{scheme.extends}]({scheme.extends}.md)，只写不同之处。" if scheme.extends else ""
    )
    parts = [
        f"# {scheme.id} {scheme.title}",
        f"地区：{'、'.join(scheme.regions)}。适用：{_years(scheme)}。{origin}",
        scheme.doc,
        "\n".join(
            ["| 参数 | 值 | 出处 | 是否查过原文 | 备注 |", "| --- | --- | --- | --- | --- |", *rows]
        ),
    ]
    if scheme.severity:
        changed = [f"- `{code}`：{level}" for code, level in sorted(scheme.severity.items())]
        parts += ["## 改变级别的规则", "\n".join(changed)]
    return "\n\n".join(parts)


def _row(parameter: Parameter, value: Value, scheme: Scheme) -> str:
    origin = "；".join(
        [
            *(parse_cite(c).reference() for c in value.cite),
            *([value.own] if value.own else []),
        ]
    )
    inherited = "" if value.scheme == scheme.id else f"承自 {value.scheme}"
    note = "；".join(filter(None, (value.note, inherited)))
    read = {"read": "已查原文", "recalled": "待核对", "own": "自定"}[value.origin]
    return f"| {parameter.title} `{parameter.name}` | {_shown(parameter, value)} | {origin} | {read} | {note} |"


def _shown(parameter: Parameter, value: Value) -> str:
    stated = value.value
    if stated is None:
        return "无"
    if isinstance(stated, bool):
        return "是" if stated else "否"
    if parameter.unit == "word":
        return f"{SAID.get(stated, '')} `{stated}`".strip()
    return stated + UNIT.get(parameter.unit, "")
