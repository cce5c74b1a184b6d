"""What was read, as a page: per form first what a person should look at, with its picture.

The list holds what reached no field, what was not plainly read with how far it may be trusted, and
every repair. What is not on it was read plainly.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from jiping.model.evaluation import Indicator
from jiping.report._blocks import Gap
from jiping.report._blocks_page import body_of, frame
from jiping.report._head_view import head, summary, title_of
from jiping.report._labels import (
    pointer_words,
    row_at,
    row_name,
    row_pointer,
    target_of,
    value_with_unit,
)
from jiping.report.html.markup import text
from jiping.report.looks import Cells, Picture

if TYPE_CHECKING:
    from jiping.model.evaluation import Doubtful, Evaluation
    from jiping.model.place import Place
    from jiping.report import Run

MOST = 600
"""Pictures on one page: with more, few browsers open it in reasonable time."""
SURE = Decimal("0.9")
"""Values that may be trusted so far are shown a row at a time."""
_STYLE = """
.looks{list-style:none;padding:0}.looks>li{border-left:4px solid #8888;padding:.1rem .8rem;margin:.8rem 0}
.looks .kind{font-weight:700;margin-right:.6em}.unread{border-color:#b3201a!important}
.doubt{border-color:#c77f00!important}.repair{border-color:#1d5a9c!important}
.piece{position:relative;display:inline-block;max-width:100%;border:1px solid #8886;line-height:0;background:#fff}
.piece img{max-width:100%;height:auto}
.piece i{position:absolute;border:2px solid #d4281e;background:#ffe60033;box-sizing:border-box}
.near{width:auto;font-size:.85rem}.near td{max-width:16em}
.near .here{outline:2px solid #d4281e;outline-offset:-2px;background:#ffe60033}
@media print{.looks>li{break-inside:avoid}}
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: its kind ("unread", "doubt", "repair"), what it is, and why."""

    kind: str
    what: str
    why: str
    place: Place | None


_KINDS = {"unread": "没有读入", "doubt": "存疑", "repair": "已修正"}


def reading_page(run: Run) -> str:
    """The whole page."""
    from jiping.report._life_view import monitoring_view, target_view

    drawn = _Drawn(run)
    parts = [f"<h1>自评表读取结果</h1><p class='dim'>绩评 {text(run.version)}</p>"]
    for evaluation in run.evaluations:
        parts += drawn.form(evaluation)
    for target in run.targets:
        parts.append(body_of(target_view(target)))
    for monitoring in run.monitorings:
        parts.append(body_of(monitoring_view(monitoring)))
    parts.append(body_of(summary(run)))
    title = title_of(run.evaluations[0]) if len(run.evaluations) == 1 else "自评表读取结果"
    return frame("\n".join(parts), title, _STYLE)


class _Drawn:
    """Forms of one page, with pictures as long as there is room."""

    def __init__(self, run: Run) -> None:
        self._look = run.look
        self._left = MOST

    def form(self, evaluation: Evaluation) -> Iterator[str]:
        """Head, list and table of one form."""
        from jiping.report._read_view import form_table

        yield body_of(head(evaluation))
        yield from self._list(evaluation)
        yield body_of([Gap(), form_table(evaluation)])

    def _list(self, evaluation: Evaluation) -> Iterator[str]:
        items = review(evaluation)
        count = Counter(item.kind for item in items)
        said = "，".join(f"{word} {count[kind]} 处" for kind, word in _KINDS.items() if count[kind])
        yield f"<h2>需要人看的 {len(items)} 处{f'：{said}' if said else ''}</h2>"
        if evaluation.reading.balanced is False:
            yield (
                '<p class="warning">表内合计不全相符：分值、得分、总分、执行率之间有对不上的。'
                "可能是表上本来就错，也可能是读错，请先核对数字。</p>"
            )
        if not items:
            yield "<p>全部内容都是原样读入的，没有修正，也没有读不进去的。</p>"
            return
        yield "<p class='dim'>没有列在这里的内容都是原样读入的。</p><ul class='looks'>"
        for item in items:
            yield (
                f'<li class="{item.kind}"><p><span class="kind">{_KINDS[item.kind]}</span>'
                f"{text(item.what)}</p><p>{text(item.why)}{_where(item.place)}</p>"
                f"{self._picture(evaluation, item.place)}</li>"
            )
        yield "</ul>"

    def _picture(self, evaluation: Evaluation, place: Place | None) -> str:
        if place is None or self._look is None:
            return ""
        if self._left == 0:
            return "<p class='dim'>（图太多，这一处没有附图）</p>"
        look = self._look(evaluation.source, place)
        if isinstance(look, Picture):
            self._left -= 1
            left, top, width, height = look.mark
            return (
                f'<div class="piece"><img width="{look.width}" alt="{text(place.label())}" '
                f'src="data:{look.kind};base64,{b64encode(look.data).decode()}">'
                f'<i style="left:{left}%;top:{top}%;width:{width}%;height:{height}%"></i></div>'
            )
        if isinstance(look, Cells):
            self._left -= 1
            return _cells(look)
        return f"<p class='dim'>原文：{text(place.text)}</p>" if place.text else ""


def review(evaluation: Evaluation) -> list[Item]:
    """What a person should look at, the most doubtful first."""
    reading = evaluation.reading
    items = [
        Item("unread", f"“{cell.text}”", "这一格有内容，但没有归入任何栏目。", cell.place)
        for cell in reading.unread
    ]
    items += _doubts(evaluation)
    items += [
        Item("repair", repair.what, f"理由：{repair.why}", repair.place)
        for repair in reading.repairs
    ]
    return items


def _doubts(evaluation: Evaluation) -> Iterator[Item]:
    """Values that were not plainly read; what is nearly sure stands together, row by row."""
    rows: dict[tuple[str, str], list[Doubtful]] = {}
    for doubt in evaluation.reading.doubtful:
        if doubt.pointer.endswith("/source"):
            continue  # follows from the label
        sure = Decimal(doubt.confidence) >= SURE
        row = row_pointer(doubt.pointer) if sure else doubt.pointer
        rows.setdefault((row, doubt.reason), []).append(doubt)
    for (row, reason), found in sorted(rows.items(), key=lambda pair: _least(pair[1])):
        places = [p for d in found if (p := _place(evaluation, d.pointer)) is not None]
        why = f"{reason.rstrip('。')}。可信度 {_least(found)}（满分 1）。"
        pointer = found[0].pointer if len(found) == 1 else row
        yield Item("doubt", _value(evaluation, pointer), why, _together(places))


def _least(found: list[Doubtful]) -> Decimal:
    return min(Decimal(doubt.confidence) for doubt in found)


def _together(places: list[Place]) -> Place | None:
    """One place around several of a page; else the first."""
    boxes = [p.box for p in places if p.box is not None and p.page == places[0].page]
    if len(boxes) < 2:
        return places[0] if places else None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return replace(places[0], box=(min(lefts), min(tops), max(rights), max(bottoms)))


def _place(evaluation: Evaluation, pointer: str) -> Place | None:
    """Where a value stands; of a row, where its first value does."""
    if pointer in evaluation.places:
        return evaluation.places[pointer]
    within = next((p for p in evaluation.places if p.startswith(f"{pointer}/")), None)
    return None if within is None else evaluation.places[within]


def _value(evaluation: Evaluation, pointer: str) -> str:
    """A pointer with what was read there: 指标第3行“得分”（清淤长度）：10."""
    row = row_at(evaluation, pointer)
    field = pointer.rpartition("/")[2]
    words = pointer_words(pointer)
    if row is None:
        held: object = evaluation
        for name in pointer.strip("/").split("/"):
            held = held.get(name) if isinstance(held, dict) else getattr(held, name, None)
        return f"{words}：{held}" if isinstance(held, str | int) else words
    name = row_name(evaluation, pointer)
    if field.isdigit():
        parts: tuple[tuple[str, str | None], ...]
        if isinstance(row, Indicator):
            parts = (
                ("指标值", target_of(row)), ("完成值", value_with_unit(row, row.actual)),
                ("分值", row.weight), ("得分", row.score),
            )  # fmt: skip
        else:
            parts = (
                ("年初预算", row.initial), ("全年预算", row.adjusted), ("全年执行", row.executed),
                ("执行率", row.rate),
            )  # fmt: skip
        read = "，".join(f"{title} {value}" for title, value in parts if value)
        return f"{words}（{name}）整行：{read}" if read else f"{words}（{name}）整行"
    held = getattr(row, field, None)
    return f"{words}（{name}）：{held}" if held is not None else f"{words}（{name}）"


def _where(place: Place | None) -> str:
    return f'<span class="dim">〔{text(place.label())}〕</span>' if place is not None else ""


def _cells(look: Cells) -> str:
    rows = []
    for cells in look.rows:
        made = "".join(
            f"<td{_spans(c.across, c.down)}{' class=here' if c.here else ''}>{text(c.text)}</td>"
            for c in cells
        )
        rows.append(f"<tr>{made}</tr>")
    return f'<table class="near">{"".join(rows)}</table>'


def _spans(across: int, down: int) -> str:
    return (f' colspan="{across}"' if across > 1 else "") + (
        f' rowspan="{down}"' if down > 1 else ""
    )
