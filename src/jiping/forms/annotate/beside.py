"""An annotated PDF beside a file that can't carry notes itself.

Three ways, the most faithful first: the file's own page as a picture (scans, and PDFs that nothing
may be added to); the file as LibreOffice prints it (old Word and Excel files, and those that are
signed); what was read, drawn as the official form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jiping.forms.annotate.carriers import CannotCarry, Carried
from jiping.forms.annotate.marks import marks_of

if TYPE_CHECKING:
    from jiping.engine.compare.comparison import Comparison
    from jiping.engine.results import Audit
    from jiping.model.evaluation import Evaluation
    from jiping.model.place import SourceMap

_PRINTED = {
    "doc": ".doc", "wps": ".doc", "rtf": ".rtf", "odt": ".odt", "uot": ".uot", "docx": ".docx",
    "xls": ".xls", "et": ".xls", "ods": ".ods", "uos": ".uos", "xlsx": ".xlsx", "sheetml": ".xml",
}  # fmt: skip
"""Formats of the reader → the ending under which LibreOffice opens them."""
_DOTS = 150  # resolution of page pictures
_RGB = 2  # pdfium's FPDFBitmap_BGR: three bytes a pixel, turned round to RGB


def beside(
    data: bytes,
    kind: str,
    audits: Sequence[Audit],
    earlier: Comparison | None,
    *,
    password: bool = False,
) -> Carried:
    """A PDF with the marks. ``kind`` is the format as it was read. Raises `CannotCarry`."""
    for page, said in _pages(data, kind, audits, password=password):
        maps = None if said.own_places else _maps(page, audits)
        if maps is None and not said.own_places:
            continue
        from jiping.forms.annotate.carriers.pdf import write

        try:
            carried = write(page, marks_of(audits, earlier, maps))
        except CannotCarry:
            continue
        return replace(carried, said=(said.words, *carried.said))
    raise CannotCarry(
        '没有能写批注的办法：这种文件要先排成 PDF。请运行 pip install "jiping[pdf]"，或安装 LibreOffice，'
        "或用 Word/WPS/Excel 另存为 docx、xlsx 或 PDF 后再试"
    )


class _Said:
    """How a page was made, in Chinese, and whether places are those of the file itself."""

    def __init__(self, words: str, *, own_places: bool = False) -> None:
        self.words = words
        self.own_places = own_places


def _pages(
    data: bytes, kind: str, audits: Sequence[Audit], *, password: bool
) -> Iterator[tuple[bytes, _Said]]:
    """The ways that fit this file, the best first; each is only made when it is asked for."""
    from jiping.read.errors import Unreadable
    from jiping.read.limits import DEFAULT

    if kind == "image":
        yield _pictures(data), _Said("批注写在原图片的 PDF 上。", own_places=True)
    if kind == "pdf":
        words = "批注写在按原页面制成的图片 PDF 上" + ("（原件有密码保护）。" if password else "。")
        yield _photographed(data), _Said(words, own_places=True)
    suffix = _PRINTED.get(kind)
    if suffix is not None:
        from jiping.read.office import printed

        try:
            made = printed(data, suffix, "这个文件", DEFAULT)
        except Unreadable:
            made = None
        if made is not None:
            yield made, _Said("批注写在由 LibreOffice 打印成的 PDF 上，分页可能与原件不同。")
    drawn = _drawn([audit.evaluation for audit in audits])
    if drawn is not None:
        yield drawn, _Said("批注写在按官方表样重新排版的 PDF 上，内容是程序从原件中读到的。")


def _maps(page: bytes, audits: Sequence[Audit]) -> list[SourceMap] | None:
    """Where the values stand on a page that was made: None where it reads as something else."""
    from jiping.read.reading import read_bytes

    forms = read_bytes(page, "page.pdf").evaluations
    wanted = [audit.evaluation for audit in audits]
    if len(forms) < len(wanted):
        return None
    maps = []
    for form, evaluation in zip(forms, wanted, strict=False):
        if not _same_rows(form, evaluation):
            return None
        maps.append(form.places)
    return maps


def _same_rows(one: Evaluation, other: Evaluation) -> bool:
    """Whether pointers into one mean the same in the other."""
    return [_bare(i.name) for i in one.indicators] == [
        _bare(i.name) for i in other.indicators
    ] and [_bare(f.label) for f in one.funds] == [_bare(f.label) for f in other.funds]


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def _drawn(evaluations: Sequence[Evaluation]) -> bytes | None:
    """The official forms of what was read; None where PDF can't be set here."""
    from jiping.forms.choice import family_for
    from jiping.forms.draw import drawing_of
    from jiping.forms.drawing import Document
    from jiping.forms.formats import CannotWrite, form_format

    drawings = tuple(drawing_of(form, family_for(form)[0]) for form in evaluations)
    try:
        return form_format("pdf").write(Document(drawings, tuple(evaluations), drawings[0].name))
    except (CannotWrite, ImportError):
        return None


def _pictures(data: bytes) -> bytes:
    """The pages of a picture file as PDF. (What reads pictures brings Pillow with it.)"""
    from io import BytesIO

    from PIL import Image

    from jiping.forms.annotate.picture_pdf import Shot, picture_pdf
    from jiping.read.limits import DEFAULT
    from jiping.read.scan.picture import pictures

    shots = []
    for picture, (width, height) in pictures(data, DEFAULT):
        coded = BytesIO()
        image = Image.fromarray(picture)
        image.save(coded, "JPEG", quality=85)
        grey = image.mode == "L"
        shots.append(
            Shot(
                coded.getvalue(), image.width, image.height, width, height, "/DCTDecode", grey=grey
            )
        )
    return picture_pdf(shots)


def _photographed(data: bytes) -> bytes:
    """The pages of a PDF as pictures in another one."""
    from zlib import compress

    import pypdfium2

    from jiping.forms.annotate.picture_pdf import Shot, picture_pdf
    from jiping.read.formats.pdf import _ONE_AT_A_TIME

    shots = []
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                page = document[number]
                width, height = page.get_size()
                drawn = page.render(
                    scale=_DOTS / 72, rev_byteorder=True, force_bitmap_format=_RGB
                )  # fmt: skip
                rows = bytes(drawn.buffer)
                line, stride = drawn.width * 3, drawn.stride
                packed = b"".join(
                    rows[at : at + line] for at in range(0, stride * drawn.height, stride)
                )
                shots.append(
                    Shot(
                        compress(packed, 6),
                        drawn.width,
                        drawn.height,
                        width,
                        height,
                        "/FlateDecode",
                    )
                )
                page.close()
        finally:
            document.close()
    return picture_pdf(shots)
