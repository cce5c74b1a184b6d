"""The picture of a cell: cut from the page, or the cells around it where there are no pages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from jiping.api.batch import Input
from jiping.api.originals import OriginalBlock, OriginalCell, original_tables
from jiping.api.png import png
from jiping.read.errors import Unreadable
from jiping.read.limits import DEFAULT
from jiping.report.looks import Cells, Look, NearCell, Picture

if TYPE_CHECKING:
    import pypdfium2

    from jiping.model.evaluation import Source
    from jiping.model.place import Place

BESIDE, ABOVE = 240.0, 16.0
"""Points of the page shown around a value."""
SCALE = 1.5
"""Pixels for a point."""
_RGB = 2  # FPDFBitmap_BGR; with rev_byteorder its bytes are R, G, B
AROUND = 1
"""Rows shown above and below a value."""
SMALL = 30_000
"""Bytes; a larger picture is no print but a photo."""
LONGEST = 60
"""Characters shown of a cell beside it."""


class Looker:
    """Looks values up in the files of a run. Keeps the last file open; `close` lets it go."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs
        self._digest: str | None = None
        self._data = b""
        self._pdf: pypdfium2.PdfDocument | None = None
        self._blocks: tuple[OriginalBlock, ...] | None = None
        self._scans: list[tuple[Any, tuple[float, float]]] | None = None

    def look(self, source: Source, place: Place) -> Look | None:
        """What stands at the place; None where the file changed, is gone or can't be shown."""
        if self._digest != source.sha256:
            self.close()
            self._digest = source.sha256
            self._data = self._found(source.file, source.sha256)
        if not self._data:
            return None
        try:
            if place.page is None or place.box is None:
                return self._cells(place, source.file)
            if self._data.startswith(b"%PDF"):
                return self._page(place.page, place.box)
            return self._scan(place.page, place.box)
        except (Unreadable, ImportError):
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._pdf is not None:
            self._pdf.close()
        self._pdf, self._blocks, self._scans = None, None, None
        self._data, self._digest = b"", None

    def _found(self, file: str, digest: str) -> bytes:
        """The content of the file again, if it is still the same; for archives the entry's."""
        from jiping.read.packed import contents, contents_of

        for item in self._inputs:
            if item.problem is not None or not (
                item.name == file or file.startswith(f"{item.name}/")
            ):
                continue
            listed = contents(item.name) if item.data is None else contents_of(item.data, item.name)
            for content in listed:
                if content.name == file and content.data is not None:
                    same = sha256(content.data).hexdigest() == digest
                    return content.data if same else b""
        return b""

    def _page(self, number: int, box: tuple[float, float, float, float]) -> Picture | None:
        import pypdfium2

        try:
            if self._pdf is None:
                self._pdf = pypdfium2.PdfDocument(self._data)
            page = self._pdf[number - 1]
        except (pypdfium2.PdfiumError, IndexError):
            return None
        try:
            width, height = page.get_size()
            left, top, right, bottom = shown(box, width, height)
            drawn = page.render(
                scale=SCALE, crop=(left, height - bottom, width - right, top),
                rev_byteorder=True, force_bitmap_format=_RGB,
            )  # fmt: skip
            made = png(bytes(drawn.buffer), drawn.width, drawn.height, stride=drawn.stride)
            kind = "image/png"
            if len(made) > SMALL:  # a scan within the PDF
                with suppress(ImportError):
                    made, kind = _photo(made), "image/jpeg"
            return Picture(made, kind, drawn.width, marked(box, (left, top, right, bottom)))
        finally:
            page.close()

    def _scan(self, number: int, box: tuple[float, float, float, float]) -> Picture | None:
        from jiping.read.scan.picture import pictures

        if self._scans is None:
            self._scans = list(pictures(self._data, DEFAULT))
        if number > len(self._scans):
            return None
        pixels, (width, height) = self._scans[number - 1]
        area = shown(box, width, height)
        scale = pixels.shape[1] / width
        left, top, right, bottom = (int(edge * scale) for edge in area)
        piece = pixels[top:bottom, left:right]
        high, wide = piece.shape[:2]
        channels = 1 if piece.ndim == 2 else 3
        made = png(piece.tobytes(), wide, high, stride=wide * channels, channels=channels)
        shrunk = int(wide * SCALE / scale)
        return Picture(_photo(made, shrunk), "image/jpeg", shrunk, marked(box, area))

    def _cells(self, place: Place, name: str) -> Cells | None:
        if place.row is None or place.side is not None:
            return None
        if self._blocks is None:
            self._blocks = original_tables(self._data, name)
        for block in self._blocks:
            if (
                block.rows
                and block.number == place.table
                and (place.sheet is None or block.sheet == place.sheet)
            ):
                return _near(block, place.row, place.column)
        return None


def _photo(data: bytes, width: int | None = None) -> bytes:
    """A picture as grey JPEG, at most so wide. Raises ImportError without the extra `ocr`."""
    from io import BytesIO

    from PIL import Image

    picture = Image.open(BytesIO(data)).convert("L")
    if width is not None and width < picture.width:
        height = max(picture.height * width // picture.width, 1)
        picture = picture.resize((width, height), Image.Resampling.BOX)
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=60)
    return kept.getvalue()


def shown(
    box: tuple[float, float, float, float], width: float, height: float
) -> tuple[float, float, float, float]:
    """The part of a page around a box: left, top, right, bottom in points."""
    left, top = max(box[0] - BESIDE, 0.0), max(box[1] - ABOVE, 0.0)
    right, bottom = min(box[2] + BESIDE, width), min(box[3] + ABOVE, height)
    return min(left, width - 1), min(top, height - 1), max(right, left + 1), max(bottom, top + 1)


def marked(
    box: tuple[float, float, float, float], area: tuple[float, float, float, float]
) -> tuple[int, int, int, int]:
    """A box within the area in percent: left, top, width, height."""
    wide, high = area[2] - area[0], area[3] - area[1]
    left, top = (box[0] - area[0]) / wide, (box[1] - area[1]) / high
    return (
        round(100 * left), round(100 * top),
        round(100 * (box[2] - box[0]) / wide), round(100 * (box[3] - box[1]) / high),
    )  # fmt: skip


def _near(block: OriginalBlock, row: int, column: int | None) -> Cells | None:
    """The rows around one, in which the cell of that row and column is marked."""
    rows = [cells for cells in block.rows if cells and abs(cells[0].row - row) <= AROUND]
    if not rows:
        return None
    last = max(cells[0].row for cells in rows)
    return Cells(
        rows[0][0].row,
        tuple(
            tuple(_cell(cell, row, column, last) for cell in cells if not cell.hidden)
            for cells in rows
        ),
    )


def _cell(cell: OriginalCell, row: int, column: int | None, last: int) -> NearCell:
    here = cell.row == row and (column is None or cell.column == column)
    text = cell.text
    if not here and len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    return NearCell(text, cell.across, min(cell.down, last - cell.row + 1), here)
