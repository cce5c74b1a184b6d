"""Random correct forms of five families, in a real grid and in every shape of text, read whole."""

from __future__ import annotations

import csv
import io
import random

import form_maker
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiping.model.contract import evaluation_from_json, evaluation_to_json
from jiping.model.evaluation import Evaluation
from jiping.read.book import Book, Cell, Table
from jiping.read.formats import text as format_text
from jiping.read.layouts import understand
from jiping.read.layouts.review import review_list
from jiping.read.limits import DEFAULT

FEW = settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 10**9)
SHAPES = (
    "tabs", "tabs, blanks dropped", "pipes", "pipes, blanks dropped", "markdown", "cell a line",
    "cell a line, blank line between", "cell a line, pipe behind", "cell a line, blanks kept",
    "row a line, spaces", "one line, spaces", "commas",
)  # fmt: skip


def shaped(rows: list[list[str]], shape: str) -> str:
    solid = [[c for c in row if c] for row in rows]
    tight = [[c.replace(" ", "") for c in row] for row in solid]
    width = max(map(len, rows))
    if shape == "commas":
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        return out.getvalue()
    texts = {
        "tabs": "\n".join("\t".join(row) for row in rows),
        "tabs, blanks dropped": "\n".join("\t".join(row) for row in solid),
        "pipes": "\n".join(" | ".join(row) for row in rows),
        "pipes, blanks dropped": "\n".join(
            " | ".join(row) + " |" + "|" * (width - len(row)) for row in solid
        ),
        "markdown": "\n".join(
            "| " + " | ".join(row) + " |" for row in [rows[0], ["---"] * width, *rows[1:]]
        ),
        "cell a line": "\n".join(c for row in solid for c in row),
        "cell a line, blank line between": "\n\n".join(c for row in solid for c in row),
        "cell a line, pipe behind": "\n".join(f"{c} |" for row in solid for c in row),
        "cell a line, blanks kept": "\n".join(f"{c} |" for row in rows for c in row),
        "row a line, spaces": "\n".join(" ".join(row) for row in tight),
        "one line, spaces": " ".join(c for row in tight for c in row),
    }
    return texts[shape]


def faults(made: form_maker.Made, e: Evaluation) -> list[tuple[str, object, object]]:
    """(pointer, truth, read) of every field that is not as printed."""
    data = evaluation_to_json(e)
    truth = dict(made.truth)
    truth |= {f"/funds/{i}/source": source for i, source in enumerate(made.sources)}
    out: list[tuple[str, object, object]] = []
    if len(data["indicators"]) != made.count or len(data["funds"]) != len(made.sources):
        out.append(("/rows", made.count, len(data["indicators"])))
    for pointer, true in truth.items():
        got = data
        for key in pointer.strip("/").split("/"):
            if isinstance(got, list):
                got = got[int(key)] if int(key) < len(got) else {}
            else:
                got = got.get(key)
        flat = None if got is None else "".join(str(got).split())
        if flat != (None if true is None else "".join(str(true).split())):
            out.append((pointer, true, got))
    return out


def read(book: Book) -> Evaluation:
    (e,) = understand(book, file="a", sha256="0" * 64).evaluations
    return e


@pytest.mark.parametrize("family", form_maker.FAMILIES)
@FEW
@given(seed=SEEDS)
def test_a_real_grid_reads_whole(family: str, seed: int) -> None:
    made = form_maker.make(seed, family)
    e = read(form_maker.ruled(made))
    assert faults(made, e) == []
    assert e.form.family == family
    assert e.reading.balanced is True
    assert e.reading.unread == ()
    assert e.reading.doubtful == ()
    assert review_list(e) == ()


@pytest.mark.parametrize("shape", SHAPES)
@FEW
@given(seed=SEEDS)
def test_every_shape_of_text_reads_whole(shape: str, seed: int) -> None:
    made = form_maker.make(seed)
    e = read(format_text.read_text(shaped(form_maker.grid(made), shape), DEFAULT))
    assert faults(made, e) == []
    assert e.reading.balanced is True


@FEW
@given(seed=SEEDS)
def test_rows_that_slide_or_lose_blanks_read_whole(seed: int) -> None:
    made = form_maker.make(seed)
    chance = random.Random(seed)
    rows = form_maker.grid(made)
    for i in range(made.first, made.last):
        how = chance.random()
        if how < 0.2:
            rows[i].insert(0, "")
        elif how < 0.4:
            rows[i] = [c for c in rows[i] if c]
    e = read(format_text.read_text(shaped(rows, "tabs"), DEFAULT))
    wrong = [pointer for pointer, _, _ in faults(made, e)]
    doubted = {d.pointer for d in e.reading.doubtful}
    assert all(pointer.rsplit("/", 1)[0] in doubted for pointer in wrong), wrong


def damaged(made: form_maker.Made, r: int, column: int) -> Book:
    """The form as a plain grid whose cell (r, column) holds its right neighbour's text too."""
    rows = form_maker.grid(made)
    row = rows[r]
    other = next(c for c in range(column + 1, len(row)) if row[c])
    row[column], row[other] = row[column] + row[other], ""
    table = Table(1)
    for n, cells in enumerate(rows, 1):
        table.rows.append([Cell(table, n, c, text) for c, text in enumerate(cells, 1) if text])
    return Book("test", [table])


def test_glued_cells_are_cut_where_the_columns_prove_it() -> None:
    made = form_maker.make(3, "nm-2023")
    r = made.first
    row = form_maker.grid(made)[r]
    at = next(c for c, text in enumerate(row) if text == made.truth["/indicators/0/name"])
    e = read(damaged(made, r, at))
    assert faults(made, e) == []
    (doubt,) = e.reading.doubtful
    assert (doubt.pointer, doubt.confidence) == ("/indicators/0", "0.7")
    assert any("连写在一格里" in repair.what for repair in e.reading.repairs)
    assert evaluation_from_json(evaluation_to_json(e)).reading == e.reading


def test_a_review_list_shows_the_least_certain_first() -> None:
    made = form_maker.make(5, "mof-2020")
    rows = form_maker.grid(made)
    rows[-1] = [text.replace("100", "99") for text in rows[-1]]
    table = Table(1)
    for n, cells in enumerate(rows, 1):
        table.rows.append([Cell(table, n, c, text) for c, text in enumerate(cells, 1) if text])
    table.rows[made.first].append(Cell(table, made.first + 1, 40, "另记12"))
    e = read(Book("test", [table]))
    assert e.reading.balanced is False
    items = review_list(e)
    assert any(item.pointer == "/indicators/0" and "错位" in item.what for item in items)
    assert [item.confidence for item in items] == sorted(item.confidence for item in items)
    assert any("对不上" in item.what for item in items)
