"""Every exit code, and what goes to which stream."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

Run = Callable[..., Any]


def test_nothing_at_error_level_is_0(jiping: Run, tables: list[str]) -> None:
    ran = jiping("audit", tables[0], "--only", "C-SCR-05", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert [c["outcome"] for c in ran.json()["forms"][0]["checks"]] == ["pass"]


def test_a_finding_at_error_level_is_1(jiping: Run, wrong: Path) -> None:
    ran = jiping("audit", wrong, "--only", "C-SCR-05", "--format", "json")
    assert ran.code == 1
    [finding] = ran.json()["forms"][0]["findings"]
    assert (finding["left"], finding["right"], finding["difference"]) == ("96.71", "95.71", "1.00")


def test_reading_and_scoring_never_give_1(jiping: Run, wrong: Path) -> None:
    assert jiping("read", wrong).code == 0
    assert jiping("score", wrong).code == 0


def test_an_unreadable_file_is_3_and_the_others_are_there(
    jiping: Run, wrong: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    ran = jiping("audit", tmp_path / "无.docx", empty, wrong, "--format", "json")
    assert ran.code == 3, "3 outranks 1"
    files = ran.json()["files"]
    assert [f["status"] for f in files] == ["failed", "failed", "read"]
    assert [f["forms"] for f in files] == [0, 0, 1]
    assert "找不到" in files[0]["reason"]
    assert "空的" in files[1]["reason"]
    assert len(ran.json()["forms"]) == 1
    assert "无.docx" in ran.err
    assert "空.docx" in ran.err


def test_a_file_without_a_form_is_no_error(jiping: Run, tmp_path: Path) -> None:
    other = tmp_path / "通知.txt"
    other.write_text("关于召开会议的通知\n各单位：\n请准时参加。\n", "utf-8")
    ran = jiping("read", other, "--format", "json")
    assert ran.code == 0
    assert [(f["status"], f["forms"]) for f in ran.json()["files"]] == [("no_form", 0)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少 命令"),
        (["audit"], "缺少 文件"),
        (["fly"], "没有 'fly'"),
        (["audit", "x.txt", "--format", "pdf"], "没有 'pdf'"),
        (["audit", "x.txt", "--wrong"], "不认识 --wrong"),
        (["audit", "x.txt", "--scheme"], "后面要写一个值"),
        (["audit", "x.txt", "--places=1"], "不需要值"),
        (["audit", "x.txt", "--severity", "grave"], "没有 'grave'"),
        (["explain", "x.txt"], "缺少 --row"),
        (["explain", "x.txt", "--row", "1", "--ordinal", "a"], "值 'a' 不对"),
        (["audit", "x.txt", "--scheme", "xx-1"], "没有编号为 xx-1 的计分办法"),
        (["audit", "x.txt", "--scheme", "no.toml"], "方案文件不对"),
        (["audit", "x.txt", "--only", "C-NO-99"], "没有规则 C-NO-99"),
        (["rules", "C-NO-99"], "没有规则 C-NO-99"),
        (["schemes", "xx-1"], "没有编号为 xx-1"),
    ],
)
def test_wrong_use_is_2_and_said_in_chinese(jiping: Run, arguments: list[str], said: str) -> None:
    ran = jiping(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    for english in ("usage", "error:", "argument", "invalid", "expected", "required"):
        assert english not in ran.err


def test_help_is_chinese(jiping: Run) -> None:
    for arguments in (["--help"], ["audit", "--help"], ["explain", "-h"], ["rules", "-h"]):
        ran = jiping(*arguments)
        assert ran.code == 0
        assert "用法" in ran.out
        for english in ("usage", "positional", "show this", "options", "exit"):
            assert english not in ran.out


def test_argparse_is_itself_again_afterwards(jiping: Run) -> None:
    import argparse

    jiping("audit")
    assert argparse.ArgumentParser(prog="x").format_usage().startswith("usage: ")


def test_the_version(jiping: Run) -> None:
    from jiping import __version__

    assert jiping("--version").out == f"jiping {__version__}\n"


def test_an_input_is_never_overwritten(jiping: Run, wrong: Path) -> None:
    before = wrong.read_bytes()
    ran = jiping("audit", wrong, "-o", wrong)
    assert ran.code == 2
    assert "不能覆盖它" in ran.err
    assert wrong.read_bytes() == before


def test_output_to_a_file_leaves_standard_output_empty(
    jiping: Run, tables: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "结果.json"
    ran = jiping("read", tables[0], "-o", target)
    assert (ran.code, ran.out, ran.err) == (0, "", f"已写入 {target}\n")
    assert target.read_text("utf-8").startswith('{\n "version"')
    assert [p.name for p in tmp_path.iterdir()] == ["结果.json"]


@pytest.mark.parametrize("place", ["没有/x.json", "."])
def test_output_where_nothing_can_be_written(jiping: Run, tables: list[str], place: str) -> None:
    ran = jiping("read", tables[0], "-o", place)
    assert ran.code == 2
    assert ran.err.startswith("jiping：")


def test_ctrl_c_leaves_what_is_finished(
    jiping: Run, tables: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jiping.read import reading

    real, seen = reading.read_bytes, []

    def read_bytes(data: bytes, name: str) -> Any:
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(name)
        return real(data, name)

    monkeypatch.setattr(reading, "read_bytes", read_bytes)
    ran = jiping("audit", *tables, "--format", "json")
    assert ran.code == 130
    assert [f["file"] for f in ran.json()["files"]] == tables[:2]
    assert len(ran.json()["forms"]) == 2
    assert "已中途停止" in ran.err


def test_standard_input(jiping: Run, tables: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    content = (Path(__file__).resolve().parents[2] / tables[0]).read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    ran = jiping("read", "-", "--format", "json")
    assert ran.code == 0
    assert ran.json()["forms"][0]["project"]["name"] == "口岸经费"


def test_as_a_process(tables: list[str]) -> None:
    """Whole: UTF-8 whatever the locale, no colours in a pipe, the exit code of the process."""
    ran = subprocess.run(
        [sys.executable, "-m", "jiping", "audit", tables[0], "没有.txt"],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    text = ran.stdout.decode("utf-8")
    assert ran.returncode == 3, ran.stderr.decode("utf-8", "replace")
    assert "口岸经费" in text
    assert "\x1b" not in text
    assert "没有.txt：找不到这个文件" in text


def test_a_reader_that_goes_away_is_no_error(tables: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "jiping", "audit", *tables * 20],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    error = process.stderr.read().decode("utf-8")
    process.stderr.close()
    assert process.wait() in (0, 1)
    assert error == ""
