"""The parts of an OFD package (GB/T 33190-2016), as XML. Lengths in millimetres.

The order of elements follows the standard's schemas (recalled, not read again), because strict
readers check it: resources before pages, colours before data, StrokeColor before FillColor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from jiping.forms.formats._text import escaped
from jiping.forms.typeset.pieces import Colour, Outline, Run

NAMESPACE = "http://www.ofdspec.org/2016"
ASCENT, DESCENT = 0.88, 0.24
"""Of a line's box, in sizes of its letters above and below the base line."""


def part(name: str, content: str, attributes: str = "") -> str:
    """An XML document with that root element."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ofd:{name} xmlns:ofd="{NAMESPACE}"{attributes}>{content}</ofd:{name}>'
    )


def main(title: str, identity: str, version: str) -> str:
    """``OFD.xml``. ``identity``: 32 hexadecimal digits."""
    about = (
        f"<ofd:DocInfo><ofd:DocID>{identity}</ofd:DocID><ofd:Title>{escaped(title)}</ofd:Title>"
        "<ofd:DocUsage>Normal</ofd:DocUsage>"
        f"<ofd:Creator>jiping</ofd:Creator><ofd:CreatorVersion>{escaped(version)}"
        "</ofd:CreatorVersion></ofd:DocInfo>"
    )
    body = f"<ofd:DocBody>{about}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    return part("OFD", body, ' Version="1.0" DocType="OFD"')


def document(pages: Sequence[int], size: tuple[float, float], last: int) -> str:
    """``Document.xml``: identities of the pages, the first one's size, the highest identity."""
    box = f"<ofd:PhysicalBox>0 0 {length(size[0])} {length(size[1])}</ofd:PhysicalBox>"
    listed = "".join(
        f'<ofd:Page ID="{identity}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number, identity in enumerate(pages)
    )
    return part(
        "Document",
        f"<ofd:CommonData><ofd:MaxUnitID>{last}</ofd:MaxUnitID><ofd:PageArea>{box}</ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>",
    )


def resources(fonts: Iterable[tuple[int, str, str]]) -> str:
    """``PublicRes.xml``: fonts as (identity, name, file in Res; "" where it isn't embedded)."""
    listed = "".join(
        f'<ofd:Font ID="{identity}" FontName="{escaped(name)}" FamilyName="{escaped(name)}"'
        + (f"><ofd:FontFile>{file}</ofd:FontFile></ofd:Font>" if file else "/>")
        for identity, name, file in fonts
    )
    return part("Res", f"<ofd:Fonts>{listed}</ofd:Fonts>", ' BaseLoc="Res"')


def page(size: tuple[float, float], layer: int, objects: str) -> str:
    """``Content.xml`` of one page."""
    box = f"<ofd:PhysicalBox>0 0 {length(size[0])} {length(size[1])}</ofd:PhysicalBox>"
    return part(
        "Page",
        f'<ofd:Area>{box}</ofd:Area><ofd:Content><ofd:Layer ID="{layer}" Type="Body">{objects}'
        "</ofd:Layer></ofd:Content>",
    )


def text(run: Run, identity: int, font: int) -> str:
    """A run as TextObject; "" where it is blank. Blanks at its ends are left out."""
    begin = len(run.text) - len(run.text.lstrip())
    end = len(run.text.rstrip())
    if begin >= end:
        return ""
    words, at = run.text[begin:end], spread(run.at, run.size)[begin:end]
    left, top = at[0], run.y - ASCENT * run.size
    width = at[-1] - left + 1.05 * run.size
    offsets = deltas([b - a for a, b in pairwise(at)])
    delta = f' DeltaX="{offsets}"' if offsets else ""
    return (
        f'<ofd:TextObject ID="{identity}" Boundary="{length(left)} {length(top)} {length(width)} '
        f'{length((ASCENT + DESCENT) * run.size)}" Font="{font}" Size="{length(run.size)}">'
        f'{_colour("FillColor", run.colour)}<ofd:TextCode X="0" Y="{length(ASCENT * run.size)}"'
        f"{delta}>{escaped(words)}</ofd:TextCode></ofd:TextObject>"
    )


def spread(at: Sequence[float], size: float) -> list[float]:
    """Places of letters; those that share one shape (a long dash for two) share its width."""
    out = list(at)
    n = 0
    while n < len(out):
        m = n
        while m + 1 < len(out) and abs(out[m + 1] - out[n]) < 0.01:
            m += 1
        if m > n:
            step = (at[m + 1] - at[n]) / (m + 1 - n) if m + 1 < len(at) else size
            for k in range(n, m + 1):
                out[k] = at[n] + (k - n) * step
        n = m + 1
    return out


def deltas(steps: Sequence[float]) -> str:
    """Offsets as OFD writes them: "g n v" stands for n times v."""
    out: list[str] = []
    for step, same in groupby(length(step) for step in steps):
        count = len(list(same))
        out += ["g", str(count), step] if count > 2 else [step] * count
    return " ".join(out)


def path(outline: Outline, identity: int) -> str:
    """An outline as PathObject, in coordinates of its own box."""
    points = [numbers for _, numbers in outline.commands if numbers]
    xs = [x for numbers in points for x in numbers[::2]]
    ys = [y for numbers in points for y in numbers[1::2]]
    air = outline.thick / 2 if outline.stroke is not None else 0.0
    left, top = min(xs) - air, min(ys) - air
    width, height = max(xs) - min(xs) + 2 * air, max(ys) - min(ys) + 2 * air
    data = " ".join(
        " ".join([command, *(length(v - (top if n % 2 else left)) for n, v in enumerate(numbers))])
        for command, numbers in outline.commands
    )
    look = f' LineWidth="{length(outline.thick)}"' if outline.stroke is not None else ""
    look += ' Stroke="false"' if outline.stroke is None else ""
    look += ' Fill="true"' if outline.fill is not None else ""
    if outline.dash:
        look += f' DashPattern="{" ".join(map(length, outline.dash))}"'
    colours = _colour("StrokeColor", outline.stroke) + _colour("FillColor", outline.fill)
    return (
        f'<ofd:PathObject ID="{identity}" Boundary="{length(left)} {length(top)} '
        f'{length(max(width, 0.01))} {length(max(height, 0.01))}"{look}>{colours}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _colour(element: str, colour: Colour | None) -> str:
    if colour is None or colour == (0, 0, 0):
        return ""
    return f'<ofd:{element} Value="{colour[0]} {colour[1]} {colour[2]}"/>'


def length(value: float) -> str:
    """Millimetres to a thousandth, as short as can be."""
    short = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short
