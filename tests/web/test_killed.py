"""Killed in the middle of an import: nothing lost, nothing twice, nothing half done."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import sqlite3
import time
import urllib.error
import urllib.request
import uuid
import zipfile
from pathlib import Path

import pytest
from making.serving import PATIENCE, Served, children, command, first, served

from jiping.store import log

COUNT = 40
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


def upload(program: Served, name: str, data: bytes) -> None:
    _, page = program.get("/upload/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    line = uuid.uuid4().hex
    body = (
        f"--{line}\r\nContent-Disposition: form-data; name=\"csrfmiddlewaretoken\"\r\n\r\n{token.group(1)}\r\n"
        f"--{line}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n"
        "Content-Type: application/zip\r\n\r\n"
    ).encode() + data + f"\r\n--{line}--\r\n".encode()  # fmt: skip
    asked = urllib.request.Request(
        program.base + "/upload/", body, {"Content-Type": f"multipart/form-data; boundary={line}"}
    )
    try:
        program.browser.open(asked, timeout=PATIENCE).close()
    except urllib.error.HTTPError as error:
        with error:
            raise AssertionError(error.read().decode()) from error


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
        upload(program, "many.zip", archive())
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
