"""`jiping serve` as a program: it starts, is ready, survives, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from making.postgresql import server
from making.serving import PATIENCE, Served, alive, children, command, first, served

pytestmark = pytest.mark.skipif(
    "JIPING_TEST_DATABASE" in os.environ, reason="programs of their own, with SQLite"
)


def test_from_nothing_to_the_first_page_and_again(tmp_path: Path) -> None:
    data = tmp_path / "数据"
    with served(data) as program:
        assert "首次启动" in program.shown
        assert program.get("/sign-in/")[1].count("首次启动")
        first(program)
        assert "口岸经费" in program.get("/")[1], "the five tables are there"
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
        for path in ("/", "/first-start/"):
            with stranger.open(program.base + path) as answer:
                assert answer.url.startswith(program.base + "/sign-in/")
                assert "再运行一次 jiping serve --desktop" in answer.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            stranger.open(f"{program.base}/desktop/?ticket=guess")
        status, page = program.get(way)
        assert status == 200
        assert "口岸经费" in page
        with pytest.raises(urllib.error.HTTPError, match="404"):
            stranger.open(program.base + way)
        with stranger.open(program.base + "/") as answer:
            assert answer.url.startswith(program.base + "/sign-in/")
            assert "再运行一次 jiping serve --desktop" in answer.read().decode()
        status, page = program.get(way)
        assert status == 200, "the browser that is in already is led on"
        assert "口岸经费" in page


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
    assert "绩评已启动：https://jx.example.cn/first-start/?ticket=" in program.shown
    assert f"反向代理转到：{program.base}/" in program.shown
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
