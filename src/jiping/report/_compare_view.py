"""Two versions of a file as blocks: what is gone, what remains, what is new, what was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

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
)
from jiping.report._head_view import STYLES
from jiping.report._labels import EMPTY, NATURES, OPERATORS, places_label

if TYPE_CHECKING:
    from jiping.engine.compare.changes import Change
    from jiping.engine.compare.comparison import Comparison, FormPair, Told

_KINDS = {
    "row_added": "增加一行",
    "row_removed": "删去一行",
    "row_moved": "移动",
    "form_added": "增加一张表",
    "form_removed": "少了一张表",
}


def compare_view(result: Comparison, old: str, new: str) -> Iterator[Block]:
    """The whole comparison. ``old`` and ``new`` are the names of the files."""
    yield Heading("改正前后对照", 1)
    yield Fields((("改正前", old), ("改正后", new), ("结果", counts(result))))
    for form in result.forms:
        yield Gap()
        yield from _form(result, form, alone=len(result.forms) == 1)


def counts(result: Comparison) -> str:
    """“已改 3 条，仍在 20 条（错误 1），新增 0 条；另有 5 处改动”."""
    grave = sum(told.finding.severity == "error" for told in result.remaining)
    fresh = sum(told.finding.severity == "error" for told in result.new)
    return (
        f"已改 {len(result.gone)} 条，仍在 {len(result.remaining)} 条（其中错误 {grave} 条），"
        f"新增 {len(result.new)} 条（其中错误 {fresh} 条）；共 {len(result.changed)} 处改动"
    )


def _form(result: Comparison, form: FormPair, *, alone: bool) -> Iterator[Block]:
    if not alone:
        shown = form.shown
        name = shown.project.name or shown.form.title or "（无名称）"
        yield Heading(f"{name}（{shown.unit.name or '单位未填'}，{shown.year or '年度未填'}）", 1)
    if form.old is None:
        yield Line(Span("改正前的文件里没有这张表，其中的问题都列为新增。", "warning"))
    elif form.new is None:
        yield Line(Span("改正后的文件里没有这张表了：问题随表消失，不等于已经改正。", "error"))
    elif form.old.ledger.scheme != form.new.ledger.scheme:
        schemes = f"改正前按 {form.old.ledger.scheme}，改正后按 {form.new.ledger.scheme}"
        yield Line(Span(f"两次的计分办法不同：{schemes}；得分方面的问题可能因此变化。", "warning"))
    parts = (
        ("新增的问题", "error", result.new), ("仍在的问题", "warning", result.remaining),
        ("已改的问题", "good", result.gone),
    )  # fmt: skip
    for title, style, told in parts:
        yield from _told(title, style, [t for t in told if t.form is form])
    changes = [c.change for c in result.changed if c.form is form]
    yield Gap()
    yield Heading(f"改动 {len(changes)} 处", 2)
    if changes:
        yield _changes(changes)


def _told(title: str, style: str, told: Iterable[Told]) -> Iterator[Block]:
    listed = list(told)
    yield Gap()
    yield Heading(Span(f"{title} {len(listed)} 条", style if listed else "dim"), 2)  # type: ignore[arg-type]
    for level, word in SEVERITY.items():
        for one in (t for t in listed if t.finding.severity == level):
            finding = one.finding
            place = places_label(finding.places, finding.targets)
            yield Line(
                [Span(f"{word} {finding.rule}", STYLES[level]), f" {finding.title}：",
                 finding.message, Span(f"〔{place}〕", "dim")], 2, "· ",
            )  # fmt: skip
            if one.was is not None and one.was.message != finding.message:
                yield Line(Span(one.was.message, "dim"), 4, "上次：")


def _changes(changes: Iterable[Change]) -> Table:
    titles = ("改了什么", "改正前", "改正后", "位置（改正前）", "位置（改正后）")
    head = tuple(Cell(title, "center", style="strong") for title in titles)
    rows = [
        (Cell(_what(change)), Cell(_value(change, change.old)), Cell(_value(change, change.new)),
         Cell(_place(change, old=True)), Cell(_place(change, old=False)))
        for change in changes
    ]  # fmt: skip
    columns = (Column(18, 2), Column(12, 2), Column(12, 2), Column(10, 1), Column(10, 1))
    return Table((Section(columns, (head, *rows)),))


def _what(change: Change) -> str:
    kind = _KINDS.get(change.kind)
    return change.name if kind is None else f"{kind}：{change.name}"


def _value(change: Change, value: str | None) -> str:
    if change.kind == "row_moved":
        return f"第 {value} 行"
    if change.kind != "field":
        return "—" if value is None else "有"
    if value is None:
        return EMPTY
    pointer = change.new_pointer or change.old_pointer or ""
    if pointer.endswith("/nature"):
        return NATURES.get(value, value)
    return OPERATORS.get(value, value) if pointer.endswith("/operator") else value


def _place(change: Change, *, old: bool) -> str:
    place = change.old_place if old else change.new_place
    return place.label() if place is not None else "—"
