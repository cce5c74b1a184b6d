"""The library of indicators in words: results of a search, one indicator whole, suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from jiping.indicators.library import Concept, Example, Found, Library, Spread
from jiping.indicators.suggesting import Suggestion
from jiping.model.decimals import from_scaled
from jiping.report._blocks import Block, Cell, Column, Fields, Gap, Heading, Line, Section, Table
from jiping.report._labels import OPERATORS

if TYPE_CHECKING:
    from jiping.report._blocks import Words


def level_words(concept: Concept) -> str:
    """产出指标 / 数量指标, as forms mostly print it."""
    return " / ".join(filter(None, (concept.level1, concept.level2))) or "级次不明"


def target_words(concept: Concept) -> str:
    """The usual target: ≥95%, and between what most of them lie."""
    found = concept.target
    if found.mid is None:
        return "没有数值"
    usual = f"{OPERATORS.get(concept.operator or '', '')}{_number(found.mid)}{concept.unit or ''}"
    if found.low == found.high:
        return usual
    return f"{usual}（多在 {_number(found.low)}～{_number(found.high)}）"


def achieved_words(concept: Concept) -> str:
    """How many of those that can be judged got full points."""
    if not concept.judged:
        return "无法判断"
    return (
        f"{share(concept.achieved, concept.judged)}（{concept.judged} 次中 {concept.achieved} 次）"
    )


def share(part: int, whole: int) -> str:
    """A share in percent with one decimal, half up."""
    return from_scaled((part * 2_000_000_00 + whole) // (2 * whole), digits=1) + "%"


def search_view(library: Library, words: str, found: Sequence[Found]) -> Iterator[Block]:
    """Results of a search, a row each."""
    yield Heading(f"与“{words}”相近的指标 {len(found)} 个", 1)
    yield Line(_made_of(library))
    if not found:
        yield Line("没有找到。换一个说法，或少写几个字；至少要写两个字。")
        return
    yield Gap()
    yield Table((Section(_WIDTHS, (_HEAD, *(_row(each.concept) for each in found))),))
    yield Line("用 jiping indicators show 序号 查看一个指标的各种叫法、使用部门和例子。")


def suggest_view(library: Library, words: str, found: Sequence[Suggestion]) -> Iterator[Block]:
    """Suggestions with their reasons."""
    yield Heading(f"“{words}”可以考虑的指标 {len(found)} 个", 1)
    yield Line(_made_of(library))
    if not found:
        yield Line("指标库里没有相近的项目，也没有名称相近的指标。换一个说法再试。")
    for number, each in enumerate(found, 1):
        concept = each.concept
        yield Gap()
        yield Line(
            [f"{concept.name}", f"  {level_words(concept)}  {target_words(concept)}"],
            2, f"{number}. ",
        )  # fmt: skip
        yield Line(reason_words(each), 4, "理由：")
        yield Line(
            f"全库用过 {concept.uses} 次（{concept.departments} 个部门），得满分 {achieved_words(concept)}，"
            f"质量{concept.grade}，序号 {concept.id + 1}。", 4,
        )  # fmt: skip


def reason_words(each: Suggestion) -> str:
    """Why an indicator is suggested."""
    said = []
    if each.users:
        names = "、".join(f"“{name}”" for name in each.projects)
        more = "等" if each.users > len(each.projects) else ""
        kind = "只有几个字相同的" if each.loose else "相似"
        said.append(f"{each.asked} 个{kind}项目中有 {each.users} 个使用：{names}{more}")
    if each.named:
        said.append("名称与所写文字相近")
    if each.concept.mark:
        said.append(f"指标库标记“{each.concept.mark}”")
    return "；".join(said) + "。"


def concept_view(library: Library, concept: Concept) -> Iterator[Block]:
    """One indicator with everything that is known of it."""
    yield Heading(concept.name, 1)
    years = "—".join(dict.fromkeys(str(year) for year in concept.years if year is not None))
    pairs: list[tuple[str, Words]] = [
        ("级次", level_words(concept)),
        ("使用", f"{concept.uses} 次，{concept.projects} 个项目，{concept.departments} 个部门"
                 + (f"，{years} 年" if years else "")),
        ("计量单位", concept.unit or "无"),
        ("年度指标值", _spread(concept.target, concept)),
        ("实际完成值", _spread(concept.result, concept)),
        ("得满分的", achieved_words(concept)),
        ("分值", f"一般 {_number(concept.weight)} 分" if concept.weight is not None else "不明"),
        ("质量", _quality(library, concept)),
        ("使用部门", _listed(library.departments(concept.id)) or "不明"),
        ("各种叫法", _listed(library.spellings(concept.id))),
    ]  # fmt: skip
    if concept.mark or concept.note:
        pairs.append(("标记", "，".join(filter(None, (concept.mark, concept.note)))))
    yield Fields(tuple(pairs))
    for good, title in ((True, "写得好的例子"), (False, "有问题的例子")):
        examples = library.examples(concept.id, good=good)
        if examples:
            yield Gap()
            yield Heading(title, 2)
            for each in examples:
                yield Line(_example(each), 2, "· ")


def concept_json(concept: Concept) -> dict[str, Any]:
    """An indicator as a JSON object; numbers are texts."""
    return {
        "number": concept.id + 1, "name": concept.name, "core": concept.core,
        "level1": concept.level1, "level2": concept.level2, "unit": concept.unit,
        "operator": concept.operator, "uses": concept.uses, "forms": concept.forms,
        "projects": concept.projects, "departments": concept.departments,
        "target": _spread_json(concept.target), "result": _spread_json(concept.result),
        "judged": concept.judged, "achieved": concept.achieved,
        "weight": _number(concept.weight), "faulty": concept.faulty, "quality": concept.grade,
        "mark": concept.mark, "note": concept.note,
    }  # fmt: skip


def whole_json(library: Library, concept: Concept) -> dict[str, Any]:
    """An indicator with its spellings, departments, rules and examples."""
    return {
        **concept_json(concept),
        "spellings": [{"name": n, "uses": u} for n, u in library.spellings(concept.id)],
        "by_department": [{"name": n, "uses": u} for n, u in library.departments(concept.id)],
        "rules": [{"rule": code, "uses": u} for code, u in library.faults(concept.id)],
        "good": [_example_json(e) for e in library.examples(concept.id, good=True)],
        "bad": [_example_json(e) for e in library.examples(concept.id, good=False)],
    }


def suggestion_json(each: Suggestion) -> dict[str, Any]:
    """A suggestion with its reasons."""
    return {
        **concept_json(each.concept),
        "reason": reason_words(each),
        "asked": each.asked,
        "users": each.users,
        "similar": list(each.projects),
        "loose": each.loose,
    }


_WIDTHS = (Column(6), Column(18, 3), Column(16, 1), Column(16, 2), Column(6), Column(8), Column(6))
_HEAD = tuple(
    Cell(text, "center", style="strong")
    for text in ("序号", "指标", "级次", "常见指标值", "次数", "得满分", "质量")
)


def _row(concept: Concept) -> tuple[Cell, ...]:
    done = share(concept.achieved, concept.judged) if concept.judged else ""
    name = concept.name + (f"（{concept.mark}）" if concept.mark else "")
    return (
        Cell(str(concept.id + 1), "right"), Cell(name), Cell(concept.level2 or concept.level1 or ""),
        Cell(target_words(concept)), Cell(str(concept.uses), "right"), Cell(done, "right"),
        Cell(concept.grade, "center"),
    )  # fmt: skip


def _made_of(library: Library) -> str:
    meta = library.meta
    return (
        f"指标库由数据集“{meta['dataset']}”的 {meta['forms']} 张表、{meta['indicators']} 个指标汇集而成"
        f"（{meta['built']}），合为 {meta['concepts']} 个。"
    )


def _spread(found: Spread, concept: Concept) -> str:
    if found.mid is None:
        return "没有数值"
    unit = concept.unit or ""
    if found.count == 1:
        return f"{_number(found.mid)}{unit}（1 个）"
    return (
        f"中位 {_number(found.mid)}{unit}，十分之一低于 {_number(found.low)}，"
        f"十分之一高于 {_number(found.high)}（{found.count} 个）"
    )


def _spread_json(found: Spread) -> dict[str, Any]:
    return {
        "count": found.count,
        **{name: _number(getattr(found, name)) for name in ("low", "mid", "high")},
    }


def _quality(library: Library, concept: Concept) -> str:
    if not concept.faulty:
        return "好，审核没有发现写法问题"
    from jiping.audit.catalogue import catalogue

    rules = catalogue()
    said = "、".join(
        f"{code} {rules[code].title if code in rules else ''} {uses} 次"
        for code, uses in library.faults(concept.id)[:4]
    )
    return f"{concept.grade}，{concept.uses} 次中 {concept.faulty} 次有写法问题：{said}"


def example_words(each: Example) -> str:
    """An indicator as a form had it, without whose it was: 出勤率 ≥95%."""
    target = f"{OPERATORS.get(each.operator or '', '')}{each.target or ''}"
    if each.unit and not target.endswith(each.unit):
        target += each.unit
    return f"{each.name} {target}"


def _example(each: Example) -> str:
    said = f"{example_words(each).replace(' ', '：指标值 ', 1)}，完成 {each.actual or '没有填'}"
    where = "，".join(filter(None, (each.project, str(each.year) if each.year else None)))
    said += f"（{where}）" if where else ""
    return said + (f"　{'、'.join(each.rules)}" if each.rules else "")


def _example_json(each: Example) -> dict[str, Any]:
    return {name: getattr(each, name) for name in Example.__slots__} | {"rules": list(each.rules)}


def _listed(pairs: Sequence[tuple[str, int]]) -> str:
    return "、".join(f"{name} {uses}" for name, uses in pairs)


def _number(value: int | None) -> str | None:
    return None if value is None else from_scaled(value)
