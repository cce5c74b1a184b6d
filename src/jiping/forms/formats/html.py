"""Web page: one file without anything from outside, drawn as it will be printed."""

from __future__ import annotations

from collections.abc import Iterator

from jiping.forms.drawing import Cell, Document, Drawing, Grid, Row, Style, Text
from jiping.forms.figure import Figure
from jiping.forms.formats import FormFormat
from jiping.forms.formats._figures import svg
from jiping.forms.formats._text import clean, escaped
from jiping.forms.measure import snug

_LEVELS: dict[Style, str] = {"title": "h1", "heading": "h2", "subheading": "h3"}
_ALIGN = {"left": "l", "center": "c", "right": "r"}
_CSS = """
:root{--song:"宋体",SimSun,STSong,"Songti SC","Noto Serif CJK SC","Source Han Serif SC",serif;
--fang:"仿宋_GB2312","仿宋",FangSong,STFangsong,"Noto Serif CJK SC",serif;
--kai:"楷体_GB2312","楷体",KaiTi,STKaiti,"Noto Serif CJK SC",serif;
--hei:"黑体",SimHei,STHeiti,"Noto Sans CJK SC",sans-serif;
--biao:"方正小标宋简体","FZXiaoBiaoSong-B05S","华文中宋",STZhongsong,"Noto Serif CJK SC","宋体",SimSun,serif}
*{box-sizing:border-box}
body{margin:0;background:#e9ebee;color:#000;font:10pt/1.3 "Times New Roman",var(--song)}
section{background:#fff;margin:8mm auto;box-shadow:0 1px 6px rgba(0,0,0,.25)}
h1,h2,h3,p{margin:0;font-weight:normal}
h1{font:20pt/1.3 "Times New Roman",var(--biao);text-align:center;margin-bottom:1mm}
h2{font:16pt/1.75 "Times New Roman",var(--hei);text-indent:2em}
h3{font:16pt/1.75 "Times New Roman",var(--kai);text-indent:2em}
.attachment{font:14pt/1.4 "Times New Roman",var(--hei)}
.period{font:12pt/1.4 "Times New Roman",var(--fang);text-align:center;white-space:pre-wrap;margin-bottom:1.5mm}
.line,.sign{font:10.5pt/1.5 "Times New Roman",var(--fang);display:flex;justify-content:space-between}
.sign{margin-top:2mm}
.letter{font:16pt/1.75 "Times New Roman",var(--fang);display:flex;justify-content:space-between}
.body{font:16pt/1.75 "Times New Roman",var(--fang);text-indent:2em;text-align:justify}
table{border-collapse:collapse;table-layout:fixed;width:calc(100% - 2px);margin:0 1px}
table.joined{margin-top:-1px}
td,th{border:1px solid #000;padding:.6mm 1mm;font-weight:normal;vertical-align:middle;
overflow-wrap:anywhere;white-space:pre-line}
table.plain td,table.plain th{border:0;padding-left:0}
.l{text-align:left}.c{text-align:center}.r{text-align:right}.b{font-weight:bold}
.o{border-bottom:0}.u{border-top:0}
td.w,th.w{break-inside:avoid}
@media print{body{background:none}section{margin:0;box-shadow:none;padding:0!important;width:auto!important}
section+section{break-before:page}}
@media screen and (max-width:800px){section{margin:0;width:auto!important;padding:5mm 4mm!important;overflow-x:auto}
h1{font-size:16pt}h2,h3,.body,.letter{font-size:12.5pt}svg{max-width:100%;height:auto}}
"""
"""On a telephone texts are as wide as the screen; tables keep most of their width and are pushed."""


def write(document: Document) -> bytes:
    """One page of UTF-8 text."""
    title = escaped(document.title)
    pages = "".join(_section(snug(drawing), n) for n, drawing in enumerate(document.drawings))
    rules = "".join(_page_rule(drawing, n) for n, drawing in enumerate(document.drawings))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_CSS}{rules}</style></head><body>{pages}</body></html>\n"
    ).encode()


def _mm(tenths: int) -> str:
    whole, part = divmod(tenths, 10)
    return f"{whole}.{part}mm" if part else f"{whole}mm"


def _page_rule(drawing: Drawing, number: int) -> str:
    page = drawing.page
    margins = " ".join(map(_mm, (page.top, page.right, page.bottom, page.left)))
    across = " landscape" if page.landscape else ""
    least = _mm((page.size[0] - page.left - page.right) * 3 // 4)
    return (
        f"@page p{number}{{size:A4{across};margin:{margins}}}"
        f"#p{number}{{page:p{number};width:{_mm(page.size[0])};padding:{margins}}}"
        f"@media screen and (max-width:800px){{#p{number} table{{min-width:{least}}}}}"
    )


def _section(drawing: Drawing, number: int) -> str:
    blocks = "".join(
        _text(block)
        if isinstance(block, Text)
        else svg(block)
        if isinstance(block, Figure)
        else _grid(block)
        for block in drawing.blocks
    )
    return f'<section id="p{number}" aria-label="{escaped(drawing.name)}">{blocks}</section>'


def _text(text: Text) -> str:
    tag = _LEVELS.get(text.style, "p")
    css = "" if tag != "p" else f' class="{text.style}"'
    said = escaped(text.text)
    if text.right:
        said = f"<span>{said}</span> <span>{escaped(text.right)}</span>"
    return f"<{tag}{css}>{said}</{tag}>"


def _grid(grid: Grid) -> str:
    total = sum(grid.widths)
    columns = "".join(
        f'<col style="width:{width * 10000 // total // 100}.{width * 10000 // total % 100:02}%">'
        for width in grid.widths
    )
    css = " ".join(
        name for name, is_so in (("joined", grid.joined), ("plain", not grid.lined)) if is_so
    )
    given = f' class="{css}"' if css else ""
    headers = sum(1 for row in grid.rows if row.header)
    opened = {
        (n + cell.down, cell.column)
        for n, row in enumerate(grid.rows)
        for cell in row.cells
        if cell.open_below
    }
    rows = list(_rows(grid, opened))
    head = f"<thead>{''.join(rows[:headers])}</thead>" if headers else ""
    name = f' aria-label="{escaped(grid.name)}"' if grid.name else ""
    return (
        f"<table{given}{name}><colgroup>{columns}</colgroup>{head}"
        f"<tbody>{''.join(rows[headers:])}</tbody></table>"
    )


def _rows(grid: Grid, opened: set[tuple[int, int]]) -> Iterator[str]:
    for n, row in enumerate(grid.rows):
        cells = "".join(
            _cell(cell, row, grid, below=(n, cell.column) in opened) for cell in row.cells
        )
        yield f'<tr style="height:{_mm(row.least)}">{cells}</tr>'


def _cell(cell: Cell, row: Row, grid: Grid, *, below: bool) -> str:
    heading = cell.role in ("label", "head")
    tag = "th" if heading and cell.text else "td"
    css = [_ALIGN[cell.align]]
    css += [
        name for name, is_so in (
            ("b", cell.bold), ("o", cell.open_below), ("u", below),
            ("w", row.whole and cell.down == 1),
        ) if is_so
    ]  # fmt: skip
    spans = f' colspan="{cell.across}"' if cell.across > 1 else ""
    spans += f' rowspan="{cell.down}"' if cell.down > 1 else ""
    if tag == "th":
        many = "colgroup" if cell.across > 1 else "col"
        rows = "rowgroup" if cell.down > 1 else "row"
        spans += f' scope="{many if row.header or cell.role == "head" else rows}"'
    size = cell.size or (grid.size if grid.size != 100 else None)
    style = f' style="font-size:{size // 10}.{size % 10}pt"' if size else ""
    return f'<{tag} class="{" ".join(css)}"{spans}{style}>{escaped(clean(cell.text))}</{tag}>'


FORMAT = FormFormat("html", "网页", ".html", write)
