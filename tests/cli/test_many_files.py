"""Folders and archives: read once each, in order, whatever one of them is, broken off or not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from making.zips import zipped

from jiping.cli.progress import duration, pace

Run = Callable[..., Any]
TARGETS = """项目支出绩效目标申报表
（2024年度）
项目名称\t河道清淤\t主管部门\t某县水利局
项目资金（万元）\t年度资金总额\t100
总体目标\t完成清淤10公里
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t清淤长度\t≥10公里
"""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def texts(tables: list[str]) -> list[bytes]:
    return [(ROOT / table).read_bytes() for table in tables]


@pytest.fixture
def folder(tmp_path: Path, texts: list[bytes]) -> Path:
    """Five forms, one of them twice, and files of every other outcome."""
    where = tmp_path / "某县"
    where.mkdir()
    (where / "1.txt").write_bytes(texts[0])
    (where / "2.txt").write_bytes(texts[1])
    (where / "3.txt").write_bytes("会议通知\n请准时参加。\n".encode())
    (where / "4.txt").write_bytes(TARGETS.encode())
    (where / "5.docx").write_bytes(b"PK\x03\x04cut off")
    (where / "6.txt").write_bytes(texts[0])
    inner = zipped({"表四.txt": texts[3], "空.txt": b""}, gbk=True)
    (where / "7.zip").write_bytes(zipped({"表三.txt": texts[2], "乡镇.zip": inner}, gbk=True))
    return where


def names(document: Any) -> list[str]:
    return [Path(f["file"]).as_posix().partition("某县/")[2] for f in document["files"]]


def test_every_file_in_order_with_its_outcome(jiping: Run, folder: Path) -> None:
    ran = jiping("audit", folder, "--format", "json")
    document = ran.json()
    assert ran.code == 3
    assert names(document) == [
        "1.txt", "2.txt", "3.txt", "4.txt", "5.docx", "6.txt",
        "7.zip/乡镇.zip/空.txt", "7.zip/乡镇.zip/表四.txt", "7.zip/表三.txt",
    ]  # fmt: skip
    assert document["summary"] == {
        "files": 9, "read": 5, "no_form": 1, "refused": 1, "failed": 2, "duplicates": 1, "forms": 5,
    }  # fmt: skip
    of = {Path(f["evaluation"]["source"]["file"]).name for f in document["forms"]}
    assert of == {"1.txt", "2.txt", "6.txt", "表三.txt", "表四.txt"}


def test_a_duplicate_is_read_once_and_reported_for_each(
    jiping: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jiping.read import reading

    real, seen = reading.read_bytes, []
    monkeypatch.setattr(
        reading,
        "read_bytes",
        lambda data, name: (seen.append(Path(name).name), real(data, name))[1],
    )
    document = jiping("read", folder, "--format", "json").json()
    assert seen.count("1.txt") == 1
    assert "6.txt" not in seen
    [entry] = [f for f in document["files"] if f["file"].endswith("6.txt")]
    assert (entry["status"], entry["forms"]) == ("read", 1)
    assert entry["duplicate_of"].endswith("1.txt")
    first, again = (
        next(e for e in document["forms"] if e["source"]["file"].endswith(name))
        for name in ("1.txt", "6.txt")
    )
    assert {**first, "source": None} == {**again, "source": None}
    assert first["source"]["sha256"] == again["source"]["sha256"]


def test_people_see_a_duplicate_once(jiping: Run, folder: Path) -> None:
    out = jiping("audit", folder).out
    assert out.count("━━ 口岸经费") == 1
    assert "其中内容重复" in out
    assert "内容相同" in "".join(out.split())


def test_several_processes_give_the_same_document(jiping: Run, folder: Path) -> None:
    for command in ("read", "score", "audit"):
        alone = jiping(command, folder, "--format", "json", "--jobs", "1", "--places")
        shared = jiping(command, folder, "--format", "json", "--jobs", "2", "--places")
        assert shared.code == alone.code
        assert shared.json() == alone.json()


def test_taken_up_again_it_gives_the_same_and_reads_nothing_twice(
    jiping: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jiping.read import reading

    state = tmp_path / "进度"
    plain = jiping("audit", folder, "--format", "json").out
    first = jiping("audit", folder, "--format", "json", "--resume", state)
    assert first.out == plain
    real, seen = reading.read_bytes, []
    monkeypatch.setattr(
        reading,
        "read_bytes",
        lambda data, name: (seen.append(Path(name).name), real(data, name))[1],
    )
    second = jiping("audit", folder, "--format", "json", "--resume", state)
    assert second.out == plain
    assert seen == ["5.docx", "空.txt"], "what failed is tried again, nothing else is read"
    assert "接着上次的进度" in second.err
    html = jiping("audit", folder, "-o", tmp_path / "a.html", "--resume", state)
    assert html.code == 3
    assert seen == ["5.docx", "空.txt"] * 2


def test_a_torn_record_is_read_again(jiping: Run, folder: Path, tmp_path: Path) -> None:
    state = tmp_path / "进度"
    plain = jiping("audit", folder, "--format", "json", "--resume", state).out
    records = state / ".jiping-results.bin"
    whole = records.read_bytes()
    for cut in (1, len(whole) // 2, len(whole) - 5):
        records.write_bytes(whole[:cut])
        assert jiping("audit", folder, "--format", "json", "--resume", state).out == plain
    records.write_bytes(whole[:100] + b"\xff" + whole[101:])
    assert jiping("audit", folder, "--format", "json", "--resume", state).out == plain


def test_other_rules_or_another_command_make_it_anew(
    jiping: Run, folder: Path, tmp_path: Path
) -> None:
    state = tmp_path / "进度"
    jiping("audit", folder, "--format", "json", "--resume", state)
    for arguments in (["--only", "C-SCR-05"], ["--scheme", "cn-2020"]):
        ran = jiping("audit", folder, "--format", "json", "--resume", state, *arguments)
        assert "全部重做" in ran.err
        assert ran.out == jiping("audit", folder, "--format", "json", *arguments).out
    read = jiping("read", folder, "--format", "json", "--resume", state)
    assert read.out == jiping("read", folder, "--format", "json").out


def test_only_one_run_at_a_time_uses_a_state(jiping: Run, folder: Path, tmp_path: Path) -> None:
    from jiping.api.batch.shelf import Shelf

    state = tmp_path / "进度"
    shelf = Shelf()
    shelf.take_up(str(state), "x")
    ran = jiping("read", folder, "--resume", state)
    shelf.close()
    assert ran.code == 2
    assert "正被另一个绩评使用" in ran.err


def test_a_state_where_none_can_be(jiping: Run, folder: Path, tmp_path: Path) -> None:
    ran = jiping("read", folder, "--resume", tmp_path / "没有" / "进度")
    assert ran.code == 2
    assert "不能用" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are for POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_broken_off_it_goes_on_where_it_was(
    number: int, texts: list[bytes], tmp_path: Path
) -> None:
    """A whole process with processes of its own is ended in the middle; the next run finishes."""
    folder, state = tmp_path / "多", tmp_path / "进度"
    folder.mkdir()
    for n in range(120):
        data = texts[n % 5].replace("口岸局".encode(), f"局{n}".encode())
        (folder / f"{n}.txt").write_bytes(data)
    command = [sys.executable, "-m", "jiping", "audit", str(folder), "--jobs", "2",
               "--format", "json", "--resume", str(state)]  # fmt: skip
    out = tmp_path / "a.json"
    process = subprocess.Popen([*command, "-o", str(out)], stderr=subprocess.DEVNULL)
    records = state / ".jiping-results.bin"
    while process.poll() is None and not (records.exists() and records.stat().st_size > 0):
        time.sleep(0.02)
    process.send_signal(number)
    process.wait(180)
    if number == signal.SIGINT and process.returncode == 130:
        broken = json.loads(out.read_text("utf-8"))
        assert broken["interrupted"]
        assert 0 < broken["summary"]["forms"] == len(broken["forms"]) <= 120
    done = subprocess.run(command, capture_output=True, check=False)
    fresh = subprocess.run(command[:-2], capture_output=True, check=False)
    assert done.stdout == fresh.stdout
    assert "接着上次的进度" in done.stderr.decode("utf-8")
    assert json.loads(done.stdout)["summary"]["forms"] == 120


def test_a_file_that_kills_its_process_does_not_stop_the_others(
    texts: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from making import killing

    from jiping.api.batch import Input, Wanted, work, worker

    monkeypatch.setattr(worker, "run", killing.run)
    inputs = [Input(f"{n}.txt", data=text) for n, text in enumerate(texts)]
    inputs.insert(2, Input("杀.txt", data=killing.KILL))
    done = work(inputs, Wanted("read"), processes=2)
    files = done.files()
    done.shelf.close()
    assert [f.status for f in files] == ["read", "read", "failed", "read", "read", "read"]
    assert "意外中止" in (files[2].reason or "")


def test_odd_things_in_a_folder(jiping: Run, tmp_path: Path, texts: list[bytes]) -> None:
    where = tmp_path / "杂"
    (where / "夹.docx").mkdir(parents=True)
    (where / "夹.docx" / "表.txt").write_bytes(texts[0])
    for name in ("~$表.docx", ".DS_Store", "Thumbs.db", "desktop.ini"):
        (where / name).write_bytes(b"x")
    (where / "空.docx").write_bytes(b"")
    (where / ("长" * 80 + ".txt")).write_bytes(texts[1])
    if os.name != "nt":
        (where / "环").symlink_to(where)
        (where / "断.txt").symlink_to(where / "没有.txt")
    ran = jiping("read", where, "--format", "json")
    found = {Path(f["file"]).name: f["status"] for f in ran.json()["files"]}
    assert found.pop("断.txt", "failed") == "failed"
    assert found == {"表.txt": "read", "空.docx": "failed", "长" * 80 + ".txt": "read"}
    if os.name != "nt":
        assert "文件夹的链接 1 个" in ran.err


def test_an_archive_on_standard_input(
    jiping: Run, texts: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    from types import SimpleNamespace

    data = zipped({"表.txt": texts[0]}, gbk=True)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    document = jiping("read", "-", "--format", "json").json()
    assert [f["file"] for f in document["files"]] == ["标准输入/表.txt"]


def test_the_pace_in_words() -> None:
    assert pace(0, 100, 5) == ""
    assert pace(50, 100, 0.5) == ""
    assert pace(50, 100, 5) == "每秒 10 个，还需约 6 秒"
    assert pace(2, 100, 10) == "每个 5 秒，还需约 8 分 11 秒"
    assert duration(3 * 3600 + 59) == "3 小时 0 分"


def test_numbers_of_processes_that_make_no_sense(jiping: Run, folder: Path) -> None:
    for number in ("0", "x", "-1"):
        assert jiping("read", folder, "--jobs", number).code == 2
