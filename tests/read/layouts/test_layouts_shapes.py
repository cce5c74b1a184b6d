"""One form in every shape that text, grids and slips give it reads the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout_grids import HEADS_OF, accuracy, book_of, content, family_grid, first_row, grid, truth

from jiping.model.contract import evaluation_to_json
from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.formats import text as format_text
from jiping.read.layouts import understand
from jiping.read.layouts.lexicon import EXACT
from jiping.read.layouts.words import look
from jiping.read.limits import DEFAULT

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


def shaped(rows: list[list[str]], shape: str) -> str:
    full = [row + [""] * (12 - len(row)) for row in rows]
    solid = [[c for c in row if c] for row in full]
    tight = [[c.replace(" ", "") for c in row] for row in solid]
    texts = {
        "tabs": "\n".join("\t".join(row) for row in full),
        "tabs, blanks dropped": "\n".join("\t".join(row) for row in solid),
        "pipes": "\n".join(" | ".join(row) for row in full),
        "pipes, merged cells dropped": "\n".join(
            " | ".join(row) + " |" + "|" * (12 - len(row)) for row in solid
        ),
        "markdown": "\n".join(
            "| " + " | ".join(row) + " |" for row in [*full[:1], ["---"] * 12, *full[1:]]
        ),
        "cell a line": "\n".join(c for row in solid for c in row),
        "cell a line, pipe behind": "\n".join(f"{c} |" for row in solid for c in row),
        "cell a line, blanks kept": "\n".join(f"{c} |" for row in full for c in row),
        "row a line, spaces": "\n".join(" ".join(row) for row in tight),
        "one line, spaces": " ".join(c for row in tight for c in row),
        "commas": "\n".join(",".join(row) for row in full),
    }
    return texts[shape]


SHAPES = (
    "tabs", "tabs, blanks dropped", "pipes", "pipes, merged cells dropped", "markdown", "cell a line",
    "cell a line, pipe behind", "cell a line, blanks kept", "row a line, spaces", "one line, spaces", "commas",
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("number", range(1, 6))
def test_every_text_shape_reads_whole(number: int, shape: str) -> None:
    book = format_text.read(shaped(grid(number), shape).encode("utf-8"), DEFAULT)
    (e,) = understand(book, file="a.txt", sha256="0" * 64).evaluations
    score = accuracy().compare(truth(number), evaluation_to_json(e))
    assert score.wrong == []
    assert score.missing == []
    assert e.reading.unread == ()
    assert e.reading.balanced is True


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("family", sorted(HEADS_OF))
def test_every_family_reads_the_same_in_every_shape(family: str, shape: str) -> None:
    rows = family_grid(5, family)
    (straight,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    assert straight.form.family == family
    assert straight.reading.balanced is True
    assert straight.reading.unread == ()
    book = format_text.read(shaped(rows, shape).encode("utf-8"), DEFAULT)
    (e,) = understand(book, file="a.txt", sha256="0" * 64).evaluations
    assert content(e) == content(straight)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_every_encoding_reads_the_same(encoding: str) -> None:
    text = shaped(grid(1), "tabs")
    book = format_text.read(text.encode(encoding), DEFAULT)
    (e,) = understand(book, file="a.txt", sha256="0" * 64).evaluations
    (plain,) = understand(book_of(grid(1)), file="a.txt", sha256="0" * 64).evaluations
    assert content(e) == content(plain)


def ruled(number: int) -> Book:
    """The grid as a real table: level cells merged downwards, headers merged across."""
    rows = grid(number)
    start = first_row(rows)
    table = Table(1)
    for r, row in enumerate(rows, 1):
        cells: list[Cell] = []
        for c, text in enumerate(row, 1):
            if not text:
                continue
            spans = [row[k] == "" for k in range(c, len(row))]
            across = next((i for i, blank in enumerate(spans) if not blank), len(spans)) + 1
            down = 1
            if start < r < len(rows) and c in (2, 3):
                across = 1
                below = [rows[k][c - 1] == "" for k in range(r, len(rows) - 1)]
                down += next((i for i, blank in enumerate(below) if not blank), len(below))
            elif r > start:
                across = 1
            cells.append(Cell(table, r, c, text, rowspan=down, colspan=across))
        table.rows.append(cells)
    return Book("test", [table])


@pytest.mark.parametrize("number", range(1, 6))
def test_a_ruled_grid_needs_no_repair(number: int) -> None:
    (e,) = understand(ruled(number), file="a", sha256="0" * 64).evaluations
    score = accuracy().compare(truth(number), evaluation_to_json(e))
    assert score.wrong == []
    assert score.missing == []
    assert e.reading.repairs == ()
    assert e.reading.unread == ()


@SLOW
@given(
    number=st.integers(1, 5),
    family=st.sampled_from(sorted(HEADS_OF)),
    shifts=st.lists(st.sampled_from((-1, 0, 1)), min_size=14, max_size=30),
)
def test_rows_may_slide_by_one(number: int, family: str, shifts: list[int]) -> None:
    rows = family_grid(number, family)
    (straight,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    start = first_row(rows)
    for row, shift in zip(rows[start:], shifts, strict=False):
        if shift > 0:
            row.insert(0, "")
        elif shift < 0 and not row[0]:
            del row[0]
    (slid,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    assert content(slid) == content(straight)
    assert slid.reading.unread == ()


@SLOW
@given(number=st.integers(1, 5), family=st.sampled_from(sorted(HEADS_OF)), data=st.data())
def test_a_shift_may_begin_in_the_middle_of_a_row(
    number: int, family: str, data: st.DataObject
) -> None:
    rows = family_grid(number, family)
    (straight,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    start = first_row(rows)
    for row in rows[start:-1]:
        at = data.draw(st.sampled_from((3, 4, len(row) - 3)))
        if data.draw(st.booleans()):
            row.insert(at, "")
    (slid,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    assert content(slid) == content(straight)


@SLOW
@given(
    number=st.integers(1, 5),
    family=st.sampled_from(sorted(HEADS_OF)),
    dropped=st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_blank_cells_may_be_lost(number: int, family: str, dropped: list[bool]) -> None:
    rows = family_grid(number, family)
    (straight,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    start = first_row(rows)
    for index, drop in zip(range(start, len(rows)), dropped, strict=False):
        if drop:
            rows[index] = [text for text in rows[index] if text]
    (packed,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    assert content(packed) == content(straight)


@SLOW
@given(number=st.integers(1, 5), shift=st.sampled_from((-1, 1, 2)))
def test_fund_rows_may_slide_under_their_header(number: int, shift: int) -> None:
    rows = grid(number)
    (straight,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    for row in rows[4:8]:
        if shift < 0:
            del row[0]
        else:
            row[0:0] = [""] * shift
    (slid,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    assert slid.funds == straight.funds


WORDS = st.one_of(
    st.sampled_from(sorted(EXACT)),
    st.sampled_from(
        ["", "10", "98.5", "100%", "≥50个", "—", "2023.1-12", "无", "正向", "0/0", "1,2,3", "…"]
    ),
    st.text(max_size=12),
)


@SLOW
@given(rows=st.lists(st.lists(WORDS, max_size=14), max_size=20), is_ruled=st.booleans())
def test_no_table_crashes(rows: list[list[str]], is_ruled: bool) -> None:
    understand(book_of(rows, ruled=is_ruled), file="a", sha256="0" * 64)


@SLOW
@given(lines=st.lists(st.lists(WORDS, max_size=30).map(" ".join), max_size=30))
def test_no_prose_crashes(lines: list[str]) -> None:
    book = Book("test", [Paragraph(line, line=i) for i, line in enumerate(lines, 1)])
    understand(book, file="a", sha256="0" * 64)


@SLOW
@given(number=st.integers(1, 5), family=st.sampled_from(sorted(HEADS_OF)), data=st.data())
def test_no_damage_hides_a_cell(number: int, family: str, data: st.DataObject) -> None:
    """Whatever stands in the cells, each is read into a field or listed as unread."""
    rows = family_grid(number, family)
    for _ in range(data.draw(st.integers(1, 6))):
        r = data.draw(st.integers(1, len(rows) - 1))
        c = data.draw(st.integers(0, len(rows[r]) - 1))
        rows[r][c] = data.draw(WORDS)
    book = book_of(rows)
    found = understand(book, file="a", sha256="0" * 64).evaluations
    if len(found) != 1 or found[0].source.place is None:
        return
    (e,) = found
    begin = found[0].source.place.row or 0
    seen = {(p.row, p.column) for p in e.places.values()}
    seen |= {(u.place.row, u.place.column) for u in e.reading.unread if u.place is not None}
    told = [repair.what for repair in e.reading.repairs if "已合并" in repair.what]
    joined = "\n".join(filter(None, (e.goal.expected, e.goal.actual, *e.remarks.values(), *told)))
    (table,) = book.blocks
    assert isinstance(table, Table)
    for row in table.rows[begin - 1 :]:
        for cell in row:
            kind = look(cell.text)
            if kind.kind in ("number", "percent", "quantity", "date", "text", "operator", "nature"):
                known = (cell.row, cell.column) in seen or kind.text in joined
                assert known, cell.text


def test_a_header_repeated_after_a_page_break_changes_nothing() -> None:
    rows = grid(1)
    (straight,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    start = first_row(rows)
    rows[start + 6 : start + 6] = [["— 2 —"], list(rows[start - 1])]
    (broken,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    assert content(broken) == content(straight)


def test_the_sums_say_which_points_a_lost_cell_left() -> None:
    rows = family_grid(5, "mof-2020")
    at = first_row(rows) + 2
    rows[at] = [*rows[at][:6], rows[at][7]]  # 得分 moved under 分值, 分值 lost
    total = rows[-1]
    total[3] = "95"  # what the printed weights add up to without the lost one
    (e,) = understand(
        book_of([[c for c in row if c] for row in rows]), file="a", sha256="0" * 64
    ).evaluations
    row = e.indicators[2]
    assert (row.weight, row.score) == (None, "5")
    assert any("只有一个分数" in r.what for r in e.reading.repairs)
    assert e.reading.balanced is True


def test_a_wrong_sum_of_the_filler_is_not_mended() -> None:
    rows = grid(2)
    rows[-1][10] = "99.95"
    (e,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    assert e.total.score == "99.95"
    assert e.reading.balanced is False
    assert e.reading.repairs == ()


def test_extra_blank_columns_and_a_later_start_of_the_funds_block() -> None:
    rows = grid(4)
    (straight,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    for row in rows[3:8]:
        row.insert(2, "")
        row[5:5] = ["", ""]
    (moved,) = understand(book_of(rows), file="a", sha256="0" * 64).evaluations
    assert moved.funds == straight.funds
