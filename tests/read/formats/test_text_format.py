"""Plain text: encodings, and what a line of tabs or pipes becomes."""

from __future__ import annotations

import pytest

from jiping.read.book import Book, Paragraph, Table
from jiping.read.errors import Unreadable
from jiping.read.formats import text
from jiping.read.limits import DEFAULT, Limits


def book(content: str) -> Book:
    return text.read(content.encode("utf-8"), DEFAULT)


def texts(found: Book) -> list[list[str]]:
    (table,) = [block for block in found.blocks if isinstance(block, Table)]
    return [[cell.text for cell in row] for row in table.rows]


def test_tabs_keep_columns_and_lines() -> None:
    found = book("标题\n\n甲\t\t乙\n\t丙\n")
    title, table = found.blocks
    assert isinstance(title, Paragraph)
    assert (title.text, title.line) == ("标题", 1)
    assert isinstance(table, Table)
    assert not table.ruled
    assert [(c.text, c.row, c.column, c.line) for row in table.rows for c in row] == [
        ("甲", 1, 1, 3), ("乙", 1, 3, 3), ("丙", 2, 2, 4),
    ]  # fmt: skip


def test_markdown_rules_are_no_row() -> None:
    assert texts(book("| 甲 | 乙 |\n| --- | :-: |\n| 1 |  |\n")) == [["甲", "乙"], ["1"]]


def test_a_row_broken_inside_a_cell_is_joined() -> None:
    full = "甲 | 乙 | 丙 | 丁 | 戊 ||\n"
    found = book(full * 4 + "名称 |\n乙 | 丙 | 丁 | 戊 ||\n" + full)
    assert texts(found)[4] == ["名称", "乙", "丙", "丁", "戊"]


def test_one_cell_a_line_with_pipes_is_one_run_with_its_blanks() -> None:
    (row,) = texts(book("甲 |\n|\n乙 |\n丙 |\n|\n丁 |\n戊 |\n己 |\n庚 |\n"))
    assert row == ["甲", "", "乙", "丙", "", "丁", "戊", "己", "庚"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_encodings(encoding: str) -> None:
    content = "项目支出绩效自评表\n项目名称\t某项目，2023年度\n"
    (title, _) = text.read(content.encode(encoding), DEFAULT).blocks
    assert isinstance(title, Paragraph)
    assert title.text == "项目支出绩效自评表"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空的"),
        (b"  \n\n", "空的"),
        (b"\x00\x01\x02\x03" * 50, "不是文本"),
        ("表".encode("utf-16")[:-1], "不完整"),
        (b"\xff\x80\x81\xff" * 9, "编码"),
    ],
    ids=["empty", "blank", "binary", "cut", "unknown"],
)
def test_what_is_no_text_says_so(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        text.read(data, DEFAULT)


def test_too_large_and_too_many_lines() -> None:
    with pytest.raises(Unreadable, match="上限"):
        text.read(b"abc", Limits(text_size=2))
    with pytest.raises(Unreadable, match="上限"):
        text.read(b"a\nb\nc", Limits(rows=2))


def test_every_other_format_wins_over_text() -> None:
    assert text.sniff(b"%PDF-1.7", "a.txt") == 0
    assert text.sniff(b"PK\x03\x04", "a.txt") == 0
    assert text.sniff("项目".encode(), "a.txt") > text.sniff("项目".encode(), "a.dat") > 0
