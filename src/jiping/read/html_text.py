"""HTML bytes → text in the right encoding, and pieces of markup → the text that a browser shows."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from jiping.read.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.I)
_GB = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "gb_2312", "cp936", "x-gbk", "chinese"})

BREAK, TAB = "\x01", "\x02"
"""Marks for a line break and a tab while text is collected: no document holds these characters."""

DROPPED = frozenset(
    ("head", "script", "style", "noscript", "template", "iframe", "object", "svg", "title", "datalist")
)  # fmt: skip
BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "section",
     "article", "center", "blockquote", "form", "fieldset", "header", "footer", "main", "hr", "pre",
     "address", "aside", "nav", "body", "tr", "caption", "legend", "figure", "figcaption", "td", "th")
)  # fmt: skip

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(r"(?<=[⺀-鿿豈-﫿︰-﹏＀-￯])[ \t]*[\r\n][ \t\r\n\f]*(?=[⺀-鿿豈-﫿︰-﹏＀-￯])")


def decode(data: bytes) -> str:
    """The text of an HTML page, by byte order mark, strict UTF-8, declared charset, GB18030, Big5.

    UTF-8 goes before the declaration because a page of Chinese that is valid UTF-8 is UTF-8,
    whatever its label says; a label of gb2312 means GB18030, for such pages hold its characters.
    Raises `Unreadable` when nothing fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data[:64]:
        wide = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(wide, "replace")
    declared = _DECLARED.search(data[:4096])
    label = declared.group(1).decode("ascii").lower() if declared else ""
    tried = ["utf-8", "gb18030" if label in _GB else label, "gb18030", "big5hkscs"]
    for encoding in tried:
        if not encoding or not _is_text_codec(encoding):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as exc:
            if exc.start >= len(data) - 4:
                return data[: exc.start].decode(encoding, "replace")
    if _is_text_codec(tried[1]):
        text = data.decode(tried[1], "replace")
        if text.count("\ufffd") * 50 < len(text):
            return text
    raise Unreadable(
        "网页的文字编码认不出来（不是 UTF-8、GB18030 或 Big5）。请用浏览器打开后另存为 UTF-8 网页再试。"
    )


def _is_text_codec(name: str) -> bool:
    try:
        return bool(name) and codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False


def shown(raw: str) -> str:
    """Collected text as a browser lays it out: runs of spaces are one, lines trimmed, no blank
    lines; a line wrapped in the source between two Chinese characters is no space."""
    if " " not in raw and raw.isprintable():
        return raw
    if "\n" in raw or "\r" in raw:
        raw = _WRAPPED.sub("", raw)
    text = _SPACE.sub(" ", raw)
    if BREAK in text or TAB in text:
        lines = (line.strip(" ") for line in text.replace(TAB, "\t").split(BREAK))
        return "\n".join(line for line in lines if line)
    return text.strip(" ")


def is_hidden(element: Any) -> bool:
    """Whether the element itself says that it isn't shown."""
    if not element.attrib:
        return False
    style = element.get("style")
    if style is not None and _HIDDEN.search(style):
        return True
    return element.get("hidden") is not None


def control(element: Any, tag: str) -> str:
    """What a form control shows: its value, its tick, its chosen entry."""
    if tag == "select":
        options = element.findall(".//option")
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        return "、".join("".join(o.itertext()).strip() for o in chosen)
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "□" if element.get("checked") is None else "☑"
    if kind in ("text", "number", "date", "tel", "email", "search"):
        return element.get("value") or ""
    return ""


def gather(
    element: Any, parts: list[str], on_table: Callable[[Any], None], on_hidden: Callable[[], None]
) -> None:
    """Collect the text shown inside an element; tables are handed over instead."""
    if element.text:
        parts.append(element.text)
    for child in element:
        tag = child.tag
        if tag.__class__ is str:
            if tag == "br":
                parts.append(BREAK)
            elif tag in DROPPED or (tag == "aside" and child.get("data-jiping") is not None):
                pass  # the second: findings that jiping wrote below a page
            elif is_hidden(child):
                on_hidden()
            elif tag == "table":
                parts.append(BREAK)
                on_table(child)
            elif tag == "input" or tag == "select":
                parts.append(control(child, tag))
            elif tag in BLOCKS:
                parts.append(BREAK)
                if tag == "pre":
                    parts.append(_preformatted(child))
                else:
                    gather(child, parts, on_table, on_hidden)
                parts.append(BREAK)
            else:
                gather(child, parts, on_table, on_hidden)
        if child.tail:
            parts.append(child.tail)


def _preformatted(element: Any) -> str:
    text = "".join(element.itertext())
    return text.replace("\r\n", "\n").replace("\n", BREAK).replace("\t", TAB)
