"""Pictures of figures for the formats that have no page of their own: SVG and Word's shapes.

Both stay vectors: sharp at any size, and their texts can be searched.
"""

from __future__ import annotations

from jiping.forms.figure import Box, Dot, Figure, Label, Shape, Stroke
from jiping.forms.formats._text import escaped

_EMU = 3600
"""English metric units in a tenth of a millimetre."""
_POINT = 25.4 / 72
"""float: tenths of a millimetre in a tenth of a point; only places of letters come from it."""
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}
_WIDE = 600
"""Width of a text box in a picture for Word, tenths of a millimetre."""


def svg(figure: Figure) -> str:
    """The picture as an SVG element; one unit is a tenth of a millimetre."""
    shapes = "".join(_svg_shape(shape) for shape in figure.shapes)
    width, height = figure.width, figure.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width / 10:g}mm" height="{height / 10:g}mm" '
        f'style="display:block;margin:2mm auto;max-width:100%">'
        f"<title>{escaped(figure.name)}</title><desc>{escaped(figure.told)}</desc>{shapes}</svg>"
    )


def _svg_shape(shape: Shape) -> str:
    if isinstance(shape, Stroke):
        dashed = ' stroke-dasharray="12 8"' if shape.dashed else ""
        return (
            f'<line x1="{shape.x0}" y1="{shape.y0}" x2="{shape.x1}" y2="{shape.y1}" '
            f'stroke="{shape.colour}" stroke-width="{shape.thick}"{dashed}/>'
        )
    if isinstance(shape, Box):
        return (
            f'<rect x="{shape.x}" y="{shape.y}" width="{shape.width}" height="{shape.height}" '
            f'fill="{shape.fill}"/>'
        )
    if isinstance(shape, Dot):
        return f'<circle cx="{shape.x}" cy="{shape.y}" r="{shape.radius}" fill="{shape.fill}"/>'
    size = shape.size * _POINT
    return (
        f'<text x="{shape.x}" y="{shape.y + size * 0.36:.1f}" font-size="{size:.1f}" '
        f'text-anchor="{shape.anchor}" fill="{shape.colour}">{escaped(shape.text)}</text>'
    )


def word(figure: Figure, number: int) -> str:
    """The picture as a paragraph of WordprocessingML: one group of shapes in the line of text.

    ``number`` tells the pictures of a document apart, from 1.
    """
    width, height = figure.width * _EMU, figure.height * _EMU
    shapes = "".join(_word_shape(shape) for shape in figure.shapes)
    name, told = escaped(figure.name), escaped(figure.told or figure.name)
    frame = f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
    group = (
        f'<wpg:wgp xmlns:wpg="{_WPG}"><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{frame}'
        f'<a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm></wpg:grpSpPr>'
        f"{shapes}</wpg:wgp>"
    )
    drawing = (
        f'<w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="{name}" descr="{told}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_WPG}">{group}</a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
    return (
        '<w:p><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:r>'
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice xmlns:wpg="{_WPG}" Requires="wpg">'
        f"{drawing}</mc:Choice><mc:Fallback><w:t>（图：{told}）</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def _word_shape(shape: Shape) -> str:
    if isinstance(shape, Stroke):
        left, top = min(shape.x0, shape.x1), min(shape.y0, shape.y1)
        wide, high = abs(shape.x1 - shape.x0), abs(shape.y1 - shape.y0)
        turned = ' flipV="1"' if (shape.x1 - shape.x0) * (shape.y1 - shape.y0) < 0 else ""
        dash = '<a:prstDash val="dash"/>' if shape.dashed else ""
        line = (
            f'<a:ln w="{shape.thick * _EMU}">{_fill(shape.colour)}{dash}</a:ln>'
        )  # fmt: skip
        return _sp(left, top, wide, high, "line", line, turned=turned)
    if isinstance(shape, Box):
        filled = f"{_fill(shape.fill)}<a:ln><a:noFill/></a:ln>"
        return _sp(shape.x, shape.y, shape.width, shape.height, "rect", filled)
    if isinstance(shape, Dot):
        filled = f"{_fill(shape.fill)}<a:ln><a:noFill/></a:ln>"
        side = 2 * shape.radius
        return _sp(shape.x - shape.radius, shape.y - shape.radius, side, side, "ellipse", filled)
    return _word_label(shape)


def _word_label(label: Label) -> str:
    high = round(label.size * _POINT * 1.8)
    shift = {"start": 0, "middle": _WIDE // 2, "end": _WIDE}[label.anchor]
    box = (
        f'<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0" '
        f'w:line="240" w:lineRule="auto"/><w:jc w:val="{_ANCHORS[label.anchor]}"/></w:pPr><w:r>'
        f'<w:rPr><w:color w:val="{label.colour[1:]}"/><w:sz w:val="{label.size // 5}"/>'
        f'<w:szCs w:val="{label.size // 5}"/></w:rPr><w:t xml:space="preserve">'
        f"{escaped(label.text)}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
    )
    nothing = "<a:noFill/><a:ln><a:noFill/></a:ln>"
    return _sp(label.x - shift, label.y - high // 2, _WIDE, high, "rect", nothing, text=box)


def _sp(
    x: int, y: int, width: int, height: int, kind: str, look: str, *, turned: str = "", text: str = ""
) -> str:  # fmt: skip
    spot = (
        f'<a:off x="{x * _EMU}" y="{y * _EMU}"/><a:ext cx="{width * _EMU}" cy="{height * _EMU}"/>'
    )
    box = ' txBox="1"' if text else ""
    return (
        f'<wps:wsp xmlns:wps="{_WPS}"><wps:cNvSpPr{box}/><wps:spPr><a:xfrm{turned}>{spot}</a:xfrm>'
        f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{look}</wps:spPr>{text}'
        '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/></wps:wsp>'
    )


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'
