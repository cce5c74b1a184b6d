"""Cell notes of a worksheet: their texts (comments.xml) and their frames (VML)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from jiping.forms.annotate.carriers._xlsx_sheet import position
from jiping.forms.annotate.marks import AUTHOR
from jiping.forms.annotate.markup import Markup, escape, legal, unescape
from jiping.read.book import a1

if TYPE_CHECKING:
    from jiping.forms.annotate.marks import Mark
    from jiping.forms.annotate.markup import Element

Notes = Mapping[tuple[int, int], Sequence["Mark"]]
"""(row, column) → the marks of that cell."""
BEHIND = f"\n———{AUTHOR}———\n"
"""Begins what is written behind a note that the person has already put on the cell."""
_OURS = re.compile(r"第\d+条 (?:〔..〕)?(?:错误|需说明|提示)：[^\n]*（C-[A-Z]+-\d+）")
_SHAPE = re.compile(r"_x0000_s(\d+)")
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)


def new_comments(notes: Notes, namespace: str) -> bytes:
    """A comments part that holds only ours."""
    listed = "".join(_comment(spot, marks, 0, "") for spot, marks in sorted(notes.items()))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{namespace}"><authors><author>{AUTHOR}</author></authors>'
        f"<commentList>{listed}</commentList></comments>"
    ).encode()


def add_comments(data: bytes, notes: Notes) -> tuple[bytes, set[tuple[int, int]], int]:
    """The comments part with ours.

    Also the cells that need no frame because they have a note already, and the number of cells
    whose note is a conversation (Excel's newer kind), which would not show what is added to it.
    """
    markup = Markup(data)
    p = markup.root.prefix
    authors = [e for e in markup.elements if e.tag.endswith("}author")]
    names = [markup.body[e.inner : e.close].decode() for e in authors]
    holder = next(e for e in markup.elements if e.tag.endswith("}authors"))
    listed = next(e for e in markup.elements if e.tag.endswith("}commentList"))
    if AUTHOR not in names:
        markup.append(holder, f"<{p}author>{AUTHOR}</{p}author>")
        names.append(AUTHOR)
    known: dict[tuple[int, int], Element] = {}
    for element in markup.elements:
        if element.tag.endswith("}comment"):
            spot = position(element.attributes.get("ref", ""))
            if spot is not None:
                known.setdefault(spot, element)
    conversations = 0
    for spot, marks in sorted(notes.items()):
        comment = known.get(spot)
        if comment is None:
            markup.append(listed, _comment(spot, marks, names.index(AUTHOR), p))
            continue
        number = comment.attributes.get("authorId", "")
        whose = names[int(number)] if number.isdecimal() and int(number) < len(names) else ""
        if whose.startswith("tc="):
            conversations += 1
            continue
        text = next(e for e in markup.children(comment) if e.tag.endswith("}text"))
        tail = next(
            (e for e in markup.children(text) if e.tag.rpartition("}")[2] in ("rPh", "phoneticPr")),
            None,
        )
        run = _run(BEHIND + _words(marks), p)
        if tail is not None:
            markup.insert(tail.start, run)
        else:
            markup.append(text, run)
    return markup.made(), set(known), conversations


def clean_comments(data: bytes) -> tuple[bytes | None, set[tuple[int, int]]]:
    """The part without ours (None where nothing is left), and the cells whose frames go too.

    Ours are known by how they begin: LibreOffice drops the author and cuts texts into many runs.
    """
    markup = Markup(data)
    gone: set[tuple[int, int]] = set()
    left = 0
    changed = False
    for comment, runs, text in _read(markup):
        spot = position(comment.attributes.get("ref", ""))
        if _OURS.match(text) and spot is not None:
            markup.remove(comment)
            gone.add(spot)
            continue
        left += 1
        at = text.find(BEHIND.strip())
        if at < 0:
            continue
        changed = True
        for run, begins in runs:
            if begins >= at - 1:
                markup.remove(run)
    if not gone and not changed:
        return data, gone
    return (markup.made() if left else None), gone


def _read(markup: Markup) -> Iterator[tuple[Element, list[tuple[Element, int]], str]]:
    """Every comment, its runs, each with the number of letters before it, and its whole text."""
    comment: Element | None = None
    runs: list[tuple[Element, int]] = []
    text = ""
    for element in markup.elements:
        kind = element.tag.rpartition("}")[2]
        if kind == "comment":
            if comment is not None:
                yield comment, runs, text
            comment, runs, text = element, [], ""
        elif kind == "r":
            runs.append((element, len(text)))
        elif kind == "t":
            text += unescape(markup.body[element.inner : element.close].decode())
    if comment is not None:
        yield comment, runs, text


def _comment(spot: tuple[int, int], marks: Sequence[Mark], author: int, p: str) -> str:
    runs = ""
    for number, mark in enumerate(marks):
        gap = "\n\n" if number else ""
        runs += _run(gap + mark.heading(), p, strong=True) + _run("\n" + "\n".join(mark.body()), p)
    return (
        f'<{p}comment ref="{a1(*spot)}" authorId="{author}"><{p}text>{runs}</{p}text></{p}comment>'
    )


def _run(text: str, p: str, *, strong: bool = False) -> str:
    bold = f"<{p}b/>" if strong else ""
    return (
        f'<{p}r><{p}rPr>{bold}<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="宋体"/>'
        f'</{p}rPr><{p}t xml:space="preserve">{escape(legal(text))}</{p}t></{p}r>'
    )


def _words(marks: Sequence[Mark]) -> str:
    return "\n\n".join(mark.text() for mark in marks)


def new_frames(notes: Notes, number: int) -> bytes:
    """A VML part with a frame for each note; ``number``: of the sheet, for ids of its own."""
    shapes = "".join(
        _frame(spot, marks, number * 1024 + count)
        for count, (spot, marks) in enumerate(sorted(notes.items()), 1)
    )
    return (
        f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/>'
        f"</o:shapelayout>{_TYPE}{shapes}</xml>"
    ).encode()


def add_frames(data: bytes, notes: Notes) -> bytes:
    """The VML part with our frames before its end. It need not be proper XML."""
    text = data.decode("utf-8", "surrogateescape")
    first = max((int(n) for n in _SHAPE.findall(text)), default=1024) + 1
    shapes = "".join(
        _frame(spot, marks, first + count)
        for count, (spot, marks) in enumerate(sorted(notes.items()))
    )
    added = (_TYPE if "_x0000_t202" not in text else "") + shapes
    end = text.rfind("</xml>")
    if end < 0:
        raise ValueError("a drawing without an end")
    # Prefixes are bound on our own elements: a program may have chosen others.
    added = re.sub(r"<(v:shape(?:type)?) ", rf"<\1 {_NAMESPACES} ", added)
    return (text[:end] + added + text[end:]).encode("utf-8", "surrogateescape")


def clean_frames(data: bytes, gone: set[tuple[int, int]]) -> bytes | None:
    """The VML part without the frames of these cells; None where no shape is left."""
    text = data.decode("utf-8", "surrogateescape")

    def kept(match: re.Match[str]) -> str:
        row = re.search(r"<x:Row>\s*(\d+)", match[0])
        column = re.search(r"<x:Column>\s*(\d+)", match[0])
        spot = (int(row[1]) + 1, int(column[1]) + 1) if row and column else None
        return "" if spot in gone else match[0]

    text = re.sub(r"<v:shape\s.*?</v:shape>", kept, text, flags=re.S)
    return text.encode("utf-8", "surrogateescape") if re.search(r"<v:shape\s", text) else None


def _frame(spot: tuple[int, int], marks: Sequence[Mark], number: int) -> str:
    row, column = spot
    text = _words(marks)
    lines = sum(1 + 2 * len(line) // 52 for line in text.split("\n")) + 1
    height = min(13 * lines, 400)
    anchor = (
        f"{column}, 15, {max(row - 2, 0)}, 10, {column + 4}, 30, {row + max(height // 22, 4)}, 4"
    )
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        f"margin-left:80pt;margin-top:5pt;width:270pt;height:{height}pt;z-index:{number % 1024};"
        'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
