"""Killed in the middle of an import or a save: nothing lost, nothing twice, nothing half done."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import signal
import sqlite3
import threading
import time
import zipfile
from pathlib import Path

import pytest
from making.serving import (
    PATIENCE,
    Served,
    children,
    command,
    first,
    log_check,
    sent,
    served,
    shown,
    upload,
)

from jiping.store import log

COUNT = 120
"""So many that a slow observer still comes in the middle of them."""
pytestmark = [
    pytest.mark.skipif("JIPING_TEST_DATABASE" in os.environ, reason="programs of their own"),
    pytest.mark.skipif(os.name == "nt", reason="ps, SIGKILL"),
]


def archive() -> bytes:
    """A zip of many different forms."""
    text = Path("examples/reference/table-1.txt").read_text("utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(COUNT):
            packed.writestr(f"{number:03}.txt", text.replace("口岸经费", f"口岸经费{number:03}"))
    return out.getvalue()


def ask(data: Path, question: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(data / "jiping.sqlite3", timeout=30)) as database:
        return database.execute(question).fetchall()


def wait(data: Path, question: str) -> None:
    end = time.monotonic() + 2 * PATIENCE
    while not ask(data, question)[0][0]:
        assert time.monotonic() < end, ask(data, "SELECT state, done, message FROM store_job")
        time.sleep(0.1)


def test_an_import_survives_being_killed(tmp_path: Path) -> None:
    data = tmp_path / "killed"
    with served(data) as program:
        first(program, examples="")
        assert upload(program, "many.zip", archive())[0] == 200
        wait(data, "SELECT count(*) > 4 FROM store_form")
        victims = [*children(program.process.pid), program.process.pid]
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        program.process.wait()
    assert ask(data, "PRAGMA integrity_check") == [("ok",)]
    cut = ask(data, "SELECT count(*) FROM store_form")[0][0]
    assert isinstance(cut, int)
    assert 4 < cut < COUNT
    whole = """SELECT count(*) FROM store_form f
        JOIN store_formbody b ON b.form_id = f.id JOIN store_formversion v ON v.form_id = f.id"""
    assert ask(data, whole) == [(cut,)], "each form has its content and its version"
    coming = data / "files" / "incoming-now"
    for left in [data / "files" / "incoming-left", *(data / "files").glob("incoming-*")]:
        left.touch()
        os.utime(left, (0, 0))  # as if it had happened yesterday
    coming.touch()
    with served(data):
        wait(data, "SELECT state = 'done' FROM store_job")
    names = sorted(str(row[0]) for row in ask(data, "SELECT name FROM store_form"))
    assert names == [f"口岸经费{number:03}" for number in range(COUNT)]
    out = tmp_path / "log.jsonl"
    import subprocess

    subprocess.run(
        command("--data", str(data), "--export-log", str(out)), check=True, capture_output=True
    )
    kept = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert log.check(kept) == []
    assert len([entry for entry in kept if entry["action"] == "form.read"]) >= COUNT
    assert list((data / "files").glob("incoming-*")) == [coming], "only what is coming in stays"


def test_a_save_survives_being_killed(tmp_path: Path) -> None:
    """Saves go on and on while the program is killed: each is there whole, or not at all."""
    data, pointer = tmp_path / "saving", "/indicators/1/actual"
    told = [1]

    def type_on(program: Served, token: str) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            while told[-1] < 10_000:
                status, answer = sent(program, 1, told[-1], pointer, str(told[-1] + 100), token)
                assert status == 200, answer
                told.append(json.loads(answer)["version"])

    with served(data) as program:
        first(program)
        _, page = program.get("/forms/1/")
        token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        typing = threading.Thread(target=type_on, args=(program, token))
        typing.start()
        end = time.monotonic() + 2 * PATIENCE
        while told[-1] < 6 and time.monotonic() < end:
            time.sleep(0.05)
        os.kill(program.process.pid, signal.SIGKILL)
        program.process.wait()
        typing.join()
    assert told[-1] >= 6
    assert ask(data, "PRAGMA integrity_check") == [("ok",)]
    [(version, body)] = ask(data, """SELECT f.version, b.evaluation
        FROM store_form f JOIN store_formbody b ON b.form_id = f.id WHERE f.id = 1""")  # fmt: skip
    assert version in (told[-1], told[-1] + 1), "what was told to be saved is there"
    assert isinstance(version, int)
    kept = json.loads(str(body))["indicators"][1]["actual"]
    assert kept == str(version + 99), "the content is that of the version"
    numbers = [(n,) for n in range(2, version + 1)]
    assert ask(data, "SELECT version FROM store_change WHERE form_id = 1 ORDER BY 1") == numbers
    entries = "SELECT count(*) FROM store_logentry WHERE action = 'form.change'"
    assert ask(data, entries) == [(version - 1,)]
    with served(data) as program:
        program.post("/sign-in/", username="zhangsan", password="Hao-mima-7788")
        assert shown(program, 1, pointer) == kept
        assert "完好" in log_check(program)
