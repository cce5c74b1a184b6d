"""`jiping export` as people and scripts call it: options, inputs, outputs, what goes wrong."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import jiping as library
from jiping.forms.families import families
from jiping.forms.formats import names

Run = Callable[..., Any]
NEEDS_TYPST = {"pdf", "ofd"}


def projects(data: bytes, name: str) -> list[str | None]:
    reading = library.read(data, name=name)
    return [e.project.name for e in reading.evaluations]


@pytest.fixture(scope="session")
def five() -> list[str]:
    """The projects of the five reference tables."""
    root = Path(__file__).parents[2] / "examples" / "reference"
    return [
        e.project.name or ""
        for n in range(1, 6)
        for e in library.read(root / f"table-{n}.txt").evaluations
    ]


@pytest.fixture
def several(jiping: Run, tables: list[str], tmp_path: Path) -> Path:
    """One Word document with five forms."""
    root = Path(__file__).parents[2]
    forms = [library.read(root / name).evaluations[0] for name in tables]
    file = tmp_path / "五张.docx"
    file.write_bytes(library.export(forms, "docx").data)
    return file


@pytest.mark.parametrize("form", names())
def test_every_format_by_its_name(
    jiping: Run, tables: list[str], five: list[str], tmp_path: Path, form: str
) -> None:
    if form in NEEDS_TYPST:
        pytest.importorskip("typst", reason="needs the extra pdf")
    out = tmp_path / f"表.{form}"
    ran = jiping("export", tables[0], "--family", "nm-2023", "--format", form, "-o", out)
    assert (ran.code, ran.out) == (0, ""), ran.err
    assert ran.err.splitlines() == [f"已写入 {out}"]
    if form == "json":
        assert json.loads(out.read_text("utf-8"))["project"]["name"] == five[0]
    else:
        assert projects(out.read_bytes(), out.name) == five[:1]


def test_the_suffix_names_the_format(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    out = tmp_path / "表.XLSX"
    assert jiping("export", tables[0], "-o", out).code == 0
    assert out.read_bytes()[:4] == b"PK\x03\x04"


def test_the_format_wins_over_the_suffix(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    out = tmp_path / "表.txt"
    assert jiping("export", tables[0], "--format", "md", "-o", out).code == 0
    assert out.read_text("utf-8").startswith("# ")


def test_all_forms_of_a_file_one_after_the_other(
    jiping: Run, several: Path, five: list[str], tmp_path: Path
) -> None:
    for form in ("docx", "xlsx", "html", "md", "csv"):
        out = tmp_path / f"全部.{form}"
        assert jiping("export", several, "--family", "mof-2020", "-o", out).code == 0
        assert projects(out.read_bytes(), out.name) == five


def test_json_holds_all_forms_too(
    jiping: Run, several: Path, five: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "全部.json"
    assert jiping("export", several, "-o", out).code == 0
    again = tmp_path / "再来.docx"
    ran = jiping("export", out, "-o", again)
    assert ran.code == 0, ran.err
    assert projects(again.read_bytes(), again.name) == five


def test_one_form_by_its_number(
    jiping: Run, several: Path, five: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "第四张.docx"
    assert jiping("export", several, "--ordinal", "4", "-o", out).code == 0
    assert projects(out.read_bytes(), out.name) == [five[3]]


@pytest.mark.parametrize("number", ["0", "6", "-1"])
def test_a_number_that_no_form_has(jiping: Run, several: Path, tmp_path: Path, number: str) -> None:
    out = tmp_path / "无.docx"
    ran = jiping("export", several, "--ordinal", number, "-o", out)
    assert (ran.code, ran.out) == (2, "")
    assert f"没有第 {number} 张" in ran.err
    assert "5 张" in ran.err
    assert not out.exists()


def test_a_family_that_there_is_not(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    out = tmp_path / "表.docx"
    ran = jiping("export", tables[0], "--family", "sh-2030", "-o", out)
    assert (ran.code, ran.out) == (2, "")
    assert "sh-2030" in ran.err
    assert all(family in ran.err for family in families())
    assert not out.exists()


def test_a_format_that_there_is_not(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    ran = jiping("export", tables[0], "--format", "doc", "-o", tmp_path / "表.doc")
    assert ran.code == 2
    assert "doc" in ran.err
    ran = jiping("export", tables[0], "-o", tmp_path / "表.doc")
    assert ran.code == 2
    assert "docx、html" in ran.err


def test_what_is_there_is_replaced_whole(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    out = tmp_path / "表.csv"
    out.write_bytes(b"x" * 1_000_000)
    assert jiping("export", tables[0], "-o", out).code == 0
    assert b"xxx" not in out.read_bytes()
    assert [f.name for f in tmp_path.iterdir()] == ["表.csv"]


def test_the_file_itself_is_never_overwritten(jiping: Run, several: Path) -> None:
    before = several.read_bytes()
    ran = jiping("export", several, "-o", several)
    assert (ran.code, several.read_bytes()) == (2, before)
    assert str(several) in ran.err


def test_a_folder_that_is_not_there(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    ran = jiping("export", tables[0], "-o", tmp_path / "没有" / "表.docx")
    assert ran.code == 2
    assert "不存在" in ran.err


def test_the_json_of_one_evaluation(
    jiping: Run, tables: list[str], five: list[str], tmp_path: Path
) -> None:
    read = jiping("read", tables[2], "--format", "json").json()
    for number, document in enumerate((read, read["forms"][0])):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
        ran = jiping("export", file, "--format", "html")
        assert ran.code == 0, ran.err
        assert projects(ran.out.encode(), "表.html") == [five[2]]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("{}", 3, "缺少“source”一项"),
        ('{"forms": 3}', 3, "有一项的结构与自评表的不同"),
        ("[1]", 3, "有一项的结构与自评表的不同"),
        ('{"project"', 3, "第 1 行第 11 个字符处不合 JSON 的写法"),
        ('{"forms": []}', 2, "没有可以导出的自评表"),
    ],
)
def test_json_that_is_no_evaluation(
    jiping: Run, tmp_path: Path, text: str, code: int, said: str
) -> None:
    file = tmp_path / "别的.json"
    file.write_text(text, "utf-8")
    ran = jiping("export", file, "--format", "md")
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_a_file_on_standard_input(
    jiping: Run, tables: list[str], five: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).parents[2]
    as_json = jiping("read", tables[1], "--format", "json").out.encode()
    for data in ((root / tables[1]).read_bytes(), as_json):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        ran = jiping("export", "-", "--format", "html")
        assert ran.code == 0, ran.err
        assert projects(ran.out.encode(), "表.html") == [five[1]]


def test_a_file_without_a_form(jiping: Run, tmp_path: Path) -> None:
    other = tmp_path / "通知.txt"
    other.write_text("关于召开会议的通知\n各单位：\n请准时参加。\n", "utf-8")
    ran = jiping("export", other, "-o", tmp_path / "表.docx")
    assert ran.code == 2
    assert ran.err.strip()
    assert jiping("export", tmp_path / "无.txt", "-o", tmp_path / "表.docx").code == 3
    assert not (tmp_path / "表.docx").exists()


def test_what_a_form_has_no_column_for_is_said(
    jiping: Run, tables: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "表.docx"
    ran = jiping("export", tables[0], "--family", "transfer-2019", "-o", out)
    assert ran.code == 0
    assert "本表式的绩效指标没有“得分”一栏，17 行的得分没有写入。" in ran.err
