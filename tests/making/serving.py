"""`jiping serve` as a running program, and a browser without scripts for it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

PATIENCE = 120
_PORTS = itertools.count(20_000 + os.getpid() % 800)
"""Below those that the kernel hands out by itself."""


@dataclass
class Served:
    """A running program, its address and what it said."""

    process: subprocess.Popen[str]
    base: str
    shown: str
    browser: urllib.request.OpenerDirector

    def get(self, path: str, **given: str) -> tuple[int, str]:
        data = urlencode(given).encode() if given else None
        try:
            with self.browser.open(self.base + path, data, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def post(self, path: str, **given: str) -> tuple[int, str]:
        _, page = self.get(
            path.split("?")[0] if "ticket" not in given else f"{path}?ticket={given['ticket']}"
        )
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, page
        return self.get(path, csrfmiddlewaretoken=token.group(1), **given)


def save(program: Served, form: int, version: int, pointer: str, text: str) -> tuple[int, str]:
    """What the form page does when something was typed; the status and the answer."""
    _, page = program.get(f"/forms/{form}/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return sent(program, form, version, pointer, text, token.group(1) if token else "")


def sent(
    program: Served, form: int, version: int, pointer: str, text: str, token: str
) -> tuple[int, str]:
    """As `save`, with the page's token in hand."""
    asked = urllib.request.Request(
        f"{program.base}/forms/{form}/save/",
        json.dumps({"version": version, "typed": {pointer: text}}).encode(),
        {"Content-Type": "application/json", "X-CSRFToken": token},
    )
    try:
        with program.browser.open(asked, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def shown(program: Served, form: int, pointer: str) -> str:
    """What stands in a cell of the form page."""
    _, page = program.get(f"/forms/{form}/")
    found = re.search(rf'data-pointer="{pointer}"[^>]*>([^<]*)<', page)
    assert found, page
    return found.group(1).strip()


def log_check(program: Served) -> str:
    """What the page says that walks the chain of the log."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', program.get("/log/")[1])
    assert token
    return program.get("/log/check/", csrfmiddlewaretoken=token.group(1))[1]


def upload(program: Served, name: str, data: bytes) -> tuple[int, str]:
    """Drop a file; the status and the page."""
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
        with program.browser.open(asked, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def free_port() -> int:
    """A port of this test process's own: what the kernel hands out could be taken a moment later."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in _PORTS:
        with contextlib.suppress(OSError), socket.socket() as free:
            free.bind(("127.0.0.1", port + worker * 1_000))
            return port + worker * 1_000
    raise AssertionError("no free port")


def command(*more: str) -> list[str]:
    return [sys.executable, "-m", "jiping", "serve", *more]


@contextlib.contextmanager
def served(data: Path, *more: str, inside: Sequence[str] = ()) -> Iterator[Served]:
    """The program, ready; ended at the end. ``inside``: a command that becomes the program."""
    port = free_port()
    environment = {**os.environ, "PYTHONUTF8": "1"}
    for name in ("JIPING_DATA", "JIPING_SETTINGS", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    said = (data.parent / f"{data.name}.said").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [*inside, *command("--data", str(data), "--port", str(port), "--no-browser", *more)],
        stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, text=True, env=environment,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    try:
        end = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, Path(said.name).read_text("utf-8")
            with contextlib.suppress(OSError), browser.open(base + "/healthz", timeout=5) as answer:
                assert (answer.status, answer.read()) == (200, b"ok\n")
                break
            assert time.monotonic() < end, "not ready"
            time.sleep(0.1)
        yield Served(process, base, Path(said.name).read_text("utf-8"), browser)
    finally:
        process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        if process.poll() is None:
            process.kill()
            process.wait()
        said.close()


FIRST = {
    "unit": "某某县某局", "kind": "unit", "name": "张三", "username": "zhangsan",
    "password": "Hao-mima-7788", "again": "Hao-mima-7788", "roles": "filler", "examples": "on",
}  # fmt: skip


def first(program: Served, **changed: str) -> None:
    """Register the first administrator with the ticket that was shown."""
    ticket = program.shown.split("ticket=")[1].split()[0]
    status, page = program.post("/first-start/", ticket=ticket, **{**FIRST, **changed})
    assert status == 200
    assert status == 200, page


def children(parent: int) -> list[int]:
    for _ in range(100):
        text = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
        ).stdout
        if text.split():
            return [int(pid) for pid in text.split()]
        time.sleep(0.1)
    return []


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return "Z" not in subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout  # fmt: skip
