"""`jiping layout`: a layout taught at the command line, without and with a person at it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jiping.read.layouts.learn import load

Run = Callable[..., Any]
EXAMPLE = """项目绩效自评表（2024年度）
项目名称\t河道清淤项目\t实施单位\t某县水利局
项目资金（万元）\t批复金额\t全年执行数\t执行率
年度资金总额\t100\t90\t90%
一级指标\t二级指标\t三级指标\t绩效标准\t达成情况\t分值\t得分
产出指标\t数量指标\t清淤长度\t≥10公里\t11公里\t60\t60
效益指标\t社会效益指标\t防洪能力\t提升\t提升\t40\t35
总分\t100\t95
"""
SET = [
    "--set",
    "批复金额=全年预算数",
    "--set",
    "绩效标准=target",
    "--set",
    "绩效指标.达成情况=actual",
]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "样例.txt"
    path.write_text(EXAMPLE, "utf-8")
    return path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    own = tmp_path / "表式"
    monkeypatch.setenv("JIPING_LAYOUTS", str(own))
    yield own
    load(tmp_path / "nothing")


def test_learned_by_options_and_used_by_the_next_command(
    jiping: Run, example: Path, folder: Path
) -> None:
    before = jiping("read", example, "--format", "json").json()["forms"][0]
    assert before["form"]["family"] == "unknown"
    ran = jiping("layout", "learn", example, "--id", "my-2024", *SET)
    assert (ran.code, ran.out) == (0, "")
    assert "各项合计相符" in ran.err
    assert [p.name for p in folder.iterdir()] == ["my-2024.toml"]
    after = jiping("read", example, "--format", "json").json()["forms"][0]
    assert after["form"]["family"] == "my-2024"
    assert [row["actual"] for row in after["indicators"]] == ["11", "提升"]
    assert after["funds"][0]["adjusted"] == "100"


def test_the_processes_of_a_long_run_know_it_too(
    jiping: Run, example: Path, tmp_path: Path
) -> None:
    jiping("layout", "learn", example, "--id", "my-2024", *SET)
    for number in range(3):
        text = EXAMPLE.replace("河道清淤项目", f"河道{number}")
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    given = sorted(tmp_path.glob("?.txt"))
    forms = jiping("read", *given, "--jobs", "2", "--format", "json").json()["forms"]
    assert [f["form"]["family"] for f in forms] == ["my-2024"] * 3
    assert [f["project"]["name"] for f in forms] == ["河道0", "河道1", "河道2"]


def test_listed_and_shown(jiping: Run, example: Path) -> None:
    jiping("layout", "learn", example, "--id", "my-2024", "--title", "某县表", *SET)
    listed = jiping("layout", "list", "--format", "json").json()["layouts"]
    assert (listed[0]["id"], listed[0]["title"], listed[0]["own"]) == ("my-2024", "某县表", True)
    assert any(item["id"] == "mof-2020" and not item["own"] for item in listed)
    assert 'id = "my-2024"' in jiping("layout", "show", "my-2024").out
    assert 'id = "mof-2020"' in jiping("layout", "show", "mof-2020").out
    assert jiping("layout", "show", "no-such").code == 2


def test_answers_from_a_file_that_it_began_itself(
    jiping: Run, example: Path, tmp_path: Path, folder: Path
) -> None:
    asked = jiping("layout", "learn", example, "--ask")
    assert asked.code == 0
    assert not folder.exists()
    filled = asked.out.replace('id = ""', 'id = "from-file"')
    for label, role in (
        ("绩效标准", "target"),
        ("达成情况", "实际完成值"),
        ("批复金额", "adjusted"),
    ):
        filled = filled.replace(f'"{label}" = ""', f'"{label}" = "{role}"')
    answers = tmp_path / "回答.toml"
    answers.write_text(filled, "utf-8")
    ran = jiping("layout", "learn", example, "--answers", answers)
    assert ran.code == 0, ran.err
    assert (folder / "from-file.toml").is_file()


class Typing(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_is_asked(
    jiping: Run, example: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Typing("2\n\n\n\n\n\n99\n6\n7\n\n\nmy-1\n某县表\n\n"))
    ran = jiping("layout", "learn", example)
    assert ran.code == 0, ran.err
    assert "项目资金表头里的“批复金额”是哪一栏？" in ran.err
    assert "请输入 1 到 13 的数字" in ran.err
    assert (folder / "my-1.toml").read_text("utf-8").startswith('id = "my-1"\ntitle = "某县表"')


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--id", "my-2024"], "还没有回答：“批复金额”、“绩效标准”、“达成情况”"),
        (["--id", "坏编号", *SET], "不合要求"),
        (SET, "缺少表式编号"),
        (["--id", "a1", *SET, "--set", "没有这栏=score"], "--set 应写成"),
        (["--id", "a1", *SET, "--set", "得分=工资"], "没有栏目“工资”"),
        (["--id", "a1", *SET, "--set", "得分=actual"], "被指给了两个表头"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    arguments: list[str], said: str, jiping: Run, example: Path, folder: Path
) -> None:
    ran = jiping("layout", "learn", example, *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert not folder.exists() or list(folder.iterdir()) == []


def test_an_existing_layout_is_not_overwritten_by_accident(
    jiping: Run, example: Path, folder: Path
) -> None:
    for _ in range(2):
        ran = jiping("layout", "learn", example, "--id", "my-2024", *SET)
    assert ran.code == 2
    assert "--force" in ran.err
    assert jiping("layout", "learn", example, "--id", "my-2024", *SET, "--force").code == 0


def test_a_broken_layout_is_named(jiping: Run, tables: list[str], folder: Path) -> None:
    folder.mkdir()
    (folder / "坏.toml").write_text("id = 3", "utf-8")
    ran = jiping("audit", tables[0])
    assert ran.code == 2
    assert "坏.toml" in ran.err


def test_a_file_without_a_header_teaches_nothing(jiping: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("没有表\n", "utf-8")
    ran = jiping("layout", "learn", tmp_path / "a.txt", "--id", "a1")
    assert (ran.code, "学不了" in ran.err) == (2, True)
    assert jiping("layout", "learn", tmp_path / "无.txt", "--id", "a1").code == 3


def test_a_known_form_need_not_be_taught(jiping: Run, tables: list[str], folder: Path) -> None:
    ran = jiping("layout", "learn", tables[0], "--id", "again")
    assert ran.code == 2
    assert "样例本来就认得，是 nm-2023" in ran.err
    assert list(folder.glob("*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on Windows")
def test_at_a_real_terminal_a_wrong_id_loses_no_answer(example: Path, folder: Path) -> None:
    import pty
    import select

    answers = iter(["", "2", "", "", "", "", "", "6", "7", "", "", "", "坏 号", "my-2024", "", ""])
    screen, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "jiping", "layout", "learn", str(example)],
        stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    asked = 0
    while True:
        if not select.select([screen], [], [], 60)[0]:
            break
        try:
            read = os.read(screen, 65536)
        except OSError:  # how Linux says that the other end was closed
            break
        if not read:
            break
        shown += read
        while asked < _prompts(shown):
            os.write(screen, next(answers, "").encode() + b"\n")
            asked += 1
    os.close(screen)
    text = shown.decode("utf-8", "replace")
    assert process.wait(180) == 0, text
    assert "编号只能用小写字母" in text
    assert 'title = "项目绩效自评表"' in (folder / "my-2024.toml").read_text("utf-8")


def _prompts(shown: bytes) -> int:
    """How many questions were asked so far."""
    text = shown.decode("utf-8", "ignore")
    ends = (
        "（回车接受）：",
        "（回车表示不读入）：",
        "my-2024）：",
        "回车用表名）：",
        "回车用文件名）：",
    )
    return sum(text.count(end) for end in ends)
