"""Typst at work: a document → the bytes of a PDF."""

from __future__ import annotations

import json
import threading
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jiping.forms.formats import CannotWrite
from jiping.forms.typeset.fonts import FontSet, font_set
from jiping.forms.typeset.pages import pages_of

if TYPE_CHECKING:
    from jiping.forms.drawing import Document

STANDARD = "ua-1"
"""PDF/UA-1: tagged, titled, every letter with its code (ISO 14289-1)."""
_kept = threading.local()


def pdf(document: Document, *, system_fonts: bool = True) -> bytes:
    """The document as PDF. Raises CannotWrite where Typst or every Chinese font is missing."""
    fonts = font_set(system=system_fonts)
    data = json.dumps(pages_of(document, fonts.chosen), ensure_ascii=False)
    return _set(data, fonts)


def plain_pdf(document: Document) -> bytes:
    """The same pages without tags, for what takes only the places of letters from them."""
    fonts = font_set()
    data = json.dumps(pages_of(document, fonts.chosen), ensure_ascii=False)
    made = _compiler(fonts).compile(
        _template(), format="pdf", sys_inputs={"data": data}, pdf_tags=False
    )
    return _bytes(made)


def _set(data: str, fonts: FontSet) -> bytes:
    import typst

    compiler = _compiler(fonts)
    try:
        return _bytes(
            compiler.compile(
                _template(), format="pdf", sys_inputs={"data": data}, pdf_standards=[STANDARD]
            )
        )
    except typst.TypstError as error:
        if STANDARD not in str(error) and "PDF/UA" not in str(error):
            raise
    # A character that no font has can't be part of an accessible PDF; the page is still wanted.
    return _bytes(compiler.compile(_template(), format="pdf", sys_inputs={"data": data}))


def _bytes(made: Any) -> bytes:
    if not isinstance(made, bytes):
        raise CannotWrite("排版程序没有生成文件。请把原文件发给我们。")
    return made


def _compiler(fonts: FontSet) -> Any:
    """This thread's compiler for these fonts; it keeps what it has worked out."""
    import typst

    if getattr(_kept, "fonts", None) is not fonts:
        _kept.compiler = typst.Compiler(font_paths=fonts.fonts, ignore_system_fonts=True)
        _kept.fonts = fonts
    return _kept.compiler


@cache
def _template() -> bytes:
    return files(__package__).joinpath("form.typ").read_bytes()
