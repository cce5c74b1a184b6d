"""A page that Typst has set, taken apart: runs of letters with the place of each, and paths.

Lengths are millimetres from the page's top left, y downwards. The floats here are places on paper,
measured by a layout program; no figure of a form comes from them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MILLIMETRES = 25.4 / 72
"""In a point. float: as everything here."""
Colour = tuple[int, int, int]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Run:
    """Letters of one font, size and base line. ``at`` are the places of their origins."""

    font: str
    size: float
    colour: Colour
    y: float
    text: str = ""
    at: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """A path: its commands as OFD writes them ("M", "L", "B", "C" and points), and its look."""

    commands: tuple[tuple[str, tuple[float, ...]], ...]
    stroke: Colour | None
    fill: Colour | None
    thick: float
    dash: tuple[float, ...] = ()


@dataclass(slots=True)
class Sheet:
    """One page."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)


def sheets(data: bytes) -> Iterator[Sheet]:
    """The pages of a PDF that this room has made."""
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            sheet = Sheet(width * MILLIMETRES, height * MILLIMETRES)
            text_page = page.get_textpage()
            sheet.runs = list(_runs(text_page.raw, height))
            sheet.outlines = list(_outlines(page.raw, height))
            text_page.close()
            page.close()
            yield sheet
    finally:
        document.close()


def _runs(text_page: Any, height: float) -> Iterator[Run]:
    """The letters in the order in which they are set, a new run where anything changes."""
    x, y = ctypes.c_double(), ctypes.c_double()
    run: Run | None = None
    known: dict[int, tuple[str, float, Colour]] = {}
    last = 0
    high = 0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00
        high = 0
        if code < 32 or pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            if code != 2:
                continue
            code = 45  # a hyphen at the end of a line, as pdfium says it
        handle = pdfium.FPDFText_GetTextObject(text_page, index)
        if not handle:
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, ctypes.byref(x), ctypes.byref(y))
        address = ctypes.addressof(handle.contents)
        if address not in known:
            known[address] = _look(handle)
        base = (height - y.value) * MILLIMETRES
        if run is None or address != last or abs(run.y - base) > 0.01:
            if run is not None:
                yield run
            font, size, colour = known[address]
            run = Run(font, size * MILLIMETRES, colour, base)
            last = address
        run.text += chr(code)
        run.at.append(x.value * MILLIMETRES)
    if run is not None:
        yield run


def _look(handle: Any) -> tuple[str, float, Colour]:
    font = pdfium.FPDFTextObj_GetFont(handle)
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    name = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, name, length)
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(handle, ctypes.byref(size))
    matrix = _matrix(handle)
    scale = (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5
    plain = name.value.decode("ascii", "replace").split("+", 1)[-1].removesuffix("-Identity-H")
    return plain, size.value * scale, _colour(handle, pdfium.FPDFPageObj_GetFillColor)


def _matrix(handle: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _colour(handle: Any, ask: Any) -> Colour:
    parts = [ctypes.c_uint() for _ in range(4)]
    ask(handle, *(ctypes.byref(part) for part in parts))
    return parts[0].value, parts[1].value, parts[2].value


def _outlines(page: Any, height: float) -> Iterator[Outline]:
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        handle = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        filling, stroking = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(handle, ctypes.byref(filling), ctypes.byref(stroking))
        if not filling.value and not stroking.value:
            continue
        commands = tuple(_commands(handle, _matrix(handle), height))
        if not commands:
            continue
        thick = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(handle, ctypes.byref(thick))
        yield Outline(
            commands,
            _colour(handle, pdfium.FPDFPageObj_GetStrokeColor) if stroking.value else None,
            _colour(handle, pdfium.FPDFPageObj_GetFillColor) if filling.value else None,
            thick.value * MILLIMETRES,
            _dash(handle),
        )


def _dash(handle: Any) -> tuple[float, ...]:
    count = pdfium.FPDFPageObj_GetDashCount(handle)
    if count <= 0:
        return ()
    found = (ctypes.c_float * count)()
    pdfium.FPDFPageObj_GetDashArray(handle, found, count)
    return tuple(part * MILLIMETRES for part in found)


def _commands(
    handle: Any, matrix: Matrix, height: float
) -> Iterator[tuple[str, tuple[float, ...]]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    curve: list[float] = []
    for number in range(pdfium.FPDFPath_CountSegments(handle)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, number)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            (a * x.value + c * y.value + e) * MILLIMETRES,
            (height - (b * x.value + d * y.value + f)) * MILLIMETRES,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curve += point
            if len(curve) == 6:
                yield "B", tuple(curve)
                curve = []
        else:
            yield ("M" if kind == pdfium.FPDF_SEGMENT_MOVETO else "L"), point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield "C", ()
