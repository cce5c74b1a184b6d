"""PDF: boxes around the values with notes, appended to the file; its own bytes stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jiping.forms.annotate.carriers import CannotCarry, Carried, Carrier
from jiping.forms.annotate.marks import AUTHOR, standing, worst

if TYPE_CHECKING:
    from jiping.forms.annotate.carriers._pdf_increment import Increment
    from jiping.forms.annotate.marks import Mark

Box = tuple[float, float, float, float]

COLOURS = {"error": "0.80 0.00 0.00", "warning": "0.85 0.50 0.00", "info": "0.10 0.40 0.75"}
OURS = "jiping-"
"""Begins the names (/NM) of our annotations; the length of the file without them follows."""
_SUBJECT = "绩效自评表审核"
_NOTES_ALLOWED = 3
_ENCRYPTED = "PDF 设有密码保护，不能在其中写批注"
_NOTE = 20  # side of the note for findings without a place, in points


def write(data: bytes, marks: Sequence[Mark]) -> Carried:
    """The file with an update behind it that holds the marks.

    Raises `CannotCarry` for encrypted and broken files, and those that are certified without notes.
    """
    from jiping.forms.annotate.carriers._pdf_increment import Increment

    reader = _reader(data)
    if reader.is_encrypted:
        raise CannotCarry(_ENCRYPTED)
    if _closed(reader):
        raise CannotCarry("PDF 经认证签名，签名人不许添加批注")
    increment = Increment(data, reader)
    pages: dict[int, dict[Box | None, list[Mark]]] = {}
    last = len(reader.pages)
    missed = 0
    marks = standing(marks)
    for mark in marks:
        place = mark.place
        page = place.page if place is not None and place.page and place.page <= last else None
        box = place.box if place is not None and page is not None else None
        missed += box is None
        pages.setdefault(page or _first_page(marks, mark.form), {}).setdefault(box, []).append(mark)
    written = 0
    for number, boxes in sorted(pages.items()):
        written += _annotate(reader.pages[number - 1], boxes, increment, len(data), written)
    made = increment.made()
    _check(made, len(reader.pages), {n: len(boxes) for n, boxes in pages.items()})
    said = []
    if missed:
        said.append(f"{missed} 条问题在页面上没有自己的位置，写在页首的便签里。")
    if _signed(reader):
        said.append(
            "文件有电子签名：签过的内容一个字节都没有动，批注附在其后；阅读器会提示签名之后有改动，"
            "正式报送请用原件。"
        )
    return Carried(made, tuple(said))


def _reader(data: bytes) -> Any:
    import logging
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports to the log, we in words
    try:
        reader = PdfReader(BytesIO(data))
        if not reader.is_encrypted:
            len(reader.pages)
    except DependencyError as error:  # AES-256 is looked at when opened, with a library of its own
        raise CannotCarry(_ENCRYPTED) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotCarry("PDF 的结构不合规范，不能在文件后面附加批注") from error
    return reader


def _first_page(marks: Sequence[Mark], form: int) -> int:
    """The page on which the marks of a form begin."""
    pages = [m.place.page for m in marks if m.form == form and m.place is not None and m.place.page]
    return min(pages, default=1)


def _annotate(
    page: Any, boxes: dict[Box | None, list[Mark]], increment: Increment, length: int, before: int
) -> int:
    """Add the boxes of one page; how many there are."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    reference = page.indirect_reference
    known = page.get("/Annots")
    listed = ArrayObject(list(known.get_object()) if known is not None else [])
    for count, (box, marks) in enumerate(boxes.items(), before + 1):
        name = f"{OURS}{length}-{count}"
        listed.append(increment.add(_annotation(page, box, marks, name, reference, increment)))
    changed = DictionaryObject({key: page.raw_get(key) for key in page})
    changed[NameObject("/Annots")] = listed
    increment.change(reference, changed)
    return len(boxes)


def _annotation(
    page: Any, box: Box | None, marks: list[Mark], name: str, reference: Any, increment: Increment
) -> Any:
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    level = worst(marks)
    colour = ArrayObject([FloatObject(part) for part in COLOURS[level].split()])
    rect = on_page(page, box if box is not None else (2, 2, 2 + _NOTE, 2 + _NOTE))
    words = "\n\n".join(mark.text() for mark in marks)
    made = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Square" if box is not None else "/Text"),
            NameObject("/Rect"): ArrayObject([FloatObject(f"{n:.2f}") for n in rect]),
            NameObject("/Contents"): TextStringObject(words),
            NameObject("/T"): TextStringObject(AUTHOR),
            NameObject("/Subj"): TextStringObject(_SUBJECT),
            NameObject("/NM"): TextStringObject(name),
            NameObject("/C"): colour,
            NameObject("/F"): NumberObject(4 if box is not None else 28),
            NameObject("/P"): reference,
        }
    )
    if box is None:
        made[NameObject("/Name")] = NameObject("/Note")
        made[NameObject("/Open")] = _false()
        return made
    style = DictionaryObject({NameObject("/W"): FloatObject("1.2")})
    made[NameObject("/BS")] = style
    appearance = increment.add(_appearance(rect, level))
    made[NameObject("/AP")] = DictionaryObject({NameObject("/N"): appearance})
    return made


def _false() -> Any:
    from pypdf.generic import BooleanObject

    return BooleanObject(False)


def _appearance(rect: Box, level: str) -> Any:
    """How the box looks, the same in every program: a frame, and a ground that ink shows through."""
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        StreamObject,
    )

    width, height = rect[2] - rect[0], rect[3] - rect[1]
    state = DictionaryObject(
        {NameObject("/ca"): FloatObject("0.15"), NameObject("/BM"): NameObject("/Multiply")}
    )
    stream = StreamObject()
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(
                [
                    FloatObject(0),
                    FloatObject(0),
                    FloatObject(f"{width:.2f}"),
                    FloatObject(f"{height:.2f}"),
                ]
            ),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): state})}
            ),
        }
    )
    colour = COLOURS[level]
    inner = f"0.60 0.60 {max(width - 1.2, 0.1):.2f} {max(height - 1.2, 0.1):.2f} re"
    drawn = f"q /G gs {colour} rg {inner} f Q\n1.20 w {colour} RG {inner} S\n"
    stream._data = drawn.encode("ascii")
    return stream


def on_page(page: Any, box: Box) -> Box:
    """A box of the page as it is displayed (from its top left) in the page's own coordinates."""
    media, crop = page.mediabox, page.cropbox
    left, bottom = max(media.left, crop.left), max(media.bottom, crop.bottom)
    right, top = min(media.right, crop.right), min(media.top, crop.top)
    if right <= left or top <= bottom:
        left, bottom, right, top = media.left, media.bottom, media.right, media.top
    left, bottom, right, top = (float(n) for n in (left, bottom, right, top))
    x0, y0, x1, y1 = box
    turned = int(page.rotation or 0) % 360
    if turned == 90:
        return left + y0, bottom + x0, left + y1, bottom + x1
    if turned == 180:
        return right - x1, bottom + y0, right - x0, bottom + y1
    if turned == 270:
        return right - y1, top - x1, right - y0, top - x0
    return left + x0, top - y1, left + x1, top - y0


def _signed(reader: Any) -> bool:
    root = reader.trailer["/Root"]
    form = root.get("/AcroForm")
    form = form.get_object() if form is not None else {}
    return bool(int(form.get("/SigFlags", 0)) & 1) or "/Perms" in root


def _closed(reader: Any) -> bool:
    """Whether a certifying signature forbids notes (DocMDP, ISO 32000-1 12.8.2.2: P 1 or 2)."""
    perms = reader.trailer["/Root"].get("/Perms")
    certified = perms.get_object().get("/DocMDP") if perms is not None else None
    if certified is None:
        return False
    for reference in certified.get_object().get("/Reference", ()):
        params = reference.get_object().get("/TransformParams")
        return params is None or int(params.get_object().get("/P", 2)) < _NOTES_ALLOWED
    return False


def _check(made: bytes, pages: int, expected: dict[int, int]) -> None:
    """Another program has to find the pages and the marks: the file may have been odd before."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    from jiping.read.formats.pdf import _ONE_AT_A_TIME

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(made)
        except pypdfium2.PdfiumError as error:
            raise CannotCarry("附加批注后文件打不开") from error
        try:
            fits = len(document) == pages
            for number, count in expected.items() if fits else ():
                page = document[number - 1]
                fits = fits and pdfium.FPDFPage_GetAnnotCount(page.raw) >= count
                page.close()
        finally:
            document.close()
    if not fits:
        raise CannotCarry("附加批注后页面对不上")


def clean(data: bytes) -> bytes:
    """The file without our marks: cut back where they are the last update, else taken out."""
    try:
        reader = _reader(data)
        if reader.is_encrypted:
            return data
        return _cut(data, reader) or _taken_out(data, reader)
    except CannotCarry:
        return data


def _names(page: Any) -> list[str]:
    known = page.get("/Annots")
    if known is None:
        return []
    return [str(one.get_object().get("/NM", "")) for one in known.get_object()]


def _cut(data: bytes, reader: Any) -> bytes | None:
    lengths = {
        name.split("-")[1]
        for page in reader.pages
        for name in _names(page)
        if name.startswith(OURS)
    }
    if len(lengths) != 1:
        return data if not lengths else None
    (length,) = lengths
    if not length.isdecimal() or int(length) >= len(data):
        return None
    before, update = data[: int(length)], data[int(length) :]
    whole = before.rstrip().endswith(b"%%EOF") and update.count(b"startxref") == 1
    return before if whole else None  # else another program has saved it since


def _taken_out(data: bytes, reader: Any) -> bytes:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    from jiping.forms.annotate.carriers._pdf_increment import Increment

    increment = Increment(data, reader)
    for page in reader.pages:
        known = page.get("/Annots")
        if known is None or not any(name.startswith(OURS) for name in _names(page)):
            continue
        kept = [
            one
            for one in known.get_object()
            if not str(one.get_object().get("/NM", "")).startswith(OURS)
        ]
        changed = DictionaryObject({key: page.raw_get(key) for key in page})
        changed[NameObject("/Annots")] = ArrayObject(kept)
        increment.change(page.indirect_reference, changed)
    return increment.made()


CARRIER = Carrier(name="pdf", way="PDF 方框批注", write=write, clean=clean)
