"""What recognition regularly takes for something else, put right by what a form can print there.

A sign of comparison that stands alone (= read as 二), a dash read as 1, the dot of 元/人·年, the
colon behind a label, one wrong character in a label that is printed in every form. Each change is
a recorded repair, and what was recognised stays among the cell's alternatives.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from jiping.read.layouts.lexicon import EXACT
from jiping.read.layouts.words import look, narrow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jiping.read.book import Cell

SIGNS: Final = frozenset("=≥≤≧≦＝")
ALIKE: Final = frozenset("二三工M∧∨NW")
"""What a lone sign of comparison is taken for."""
SLASH: Final = frozenset("1Il|７丿")
SLASH_SURE: Final = 93
"""Percent; a surer 1 is a 1."""
DOTS: Final = frozenset("·•・.,、，。'`´°")
DOTTED: Final = re.compile(r"/(\w{1,4})[·•・](年|月|天|日|次)")
LEAST: Final = 4
"""A label of fewer characters is not looked for with one of them wrong."""
LABELS: Final = frozenset(
    ("head", "funds", "fundcol", "fundrow", "goal", "goalcol", "indicators", "indcol", "total", "remark")
)  # fmt: skip
"""Not the names of levels: 受众满意度 is an indicator, one character from 群众满意度."""
GATE: Final = "部内"
"""部门 as it is often read in small print; the word itself stands in no form."""


def respelled(cell: Cell, beside: str = "") -> tuple[str, str] | None:
    """The text that the cell must have printed, and why; None where nothing is amiss.

    ``beside``: what stands in the other cells of its row.
    """
    text = cell.text.strip()
    if not text:
        return None
    flat = narrow(text)
    for found in (_sign(flat, cell), _unit(text, beside), _label(text, flat)):
        if found is not None and found[0] != text:
            return found
    if GATE in text:
        return text.replace(GATE, "部门"), "表内没有“部内”这个词，是“部门”。"
    return None


def _sign(flat: str, cell: Cell) -> tuple[str, str] | None:
    """A lone sign, a lone dash, and a sign in front of a number."""
    others = [narrow(other) for other in cell.alternatives]
    if len(flat) == 1 and flat in ALIKE:
        sign = next((other for other in others if other in SIGNS), None)
        if sign is not None:
            return sign, "单独成格的是指标方向的符号。"
    unsure = (cell.confidence or 0) < SLASH_SURE and others[:1] == ["/"]
    if len(flat) == 1 and flat in SLASH and unsure:
        return "/", "识别结果很不确定，形状是斜线。"
    if len(flat) == 1 and flat in DOTS:
        return "-", "单独成格的一点是短横。"
    if len(flat) > 1 and flat[0] in ALIKE and flat[1].isdigit():
        whole = next((o for o in others if o[:1] in SIGNS and o[1:] == flat[1:]), None)
        if whole is not None or flat[0] == "二":
            return whole or f"={flat[1:]}", "数字前面的是指标方向的符号。"
    return None


def _unit(text: str, beside: str) -> tuple[str, str] | None:
    """元/人年 beside 元/人·年 in the same row: the dot was lost. Without the neighbour both may be meant."""
    for one, other in DOTTED.findall(beside):
        found = re.search(rf"/{one}[.,、]?{other}$", text)
        if found is not None:
            whole = f"{text[: found.start()]}/{one}·{other}"
            return whole, f"同一行的计量单位是“/{one}·{other}”，中间的点没有认出。"
    return None


def _label(text: str, flat: str) -> tuple[str, str] | None:
    """A label with one character wrong, or without the colon before what follows it."""
    if flat.startswith("其中") and len(flat) > LEAST and EXACT.get(flat[2:], ("",))[0] == "fundrow":
        return f"其中：{flat[2:]}", "“其中”后面印有冒号。"
    if look(text).kind not in ("text", "number"):
        return None
    held = _near(flat)
    if held is not None:
        return held, f"“{held}”是表内固定的栏目名。"
    head, mark, rest = text.partition("：")
    if mark and rest and (name := _near(narrow(head))) is not None:
        return f"{name}：{rest}", f"“{name}”是表内固定的栏目名。"
    return None


@cache
def _by_length() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for word, (group, _) in EXACT.items():
        if group in LABELS and len(word) >= LEAST:
            found.setdefault(len(word), []).append(word)
    return {length: tuple(words) for length, words in found.items()}


def _near(flat: str) -> str | None:
    """The only label that differs from ``flat`` in one character."""
    if len(flat) < LEAST or flat in EXACT:
        return None
    near = [
        word
        for word in _by_length().get(len(flat), ())
        if sum(a != b for a, b in zip(word, flat, strict=True)) == 1
    ]
    return near[0] if len(near) == 1 else None


def respell(cells: Iterable[Cell]) -> list[tuple[Cell, str, str]]:
    """Put the recognised ``cells`` right; gives (cell, what was recognised, why) of each change."""
    changed: list[tuple[Cell, str, str]] = []
    for cell in cells:
        row = cell.table.rows[cell.row - 1] if cell.row <= len(cell.table.rows) else []
        beside = " ".join(other.text for other in row if other is not cell and "/" in other.text)
        found = respelled(cell, beside)
        if found is None:
            continue
        old, (cell.text, why) = cell.text, found
        cell.alternatives = (old, *(text for text in cell.alternatives if text != cell.text))
        changed.append((cell, old, why))
    return changed
