"""A disk that is really full, a database that really goes and comes back, under the running program."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from making.postgresql import running
from making.serving import PATIENCE, Served, first, log_check, save, served, shown, upload

pytestmark = pytest.mark.skipif(
    "JIPING_TEST_DATABASE" in os.environ, reason="programs of their own"
)
POINTER = "/indicators/1/actual"
TABLE = Path("examples/reference/table-2.txt")


def small_disk(folder: Path, megabytes: int) -> list[str]:
    """A command that becomes another one, which sees a small disk at the folder; skips without one."""
    folder.mkdir()
    mount = f'mount -t tmpfs -o size={megabytes}m small "{folder}" && exec "$@"'
    inside = ["unshare", "-Urm", "sh", "-c", mount, "sh"]
    if shutil.which("unshare") is None:
        pytest.skip("no unshare: no small disk can be made")
    tried = subprocess.run([*inside, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no small disk can be made: {tried.stderr.strip()}")
    return inside


def fill(path: Path) -> None:
    """A file that takes all that is left of its disk."""
    with contextlib.suppress(OSError), path.open("ab", buffering=0) as filler:
        while True:
            filler.write(bytes(2**20))
    with contextlib.suppress(OSError), path.open("ab", buffering=0) as filler:
        while True:
            filler.write(bytes(2**9))


def test_a_full_disk(tmp_path: Path) -> None:
    data = tmp_path / "small"
    with served(data, inside=small_disk(data, 24)) as program:
        first(program)
        seen = Path(f"/proc/{program.process.pid}/root{data}")
        status, page = upload(program, "大.txt", os.urandom(40 * 2**20))
        assert (status, "磁盘已满" in page, "没有留下一半" in page) == (503, True, True)
        assert list((seen / "files").glob("incoming-*")) == []
        fill(seen / "filler")
        version, words = 1, ""
        for number in range(400):  # the write-ahead log has some room of its own
            status, words = save(program, 1, version, POINTER, str(100 + number))
            if status != 200:
                break
            version = json.loads(words)["version"]
        assert (status, "磁盘已满" in words) == (503, True), words
        (seen / "filler").unlink()
        status, words = save(program, 1, version, POINTER, "77")
        assert (status, json.loads(words)["version"]) == (200, version + 1)
        assert "完好" in log_check(program)
        assert upload(program, "小.txt", TABLE.read_bytes())[0] == 200


def settled(program: Served, path: str, words: str) -> None:
    """Ask until the page says it."""
    end = time.monotonic() + PATIENCE
    while words not in (page := program.get(path)[1]):
        assert time.monotonic() < end, page
        time.sleep(0.2)


def test_a_database_that_goes_and_comes_back(tmp_path: Path) -> None:
    settings = tmp_path / "server.toml"
    with running() as database:
        settings.write_text(
            f'hosts = ["127.0.0.1"]\nhttps = false\nproxies = 0\ndatabase = "{database.address}"\n'
            "[passwords]\nsecond_factor = []\n", "utf-8",
        )  # fmt: skip
        with served(tmp_path / "data", "--server", str(settings)) as program:
            first(program, unit="蒙古国项目办")
            status, words = save(program, 1, 1, POINTER, "12")
            assert (status, json.loads(words)["version"]) == (200, 2)
            database.stop()
            try:
                status, page = program.get("/forms/")
                assert (status, "数据库没有应答" in page) == (503, True)
                assert program.get("/healthz") == (503, "database\n")
                assert save(program, 1, 2, POINTER, "13")[0] == 503
            finally:
                database.start()
            settled(program, "/healthz", "ok")
            assert shown(program, 1, POINTER) == "12"
            status, words = save(program, 1, 2, POINTER, "14")
            assert (status, json.loads(words)["version"]) == (200, 3)
            status, page = upload(
                program, "表.txt", TABLE.read_bytes().replace("经费".encode(), "专款".encode())
            )
            assert status == 200
            settled(program, "/jobs/", "已完成")
            assert "完好" in log_check(program)
