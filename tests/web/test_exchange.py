"""`jiping dataset import --from web` and `export --to web` as programs, beside real data folders."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from making.postgresql import server
from making.serving import PATIENCE, command

pytestmark = pytest.mark.skipif(
    "JIPING_TEST_DATABASE" in os.environ, reason="programs of their own"
)
MANY = 8
MAKING = """
import sys
sys.path.insert(0, "tests")
from pathlib import Path
from jiping.web.serving import Wanted, prepare
data, server, count = sys.argv[1:]
prepare(Wanted(data=Path(data), server=Path(server) if server else None))
from making.bureau import make_bureau
from jiping.store.actions.reading import take_file
made = make_bureau(form=False)
text = Path("examples/reference/table-1.txt").read_text("utf-8")
for number in range(int(count)):
    take_file(
        made.actor("filler"), text.replace("口岸经费", f"口岸经费{number:03}").encode(),
        f"{number:03}.txt", organisation=made.places["第一中学"],
    )
"""


def environment() -> dict[str, str]:
    held = {**os.environ, "PYTHONUTF8": "1"}
    for name in ("JIPING_DATA", "JIPING_SETTINGS", "DJANGO_SETTINGS_MODULE", "JIPING_MODE"):
        held.pop(name, None)
    return held


def make(data: Path, count: int, settings: Path | None = None) -> Path:
    """An installation with the bureau and so many forms of 第一中学."""
    subprocess.run(
        [sys.executable, "-c", MAKING, str(data), str(settings or ""), str(count)],
        check=True, capture_output=True, env=environment(), stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return data


def jiping(*given: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jiping", *map(str, given)], capture_output=True, check=False,
        stdin=subprocess.DEVNULL, encoding="utf-8", env=environment(),
    )  # fmt: skip


def ask(data: Path, sql: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(data / "jiping.sqlite3", timeout=30)) as database:
        return database.execute(sql).fetchall()


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("exchange") / "web", MANY)


@pytest.fixture
def empty(held: Path, tmp_path: Path) -> Path:
    """The same bureau without forms."""
    copy = tmp_path / "empty"
    shutil.copytree(held, copy)
    with contextlib.closing(sqlite3.connect(copy / "jiping.sqlite3")) as database, database:
        for table in ("findingrow", "formversion", "formbody", "form"):
            database.execute(f"DELETE FROM store_{table}")
    return copy


def test_in_twice_and_out_twice(held: Path, empty: Path, tmp_path: Path) -> None:
    where = tmp_path / "set"
    ran = jiping("dataset", "import", where, "--from", "web", "--data", held)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert ran.stderr == f"网页系统有 {MANY} 张自评表：加入 {MANY} 张新表。\n"
    ran = jiping("dataset", "import", where, "--from", "web", "--data", held)
    assert ran.stderr == f"网页系统有 {MANY} 张自评表：{MANY} 张没有变化。\n"
    given = ("dataset", "export", where, "--to", "web", "--data", empty, "--as", "filler")
    ran = jiping(*given, "--organisation", "第一中学")
    assert (ran.returncode, ran.stderr) == (0, f"网页系统新增 {MANY} 张草稿。\n")
    ran = jiping(*given, "--organisation", "第一中学")
    assert ran.stderr == f"网页系统新增 0 张草稿；{MANY} 张的内容网页系统里已有，没有重复写入。\n"
    bodies = "SELECT evaluation FROM store_formbody ORDER BY evaluation"
    assert [json.loads(str(e)) for (e,) in ask(empty, bodies)] == [
        json.loads(str(e)) for (e,) in ask(held, bodies)
    ]
    # A project of the dataset's year only.
    ran = jiping(*given, "--organisation", "第一中学", "--year", "1999")
    assert ran.stderr == "网页系统新增 0 张草稿。\n"
    checked = subprocess.run(
        command("--data", str(empty), "--check-log"), capture_output=True, check=False,
        stdin=subprocess.DEVNULL, env=environment(),
    )  # fmt: skip
    assert checked.returncode == 0


def _another_version(data: Path, sql: str) -> None:
    with contextlib.closing(sqlite3.connect(data / "jiping.sqlite3")) as database, database:
        database.execute(sql)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--data", "{tmp}/none"), "没有数据文件夹"),
        (("--data", "{tmp}"), "不是网页系统的数据文件夹：其中没有 jiping.sqlite3"),
        (("--data", "{data}", "--as", "nobody"), "网页系统里没有登录名“nobody”"),
        (("--data", "{data}", "--as", "admin"), "admin：您没有“导出、下载”的权限"),
        (("--server", "{tmp}/none.toml"), "打不开"),
        (("--mapping", "x.toml"), "--mapping 不用于网页系统"),
    ],
)
def test_what_is_wrong_is_said(given: tuple[str, ...], words: str, held: Path, tmp_path: Path) -> None:  # fmt: skip
    filled = [each.format(tmp=tmp_path, data=held) for each in given]
    ran = jiping("dataset", "import", tmp_path / "set", "--from", "web", *filled)
    assert ran.returncode == 2
    assert words in ran.stderr
    assert ran.stderr.count("\n") == 1, "one line, no traceback"
    assert not (tmp_path / "set" / "dataset.json").exists()
    assert not (tmp_path / "none").exists(), "nothing is made where nothing was"


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_x', 'now')",
            "由更新版本的绩评写成",
        ),
        (
            "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'store')",
            "是旧版本的",
        ),
        ("DROP TABLE django_migrations", "没有网页系统的表"),
    ],
)
def test_another_version_is_said(sql: str, words: str, empty: Path, tmp_path: Path) -> None:
    _another_version(empty, sql)
    ran = jiping("dataset", "import", tmp_path / "set", "--from", "web", "--data", empty)
    assert ran.returncode == 2
    assert words in ran.stderr


def test_no_database_at_all_is_said(empty: Path, tmp_path: Path) -> None:
    for left in empty.glob("jiping.sqlite3*"):
        left.unlink()
    (empty / "jiping.sqlite3").write_bytes(b"no database, but a file of this name" * 100)
    ran = jiping("dataset", "import", tmp_path / "set", "--from", "web", "--data", empty)
    assert ran.returncode == 2
    assert "损坏，或不是网页系统的数据" in ran.stderr


@pytest.mark.parametrize("way", ["in", "out"])
def test_killed_it_leaves_nothing_half_done(
    way: str, held: Path, empty: Path, tmp_path: Path
) -> None:
    where = tmp_path / "set"
    if way == "out":
        assert jiping("dataset", "import", where, "--from", "web", "--data", held).returncode == 0
    before = (where / "dataset.json").read_bytes() if way == "out" else None
    words = ("import", where, "--from", "web", "--data", held) if way == "in" else (
        "export", where, "--to", "web", "--data", empty, "--organisation", "第一中学")  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "jiping", "dataset", *map(str, words)], env=environment(),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        end = time.monotonic() + PATIENCE
        while process.poll() is None and not _under_way(way, where, empty):
            assert time.monotonic() < end
            time.sleep(0.01)
        process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    if way == "out":
        assert (where / "dataset.json").read_bytes() == before
        whole = """SELECT count(*) FROM store_form f JOIN store_formbody b ON b.form_id = f.id
            JOIN store_formversion v ON v.form_id = f.id"""
        assert ask(empty, whole) == ask(empty, "SELECT count(*) FROM store_form")
    ran = jiping("dataset", *words)
    assert ran.returncode == 0, ran.stderr
    if way == "in":
        counted = jiping("dataset", "sql", where, "SELECT count(*) n, count(DISTINCT record) r FROM web", "--format", "json")  # fmt: skip
        assert json.loads(counted.stdout) == [{"n": MANY, "r": MANY}]
    else:
        assert ask(empty, "SELECT count(*), count(DISTINCT name) FROM store_form") == [(MANY, MANY)]


def _under_way(way: str, where: Path, data: Path) -> bool:
    if way == "in":
        return (where / ".jiping" / "staging" / "add").exists()
    return ask(data, "SELECT count(*) > 1 FROM store_form") == [(1,)]


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Path]:
    """The settings of a server with a database of its own."""
    with server() as address:
        settings = tmp_path / "server.toml"
        settings.write_text(
            f'hosts = ["jx.example.cn"]\ndata = "{tmp_path / "files"}"\ndatabase = "{address}"\n',
            "utf-8",
        )
        yield settings


@pytest.mark.skipif(os.name == "nt", reason="Debian's binaries are asked for")
def test_a_server_s_settings_file(on_postgresql: Path, held: Path, tmp_path: Path) -> None:
    where, back = tmp_path / "set", tmp_path / "back"
    given = ("--from", "web", "--server", on_postgresql)
    ran = jiping("dataset", "import", where, *given)
    assert ran.returncode == 2
    assert "没有网页系统的表，请先用 jiping serve 启动一次" in ran.stderr
    make(tmp_path / "files", 0, on_postgresql)
    assert jiping("dataset", "import", where, "--from", "web", "--data", held).returncode == 0
    ran = jiping("dataset", "export", where, "--to", "web", "--server", on_postgresql,
                 "--as", "education", "--organisation", "第一中学")  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, f"网页系统新增 {MANY} 张草稿。\n")
    ran = jiping("dataset", "import", back, *given)
    assert ran.stderr == f"网页系统有 {MANY} 张自评表：加入 {MANY} 张新表。\n"
    digests = [
        jiping("dataset", "sql", each, "SELECT digest FROM form ORDER BY 1", "--format", "csv")
        for each in (where, back)
    ]
    assert digests[0].stdout == digests[1].stdout
    assert digests[0].stdout.count("\n") == MANY + 1
