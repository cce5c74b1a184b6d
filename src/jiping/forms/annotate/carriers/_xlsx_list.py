"""The sheet 审核发现: every finding a row, with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiping.forms.annotate.carriers._xlsx_styles import FILLS, HEADER
from jiping.forms.annotate.marks import SEVERITY, STATES
from jiping.forms.annotate.markup import escape, legal, quoteattr
from jiping.read.book import a1

if TYPE_CHECKING:
    from jiping.forms.annotate.carriers._xlsx_styles import Styles
    from jiping.forms.annotate.marks import Mark

_COLUMNS = (
    ("序号", 6), ("级别", 8), ("位置", 16), ("问题", 18), ("说明", 56), ("建议", 40), ("依据", 40),
    ("另见", 24), ("规则", 12),
)  # fmt: skip
_LINK = 2
FOOT = "本表由绩评（jiping）加入，其余工作表的内容没有改动；删除本表不影响填报内容。"
_FONT = '<{p}sz val="10"/>{colour}<{p}name val="宋体"/>'


def sheet(marks: Sequence[Mark], styles: Styles, namespace: str) -> bytes:
    """The worksheet's XML; texts stand in the cells, so that no shared string is added."""
    head = styles.plain(styles.font("<{p}b/>" + _font("")), styles.fill(HEADER), _ALIGNED)
    plain = styles.font(_font(""))
    text = styles.plain(plain, 0, _WRAPPED)
    link = styles.plain(styles.font("<{p}u/>" + _font('<{p}color rgb="FF0563C1"/>')), 0, _WRAPPED)
    levels = {
        level: styles.plain(plain, styles.fill(colour), _ALIGNED) for level, colour in FILLS.items()
    }
    with_state = any(mark.state is not None for mark in marks)
    columns = (*_COLUMNS, ("与上次比", 10)) if with_state else _COLUMNS
    rows = [_row(1, [name for name, _ in columns], [head] * len(columns))]
    links = []
    for number, mark in enumerate(marks, 2):
        finding = mark.finding
        place = mark.place
        texts = [
            str(mark.number), SEVERITY[finding.severity],
            place.label() if place is not None else "" if mark.state == "gone" else "全表", finding.title, finding.message,
            finding.advice or "", "；".join(finding.basis),
            "；".join(p.label() for p in mark.others), finding.rule,
        ]  # fmt: skip
        kinds = [text] * len(texts)
        kinds[0], kinds[1] = levels[finding.severity], levels[finding.severity]
        if place is not None and place.sheet is not None and place.cell is not None:
            kinds[_LINK] = link
            texts[_LINK] = f"{place.sheet}!{place.cell}"
            where = "'" + place.sheet.replace("'", "''") + "'!" + place.cell
            links.append(f'<hyperlink ref="{a1(number, _LINK + 1)}" location={quoteattr(where)}/>')
        if with_state:
            texts.append(STATES[mark.state] if mark.state is not None else "")
            kinds.append(text)
        rows.append(_row(number, texts, kinds))
    rows.append(_row(len(marks) + 3, [FOOT], [styles.plain(plain, 0, 'vertical="top"')]))
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, (_, width) in enumerate(columns, 1)
    )
    listed = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{namespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>{listed}"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


_ALIGNED = 'horizontal="center" vertical="top" wrapText="1"'
_WRAPPED = 'vertical="top" wrapText="1"'


def _font(colour: str) -> str:
    return _FONT.replace("{colour}", colour)


def _row(number: int, texts: list[str], kinds: list[int]) -> str:
    cells = "".join(
        f'<c r="{a1(number, n)}" s="{kind}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(legal(text))}</t></is></c>'
        for n, (text, kind) in enumerate(zip(texts, kinds, strict=True), 1)
    )
    return f'<row r="{number}">{cells}</row>'
