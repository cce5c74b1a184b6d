"""The picture of a cell: the right file, the right piece, and nothing where the file changed."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

from jiping.api.batch import Input
from jiping.api.looking import ABOVE, BESIDE, SCALE, Looker, marked, shown
from jiping.api.png import png
from jiping.read import read_file
from jiping.report.looks import Cells, Picture

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reference"


def test_a_piece_of_a_pdf_around_the_value() -> None:
    path = str(EXAMPLES / "table-2.pdf")
    [form] = read_file(path).evaluations
    place = form.places["/indicators/0/score"]
    assert place.box is not None
    looker = Looker([Input(path)])
    look = looker.look(form.source, place)
    looker.close()
    assert isinstance(look, Picture)
    assert look.data.startswith(b"\x89PNG")
    left, top, width, height = look.mark
    assert 0 <= left < left + width <= 101
    assert 0 < top < top + height < 100
    most = (place.box[2] - place.box[0] + 2 * BESIDE + 2) * SCALE
    assert look.width <= most


def test_the_cells_around_a_value_of_a_document() -> None:
    path = str(EXAMPLES / "table-2.docx")
    [form] = read_file(path).evaluations
    look = Looker([Input(path)]).look(form.source, form.places["/indicators/1/name"])
    assert isinstance(look, Cells)
    [here] = [cell for row in look.rows for cell in row if cell.here]
    assert here.text == form.indicators[1].name
    assert form.indicators[0].name in [cell.text for cell in look.rows[0]]
    assert form.indicators[2].name in [cell.text for cell in look.rows[-1]]


def test_a_file_that_changed_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes((EXAMPLES / "table-2.docx").read_bytes())
    [form] = read_file(str(path)).evaluations
    place = form.places["/indicators/1/name"]
    path.write_bytes((EXAMPLES / "table-3.docx").read_bytes())
    assert Looker([Input(str(path))]).look(form.source, place) is None
    other = replace(form.source, file="别处.docx")
    assert Looker([Input(str(path))]).look(other, place) is None


def test_a_piece_stays_within_its_page() -> None:
    area = shown((0.0, 0.0, 595.0, 10.0), 595.0, 842.0)
    assert area == (0.0, 0.0, 595.0, 10.0 + ABOVE)
    assert marked((0.0, 0.0, 595.0, 10.0), area)[:3] == (0, 0, 100)


def test_png_of_grey_and_rgb_rows() -> None:
    grey = png(b"\x01\x02..\x03\x04..", 2, 2, stride=4, channels=1)
    at = grey.index(b"IDAT")
    size = int.from_bytes(grey[at - 4 : at], "big")
    assert zlib.decompress(grey[at + 4 : at + 4 + size]) == b"\0\x01\x02\0\x03\x04"
    assert png(b"\xff\0\0", 1, 1, stride=3)[25] == 2
