"""Office packages taken apart for tests: their parts, and parts without what was added."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name, in order."""
    with ZipFile(BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def packed(content: dict[str, bytes]) -> bytes:
    """Parts into a package."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def canonical(xml: bytes, without: Callable[[Any], bool] = lambda _: False) -> bytes:
    """The canonical form of a part, without some elements. (Their tails stay.)"""
    root = etree.fromstring(xml)
    for element in [e for e in root.iter() if isinstance(e.tag, str) and without(e)]:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tail:
            before = element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
        parent.remove(element)
    made: bytes = etree.tostring(root, method="c14n")
    return made


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def word_comments(data: bytes) -> list[tuple[str, str, str]]:
    """The comments of a document: author, text, and the text that they are anchored on."""
    content = parts(data)
    document = etree.fromstring(content["word/document.xml"])
    comments = etree.fromstring(content["word/comments.xml"])
    w = "{" + WORD + "}"
    found = []
    for comment in comments.iter(w + "comment"):
        number = comment.get(w + "id")
        text = "\n".join("".join(p.itertext(w + "t")) for p in comment.iter(w + "p"))
        inside, anchored = False, ""
        for element in document.iter():
            if element.tag == w + "commentRangeStart" and element.get(w + "id") == number:
                inside = True
            elif element.tag == w + "commentRangeEnd" and element.get(w + "id") == number:
                inside = False
            elif inside and element.tag == w + "t":
                anchored += element.text or ""
        found.append((comment.get(w + "author") or "", text, anchored))
    return found


def with_comments(data: bytes, comment: str, body: Callable[[str], str]) -> bytes:
    """A docx to which somebody has added a comments part; ``body`` changes its main part."""
    content = parts(data)
    content["word/comments.xml"] = (
        f'{_HEAD}<w:comments xmlns:w="{WORD}">{comment}</w:comments>'.encode()
    )
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.comments+xml"/></Types>',
    )
    content["word/_rels/document.xml.rels"] = (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId7" '
        f'Type="{_OFFICE}/comments" Target="comments.xml"/></Relationships>'
    ).encode()
    content["word/document.xml"] = body(content["word/document.xml"].decode()).encode()
    return packed(content)


def signed(data: bytes) -> bytes:
    """A package with what a signature leaves in it."""
    content = parts(data)
    content["_xmlsignatures/origin.sigs"] = b""
    content["_xmlsignatures/sig1.xml"] = b"<Signature/>"
    return packed(content)
