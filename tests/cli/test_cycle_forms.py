"""`jiping cycle` for a folder: what a file doesn't print is left open, and that is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jiping.read.reading import read_file

REFERENCE = Path(__file__).parents[2] / "examples" / "reference"
Run = Callable[..., Any]


def test_a_folder_gives_a_form_for_each(jiping: Run, tmp_path: Path) -> None:
    for form, words in (("F1", "自评表中的目标"), ("F2", "申报表或自评表中的目标")):
        out = tmp_path / f"{form}.docx"
        ran = jiping("cycle", "--form", form, REFERENCE / "table-*.txt", "-o", out)
        assert (ran.code, "5 张" in ran.err, words in ran.err) == (0, True, True)
        reading = read_file(str(out))
        assert len(reading.targets if form == "F1" else reading.monitorings) == 5


def test_a_target_form_gives_the_monitoring_form(jiping: Run, tmp_path: Path) -> None:
    planned = tmp_path / "申报表.docx"
    assert jiping("cycle", "--form", "F1", REFERENCE / "table-1.txt", "-o", planned).code == 0
    out = tmp_path / "监控表.docx"
    assert jiping("cycle", "--form", "F2", planned, "-o", out).code == 0
    [watched] = read_file(str(out)).monitorings
    assert watched.project.name == "口岸经费"
    # What was monitored is printed as it was, and nothing is said to be derived.
    again = jiping("cycle", "--form", "F2", out, "-o", tmp_path / "再.xlsx")
    assert (again.code, "留空" in again.err) == (0, False)


def test_the_summary_is_f7(jiping: Run, tmp_path: Path) -> None:
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    assert jiping("cycle", "--form", "F7", REFERENCE / "table-*.txt", "-o", one).code == 0
    assert jiping("summary", REFERENCE / "table-*.txt", "-o", other).code == 0
    assert one.read_bytes() == other.read_bytes()


def test_an_opinion_for_one_reader(jiping: Run, tmp_path: Path) -> None:
    for reader, title in (
        ("filler", "改正清单"),
        ("reviewer", "复核底稿"),
        ("leader", "复核情况摘要"),
    ):
        out = tmp_path / f"{reader}.md"
        ran = jiping("opinion", REFERENCE / "table-*.txt", "--to", reader, "-o", out)
        assert ran.code == 0
        text = out.read_text("utf-8")
        assert title in text
        assert "57.13 %" in text
        assert ("C-FUND-06" in text) is (reader == "reviewer")


def test_json_of_evaluations_is_taken_too(jiping: Run, tmp_path: Path) -> None:
    source = tmp_path / "表.json"
    assert jiping("read", REFERENCE / "table-1.txt", "-o", source).code == 0
    for command in (["summary"], ["cycle", "--form", "F8"], ["opinion"]):
        out = tmp_path / "出.md"
        assert jiping(*command, source, "-o", out).code == 0
        assert "口岸经费" in out.read_text("utf-8")
    source.write_text("{}", "utf-8")
    ran = jiping("summary", source, "-o", tmp_path / "出.csv")
    assert (ran.code, "不是自评表的 JSON" in ran.err) == (2, True)
