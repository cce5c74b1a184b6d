"""Cell styles of a workbook: a cell keeps all of its own and gets another ground colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jiping.forms.annotate.markup import Markup

if TYPE_CHECKING:
    from jiping.forms.annotate.markup import Element

FILLS = {"error": "FFFFB3B3", "warning": "FFFFE599", "info": "FFBDD7EE"}
"""Ground colours by level: light enough to read black digits on."""
HEADER = "FFD9E1F2"
_GROUPS = ("fonts", "fills", "cellXfs")
EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf xfId="0"/></cellXfs>'
    "</styleSheet>"
).encode()


class Styles:
    """styles.xml with entries added behind its own; what is there already is used again."""

    def __init__(self, data: bytes) -> None:
        self.markup = Markup(data)
        self._groups: dict[str, Element] = {}
        self._texts: dict[str, list[str]] = {}
        self._added: dict[str, list[str]] = {name: [] for name in _GROUPS}
        for name in _GROUPS:
            for element in self.markup.elements:
                if element.parent is self.markup.root and element.tag.endswith("}" + name):
                    self._groups[name] = element
                    members = self.markup.children(element)
                    self._texts[name] = [self._raw(member) for member in members]
        self._prefix = self.markup.root.prefix

    @property
    def complete(self) -> bool:
        """Whether all groups are there that colours need."""
        return all(name in self._groups for name in _GROUPS)

    def _raw(self, element: Element) -> str:
        return self.markup.body[element.start : element.end].decode("utf-8")

    def _entry(self, group: str, text: str) -> int:
        known = self._texts[group]
        if text not in known:
            known.append(text)
            self._added[group].append(text)
        return known.index(text)

    def fill(self, colour: str) -> int:
        """The index of a plain fill of a colour (AARRGGBB)."""
        p = self._prefix
        text = (
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
        )
        return self._entry("fills", text)

    def font(self, inside: str) -> int:
        """The index of a font; ``inside`` is written with {p} before each name."""
        p = self._prefix
        return self._entry("fonts", f"<{p}font>{inside.format(p=p)}</{p}font>")

    def filled(self, style: int, level: str) -> int:
        """The style of a cell with the ground of a level, all else as it is."""
        known = self._texts["cellXfs"]
        base = known[style] if style < len(known) else known[0]
        changed = _with(base, "fillId", str(self.fill(FILLS[level])))
        return self._entry("cellXfs", _with(changed, "applyFill", "1"))

    def plain(self, font: int, fill: int, alignment: str) -> int:
        """A style of our own for the list of findings."""
        p = self._prefix
        text = (
            f'<{p}xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" '
            f'applyFont="1" applyFill="1" applyAlignment="1"><{p}alignment {alignment}/></{p}xf>'
        )
        return self._entry("cellXfs", text)

    def unfilled(self) -> dict[int, int]:
        """Styles that `filled` made → the styles that they were made from, where still there."""
        fills = [
            number
            for number, text in enumerate(self._texts["fills"])
            if any(f'rgb="{colour}"' in text for colour in FILLS.values())
        ]
        known = self._texts["cellXfs"]
        bare = [_without_fill(text) for text in known]
        ours = {n for n, text in enumerate(known) if _number(text, "fillId") in fills}
        found: dict[int, int] = {}
        for number in sorted(ours):
            same = [n for n, text in enumerate(bare) if n not in ours and text == bare[number]]
            if same:
                found[number] = same[0]
        return found

    def made(self) -> bytes:
        """The part with what was added."""
        for name, texts in self._added.items():
            if not texts:
                continue
            group = self._groups[name]
            self.markup.append(group, "".join(texts))
            if "count" in group.attributes:
                self.markup.set(group, "count", str(len(self._texts[name])))
        return self.markup.made()


def _with(text: str, attribute: str, value: str) -> str:
    """The entry with an attribute of its first tag set."""
    head, rest = text[: text.index(">")], text[text.index(">") :]
    head, found = re.subn(rf'(\s{attribute}\s*=\s*)["\'][^"\']*["\']', rf'\g<1>"{value}"', head)
    if found:
        return head + rest
    closing = "/" if head.endswith("/") else ""
    return f'{head.removesuffix("/").rstrip()} {attribute}="{value}"{closing}{rest}'


def _without_fill(text: str) -> str:
    head, rest = text[: text.index(">")], text[text.index(">") :]
    head = re.sub(r'\s(?:fillId|applyFill)\s*=\s*["\'][^"\']*["\']', "", head)
    return " ".join(head.removesuffix("/").split()) + ("/" if head.endswith("/") else "") + rest


def _number(text: str, attribute: str) -> int:
    match = re.search(rf'\s{attribute}\s*=\s*["\'](\d+)', text[: text.index(">")])
    return int(match[1]) if match else 0
