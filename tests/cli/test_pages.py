"""Explanations, the catalogue, schemes, and the reports as people see them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from jiping.audit.catalogue import catalogue
from jiping.score.scheme import schemes

Run = Callable[..., Any]
GOLDEN = Path(__file__).resolve().parents[1] / "golden"
REGENERATE = "JIPING_REGENERATE"


@pytest.mark.parametrize("number", range(1, 6))
def test_the_report_of_a_table_is_as_it_was_approved(
    number: int, jiping: Run, tables: list[str]
) -> None:
    """JIPING_REGENERATE=1 writes the files anew: look at the difference before committing it."""
    text = jiping("audit", tables[number - 1]).out
    path = GOLDEN / f"table-{number}.audit.txt"
    if os.environ.get(REGENERATE):
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_text("utf-8")


def test_the_switch_that_rewrites_approved_reports_is_off() -> None:
    assert not os.environ.get(REGENERATE)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("command", ["read", "score", "audit"])
def test_no_line_is_wider_than_the_screen(
    command: str, width: int, jiping: Run, tables: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = jiping(command, *tables).out.splitlines()
    assert [line for line in lines if cell_len(line) > width] == []


def test_every_line_of_a_frame_is_equally_wide(jiping: Run, tables: list[str]) -> None:
    lines = jiping("read", *tables).out.splitlines()
    framed = [line for line in lines if line[:1] in tuple("┌├└│")]
    assert len(framed) > 100
    assert {cell_len(line) for line in framed} == {80}


def test_the_audit_names_what_a_reader_needs(jiping: Run, wrong: Path) -> None:
    out = jiping("audit", wrong, "--only", "C-SCR-05").out
    for words in ("填报 96.71 → 重算 95.71", "错误 1 条", "C-SCR-05", "依据：", "第24行", "建议："):
        assert words in out


def test_markdown_holds_the_same(jiping: Run, wrong: Path) -> None:
    out = jiping("audit", wrong, "--only", "C-SCR-05", "--format", "md").out
    assert out.startswith("# 自评表审核报告\n")
    for words in ("96.71", "95.71", "### ", "C-SCR-05", "依据："):
        assert words in out


def test_a_file_name_cannot_command_the_terminal(jiping: Run) -> None:
    out = jiping("audit", "坏\x1b[31m名.txt").out
    assert "\x1b" not in out
    assert "[U+001B]" in out


def test_explain_walks_through_a_row(jiping: Run, tables: list[str]) -> None:
    ran = jiping("explain", tables[3], "--row", "F1")
    assert ran.code == 0
    for words in (
        "45.70 ÷ 80.00 = 57.125 % → 57.13 %",
        "10 × 57.125 % = 5.7125 → 5.71",
        "填报 5.71，重算 5.71，相符",
        "第7行第7格",
    ):
        assert words in ran.out
    by_name = jiping("explain", tables[0], "--row", "差旅费").out
    assert by_name == jiping("explain", tables[0], "--row", "12").out
    assert by_name == jiping("explain", tables[0], "--row", "/indicators/11").out
    assert "换一种办法" in by_name


@pytest.mark.parametrize(
    ("row", "said"),
    [("99", "没有第 99 行"), ("0", "没有第 0 行"), ("无此行", "名称含“无此行”"), ("费", "有几行")],
)
def test_a_row_that_is_not_there(row: str, said: str, jiping: Run, tables: list[str]) -> None:
    ran = jiping("explain", tables[0], "--row", row)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_explain_says_when_there_is_no_such_form_or_file(jiping: Run, tables: list[str]) -> None:
    assert jiping("explain", tables[0], "--row", "1", "--ordinal", "2").code == 2
    assert jiping("explain", "没有.txt", "--row", "1").code == 3


def test_every_rule_is_listed_and_explained(jiping: Run) -> None:
    listed = jiping("rules").out
    for code, rule in catalogue().items():
        assert code in listed
        shown = jiping("rules", code.lower()).out
        assert rule.title in "".join(shown.split("\n"))
        assert "依据" in shown
        assert "{" not in jiping("rules", code, "--format", "json").json()["message"]


def test_every_scheme_is_listed_with_its_numbers(jiping: Run) -> None:
    listed = jiping("schemes").out
    for name, scheme in schemes().items():
        assert name in listed
        shown = jiping("schemes", name, "--format", "json").json()
        assert {v["name"]: v["value"] for v in shown["values"]} == {
            key: value.value for key, value in scheme.values.items()
        }
        assert all(
            v["source"] and v["origin"] in ("read", "recalled", "own") for v in shown["values"]
        )
        assert jiping("schemes", name).code == 0


def test_several_forms_end_in_a_summary(jiping: Run, tables: list[str]) -> None:
    out = jiping("audit", *tables, "没有.txt").out
    assert "文件 6 个：5 个读出自评表，1 个没有读出；共 5 张表。" in out
    assert "没有.txt：找不到这个文件" in out
