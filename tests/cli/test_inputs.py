"""Files, folders, patterns: what is taken, in which order, and what is said to be passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiping.cli.inputs import expand, natural


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "表10.txt",
        "表2.txt",
        "b/表1.DOCX",
        "图.svg",
        "~$表2.docx",
        ".隐藏.txt",
        "旧.doc",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def names(folder: Path, *arguments: str) -> list[str]:
    return [
        Path(item.name).relative_to(folder).as_posix() if item.problem is None else "?"
        for item in expand([str(folder / a) for a in arguments]).files
    ]


def test_a_folder_whole_in_natural_order(folder: Path) -> None:
    assert names(folder, "") == ["旧.doc", "表2.txt", "表10.txt", "b/表1.DOCX"]


def test_other_files_of_a_folder_are_counted(folder: Path) -> None:
    assert expand([str(folder)]).passed == ((".svg", 1),)


def test_a_pattern_is_expanded_here(folder: Path) -> None:
    assert names(folder, "表*.txt") == ["表2.txt", "表10.txt"]
    assert names(folder, "**/*.DOCX") == ["b/表1.DOCX"]


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "表[1].txt").write_bytes(b"x")
    assert names(tmp_path, "表[1].txt") == ["表[1].txt"]


def test_nothing_found_is_a_problem_in_words(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    found = expand([str(tmp_path / "空"), str(tmp_path / "*.docx")]).files
    assert [("没有" in (item.problem or "")) for item in found] == [True, True]


def test_a_missing_file_is_left_to_the_reader(tmp_path: Path) -> None:
    [item] = expand([str(tmp_path / "无.docx")]).files
    assert item.problem is None


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert names(folder, "表2.txt", "表*.txt") == ["表2.txt", "表10.txt"]


def test_natural_order() -> None:
    assert sorted(["a10", "a9", "A1", "²"], key=natural) == ["A1", "a9", "a10", "²"]
