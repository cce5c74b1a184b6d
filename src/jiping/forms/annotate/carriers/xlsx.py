"""Excel workbooks: notes and ground colours on the cells, and a sheet that lists the findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiping.forms.annotate.carriers import CannotCarry, Carried, Carrier
from jiping.forms.annotate.carriers._xlsx_list import FOOT, sheet
from jiping.forms.annotate.carriers._xlsx_notes import (
    add_comments,
    add_frames,
    clean_comments,
    clean_frames,
    new_comments,
    new_frames,
)
from jiping.forms.annotate.carriers._xlsx_sheet import Sheet
from jiping.forms.annotate.carriers._xlsx_styles import EMPTY, Styles
from jiping.forms.annotate.marks import LISTED, standing, worst
from jiping.forms.annotate.markup import Markup, quoteattr
from jiping.forms.annotate.package import STRICT, TRANSITIONAL, Package

if TYPE_CHECKING:
    from jiping.forms.annotate.marks import Mark

_USUAL = "xl/workbook.xml"
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPACE_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
SIGNED = "文件有数字签名，写入批注会使签名失效"


class _Workbook:
    """The workbook's sheets by name, and what namespaces it is written in."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main_part(_USUAL)
        self.markup = Markup(package.read(self.part))
        self.strict = _SPACE_STRICT in self.markup.root.tag
        self.space = _SPACE_STRICT if self.strict else _SPACE
        self.links = STRICT if self.strict else TRANSITIONAL
        related = package.relations(self.part)
        self.sheets: dict[str, tuple[str, int]] = {}
        for number, element in enumerate(self.markup.find("{" + self.space + "}sheet"), 1):
            relation = element.attributes.get(f"{self.links}}}id", "")
            kind, target, external = related.get(relation, ("", "", True))
            if kind == "worksheet" and not external and target in package:
                self.sheets.setdefault(element.attributes.get("name", ""), (target, number))


def write(data: bytes, marks: Sequence[Mark]) -> Carried:
    """The workbook with the marks in it. Raises `CannotCarry` where it is signed."""
    package = Package(data)
    if package.signed:
        raise CannotCarry(SIGNED)
    workbook = _Workbook(package)
    spots: dict[str, dict[tuple[int, int], list[Mark]]] = {}
    missed = 0
    for mark in standing(marks):
        place = mark.place
        if place is None or place.sheet not in workbook.sheets or not (place.row and place.column):
            missed += 1
            continue
        spots.setdefault(place.sheet, {}).setdefault((place.row, place.column), []).append(mark)
    name = package.related(workbook.part, "styles")
    styles = Styles(package.read(name) if name is not None else EMPTY)
    conversations = 0
    if styles.complete:
        for title, notes in spots.items():
            part, number = workbook.sheets[title]
            conversations += _annotate(package, part, number, notes, styles, workbook)
        _add_list(package, workbook, sheet(marks, styles, workbook.space))
        if name is None:
            name = "xl/styles.xml"
            package.declare(name, _MAIN + "styles+xml")
            package.relate(workbook.part, "styles", name, strict=workbook.strict)
        package.put(name, styles.made())
    else:
        raise CannotCarry("工作簿的样式部件不完整，无法加底色和批注")
    said = []
    if missed:
        said.append(f"{missed} 条问题没有自己的单元格，只列在工作表“{LISTED}”中。")
    if conversations:
        said.append(f"{conversations} 个单元格已有会话式批注，问题只标底色并列在“{LISTED}”中。")
    if package.has_macros:
        said.append("文件带有宏：原样保留，没有运行。")
    return Carried(package.made(), tuple(said))


def _annotate(
    package: Package, part: str, number: int,
    notes: dict[tuple[int, int], list[Mark]], styles: Styles, workbook: _Workbook,
) -> int:  # fmt: skip
    """Notes and colours of one sheet; how many cells hold a conversation instead."""
    page = Sheet(package.read(part))
    for (row, column), marks in notes.items():
        page.set_style(row, column, styles.filled(page.style(row, column), worst(marks)))
    strict = workbook.strict
    comments = package.related(part, "comments")
    conversations = 0
    framed: set[tuple[int, int]] = set()
    if comments is None:
        comments = package.unused("xl/comments{}.xml")
        package.put(comments, new_comments(notes, workbook.space))
        package.declare(comments, _MAIN + "comments+xml")
        package.relate(part, "comments", comments, strict=strict)
    else:
        content, framed, conversations = add_comments(package.read(comments), notes)
        package.put(comments, content)
    frames = {spot: marks for spot, marks in notes.items() if spot not in framed}
    hung = page.hung("legacyDrawing")
    drawing = None
    if hung is not None:
        relation = next((v for k, v in hung.attributes.items() if k.endswith("}id")), "")
        drawing = package.relations(part).get(relation, ("", "", True))[1]
    if drawing is not None and drawing in package:
        package.put(drawing, add_frames(package.read(drawing), frames))
    elif frames:
        drawing = package.unused("xl/drawings/vmlDrawing{}.vml")
        package.put(drawing, new_frames(frames, number))
        package.declare_suffix("vml", _VML)
        relation = package.relate(part, "vmlDrawing", drawing, strict=strict)
        page.hang("legacyDrawing", relation, workbook.links)
    package.put(part, page.finish())
    return conversations


def _add_list(package: Package, workbook: _Workbook, content: bytes) -> None:
    part = package.unused("xl/worksheets/sheet{}.xml")
    package.put(part, content)
    package.declare(part, _MAIN + "worksheet+xml")
    relation = package.relate(workbook.part, "worksheet", part, strict=workbook.strict)
    markup = workbook.markup
    holder = markup.find("{" + workbook.space + "}sheets")[0]
    sheets = markup.children(holder)
    used = {element.attributes.get("name", "").lower() for element in sheets}
    ids = [int(e.attributes.get("sheetId", "0") or 0) for e in sheets]
    title, count = LISTED, 1
    while title.lower() in used:
        count += 1
        title = f"{LISTED}({count})"
    name = markup.prefix_of(holder, workbook.links)
    own = "" if name else f' xmlns:r="{workbook.links}"'
    markup.append(
        holder,
        f"<{holder.prefix}sheet{own} name={quoteattr(title)} "
        f'sheetId="{max(ids, default=0) + 1}" {name or "r"}:id="{relation}"/>',
    )
    package.put(workbook.part, markup.made())


def clean(data: bytes) -> bytes:
    """The workbook without our sheet, notes and colours; everybody else's stay."""
    package = Package(data)
    if package.signed:
        return data
    workbook = _Workbook(package)
    listed = any(title.startswith(LISTED) for title in workbook.sheets)
    touched = listed and _clean_list(package, workbook, _lists(data))
    styles_part = package.related(workbook.part, "styles")
    back = Styles(package.read(styles_part)).unfilled() if touched and styles_part else {}
    for part, _ in workbook.sheets.values():
        if part not in package:
            continue
        page = Sheet(package.read(part))
        changed = _clean_notes(package, part, page)
        for element in page.cells.values() if back else ():
            style = element.attributes.get("s", "")
            if style.isdecimal() and int(style) in back:
                page.markup.set(element, "s", str(back[int(style)]))
                changed = True
        if changed:
            package.put(part, page.finish())
            touched = True
    return package.made() if touched else data


def _lists(data: bytes) -> set[str]:
    """The sheets of an earlier round, known by their name and by what they say at their foot."""
    from jiping.read.book import Table
    from jiping.read.formats.xlsx import read
    from jiping.read.limits import DEFAULT

    tables = [block for block in read(data, DEFAULT).blocks if isinstance(block, Table)]
    return {
        table.sheet
        for table in tables
        if table.sheet is not None
        and table.sheet.startswith(LISTED)
        and any(cell.text == FOOT for row in table.rows for cell in row)
    }


def _clean_list(package: Package, workbook: _Workbook, ours: set[str]) -> bool:
    """Take those sheets out."""
    related = package.relations(workbook.part)
    touched = False
    for title, (part, _) in list(workbook.sheets.items()):
        if title not in ours:
            continue
        for relation, (_, target, _) in related.items():
            if target == part:
                package.unrelate(workbook.part, relation)
        package.undeclare(part)
        package.remove(part)
        del workbook.sheets[title]
        for element in workbook.markup.find("{" + workbook.space + "}sheet"):
            if element.attributes.get("name") == title:
                workbook.markup.remove(element)
        touched = True
    if touched:
        package.put(workbook.part, workbook.markup.made())
    return touched


def _clean_notes(package: Package, part: str, page: Sheet) -> bool:
    comments = package.related(part, "comments")
    if comments is None:
        return False
    before = package.read(comments)
    left, gone = clean_comments(before)
    if left == before:
        return False
    related = package.relations(part)
    hung = page.hung("legacyDrawing")
    relation = (
        next((v for k, v in hung.attributes.items() if k.endswith("}id")), "") if hung else ""
    )
    drawing = related.get(relation, ("", "", True))[1]
    if hung is not None and drawing in package:
        shapes = clean_frames(package.read(drawing), gone)
        if shapes is None:
            package.remove(drawing)
            package.unrelate(part, relation)
            page.markup.remove(hung)
        else:
            package.put(drawing, shapes)
    if left is None:
        package.remove(comments)
        package.undeclare(comments)
        for number, (kind, target, _) in related.items():
            if kind == "comments" and target == comments:
                package.unrelate(part, number)
    else:
        package.put(comments, left)
    return True


CARRIER = Carrier(
    name="xlsx", way=f"单元格批注和底色，并加工作表“{LISTED}”", write=write, clean=clean
)
