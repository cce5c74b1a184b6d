"""The commands of datasets: what they print, where, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_from_files_to_answers(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    where, out = tmp_path / "set", tmp_path / "out.csv"
    added = jiping("dataset", "add", where, *tables)
    assert (added.code, added.out) == (0, "")
    assert "加入 5 张表（5 个文件）" in added.err
    assert "没有重复加入" in jiping("dataset", "add", where, *tables).err
    audited = jiping("dataset", "audit", where, "-o", out)
    assert (audited.code, audited.out) == (0, "")
    assert "数据集有 5 张表，这次审核 5 张" in audited.err
    head = out.read_text("utf-8").split("\n", 1)[0]
    assert head == "file,ordinal,rule,severity,target,left,right"
    asked = jiping("dataset", "sql", where, "SELECT count(*) AS n FROM form", "--format", "json")
    assert json.loads(asked.out) == [{"n": 5}]
    assert "内蒙古自治区 5 张" in jiping("dataset", "info", where).out


def test_a_query_can_do_nothing_else(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    where, secret = tmp_path / "set", tmp_path / "secret.csv"
    secret.write_text("a\n1\n", "utf-8")
    jiping("dataset", "add", where, tables[0])
    for query in (
        f"SELECT * FROM read_csv('{secret}')",
        f"COPY form TO '{tmp_path / 'copy.csv'}'",
        "DROP VIEW form",
        "SELECT 1; SELECT 2",
        "SET enable_external_access = true",
        f"ATTACH '{tmp_path / 'x.db'}'",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT nothing FROM form",
    ):
        refused = jiping("dataset", "sql", where, query)
        assert (refused.code, refused.out) == (2, ""), query
        assert "查询" in refused.err
    assert {p.name for p in tmp_path.iterdir()} == {"set", "secret.csv"}


def test_a_file_that_cannot_be_read(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    done = jiping("dataset", "add", tmp_path / "set", tables[0], broken)
    assert done.code == 3
    assert "加入 1 张表" in done.err


def test_a_simulation(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    where, out, data = tmp_path / "set", tmp_path / "r.html", tmp_path / "r.csv"
    jiping("dataset", "add", where, *tables)
    done = jiping(
        "simulate", where, "--scheme", "cn-2020", "--against", "现行", "-o", out, "--data", data
    )
    assert (done.code, done.out) == (0, "")
    assert "比较了 5 张表：0 张得分降低，1 张提高" in done.err
    assert "计分办法试算报告" in out.read_text("utf-8")
    lines = data.read_text("utf-8").splitlines()
    assert len(lines) == 6
    assert ",97.50,99.25,1.75," in lines[1]


def test_wrong_use(jiping: Run, tmp_path: Path) -> None:
    for arguments, words in (
        (("dataset", "audit", tmp_path / "no"), "不是数据集"),
        (("dataset", "sql", tmp_path / "no", "SELECT 1"), "不是数据集"),
        (("simulate", tmp_path, "--scheme", "x", "--against", "cn-2020", "-o", "a.html"), "没有编号"),
        (("simulate", tmp_path, "--scheme", "tj", "--against", "cn-2020", "-o", "a.abc"), "扩展名"),
        (("dataset", "audit", tmp_path, "--master", "local[2]"), "--engine spark"),
    ):  # fmt: skip
        done = jiping(*arguments)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
