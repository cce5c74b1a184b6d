"""Rules and schemes as blocks: their lists, and one explained with all that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from jiping.report import SEVERITY
from jiping.report._blocks import (
    Block,
    Cell,
    Column,
    Fields,
    Gap,
    Heading,
    Line,
    Section,
    Span,
    Table,
    Words,
)
from jiping.report._case_words import changes_of, message_words, result_of
from jiping.report._head_view import STYLES
from jiping.report._naming import family_of

if TYPE_CHECKING:
    from jiping.audit.rule import Rule
    from jiping.score.scheme import Scheme

_GRAINS = {"form": "整张表", "fund": "每个资金行", "indicator": "每个指标行", "fact": "每个数字"}
_ORIGINS = {"read": "已查原文", "recalled": "据记忆，待核对", "own": "自定"}
_WORDS = {
    "adjusted": "全年预算数",
    "initial": "年初预算数",
    "linear": "按超出比例扣分",
    "zero": "超标不得分",
    "ratio": "按比值",
    "positive": "未达到的按比例得分",
    "strict": "不等的须由人评分",
}
_UNITS = {"points": " 分", "percent": " %", "times": " 倍", "count": " 个"}


def rules_view(rules: Iterable[Rule]) -> Iterator[Block]:
    """The catalogue, family by family."""
    listed = list(rules)
    yield Heading(f"审核规则 {len(listed)} 条", 1)
    yield Line("用 jiping rules 编号 查看一条规则的依据、说明和例子。")
    for family, members in groupby(listed, key=lambda r: r.code.rpartition("-")[0]):
        yield Gap()
        yield Heading(f"{family_of(family)}（{family}）", 2)
        for rule in members:
            level = str(rule.severity)
            needs = f"（须对照：{rule.needs}）" if rule.needs else ""
            words: Words = [
                Span(SEVERITY[level], STYLES[level]),
                f"  {rule.title}",
                Span(needs, "dim"),
            ]
            yield Line(words, 2, f"{rule.code}  ")


def rule_view(rule: Rule) -> Iterator[Block]:
    """One rule: level, grain, explanation, basis with text, message, advice, examples."""
    yield Heading(f"{rule.code} {rule.title}", 1)
    level = SEVERITY[str(rule.severity)]
    if rule.worse is not None:
        level += f"，情节较重时为{SEVERITY[str(rule.worse)]}"
    pairs = [("级别", level), ("对象", _GRAINS[rule.grain])]
    if rule.needs:
        pairs.append(("须对照", f"{rule.needs}；只看一张自评表不能判断，报告中列为“不判”"))
    yield Fields(tuple(pairs))
    yield Gap()
    doc = rule.doc.strip().removeprefix(f"{rule.title}。").strip()
    for paragraph in doc.split("\n\n"):
        yield Line("".join(paragraph.split("\n")))
    yield Gap()
    yield Heading("依据", 2)
    for cite in rule.basis:
        text = cite.text()
        yield Line(cite.label() + (f"：{text}" if text else ""), 2, "· ")
    yield Gap()
    yield Heading("报告中的说法", 2)
    yield Line(message_words(rule.message), 2)
    yield Line(rule.advice, 2, "建议：")
    if rule.cases:
        yield Gap()
        yield Heading("例子：在一张正确的表上作如下改动", 2)
        yield _cases(rule)


def _cases(rule: Rule) -> Table:
    head = tuple(Cell(t, "center", style="strong") for t in ("情形", "改动", "结果"))
    rows = [(Cell(c.name), Cell(changes_of(c)), Cell(result_of(c))) for c in rule.cases]
    return Table((Section((Column(18, 1), Column(24, 2), Column(18, 1)), (head, *rows)),))


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule as a JSON object."""
    return {
        "rule": rule.code,
        "title": rule.title,
        "severity": str(rule.severity),
        "grain": rule.grain,
        "needs": rule.needs,
        "doc": rule.doc.strip(),
        "basis": [cite.label() for cite in rule.basis],
        "message": message_words(rule.message),
        "advice": rule.advice,
        "cases": [
            {"name": c.name, "change": changes_of(c), "result": result_of(c)} for c in rule.cases
        ],
    }


def schemes_view(schemes: Mapping[str, Scheme]) -> Iterator[Block]:
    """The list of schemes."""
    yield Heading(f"计分办法 {len(schemes)} 种", 1)
    yield Line("用 jiping schemes 编号 查看一种办法的全部数值和出处。")
    yield Gap()
    head = tuple(
        Cell(t, "center", style="strong") for t in ("编号", "名称", "地区", "年度", "承自")
    )
    rows = [
        (Cell(s.id), Cell(s.title), Cell("、".join(map(_region, s.regions))), Cell(_years(s)),
         Cell(s.extends or ""))
        for s in schemes.values()
    ]  # fmt: skip
    widths = (Column(13), Column(20, 3), Column(12, 1), Column(12), Column(9))
    yield Table((Section(widths, (head, *rows)),))


def scheme_view(scheme: Scheme) -> Iterator[Block]:
    """One scheme: every number, its citation, and whether that was read."""
    yield Heading(f"{scheme.id} {scheme.title}", 1)
    pairs = [("地区", "、".join(map(_region, scheme.regions))), ("适用年度", _years(scheme))]
    if scheme.extends:
        pairs.append(("承自", f"{scheme.extends}，只写不同之处"))
    yield Fields(tuple(pairs))
    yield Gap()
    for paragraph in scheme.doc.split("\n\n"):
        yield Line("".join(paragraph.split("\n")))
    yield Gap()
    head = tuple(
        Cell(t, "center", style="strong") for t in ("项目", "数值", "出处", "是否查过", "备注")
    )
    widths = (Column(16, 1), Column(12, 1), Column(16, 2), Column(8), Column(12, 1))
    rows = [tuple(Cell(text) for text in row) for row in parameter_rows(scheme)]
    yield Table((Section(widths, (head, *rows)),))
    if scheme.severity:
        yield Gap()
        yield Heading("改变级别的规则", 2)
        for code, level in sorted(scheme.severity.items()):
            yield Line(f"{code}：{SEVERITY.get(level, level)}", 2, "· ")


def parameter_rows(scheme: Scheme) -> Iterator[tuple[str, str, str, str, str]]:
    """Every parameter in words: title, value, source, whether that was read, note."""
    from jiping.law.cite import parse_cite
    from jiping.score.parameters import PARAMETERS

    for parameter in PARAMETERS:
        value = scheme.values[parameter.name]
        cited = [parse_cite(cite).reference() for cite in value.cite]
        inherited = "" if value.scheme == scheme.id else f"承自 {value.scheme}"
        yield (
            parameter.title,
            _shown(value.value, parameter.unit),
            "；".join([*cited, *([value.own] if value.own else [])]),
            _ORIGINS[value.origin],
            "；".join(filter(None, (value.note, inherited))),
        )


def scheme_json(scheme: Scheme) -> dict[str, Any]:
    """A scheme as a JSON object."""
    from jiping.score.parameters import PARAMETERS

    values = []
    for parameter, row in zip(PARAMETERS, parameter_rows(scheme), strict=True):
        value = scheme.values[parameter.name]
        values.append(
            {
                "name": parameter.name,
                "title": parameter.title,
                "unit": parameter.unit,
                "value": value.value,
                "source": row[2],
                "origin": value.origin,
                "from": value.scheme,
                "note": value.note,
            }
        )
    return {
        "scheme": scheme.id,
        "title": scheme.title,
        "regions": list(scheme.regions),
        "years": list(scheme.years),
        "extends": scheme.extends,
        "doc": scheme.doc,
        "values": values,
        "severity": dict(scheme.severity),
    }


def _shown(value: str | bool | None, unit: str) -> str:
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    return _WORDS.get(value, value) if unit == "word" else value + _UNITS.get(unit, "")


def _years(scheme: Scheme) -> str:
    first, last = scheme.years
    return f"{first} 年起" if last is None else f"{first}—{last} 年"


def _region(code: str) -> str:
    from jiping.law.regions import division

    if code == "000000":
        return "全国"
    found = division(code)
    return code if found is None else found.name
