"""Web pages: coloured cells that tell their findings, and a list of all below the page.

Everything put in is ASCII (汉字 as character references), so that it stands in a page of any
encoding; what was there stays, byte for byte.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from jiping.forms.annotate.carriers import CannotCarry, Carried, Carrier
from jiping.forms.annotate.marks import LISTED, standing, worst

if TYPE_CHECKING:
    from jiping.forms.annotate.marks import Mark

_TOKEN = re.compile(
    rb"""<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>"""
    rb"""|<(td|th)(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.I | re.S,
)
_LOOSE = re.compile(
    rb"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>|<(td|th)(?=[\s/>])[^>]*>", re.I | re.S
)
_OWN_ID = re.compile(rb"\sid\s*=", re.I)
_MARKED = re.compile(
    rb' data-jiping="[a-z]+" data-jiping-n="[^"]*" title="[^"]*"(?: id="jiping-\d+")?'
)
_BEGIN, _END = b"<!--jiping:begin-->", b"<!--jiping:end-->"
_BLOCK = re.compile(re.escape(_BEGIN) + b".*?" + re.escape(_END), re.S)
_STYLE = """
[data-jiping]{cursor:help}
td[data-jiping=error],th[data-jiping=error]{background:#ffb3b3!important;outline:2px solid #c00}
td[data-jiping=warning],th[data-jiping=warning]{background:#ffe599!important;outline:1px solid #b36b00}
td[data-jiping=info],th[data-jiping=info]{background:#bdd7ee!important;outline:1px solid #1a66bf}
[data-jiping-n]::after{content:attr(data-jiping-n);font-size:70%;vertical-align:super;color:#a00;padding-left:2px}
aside[data-jiping]{margin:1.5em 0;padding:.5em 1em;border:1px solid #999;background:#fff;color:#000;font-size:14px;line-height:1.6}
aside[data-jiping] li{margin:.4em 0}
aside[data-jiping] p{margin:0}
"""


def write(data: bytes, marks: Sequence[Mark]) -> Carried:
    """The page with the marks. Raises `CannotCarry` where its cells can't be told apart."""
    from jiping.read.html_elements import html_cells
    from jiping.read.limits import DEFAULT

    known = html_cells(data, DEFAULT)
    if known is None:
        raise CannotCarry("单文件网页（mht）的正文是编码过的，不能在其中写标记")
    cells, count = known
    page = _Bytes(data)
    tags = page.cells(count)
    spots: dict[int, list[Mark]] = {}
    missed: set[int] = set()
    for mark in standing(marks):
        place = mark.place
        spot = (place.table, place.row, place.column) if place is not None else None
        number = cells.get(spot) if spot is not None else None  # type: ignore[arg-type]
        if number is None:
            missed.add(mark.number)
        else:
            spots.setdefault(number, []).append(mark)
    links: dict[int, str] = {}
    edits: list[tuple[int, str]] = []
    for number, here in spots.items():
        start, end = tags[number]
        tag = page.text[start:end]
        name = f"jiping-{here[0].number}"
        own = "" if _OWN_ID.search(tag) else f' id="{name}"'
        if own:
            links.update({mark.number: name for mark in here})
        words = "\n\n".join(mark.text() for mark in here)
        numbers = ",".join(str(mark.number) for mark in here)
        added = (
            f' data-jiping="{worst(here)}" data-jiping-n="{numbers}" title="{_ascii(words)}"{own}'
        )
        edits.append((start + 3, added))
    edits.append((page.end(), _listed(marks, links)))
    said: tuple[str, ...] = ()
    if missed:
        said = (f"{len(missed)} 条问题没有自己的单元格，只列在网页末尾的“{LISTED}”中。",)
    return Carried(page.with_edits(edits), said)


class _Bytes:
    """A page as bytes in which tags can be found, whatever its encoding.

    All encodings of Chinese pages but the wide ones spell the signs of tags in ASCII and use those
    bytes for nothing else; wide ones are looked at as UTF-8.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.mark, self.wide = b"", ""
        for mark, encoding in (
            (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
            (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
        ):  # fmt: skip
            if data.startswith(mark):
                self.mark, self.wide = mark, encoding
                break
        else:
            if b"\0" in data[:64]:
                self.wide = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        self.text = data
        if self.wide:
            decoded = data[len(self.mark) :].decode(self.wide, "surrogatepass")
            self.text = decoded.encode("utf-8", "surrogatepass")
            if self._back(self.text) != data:
                raise CannotCarry("网页的文字编码有错，不能在其中写标记")

    def _back(self, text: bytes) -> bytes:
        decoded = text.decode("utf-8", "surrogatepass")
        return self.mark + decoded.encode(self.wide, "surrogatepass")

    def cells(self, count: int) -> list[tuple[int, int]]:
        """Where the start tags of all td and th stand. The parser's count has to be the same."""
        for pattern in (_TOKEN, _LOOSE):
            found = [m.span() for m in pattern.finditer(self.text) if m[2] is not None]
            if len(found) == count:
                return found
        raise CannotCarry("网页的标签不合规范，认不准各单元格在源文件中的位置")

    def end(self) -> int:
        """Where the list goes: before the end of the body, else at the end of the page."""
        found = [m.start() for m in re.finditer(rb"</(?:body|html)\s*>", self.text, re.I)]
        return found[-2] if len(found) > 1 else found[0] if found else len(self.text)

    def with_edits(self, edits: list[tuple[int, str]]) -> bytes:
        """The page with ASCII put in at these bytes."""
        out: list[bytes] = []
        at = 0
        for place, added in sorted(edits):
            out += [self.text[at:place], added.encode("ascii")]
            at = place
        out.append(self.text[at:])
        made = b"".join(out)
        return self._back(made) if self.wide else made


def _listed(marks: Sequence[Mark], links: dict[int, str]) -> str:
    entries = []
    for mark in marks:
        heading = _ascii(mark.heading())
        if mark.number in links:
            heading = f'<a href="#{links[mark.number]}">{heading}</a>'
        where = (
            mark.place.label() if mark.place is not None else "" if mark.state == "gone" else "全表"
        )
        body = "".join(f"<p>{_ascii(line)}</p>" for line in mark.body())
        entries.append(f"<li><b>{heading}</b> {_ascii(where)}{body}</li>")
    title = _ascii(f"{LISTED}（绩评写入，删除本段不影响填报内容）")
    listed = "".join(entries)
    return (
        f"{_BEGIN.decode()}<style>{_STYLE}</style>"
        f'<aside data-jiping="list"><p><b>{title}</b></p><ul style="list-style:none;padding:0">{listed}</ul></aside>'
        f"{_END.decode()}"
    )


def _ascii(text: str) -> str:
    """Text for a page or an attribute in any encoding: only ASCII, the rest as references."""
    safe = escape(text, quote=True).replace("\n", "&#10;")
    return "".join(c if " " <= c <= "~" else f"&#x{ord(c):X};" for c in safe)


def clean(data: bytes) -> bytes:
    """The page without our marks."""
    page = _Bytes(data)
    if _BEGIN not in page.text:
        return data
    text = _MARKED.sub(b"", _BLOCK.sub(b"", page.text))
    return page._back(text) if page.wide else text


CARRIER = Carrier(name="html", way="网页标记和文末清单", write=write, clean=clean)
