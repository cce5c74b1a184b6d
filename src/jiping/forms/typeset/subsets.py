"""The part of a font that a document needs: its letters and nothing else, as one OpenType file."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from jiping.forms.formats import CannotWrite
from jiping.forms.typeset.fonts import MISSING, FontSet

_UNNEEDED = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "VDMX", "meta")


@lru_cache(maxsize=64)
def _postscript_name(path: Path, index: int) -> str:
    """By which a PDF names the font; "" where it has none."""
    with _opened(path, index) as font:
        return str(font["name"].getDebugName(6) or "")


def subset(fonts: FontSet, postscript: str, family: str, letters: str) -> bytes | None:
    """The named font with ``letters`` only, called ``family`` inside; None if no such font is here.

    Raises CannotWrite where the extra ``pdf`` is missing.
    """
    face = next(
        (f for f in fonts.faces if _postscript_name(f.path, f.index) == postscript),
        None,
    )
    if face is None:
        return None
    return _cut(face.path, face.index, family, "".join(sorted(set(letters))))


@lru_cache(maxsize=32)
def _cut(path: Path, index: int, family: str, letters: str) -> bytes:
    from fontTools.subset import Options, Subsetter

    options = Options(
        layout_features=[], hinting=False, name_IDs=[1, 2, 4, 6], notdef_outline=True,
        glyph_names=False,
    )  # fmt: skip
    options.drop_tables += list(_UNNEEDED)
    with _opened(path, index) as font:
        cutter = Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        _rename(font, family)
        out = io.BytesIO()
        font.save(out, reorderTables=False)
    return out.getvalue()


def _rename(font: Any, family: str) -> None:
    """Readers find an embedded font by the names inside; a part must not pass for the whole."""
    table = font["name"]
    table.names = []
    for identity, said in ((1, family), (2, "Regular"), (4, family), (6, family)):
        table.setName(said, identity, 3, 1, 0x409)


def _opened(path: Path, index: int) -> Any:
    try:
        from fontTools.ttLib import TTFont
    except ImportError as error:
        raise CannotWrite(MISSING) from error
    return TTFont(
        path, fontNumber=index if path.suffix.lower() in (".ttc", ".otc") else -1, lazy=True
    )
