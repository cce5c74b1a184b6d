"""What a person should look at first: doubtful values, unread cells, sums that fail."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation
    from jiping.model.place import Place


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. ``pointer`` is None for what reached no field."""

    pointer: str | None
    what: str
    confidence: str
    place: Place | None


def review_list(e: Evaluation) -> tuple[Item, ...]:
    """The items of one form, the least certain first.

    In a form whose own sums hold, what was moved or rejoined is proved by them and only what is
    below 0.7 is listed; in any other form every doubt is.
    """
    proved = e.reading.balanced is True
    items = [
        Item(
            d.pointer,
            f"{_named(e, d.pointer)}：{d.reason}。",
            d.confidence,
            e.places.nearest(d.pointer),
        )
        for d in e.reading.doubtful
        if not (proved and Decimal(d.confidence) >= Decimal("0.7"))
    ]
    items += [
        Item(None, f"“{u.text[:40]}”没有归入任何一栏。", "0", u.place)
        for u in e.reading.unread
        if _matters(u.text)
    ]
    if e.reading.balanced is False:
        why = "表内的合计、执行率或得分对不上：可能是读错，也可能原表如此，请先核对。"
        items.append(Item("/total", why, "0.5", e.places.nearest("/total")))
    return tuple(sorted(items, key=lambda item: (Decimal(item.confidence), item.pointer or "")))


def _matters(text: str) -> bool:
    """Whether an unread text may be a value: it holds a digit or is short enough for a cell."""
    return any(c.isdigit() for c in text) or len(text) <= 30


def _named(e: Evaluation, pointer: str) -> str:
    """A row in words: 第3项指标“培训人数”, 资金行“其他资金”."""
    parts = pointer.strip("/").split("/")
    if len(parts) >= 2 and parts[1].isdigit():
        number = int(parts[1])
        if parts[0] == "indicators" and number < len(e.indicators):
            return f"第{number + 1}项指标“{(e.indicators[number].name or '未读出名称')[:20]}”"
        if parts[0] == "funds" and number < len(e.funds):
            return f"资金行“{e.funds[number].label}”"
    return pointer
