"""The theme of a Word document: validators ask for one, though nothing here takes a colour from it.

Elements after ECMA-376 part 1, §20.1.6: twelve colours, two fonts, three of each kind of style.
"""

from __future__ import annotations

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "404040", "lt2": "F2F2F2", "accent1": "2F5597",
    "accent2": "C55A11", "accent3": "7F7F7F", "accent4": "BF9000", "accent5": "2E75B6",
    "accent6": "548235", "hlink": "0563C1", "folHlink": "954F72",
}  # fmt: skip
_PAPER = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350" cap="flat" cmpd="sng" algn="ctr">{_PAPER}<a:prstDash val="solid"/></a:ln>'
_FONT = '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/><a:cs typeface=""/>'
THEME = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<a:theme xmlns:a="{_A}" name="jiping"><a:themeElements><a:clrScheme name="jiping">'
    + "".join(f'<a:{n}><a:srgbClr val="{v}"/></a:{n}>' for n, v in _COLOURS.items())
    + '</a:clrScheme><a:fontScheme name="jiping">'
    f"<a:majorFont>{_FONT}</a:majorFont><a:minorFont>{_FONT}</a:minorFont></a:fontScheme>"
    f'<a:fmtScheme name="jiping"><a:fillStyleLst>{_PAPER * 3}</a:fillStyleLst>'
    f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>"
    * 3
    + f"</a:effectStyleLst><a:bgFillStyleLst>{_PAPER * 3}</a:bgFillStyleLst></a:fmtScheme>"
    "</a:themeElements></a:theme>"
)
