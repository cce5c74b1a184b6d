"""Web pages (.html, .htm, .mht), also those that programs name .xls: tables as a browser lays them.

Places are table, row and column, counted over the whole page. What the page hides is not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.errors import Unreadable
from jiping.read.formats import Format

if TYPE_CHECKING:
    from jiping.read.limits import Limits

WHAT = "网页文件（html）"

_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta|div|p|title)[\s>/]", re.I)
_TABLE_TAG = re.compile(rb"<\s*(?:table|tr|td)[\s>]", re.I)
_PLAIN = re.compile(r"-?[0-9]{1,3}(?:,?[0-9]{3})*(?:\.[0-9]+)?$")


def read(data: bytes, limits: Limits) -> Book:
    """The page's blocks. Raises `Unreadable` for encodings and sizes that can't be taken."""
    book = Book("html")
    reader = _Page(book, limits)
    for page in _pages(data):
        reader.read(page)
    if reader.hidden:
        book.notes.append(f"网页中有 {reader.hidden} 处不显示的内容，未读取。")
    return book


def _pages(data: bytes) -> list[bytes]:
    """The HTML in the file: itself, or the pages of a single-file web archive (MHTML)."""
    if not _is_mhtml(data[:2048]):
        return [data]
    from email import message_from_bytes

    pages = []
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                pages.append(payload)
    if not pages:
        raise Unreadable(
            "单文件网页（mht）中没有网页正文，可能已被截断。请用 WPS/浏览器打开后另存为 .html 再试。"
        )
    return pages


def _is_mhtml(head: bytes) -> bool:
    lower = head.lower()
    return b"mime-version:" in lower and b"content-type:" in lower


class _Page:
    """Turns pages into the blocks of one book."""

    def __init__(self, book: Book, limits: Limits) -> None:
        self.book = book
        self.limits = limits
        self.tables = 0
        self.cells = 0
        self.hidden = 0

    def read(self, data: bytes) -> None:
        """Add one page."""
        from lxml import etree

        from jiping.read.html_text import decode
        from jiping.read.safexml import check_tree_size

        if len(data) > self.limits.text_size:
            raise Unreadable(
                f"{WHAT}超过 {self.limits.text_size // 2**20} MB，已停止读取。请拆分后再试。"
            )
        text = decode(data).replace("\0", "")
        encoded = text.encode("utf-8", "replace")
        check_tree_size(encoded, self.limits, WHAT)
        parser = etree.HTMLParser(
            encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True,
            huge_tree=False,
        )  # fmt: skip
        try:
            root = etree.fromstring(encoded, parser)
        except etree.LxmlError as exc:
            raise Unreadable(f"{WHAT}无法解析（{exc}）。请用浏览器打开后另存再试。") from exc
        if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            # The parser drops the rest of the page without failing.
            raise Unreadable(
                f"{WHAT}的标签嵌套过深（超过 256 层），无法完整读取。"
                "请用浏览器打开，把表格复制到 Word/WPS，另存为 .docx 后再试。"
            )
        if root is not None:
            self.blocks(root)

    def blocks(self, root: Any) -> None:
        """Add paragraphs and tables in the order of the page."""
        from jiping.read.html_text import gather, shown

        parts: list[str] = []

        def flush() -> None:
            for line in shown("".join(parts)).split("\n"):
                if line:
                    self.book.blocks.append(Paragraph(line))
            parts.clear()

        def on_table(element: Any) -> None:
            flush()
            self.table(element)

        gather(root, parts, on_table, self.skip)
        flush()

    def skip(self) -> None:
        """Count something hidden."""
        self.hidden += 1

    def table(self, element: Any) -> None:
        """Add a table, then the tables nested in its cells."""
        self.tables += 1
        table = Table(self.tables)
        self.book.blocks.append(table)
        later: list[Any] = []
        for group in self.groups(element, table):
            self.group(table, group, later)
        for inner in later:
            self.table(inner)

    def groups(self, element: Any, table: Table) -> list[list[Any]]:
        """The rows of a table by row group; a caption becomes a paragraph before the table."""
        from jiping.read.html_text import gather, is_hidden, shown

        groups: list[list[Any]] = []
        loose: list[Any] = []
        for child in element:
            tag = child.tag
            if tag == "tr":
                if not loose:
                    groups.append(loose)
                loose.append(child)
            elif tag in ("tbody", "thead", "tfoot"):
                if is_hidden(child):
                    self.skip()
                    continue
                loose = []
                groups.append([row for row in child if row.tag == "tr"])
            elif tag.__class__ is str and tag not in ("caption", "colgroup", "col"):
                # A form around the rows, left inside the table by careless pages.
                loose = []
                groups.append([*child.iterfind("tr"), *child.iterfind("tbody/tr")])
            elif tag == "caption":
                parts: list[str] = []
                gather(child, parts, self.table, self.skip)
                text = shown("".join(parts))
                if text:
                    self.book.blocks.insert(self.book.blocks.index(table), Paragraph(text))
        return groups

    def group(self, table: Table, rows: list[Any], later: list[Any]) -> None:
        """Add the rows of one group; cells reach down at most to the group's end."""
        from jiping.read.html_text import gather, is_hidden, shown

        limits = self.limits
        reach: dict[int, int] = {}  # column → grid row down to which a cell from above covers it
        first = len(table.rows)
        visible = []
        for element in rows:
            if is_hidden(element):
                self.skip()
            else:
                visible.append(element)
        end = first + len(visible)
        if end > limits.rows:
            raise Unreadable(
                f"{WHAT}的表{table.number}超过 {limits.rows} 行，已停止读取。请拆分后再试。"
            )
        for number, element in enumerate(visible, first + 1):
            cells: list[Cell] = []
            table.rows.append(cells)
            column = 1
            for child in element:
                tag = child.tag
                if tag != "td" and tag != "th":
                    continue
                rowspan = colspan = 1
                stored = None
                if child.attrib:
                    if is_hidden(child):
                        self.skip()
                        continue
                    colspan = max(1, _span(child.get("colspan")))
                    rowspan = _span(child.get("rowspan")) or end
                    stored = child.get("x:num")
                while reach and reach.get(column, 0) >= number:
                    column += 1
                if column > limits.columns:
                    raise Unreadable(
                        f"{WHAT}的表{table.number}第{number}行超过 {limits.columns} 列，"
                        "已停止读取。请检查该网页的表格后再试。"
                    )
                if colspan > 1:
                    colspan = min(colspan, limits.columns - column + 1)
                if rowspan > 1:
                    rowspan = min(rowspan, end - number + 1)
                if len(child):
                    parts: list[str] = []
                    gather(child, parts, later.append, self.skip)
                    text = shown("".join(parts))
                else:
                    raw = child.text
                    text = shown(raw) if raw else ""
                cell = Cell(table, number, column, text, rowspan, colspan)
                if stored and stored != text:
                    cell.stored = _unrounded(text, stored)
                cells.append(cell)
                if rowspan > 1:
                    for spanned in range(column, column + colspan):
                        reach[spanned] = number + rowspan - 1
                column += colspan
            self.cells += len(cells)
            if self.cells > limits.cells:
                raise Unreadable(
                    f"{WHAT}的单元格超过 {limits.cells} 个，已停止读取。请拆分后再试。"
                )


def _span(value: str | None) -> int:
    """A rowspan or colspan; 1 for nonsense, at most 65534 as browsers have it."""
    if value is None:
        return 1
    value = value.strip().rstrip("%px ")
    if not value.isdecimal():
        return 1
    return min(int(value[:6]), 65534)


def _unrounded(text: str, number: str) -> str | None:
    """The number that a page saved by Excel keeps beside a rounded one (x:num), if it is that."""
    from decimal import ROUND_HALF_UP, Decimal

    from jiping.read.number_format import general
    from jiping.read.number_format import number as exact

    value = exact(number)
    if value is None or not _PLAIN.match(text):
        return None
    printed = Decimal(text.replace(",", ""))
    step = Decimal(1).scaleb(int(printed.as_tuple().exponent))
    if printed == value or abs(value) > 10**15 or value.quantize(step, ROUND_HALF_UP) != printed:
        return None
    return general(value)


def _sniff(head: bytes, name: str) -> int:
    start = head[:4096]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<\0" in start or b"\0<" in start:
        start = head.replace(b"\0", b"")[:4096]
    elif b"\0" in start:
        return 0
    if _is_mhtml(start[:2048]) and (
        b"multipart/" in start.lower() or b"text/html" in start.lower()
    ):
        return 92
    named = name.endswith(FORMAT.suffixes)
    begins = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _MARKUP.match(begins):
        return 92
    if begins.startswith(b"<") and _MARKUP.search(start):
        return 91 if named or b"<?mso-application" not in start else 50
    if _TABLE_TAG.search(head):
        return 80 if named else 20
    return 65 if named else 0


FORMAT = Format(
    name="html",
    title="网页",
    suffixes=(".html", ".htm", ".mht", ".mhtml", ".shtml"),
    sniff=_sniff,
    read=read,
)
