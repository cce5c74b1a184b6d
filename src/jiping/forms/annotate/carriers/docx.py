"""Word documents: every finding a comment, anchored on the text of its cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiping.forms.annotate.carriers import CannotCarry, Carried, Carrier
from jiping.forms.annotate.marks import AUTHOR, INITIALS, standing
from jiping.forms.annotate.markup import Markup, escape, legal
from jiping.forms.annotate.package import Package

if TYPE_CHECKING:
    from jiping.forms.annotate.marks import Mark
    from jiping.forms.annotate.markup import Element
    from jiping.read.docx_elements import DocxElements

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_USUAL = "word/document.xml"
_ANCHORS = ("commentRangeStart", "commentRangeEnd", "commentReference")
SIGNED = "文件有数字签名，写入批注会使签名失效"


def write(data: bytes, marks: Sequence[Mark]) -> Carried:
    """The document with a comment for every mark. Raises `CannotCarry` where it is signed."""
    from jiping.read.docx_elements import docx_elements
    from jiping.read.limits import DEFAULT

    package = Package(data)
    if package.signed:
        raise CannotCarry(SIGNED)
    part = package.main_part(_USUAL)
    xml = package.read(part)
    strict = _WORD_STRICT.encode() in xml
    document = Markup(xml)
    word = _WORD_STRICT if strict else _WORD
    found = docx_elements(xml, part, DEFAULT)
    anchors = _Anchors(document, found, word)
    first = _next_id(package, part)
    marks = standing(marks)
    missed = 0
    for number, mark in enumerate(marks):
        missed += not anchors.put(mark, first + number)
    anchors.finish()
    package.put(part, document.made())
    _add_comments(package, part, marks, first, word, strict=strict)
    said = []
    if missed:
        said.append(f"{missed} 条问题在文件中没有自己的位置，批注写在表的开头。")
    if package.has_macros:
        said.append("文件带有宏：原样保留，没有运行。")
    return Carried(package.made(), tuple(said))


class _Anchors:
    """Puts the ends of comments around the text of cells."""

    def __init__(self, document: Markup, found: DocxElements, word: str) -> None:
        self.document = document
        self.found = found
        self.word = "{" + word + "}"
        self.ordinals = found.ordinals()
        # begin and end of the anchored text → what goes there, innermost comment last
        self.spots: dict[tuple[int, int], tuple[Element, Element, list[int]]] = {}

    def put(self, mark: Mark, number: int) -> bool:
        """Anchor one comment; False where the place wasn't found and it went to the beginning."""
        place = mark.place
        holder = None
        if place is not None and place.row is not None:
            cell = self.found.cells.get((place.table or 0, place.row, place.column or 0))
            holder = cell
        elif place is not None:
            holder = self.found.paragraphs.get(place.text or "")
        known = holder is not None
        if holder is None:
            holder = next(iter(self.found.paragraphs.values()), None)
        if holder is None:
            holder = next(iter(self.found.cells.values()))
        first, last = self._paragraphs(self.document.elements[self.ordinals[holder]])
        spot = self.spots.setdefault((first.start, last.start), (first, last, []))
        spot[2].append(number)
        return known

    def _paragraphs(self, holder: Element) -> tuple[Element, Element]:
        """The first and last paragraph of a cell's own text: not of tables and boxes inside it."""
        if holder.tag == self.word + "p":
            return holder, holder
        inside = self.document.elements
        at = inside.index(holder) + 1
        groups: list[list[Element]] = [[]]  # a table between paragraphs parts them
        written: list[Element] = []
        while at < len(inside) and inside[at].start < holder.end:
            element = inside[at]
            at += 1
            if element.tag in (self.word + "tbl", self.word + "txbxContent"):
                if element.tag == self.word + "tbl":
                    groups.append([])
                while at < len(inside) and inside[at].start < element.end:
                    at += 1
            elif element.tag == self.word + "p":
                groups[-1].append(element)
            elif element.tag == self.word + "t" and groups[-1]:
                written.append(groups[-1][-1])
        filled = [group for group in groups if group]
        own = next((g for g in filled if any(p in written for p in g)), filled[0] if filled else [])
        if not own:
            # A cell without a paragraph is against the format; the cell's row may have one.
            return (
                self._paragraphs(holder.parent) if holder.parent is not None else (holder, holder)
            )
        return own[0], own[-1]

    def finish(self) -> None:
        """Write all anchors: those at one spot one after the other, so that none is nested badly."""
        document = self.document
        for first, last, numbers in self.spots.values():
            name = document.prefix_of(first, self.word[1:-1])
            own = "" if name else f' xmlns:w="{self.word[1:-1]}"'
            w = f"{name or 'w'}:"
            opening = "".join(f'<{w}commentRangeStart{own} {w}id="{n}"/>' for n in numbers)
            closing = "".join(
                f'<{w}commentRangeEnd{own} {w}id="{n}"/>'
                f'<{w}r{own}><{w}commentReference {w}id="{n}"/></{w}r>'
                for n in numbers
            )
            properties = next(
                (c for c in document.children(first) if c.tag == self.word + "pPr"), None
            )
            if first.closed:
                document.append(first, opening + (closing if first is last else ""))
            else:
                document.insert(properties.end if properties else first.inner, opening)
            if not (first.closed and first is last):
                document.append(last, closing)


def _next_id(package: Package, part: str) -> int:
    """A number that no comment of the document has."""
    used = [-1]
    name = package.related(part, "comments")
    for source in (name, part):
        if source is None:
            continue
        for element in Markup(package.read(source)).elements:
            if element.tag.rpartition("}")[2] in ("comment", *_ANCHORS):
                value = next((v for k, v in element.attributes.items() if k.endswith("}id")), "")
                used += [int(value)] if value.isdecimal() else []
    return max(used) + 1


def _add_comments(
    package: Package, part: str, marks: Sequence[Mark], first: int, word: str, *, strict: bool
) -> None:
    name = package.related(part, "comments")
    if name is not None:
        markup = Markup(package.read(name))
        markup.append(markup.root, _comments(marks, first, word))
        package.put(name, markup.made())
        return
    folder = part.rpartition("/")[0]
    name = f"{folder}/comments.xml" if folder else "comments.xml"
    if name in package:
        name = package.unused((f"{folder}/" if folder else "") + "comments{}.xml")
    text = f'{_HEAD}<w:comments xmlns:w="{word}">{_comments(marks, first, word)}</w:comments>'
    package.put(name, text.encode())
    package.declare(name, _TYPE)
    package.relate(part, "comments", name, strict=strict)


def _comments(marks: Sequence[Mark], first: int, word: str) -> str:
    return "".join(_comment(mark, first + number, word) for number, mark in enumerate(marks))


def _comment(mark: Mark, number: int, word: str) -> str:
    paragraphs = [_paragraph(mark.heading(), strong=True, first=True)]
    paragraphs += [_paragraph(line) for text in mark.body() for line in text.split("\n")]
    return (
        f'<w:comment xmlns:w="{word}" w:id="{number}" w:author="{AUTHOR}" w:initials="{INITIALS}">'
        + "".join(paragraphs)
        + "</w:comment>"
    )


def _paragraph(text: str, *, strong: bool = False, first: bool = False) -> str:
    mark = "<w:r><w:annotationRef/></w:r>" if first else ""
    properties = "<w:rPr><w:b/></w:rPr>" if strong else ""
    words = escape(legal(text))
    return f'<w:p>{mark}<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def clean(data: bytes) -> bytes:
    """The document without comments of ours; other people's stay."""
    package = Package(data)
    part = package.main_part(_USUAL)
    name = package.related(part, "comments")
    if name is None or AUTHOR.encode() not in package.read(name) or package.signed:
        return data
    comments = Markup(package.read(name))
    ours: set[str] = set()
    for element in comments.elements[1:]:
        if element.tag.endswith("}comment") and _attribute(element, "author") == AUTHOR:
            ours.add(_attribute(element, "id"))
            comments.remove(element)
    kept = any(
        e.tag.endswith("}comment") and _attribute(e, "id") not in ours for e in comments.elements
    )
    document = Markup(package.read(part))
    for element in document.elements:
        kind = element.tag.rpartition("}")[2]
        if kind not in _ANCHORS or _attribute(element, "id") not in ours:
            continue
        run = element.parent
        alone = kind == "commentReference" and run is not None and run.tag.endswith("}r")
        others = [] if run is None else [c for c in document.children(run) if c is not element]
        if alone and run is not None and all(c.tag.endswith("}rPr") for c in others):
            document.remove(run)
        else:
            document.remove(element)
    package.put(part, document.made())
    if kept:
        package.put(name, comments.made())
        return package.made()
    for relation, (kind, _, _) in package.relations(part).items():
        if kind == "comments":
            package.unrelate(part, relation)
    package.undeclare(name)
    package.remove(name)
    return package.made()


def _attribute(element: Element, name: str) -> str:
    return next((v for k, v in element.attributes.items() if k.rpartition("}")[2] == name), "")


CARRIER = Carrier(name="docx", way="Word 批注", write=write, clean=clean)
