"""Blocks as a web page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from jiping.report._blocks import (
    Block,
    Cell,
    Fields,
    Gap,
    Heading,
    Line,
    Section,
    Table,
    Words,
    spans,
)
from jiping.report._naming import visible

_STYLE = """
:root{color-scheme:light dark}
body{max-width:1200px;margin:0 auto;padding:1rem 1.5rem 3rem;font:15px/1.6 "Microsoft YaHei",
"PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:1.2rem 0 .4rem}h2{font-size:1.15rem;margin:1.2rem 0 .4rem}
h3{font-size:1rem}p{margin:.2rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0}dt{opacity:.7}dd{margin:0}
table{border-collapse:collapse;width:100%;margin:.4rem 0}
td,th{border:1px solid #8889;padding:.2rem .5rem;vertical-align:top;text-align:left}
th{background:#8882}.dim{opacity:.7}.strong,.title{font-weight:700}
.error{color:#b3201a;font-weight:700}.warning{color:#8a5300;font-weight:700}.info{color:#1d5a9c}
.good{color:#1c6b2a}
@media screen and (prefers-color-scheme:dark){.error{color:#ff9c94}.warning{color:#f3c164}
.info{color:#93c4fa}.good{color:#8fd39a}}
"""


def page_of(blocks: Iterable[Block], title: str) -> str:
    """The whole page as text (UTF-8 when written)."""
    return frame(body_of(blocks), title)


def body_of(blocks: Iterable[Block]) -> str:
    """The blocks as elements of a page."""
    return "\n".join(line for block in blocks for line in _lines(block))


def frame(body: str, title: str, style: str = "") -> str:
    """A whole page around elements, with further rules of style."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_safe(title)}</title><style>{_STYLE}{style}</style></head><body>\n{body}\n</body></html>\n"
    )


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Gap():
            return
        case Heading():
            yield f"<h{block.level}>{_words(block.words)}</h{block.level}>"
        case Line():
            left = block.indent / 2  # float: a margin on a screen
            mark = f'<span class="dim">{_safe(block.mark)}</span>' if block.mark else ""
            yield f'<p style="margin-left:{left:g}em">{mark}{_words(block.words)}</p>'
        case Fields():
            pairs = "".join(f"<dt>{_safe(n)}</dt><dd>{_words(w)}</dd>" for n, w in block.pairs)
            yield f"<dl>{pairs}</dl>"
        case Table():
            yield from (_table(section) for section in block.sections)


def _table(section: Section) -> str:
    rows = []
    for number, row in enumerate(section.rows):
        tag = "th" if section.headed and number == 0 else "td"
        rows.append("<tr>" + "".join(_cell(cell, tag) for cell in row) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


def _cell(cell: Cell, tag: str) -> str:
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    return f"<{tag}{across}>{_safe(cell.text)}</{tag}>"


def _words(words: Words) -> str:
    return "".join(
        _safe(span.text)
        if span.style == "plain"
        else f'<span class="{span.style}">{_safe(span.text)}</span>'
        for span in spans(words)
    )


def _safe(text: str) -> str:
    return escape(visible(text)).replace("\n", "<br>")
