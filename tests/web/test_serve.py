"""`jiping serve` as a program: it starts, is ready, survives, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
from making.postgresql import server

PATIENCE = 60
pytestmark = pytest.mark.skipif(
    "JIPING_TEST_DATABASE" in os.environ, reason="programs of their own, with SQLite"
)


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
            with self.browser.open(self.base + path, data, timeout=30) as answer:
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


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def command(*more: str) -> list[str]:
    return [sys.executable, "-m", "jiping", "serve", *more]


@contextlib.contextmanager
def served(data: Path, *more: str) -> Iterator[Served]:
    """The program, ready; ended at the end."""
    port = free_port()
    environment = {**os.environ, "PYTHONUTF8": "1"}
    for name in ("JIPING_DATA", "JIPING_SETTINGS", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    said = (data.parent / f"{data.name}.said").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        command("--data", str(data), "--port", str(port), "--no-browser", *more),
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
            process.wait(20)
        if process.poll() is None:
            process.kill()
            process.wait()
        said.close()


FIRST = {
    "unit": "某某县某局", "kind": "unit", "name": "张三", "username": "zhangsan",
    "password": "Hao-mima-7788", "again": "Hao-mima-7788", "roles": "filler", "examples": "on",
}  # fmt: skip


def first(program: Served) -> None:
    ticket = program.shown.split("ticket=")[1].split()[0]
    status, page = program.post("/first-start/", ticket=ticket, **FIRST)
    assert status == 200
    assert "口岸经费" in page, "the five tables are there"


def test_from_nothing_to_the_first_page_and_again(tmp_path: Path) -> None:
    data = tmp_path / "数据"
    with served(data) as program:
        assert "首次启动" in program.shown
        assert program.get("/sign-in/")[1].count("首次启动")
        first(program)
        status, page = program.get("/log/")
        assert "读取文件" in page
    assert program.process.returncode == 0
    with sqlite3.connect(data / "jiping.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("SELECT count(*) FROM store_form").fetchone() == (5,)
    database.close()
    with served(data) as program:
        assert "首次启动" not in program.shown
        status, page = program.post("/sign-in/", username="zhangsan", password="Hao-mima-7788")
        assert status == 200
        assert "张三" in page
    ran = subprocess.run(
        command("--data", str(data), "--check-log"), stdin=subprocess.DEVNULL, capture_output=True,
        encoding="utf-8", check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "日志完好" in ran.stderr
    out = tmp_path / "log.jsonl"
    subprocess.run(
        command("--data", str(data), "--export-log", str(out)), check=True, capture_output=True
    )
    kept = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert kept[0]["action"] == "person.first"
    assert kept[-1]["action"] == "download"


def test_the_desktop_s_ticket_is_good_once(tmp_path: Path) -> None:
    with served(tmp_path / "d", "--desktop") as program:
        way = program.shown.split(program.base)[1].split()[0]
        assert way.startswith("/desktop/?ticket=")
        stranger = urllib.request.build_opener()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            stranger.open(f"{program.base}/desktop/?ticket=guess")
        status, page = program.get(way)
        assert status == 200
        assert "口岸经费" in page
        with pytest.raises(urllib.error.HTTPError, match="404"):
            stranger.open(program.base + way)
        with stranger.open(program.base + "/") as answer:
            assert answer.url.startswith(program.base + "/sign-in/")


def test_a_server_behind_a_proxy(tmp_path: Path) -> None:
    settings = tmp_path / "server.toml"
    settings.write_text('hosts = ["jx.example.cn"]\n', "utf-8")
    with served(tmp_path / "s", "--server", str(settings)) as program:
        behind(program)


@pytest.mark.skipif(os.name == "nt", reason="Debian's binaries are asked for")
def test_a_server_with_postgresql(tmp_path: Path) -> None:
    settings = tmp_path / "server.toml"
    with server() as address:
        settings.write_text(f'hosts = ["jx.example.cn"]\ndatabase = "{address}"\n', "utf-8")
        with served(tmp_path / "p", "--server", str(settings)) as program:
            behind(program)
            assert not (tmp_path / "p" / "jiping.sqlite3").exists()


def behind(program: Served) -> None:
    """What a proxy asks, with HTTPS before it, and what somebody asks who goes round it."""
    plain = urllib.request.Request(
        program.base + "/first-start/", headers={"Host": "jx.example.cn"}
    )
    opener = urllib.request.build_opener(Unled)
    with pytest.raises(urllib.error.HTTPError) as led:
        opener.open(plain)
    assert led.value.headers["Location"] == "https://jx.example.cn/first-start/"
    led.value.close()
    secure = {"Host": "jx.example.cn", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.2.3"}
    with pytest.raises(urllib.error.HTTPError, match="403") as answered:
        opener.open(urllib.request.Request(program.base + "/first-start/", headers=secure))
    with answered.value as answer:
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    ticket = program.shown.split("ticket=")[1].split()[0]
    way = f"{program.base}/first-start/?ticket={ticket}"
    with opener.open(urllib.request.Request(way, headers=secure)) as answer:
        assert "; Secure" in answer.headers["Set-Cookie"]
        assert "至少 10 个字符" in answer.read().decode()
    with pytest.raises(urllib.error.HTTPError, match="400"):
        opener.open(urllib.request.Request(way, headers={**secure, "Host": "other.example"}))


class Unled(urllib.request.HTTPRedirectHandler):
    """Follows no redirection."""

    def redirect_request(self, *_: object) -> None:  # type: ignore[override]
        return None


def test_starting_twice_shows_the_one_that_runs(tmp_path: Path) -> None:
    data = tmp_path / "twice"
    with served(data, "--desktop") as program:
        ran = subprocess.run(
            command("--data", str(data), "--desktop", "--no-browser"), stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE,
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert ran.returncode == 0
        assert f"绩评已在运行：{program.base}/desktop/?ticket=" in ran.stderr
        assert program.get(ran.stderr.split(program.base)[1].split()[0])[0] == 200


@pytest.mark.skipif(os.name == "nt", reason="ps")
def test_nothing_is_left_running_after_a_kill(tmp_path: Path) -> None:
    with served(tmp_path / "k") as program:
        worker = children(program.process.pid)
        assert worker
        program.process.kill()
        program.process.wait()
        end = time.monotonic() + PATIENCE
        while any(alive(pid) for pid in worker):
            assert time.monotonic() < end, "the worker outlived its program"
            time.sleep(0.2)


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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--desktop", "--server", "x.toml"), "只能选一个"),
        (("--server", "no-such.toml"), "打不开"),
        (("--port", "70000"), "端口"),
    ],
)
def test_wrong_use_is_told_in_words(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = subprocess.run(
        command("--data", str(tmp_path / "d"), *arguments), stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert ran.returncode == 2
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_the_extra_its_name_is_told(monkeypatch: pytest.MonkeyPatch, capsys) -> None:  # type: ignore[no-untyped-def]
    from jiping.cli import main, serving

    monkeypatch.setattr(serving, "find_spec", lambda name: None if name == "waitress" else object())
    assert main.main(["serve"]) == 2
    said = capsys.readouterr().err
    assert "附加组件 web（缺 waitress）" in said
    assert "jiping[web]" in said
