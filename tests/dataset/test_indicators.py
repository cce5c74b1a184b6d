"""The library of a dataset: counted exactly, found, suggested, curated; and targets compared with it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

import jiping
from jiping.audit.sample import changed
from jiping.cli.main import main
from jiping.dataset.adding import add_forms
from jiping.dataset.auditing import audit
from jiping.dataset.curating import export, take
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.dataset.growing import build
from jiping.dataset.querying import ask
from jiping.indicators.library import Library
from jiping.indicators.shelf import LibraryError
from jiping.indicators.suggesting import suggest
from jiping.model.evaluation import Evaluation
from jiping.model.peers import Standing

NAMES = ("结业考试合格率", "2023年结业考试的合格率（%）", "结业考试合格率≥90%")
FORMS = 30


def forms() -> list[Evaluation]:
    """Training projects: the pass rate (row 2) under three names, its target 71 … 100 %."""
    made = []
    for n in range(FORMS):
        form = changed(
            {
                "/indicators/2/name": NAMES[n % 3],
                "/indicators/2/target": str(71 + n),
                "/indicators/2/actual": "97.5",
                "/indicators/7/target": "有效" if n % 2 else "90",
            }
        )
        made.append(
            replace(
                form,
                project=replace(form.project, name=f"第{n}县业务培训经费"),
                department=replace(form.department, name=f"第{n % 4}局"),
                source=replace(form.source, file="培训.json", ordinal=n + 1),
            )
        )
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("library")
    add_forms(where / "set", forms(), "训", "0" * 64, "test")
    # The same contents once more, under another file: they count once.
    add_forms(where / "set", forms()[:3], "再训", "1" * 64, "test")
    build(where / "set", where / "kept.sqlite")
    return where


@pytest.fixture
def path(folder: Path, tmp_path: Path) -> Path:
    """A library of one's own, to change."""
    copy = tmp_path / "own.sqlite"
    copy.write_bytes((folder / "kept.sqlite").read_bytes())
    return copy


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as opened:
        yield opened


def test_one_indicator_under_three_names_is_counted_once_and_exactly(library: Library) -> None:
    (best, *_) = library.search("考试合格率")
    concept = best.concept
    assert (concept.level, concept.unit, concept.uses, concept.departments) == (
        "quality",
        "%",
        30,
        4,
    )
    assert {name for name, _ in library.spellings(concept.id)} == set(NAMES)
    # 71 … 100: the third, fifteenth and twenty-seventh of thirty; scaled by 10⁶.
    assert (concept.target.low, concept.target.mid, concept.target.high) == (
        73_000_000, 85_000_000, 97_000_000,
    )  # fmt: skip
    # 97.5 reaches 71 … 97.
    assert (concept.judged, concept.achieved) == (30, 27)
    assert concept.weight == 10_000_000
    assert library.departments(concept.id)[0] == ("第0局", 8)


def test_quality_comes_from_the_audit_with_examples_both_ways(library: Library) -> None:
    (best, *_) = library.search("参训人员满意度")
    concept = best.concept
    assert concept.faulty >= 15, "half of the targets say only 有效"
    assert concept.grade == "差"
    assert {example.target for example in library.examples(concept.id, good=False)} == {"有效"}
    good = library.examples(concept.id, good=True)
    assert [example.target for example in good] == ["90"] * 3
    assert all(not example.rules for example in good)


@pytest.mark.parametrize(
    ("target", "percentile"),
    [
        # Thirty targets 71 … 100; one equal to itself counts half: 0.5 / 30 = 1.67 %.
        ("71", 2), ("70", 0), ("85", 48), ("85.5", 50), ("100", 98), ("101", 100),
    ],
)  # fmt: skip
def test_a_target_stands_where_counting_says(
    library: Library, target: str, percentile: int
) -> None:
    row = changed({"/indicators/2/target": target}).indicators[2]
    assert library.standing(row) == Standing(percentile, 30)


def test_other_words_for_the_same_are_found(library: Library) -> None:
    (best, *_) = library.search("学员满意度")
    assert (best.concept.core, best.share) == ("参训人员满意度", 1000)


def test_what_is_not_alike_is_not_compared(library: Library) -> None:
    form = changed({"/indicators/2/unit": "人", "/indicators/5/target": "有效"})
    assert library.standing(form.indicators[2]) is None, "another unit"
    assert library.standing(form.indicators[5]) is None, "no number"
    assert library.standing(replace(form.indicators[0], name="绿化面积")) is None


def test_an_audit_asks_about_easy_targets_only_with_a_library(path: Path) -> None:
    form = changed({"/indicators/2/target": "72"})
    with_it = jiping.audit(form, only=["C-IND-30"], library=path)
    (finding,) = with_it.findings
    assert (finding.targets, finding.left, finding.right) == (("/indicators/2/target",), "5", "30")
    assert "30 个同类指标值中由小到大排在第 5 百分位" in finding.message
    (check,) = jiping.audit(form, only=["C-IND-30"]).checks
    assert (check.outcome, check.reason) == (
        "skip",
        "没有给出指标库（--library），不能同同类指标比较",
    )


def test_a_form_is_not_compared_with_itself(library: Library) -> None:
    own = forms()[0]  # 71 %, the least of all thirty
    row = own.indicators[2]
    assert library.standing(row) == Standing(2, 30)
    assert library.standing(row, own) == Standing(0, 29), "29 others, all above"
    later = replace(row, target="85")
    # A later version of it: what it had set before doesn't count: 72 … 84 below, 85 equal: 13.5 / 29.
    assert library.standing(later, own) == Standing(47, 29)
    assert library.standing(row, replace(own, year=2024)) == Standing(2, 30), "another year's form"
    spelled = replace(own, project=replace(own.project, name=f" {own.project.name}　"))
    assert library.standing(row, spelled) == Standing(0, 29)
    nameless = replace(
        own, project=replace(own.project, name=None), unit=replace(own.unit, name=None)
    )
    assert library.standing(row, nameless) == Standing(2, 30)


def test_an_audit_leaves_the_form_itself_out(path: Path) -> None:
    (finding,) = jiping.audit(forms()[2], only=["C-IND-30"], library=path).findings
    assert (finding.left, finding.right) == ("7", "29"), "71 and 72 below: 2 / 29"


def test_suggestions_name_the_similar_projects(library: Library) -> None:
    found = suggest(library, "某乡业务培训经费")
    (rate,) = [each for each in found if "合格率" in each.concept.name]
    assert rate.users == rate.asked > 3
    assert rate.projects[0].endswith("县业务培训经费")
    assert all(each.concept.grade != "差" for each in found)
    faint = suggest(library, "护士培训")
    assert {each.loose for each in faint} == {True}, "only a few words are the same, and it says so"
    assert not any(each.loose for each in found)
    assert suggest(library, "空间站发射") == []
    without = suggest(library, "某乡业务培训经费", besides=["结业考试合格率"])
    assert rate.concept.id not in [each.concept.id for each in without]
    assert suggest(library, "草原防火隔离带") == []


def test_the_same_dataset_gives_the_same_library(folder: Path, tmp_path: Path) -> None:
    build(folder / "set", tmp_path / "again.sqlite")
    assert (tmp_path / "again.sqlite").read_bytes() == (folder / "kept.sqlite").read_bytes()


def test_decisions_outlive_a_rebuild(folder: Path, path: Path, tmp_path: Path) -> None:
    book = tmp_path / "整理.xlsx"
    export(path, book)
    opened = load_workbook(book)
    sheet = opened["指标"]
    head = {cell.value: cell.column for cell in sheet[1]}
    row = {sheet.cell(n, head["规范名"]).value: n for n in range(2, sheet.max_row + 1)}
    sessions, people = row["业务培训场次"], row["培训基层经办人员数"]

    def put(at: int, column: str, value: object) -> None:
        sheet.cell(at, head[column]).value = value  # type: ignore[assignment]

    put(row["结业考试合格率"], "标记", "推荐")
    put(row["结业考试合格率"], "改名", "考试合格率")
    put(row["培训总成本"], "删除", "是")
    put(people, "合并到", sheet.cell(sessions, head["序号"]).value)
    opened.save(book)
    assert take(path, book) == 3
    with Library(path) as library:
        (best, *_) = library.search("考试合格率")
        assert (best.concept.name, best.concept.mark) == ("考试合格率", "推荐")
        assert library.search("培训总成本") == []
        (merged, *others) = library.search("培训基层经办人员数量")
        assert (merged.concept.core, merged.concept.uses) == ("业务培训场次", 30)
        assert "培训基层经办人员数" not in [each.concept.core for each in others]
    with closing(sqlite3.connect(path)) as older:  # as of a version before
        older.execute("UPDATE meta SET value = '1' WHERE name = 'format'")
        older.commit()
    with pytest.raises(LibraryError, match="请重新生成"):
        Library(path)
    assert build(folder / "set", path).curated == 3
    with Library(path) as library:
        (best, *_) = library.search("考试合格率")
        assert (best.concept.name, best.concept.mark) == ("考试合格率", "推荐")
        assert library.search("培训总成本") == []
        (both, *_) = library.search("业务培训场次")
        assert both.concept.uses == 60, "counted together now"
    export(path, book)
    opened = load_workbook(book)
    sheet = opened["指标"]
    for line in range(2, sheet.max_row + 1):
        for name in ("标记", "改名", "合并到", "删除", "备注"):
            sheet.cell(line, head[name]).value = None
    opened.save(book)
    assert take(path, book) == 0
    build(folder / "set", path)
    with Library(path) as library:
        (both, *_) = library.search("业务培训场次")
        assert both.concept.uses == 30, "what was decided can be taken back"


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("标记", "好", "标记“好”不认得"),
        ("删除", "不", "“删除”一栏写“是”或留空"),
        ("合并到", "99999", "没有序号“99999”"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken(
    path: Path, tmp_path: Path, column: str, value: str, words: str
) -> None:
    book = tmp_path / "整理.xlsx"
    export(path, book)
    opened = load_workbook(book)
    sheet = opened["指标"]
    head = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, head["备注"]).value = "留意"
    sheet.cell(3, head[column]).value = value
    opened.save(book)
    with pytest.raises(DatasetError, match=f"第 3 行.*{words}"):
        take(path, book)
    with Library(path) as library:
        assert library.connection.execute("SELECT count(*) FROM curation").fetchone() == (0,)


def test_what_is_no_library_is_said_and_left_alone(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="没有指标库"):
        Library(tmp_path / "none.sqlite")
    other = tmp_path / "报告.txt"
    other.write_text("别的文件", "utf-8")
    with pytest.raises(LibraryError, match="不是指标库"):
        build(folder / "set", other)
    assert other.read_text("utf-8") == "别的文件"


def test_commands(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIPING_LIBRARY", str(path))
    assert main(["indicators", "search", "考试合格率", "--level", "质量指标", "--unit", "%"]) == 0
    assert "结业考试合格率" in capsys.readouterr().out
    assert main(["indicators", "suggest", "某乡业务培训经费"]) == 0
    assert "个相似项目中有" in capsys.readouterr().out
    assert main(["indicators", "show", "99"]) == 2
    assert "没有序号 99" in capsys.readouterr().err
    assert main(["indicators", "search", "满意", "--library", str(tmp_path / "无")]) == 2
    assert "jiping indicators build" in capsys.readouterr().err


def test_searching_needs_neither_duckdb_nor_arrow(path: Path) -> None:
    words = (
        "import sys; from jiping.indicators.library import Library;"
        f"print(len(Library({str(path)!r}).search('合格率')), 'duckdb' in sys.modules,"
        " 'pyarrow' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.split()[1:] == ["False", "False"]


def test_an_audit_of_the_dataset_asks_the_same_library_the_same(path: Path, tmp_path: Path) -> None:
    where = tmp_path / "set"
    given = [*forms(), replace(changed({"/indicators/2/target": "40"}), year=None)]
    nameless = replace(given[-1].project, name=None)
    given[-1] = replace(given[-1], project=nameless, source=replace(given[-1].source, ordinal=31))
    add_forms(where, given, "训", "0" * 64, "test")
    one_by_one = {
        (form.source.ordinal, target)
        for form in given
        for found in jiping.audit(form, only=["C-IND-30"], library=path).findings
        for target in found.targets
    }
    assert one_by_one, "some targets are easy"
    assert len(one_by_one) < len(given)
    asked = "SELECT ordinal, target FROM finding WHERE rule = 'C-IND-30'"
    done = audit(where, library=path)
    assert set(ask(Dataset(where), asked).rows()) == one_by_one
    assert (done.forms, done.fresh) == (len(given), len(given))
    assert audit(where, library=path).fresh == 0
    assert audit(where).fresh == len(given), "without a library these are other results"
    assert list(ask(Dataset(where), asked).rows()) == []
    again = audit(where, library=path)
    assert (again.fresh, set(ask(Dataset(where), asked).rows())) == (0, one_by_one)
    with pytest.raises(DatasetError, match="没有指标库"):
        audit(where, library=tmp_path / "none")


def test_what_was_split_stays_apart_and_what_was_merged_together(
    folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIPING_LIBRARY", str(path))

    def uses(words: str) -> list[tuple[str, int]]:
        with Library(path) as library:
            return [
                (f.concept.core, f.concept.uses) for f in library.search(words) if f.share > 700
            ]

    where = folder / "more"
    if not where.exists():  # the same indicator under a third and a fourth wording
        renamed = [
            replace(form, indicators=tuple(
                replace(row, name=("结业考试合格率", "考试结业合格率")[n % 2]) if row.name in NAMES else row
                for row in form.indicators
            ))
            for n, form in enumerate(forms())
        ]  # fmt: skip
        add_forms(where, renamed, "训", "0" * 64, "test")
    build(where, path)
    with Library(path) as library:
        (whole, *_) = library.search("结业考试合格率")
    number = str(whole.concept.id + 1)
    assert whole.concept.uses == 30
    assert main(["indicators", "split", number, "考试结业合格率"]) == 0
    assert "已从序号" in capsys.readouterr().err
    for _ in range(2):
        build(where, path)
        assert dict(uses("结业考试合格率")) == {"考试结业合格率": 15, "结业考试合格率": 15}
    book = path.with_suffix(".xlsx")
    export(path, book)
    assert take(path, book) == 1, "the workbook keeps it too"
    build(where, path)
    assert len(uses("结业考试合格率")) == 2

    def numbers() -> list[str]:
        with Library(path) as library:
            found = library.search("结业考试合格率")
            return [str(f.concept.id + 1) for f in found if f.share > 700]

    one, two = numbers()
    assert main(["indicators", "merge", one, "--into", two]) == 0
    build(where, path)
    assert [n for _, n in uses("结业考试合格率")] == [30]
    assert main(["indicators", "undo", "没有这个"]) == 2
    for name in ("结业考试合格率", "考试结业合格率"):
        main(["indicators", "undo", name])
    build(where, path)
    assert uses("结业考试合格率") == [("结业考试合格率", 30)], "as they look alike, together again"
    capsys.readouterr()
    assert main(["indicators", "split", "1", "没有这种叫法"]) == 2
    assert "没有“没有这种叫法”这种叫法" in capsys.readouterr().err
    assert main(["indicators", "merge", "1", "--into", "1"]) == 2
    assert "不能合并到自己" in capsys.readouterr().err


def test_a_month_is_no_number(tmp_path: Path) -> None:
    """2024.12 without a unit says when; with one it is a number."""
    form = changed(
        {
            "/indicators/2/target": "2024.12",
            "/indicators/2/actual": "2024.11",
            "/indicators/2/unit": None,
            "/indicators/7/target": "2024.12",
            "/indicators/7/unit": "元",
        }
    )
    add_forms(tmp_path / "set", [form], "x", "0" * 64, "test")
    build(tmp_path / "set", tmp_path / "own.sqlite")
    month, money = (form.indicators[n].name or "" for n in (2, 7))
    with Library(tmp_path / "own.sqlite") as library:
        held = {each.concept.name: each.concept for each in library.search(month)}
        assert held[month].target.count == 0
        assert held[month].result.count == 0
        held = {each.concept.name: each.concept for each in library.search(money)}
        assert held[money].target.mid == 2024_120000
