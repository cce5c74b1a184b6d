"""Surgery on XML: text put in at places found by parsing; every other byte stays as it was."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr, unescape

__all__ = ["Element", "Markup", "escape", "legal", "quoteattr", "unescape"]

_START_TAG = re.compile(rb"""<([^\s/>"'=]+)(?:[^>"']|"[^"]*"|'[^']*')*?(/?)>""")
_ATTRIBUTE = rb"""(\s%s\s*=\s*)("[^"]*"|'[^']*')"""
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
         (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True, eq=False)
class Element:
    """One element: where its tags stand, in bytes of the part as UTF-8.

    ``start``–``inner`` is the start tag, ``close``–``end`` the end tag (both empty ranges at
    ``end`` where the element closes itself). ``name`` is as written, with its prefix.
    """

    tag: str
    name: str
    attributes: dict[str, str]
    parent: Element | None
    start: int
    inner: int
    closed: bool
    close: int = 0
    end: int = 0

    @property
    def prefix(self) -> str:
        """The prefix with its colon, as written in front of this element's name."""
        return self.name.partition(":")[0] + ":" if ":" in self.name else ""


class Markup:
    """An XML part whose elements are known by their bytes.

    ``elements`` are in the order of their start tags, as every parser counts them. Tags are
    "{namespace}local". The part must have been read before, so that it is known to be harmless.
    """

    def __init__(self, data: bytes) -> None:
        self.bom, self.encoding = _encoding(data)
        body = data[len(self.bom) :]
        if self.encoding != "utf-8":
            body = body.decode(self.encoding).encode("utf-8")
        self.body = body
        self.elements: list[Element] = []
        self._edits: list[tuple[int, int, int, str]] = []
        self._parse()

    @property
    def root(self) -> Element:
        """The outermost element."""
        return self.elements[0]

    def find(self, tag: str) -> list[Element]:
        """Elements of one tag, in order."""
        return [element for element in self.elements if element.tag == tag]

    def children(self, parent: Element) -> list[Element]:
        """The elements directly in another one."""
        return [element for element in self.elements if element.parent is parent]

    def insert(self, at: int, text: str) -> None:
        """Put text in at a byte; what is put in at the same byte later stands behind."""
        self._edits.append((at, at, len(self._edits), text))

    def append(self, parent: Element, text: str) -> None:
        """Put text in before the end of an element, also of one that closes itself."""
        if not parent.closed:
            self.insert(parent.close, text)
            return
        slash = self.body.rindex(b"/", parent.start, parent.inner)
        for number, (start, end, order, old) in enumerate(self._edits):
            if start == slash and end == parent.inner:  # opened by an earlier call
                kept = old.removesuffix(f"</{parent.name}>")
                self._edits[number] = (start, end, order, f"{kept}{text}</{parent.name}>")
                return
        self._edits.append(
            (slash, parent.inner, len(self._edits), f">{text}</{parent.name}>")
        )  # fmt: skip

    def replace(self, start: int, end: int, text: str) -> None:
        """Put text in the place of some bytes."""
        self._edits.append((start, end, len(self._edits), text))

    def remove(self, element: Element) -> None:
        """Cut an element out with all it holds."""
        self.replace(element.start, element.end, "")

    def set(self, element: Element, attribute: str, value: str) -> None:
        """Give an attribute (its name as written) another value, or add it."""
        tag = self.body[element.start : element.inner]
        match = re.search(_ATTRIBUTE % re.escape(attribute.encode()), tag)
        if match is not None:
            at = element.start + match.start(2)
            self.replace(at, element.start + match.end(2), quoteattr(value))
            return
        self.insert(
            element.start + 1 + len(element.name.encode()), f" {attribute}={quoteattr(value)}"
        )

    def prefixes(self, element: Element) -> dict[str, str]:
        """Namespace prefixes in scope at an element: prefix → namespace."""
        found: dict[str, str] = {}
        at: Element | None = element
        while at is not None:
            tag = self.body[at.start : at.inner]
            for match in re.finditer(rb"""\sxmlns(?::([^\s=]+))?\s*=\s*["']([^"']*)["']""", tag):
                found.setdefault((match[1] or b"").decode(), match[2].decode())
            at = at.parent
        return found

    def prefix_of(self, element: Element, namespace: str) -> str | None:
        """A prefix (never the empty one) bound to the namespace at an element."""
        return next((p for p, n in self.prefixes(element).items() if n == namespace and p), None)

    def made(self) -> bytes:
        """The part with all edits, in its own encoding. Edits must not overlap."""
        out: list[bytes] = []
        at = 0
        for start, end, _, text in sorted(self._edits):
            if start < at:
                raise ValueError("two edits of the same bytes")
            out += [self.body[at:start], text.encode("utf-8")]
            at = end
        out.append(self.body[at:])
        made = b"".join(out)
        if self.encoding != "utf-8":
            made = made.decode("utf-8").encode(self.encoding, "xmlcharrefreplace")
        return self.bom + made

    def _parse(self) -> None:
        from xml.parsers.expat import ParserCreate

        open_: list[Element] = []
        parser: Any = ParserCreate("utf-8", "}")

        def start(tag: str, attributes: dict[str, str]) -> None:
            at = parser.CurrentByteIndex
            match = _START_TAG.match(self.body, at)
            if match is None:
                raise ValueError("a start tag without an end")
            element = Element(
                "{" + tag if "}" in tag else tag, match[1].decode(), attributes,
                open_[-1] if open_ else None, at, match.end(), bool(match[2]),
            )  # fmt: skip
            self.elements.append(element)
            open_.append(element)

        def end(_: str) -> None:
            element = open_.pop()
            if element.closed:
                element.close = element.end = element.inner
            else:
                element.close = parser.CurrentByteIndex
                element.end = self.body.index(b">", element.close) + 1

        parser.StartElementHandler, parser.EndElementHandler = start, end
        try:
            parser.Parse(self.body, True)
        finally:
            parser.StartElementHandler = parser.EndElementHandler = None


def legal(text: str) -> str:
    """The text without characters that XML can't hold."""
    return _ILLEGAL.sub("\ufffd", text)


def _encoding(data: bytes) -> tuple[bytes, str]:
    """The byte order mark and the encoding of a part."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return mark, encoding
    declared = _DECLARED.match(data[:200])
    name = declared[1].decode().lower() if declared else "utf-8"
    return b"", "utf-8" if name in ("utf-8", "utf8", "us-ascii", "ascii") else name
