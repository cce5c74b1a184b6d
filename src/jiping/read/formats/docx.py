"""Word documents (.docx, .docm, .dotx): paragraphs and tables in reading order.

Read from the package's XML itself, because everything that moves a cell stands there: gridSpan,
vMerge, gridBefore, content controls around text, cells or rows, tracked changes. Word keeps no
pages, so places are table, row and column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.read.archive import Archive, is_zip
from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.errors import Unreadable
from jiping.read.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiping.read.limits import Limits

WHAT = "Word 文件（docx）"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC, _R = _W + "p", _W + "tbl", _W + "tr", _W + "tc", _W + "r"
_T, _VAL, _RPR = _W + "t", _W + "val", _W + "rPr"
_ALTERNATE = _MC + "AlternateContent"
_TEXT_BOX = _W + "txbxContent"

_DROPPED = frozenset(
    _W + name
    for name in (
        "del", "moveFrom", "delText", "delInstrText", "instrText", "pPr", "rPr", "tcPr", "trPr",
        "tblPr", "tblGrid", "tblPrEx", "sdtPr", "sdtEndPr", "sectPr", "rt", "rubyPr", "smartTagPr",
        "customXmlPr", "bookmarkStart", "bookmarkEnd", "proofErr", "footnoteReference",
        "endnoteReference", "commentReference", "annotationRef", "softHyphen",
    )
)  # fmt: skip
"""Elements whose text is not shown: deleted, moved away, field codes, pronunciation, properties."""

_CHARACTERS = {_W + "tab": "\t", _W + "ptab": "\t", _W + "br": "\n", _W + "cr": "\n",
               _W + "noBreakHyphen": "-"}  # fmt: skip

_SYMBOLS = {
    ("wingdings", 0x6F): "□", ("wingdings", 0x71): "□", ("wingdings", 0xA8): "□",
    ("wingdings", 0xFB): "✗", ("wingdings", 0xFC): "✓", ("wingdings", 0xFD): "☒",
    ("wingdings", 0xFE): "☑",
    ("wingdings 2", 0x4F): "✗", ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x51): "☒",
    ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x53): "☒", ("wingdings 2", 0x54): "☒",
    ("wingdings 2", 0xA3): "□",
    ("symbol", 0xA3): "≤", ("symbol", 0xB3): "≥", ("symbol", 0xB9): "≠", ("symbol", 0xB4): "×",
    ("symbol", 0xB8): "÷", ("symbol", 0xB1): "±", ("symbol", 0x3D): "=", ("symbol", 0x3C): "<",
    ("symbol", 0x3E): ">", ("symbol", 0x25): "%",
}  # fmt: skip
"""w:sym by font and code: the marks that forms use for ticks, boxes and comparisons."""


def read(data: bytes, limits: Limits) -> Book:
    """The document's blocks. Raises `Unreadable` for damage and for what exceeds the limits."""
    from jiping.read.safexml import parse

    archive = Archive(data, limits, WHAT)
    part = _main_part(archive, limits)
    xml = archive.read(part)
    root = parse(xml, limits, WHAT, part)
    body = root.find(_W + "body")
    if body is None:
        raise Unreadable(
            f"{WHAT}没有正文（部件“{part}”中没有 body）。请用 Word/WPS 打开并另存一份后再试。"
        )
    walker = _Walker(Book("docx"), limits, hides=b"vanish" in xml)
    walker.body(body)
    walker.finish()
    return walker.book


def _main_part(archive: Archive, limits: Limits) -> str:
    from jiping.read.package import main_part

    return main_part(archive, limits, WHAT, "word/document.xml")


class _Walker:
    """Goes through the body once, adding blocks to the book."""

    def __init__(self, book: Book, limits: Limits, *, hides: bool) -> None:
        self.book = book
        self.limits = limits
        self.hides = hides
        self.hidden_texts = 0
        self.tables = 0
        self.cells = 0
        self.later: list[Any] = []  # tables met inside a cell or a text box, still to be read

    def body(self, container: Any) -> None:
        """Add the paragraphs and tables of a block container, in order."""
        for child in container:
            tag = child.tag
            if tag == _P:
                self.paragraph(child)
            elif tag == _TBL:
                self.table(child)
            elif tag == _ALTERNATE:
                chosen = _choice(child)
                if chosen is not None:
                    self.body(chosen)
            elif tag not in _DROPPED:
                self.body(child)

    def paragraph(self, element: Any) -> None:
        """Add one paragraph outside tables; the text boxes anchored in it follow it."""
        boxes: list[Any] = []
        parts: list[str] = []
        self.inline(element, parts, boxes)
        text = "".join(parts)
        if text.strip():
            self.book.blocks.append(Paragraph(text))
        for box in boxes:
            self.body(box)

    def inline(self, element: Any, parts: list[str], boxes: list[Any]) -> None:
        """Collect the text shown inside a paragraph or run; text boxes are set aside."""
        for child in element:
            tag = child.tag
            if tag == _T:
                if child.text:
                    parts.append(child.text)
            elif tag == _R:
                if self.hides and self.vanishes(child):
                    continue
                self.inline(child, parts, boxes)
            elif tag in _DROPPED:
                continue
            elif tag in _CHARACTERS:
                parts.append(_CHARACTERS[tag])
            elif tag == _W + "sym":
                parts.append(_symbol(child))
            elif tag == _W + "ffData":
                parts.append(_form_field(child))
            elif tag == _TEXT_BOX:
                boxes.append(child)
            elif tag == _ALTERNATE:
                chosen = _choice(child)
                if chosen is not None:
                    self.inline(chosen, parts, boxes)
            elif tag.endswith("/math}t"):
                parts.append(child.text or "")
            else:
                self.inline(child, parts, boxes)

    def vanishes(self, run: Any) -> bool:
        """Whether a run is formatted as hidden text; such text is counted, not read."""
        properties = run.find(_RPR)
        mark = properties.find(_W + "vanish") if properties is not None else None
        if mark is None or mark.get(_VAL) in ("0", "false", "off"):
            return False
        self.hidden_texts += 1
        return True

    def table(self, element: Any) -> None:
        """Add a table, then the tables nested in its cells."""
        self.tables += 1
        table = Table(self.tables)
        self.book.blocks.append(table)
        outer, self.later = self.later, []
        merging: dict[int, Cell] = {}
        for row in _members(element, _TR):
            properties = row.find(_W + "trPr")
            if properties is not None and properties.find(_W + "del") is not None:
                continue
            if len(table.rows) >= self.limits.rows:
                raise Unreadable(
                    f"{WHAT}的表{table.number}超过 {self.limits.rows} 行，已停止读取。请拆分后再试。"
                )
            merging = self.row(table, row, properties, merging)
        nested, self.later = self.later, outer
        for inner in nested:
            self.table(inner)

    def row(
        self, table: Table, element: Any, properties: Any, merging: dict[int, Cell]
    ) -> dict[int, Cell]:
        """Add one grid row. `merging` holds, by column, the cells that the row above leaves open
        downwards; the result is the same for the row below."""
        number = len(table.rows) + 1
        cells: list[Cell] = []
        table.rows.append(cells)
        column, hidden = 1, False
        if properties is not None:
            column += _number(properties.find(_W + "gridBefore"), 0)
            hidden = _is_on(properties.find(_W + "hidden"))
        still_open: dict[int, Cell] = {}
        previous: Cell | None = None
        for child in _members(element, _TC):
            span, down, across = 1, None, None
            first = child[0] if len(child) else None
            if first is not None and first.tag == _W + "tcPr":
                for item in first:
                    tag = item.tag
                    if tag == _W + "gridSpan":
                        span = max(1, _number(item, 1))
                    elif tag == _W + "vMerge":
                        down = item.get(_VAL) or "continue"
                    elif tag == _W + "hMerge":
                        across = item.get(_VAL) or "continue"
                    elif tag == _W + "cellDel":
                        span = 0
            if not span:
                continue
            if column + span - 1 > self.limits.columns:
                raise Unreadable(
                    f"{WHAT}的表{table.number}第{number}行超过 {self.limits.columns} 列，"
                    "已停止读取。请用 Word/WPS 打开检查该表后另存再试。"
                )
            above = merging.get(column) if down == "continue" else None
            if above is not None:
                above.rowspan = number - above.row + 1
                still_open[column] = above
                self.covered(child, above)
            elif across == "continue" and previous is not None:
                previous.colspan += span
                self.covered(child, previous)
            else:
                self.cells += 1
                if self.cells > self.limits.cells:
                    raise Unreadable(
                        f"{WHAT}的单元格超过 {self.limits.cells} 个，已停止读取。请拆分后再试。"
                    )
                previous = Cell(table, number, column, self.content(child), 1, span, hidden=hidden)
                cells.append(previous)
                if down is not None:
                    still_open[column] = previous
            column += span
        return still_open

    def content(self, cell: Any) -> str:
        """The cell's own text, paragraphs joined by newlines; nested tables wait in `later`."""
        lines: list[str] = []
        self.lines(cell, lines)
        return lines[0] if len(lines) == 1 else "\n".join(lines).strip("\n")

    def lines(self, container: Any, lines: list[str]) -> None:
        """Collect the paragraphs of a cell or of a text box inside it."""
        for child in container:
            tag = child.tag
            if tag == _P:
                boxes: list[Any] = []
                parts: list[str] = []
                self.inline(child, parts, boxes)
                lines.append("".join(parts))
                for box in boxes:
                    self.lines(box, lines)
            elif tag == _TBL:
                self.later.append(child)
            elif tag == _ALTERNATE:
                chosen = _choice(child)
                if chosen is not None:
                    self.lines(chosen, lines)
            elif tag not in _DROPPED:
                self.lines(child, lines)

    def covered(self, child: Any, by: Cell) -> None:
        """Say so when a cell that a merge covers holds text: Word doesn't show it."""
        text = self.content(child)
        if text.strip():
            self.book.notes.append(
                f"表{by.table.number}第{by.row}行第{by.column}列的合并单元格盖住了文字"
                f"“{text.strip()[:40]}”，Word 不显示，未读取。"
            )

    def finish(self) -> None:
        """Notes about what was met on the way."""
        if self.hidden_texts:
            self.book.notes.append(f"文档中有 {self.hidden_texts} 处隐藏文字，未读取。")


def _members(container: Any, wanted: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also inside content controls and insertions."""
    for child in container:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == _ALTERNATE:
            chosen = _choice(child)
            if chosen is not None:
                yield from _members(chosen, wanted)
        elif tag not in _DROPPED:
            yield from _members(child, wanted)


def _choice(alternate: Any) -> Any:
    """The branch that Word itself would show: the first choice, else the fallback."""
    chosen = alternate.find(_MC + "Choice")
    return chosen if chosen is not None else alternate.find(_MC + "Fallback")


def _number(element: Any, default: int) -> int:
    value = element.get(_VAL) if element is not None else None
    return int(value) if value and value.isdecimal() and len(value) < 10 else default


def _is_on(element: Any) -> bool:
    return element is not None and element.get(_VAL) not in ("0", "false", "off")


def _symbol(element: Any) -> str:
    """The character of a w:sym; codes in the private area F000–F0FF mean 00–FF of the font."""
    try:
        code = int(element.get(_W + "char", ""), 16)
    except ValueError:
        return ""
    font = (element.get(_W + "font") or "").strip().lower()
    known = _SYMBOLS.get((font, code & 0xFF if code >> 8 in (0x00, 0xF0) else code))
    if known is not None:
        return known
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""


def _form_field(data: Any) -> str:
    """What an old-style form field shows by itself: a check box or the chosen list entry."""
    box = data.find(_W + "checkBox")
    if box is not None:
        state = box.find(_W + "checked")
        if state is None:
            state = box.find(_W + "default")
        return "☑" if _is_on(state) else "□"
    choices = data.find(_W + "ddList")
    if choices is not None:
        entries = [entry.get(_VAL) or "" for entry in choices.findall(_W + "listEntry")]
        chosen = _number(choices.find(_W + "result"), _number(choices.find(_W + "default"), 0))
        return entries[chosen] if chosen < len(entries) else ""
    return ""


def _sniff(head: bytes, name: str) -> int:
    if not is_zip(head):
        return 0
    if b"word/document" in head:
        return 95
    return 40 if name.endswith(FORMAT.suffixes) else 0


FORMAT = Format(
    name="docx",
    title="Word 文档",
    suffixes=(".docx", ".docm", ".dotx", ".dotm"),
    sniff=_sniff,
    read=read,
)
