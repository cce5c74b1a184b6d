"""Starting the web system: data folder, migrations, worker, server, browser."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiping.indicators.shelf import data_home
from jiping.model.trouble import of_system
from jiping.web.configuration import WrongSettings

PORT = 8642
THREADS = 8
Say = Callable[[str], None]


class CannotServe(Exception):  # noqa: N818 - what is wrong
    """The system can't be started; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked for; ``port`` None: the usual one, or a free one."""

    data: Path | None = None
    host: str = "127.0.0.1"
    port: int | None = None
    browser: bool = True
    desktop: bool = False
    server: Path | None = None


def prepare(wanted: Wanted) -> Any:
    """Environment, Django, migrations; the configuration. Raises CannotServe."""
    data = wanted.data or data_home()
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotServe(f"数据文件夹 {data} 不能建立：{of_system(error)}") from error
    os.environ["JIPING_DATA"] = str(data)
    os.environ["JIPING_MODE"] = "desktop" if wanted.desktop else "person"
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiping.web.settings"
    if wanted.server:
        os.environ["JIPING_SETTINGS"] = str(wanted.server)
    else:
        os.environ.pop("JIPING_SETTINGS", None)
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError

    from jiping.store.connection import tidy

    try:
        django.setup()
    except WrongSettings as error:
        raise CannotServe(str(error)) from error
    except OSError as error:
        raise CannotServe(f"数据文件夹 {data} 不能写入：{of_system(error)}") from error
    from jiping.store.files import sweep

    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("clearsessions", verbosity=0)
        tidy()
        sweep()
    except DatabaseError as error:
        raise CannotServe(f"数据库打不开：{error}") from error
    return settings.CONFIGURATION


def serve(wanted: Wanted, say: Say) -> int:
    """Serve until interrupted. Raises CannotServe."""
    configuration = prepare(wanted)
    from waitress import create_server

    from jiping.store.models import Person
    from jiping.web import tickets
    from jiping.web.wsgi import application

    already = _already(configuration.data) if wanted.port is None else ""
    listening = _socket(wanted) if not already else None
    if listening is None:
        return _point_to(already, configuration.mode, wanted, say)
    host, port = listening.getsockname()[:2]
    if configuration.mode != "server":
        _allow(wanted.host)
    given: dict[str, Any] = {"sockets": [listening], "threads": THREADS, "ident": None}
    if configuration.proxies:
        given |= {"trusted_proxy": "*", "trusted_proxy_count": configuration.proxies,
                  "trusted_proxy_headers": {"x-forwarded-proto"}, "clear_untrusted_proxy_headers": False}  # fmt: skip
    given["max_request_body_size"] = configuration.upload_mb * 1024 * 1024 * 2
    server = create_server(application, **given)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else _bracketed(host)}:{port}/"  # noqa: S104
    public = _public(configuration, address)
    if configuration.mode == "desktop":
        shown = f"{address}desktop/?ticket={tickets.fresh('desktop')}"
    elif not Person.objects.exists():
        shown = f"{public}first-start/?ticket={tickets.ticket('first-start')}"
        say("首次启动：请用下面带凭证的网址登记第一名管理员。")
    else:
        shown = public
    behind = f"反向代理转到：{address}\n" if public != address else ""
    say(f"绩评已启动：{shown}\n{behind}数据文件夹：{configuration.data}\n按 Ctrl+C 停止。")
    _note(configuration.data, address)
    with _worker(say):
        if wanted.browser and configuration.mode != "server":
            threading.Timer(0.3, webbrowser.open, [shown]).start()
        try:
            server.run()
        except KeyboardInterrupt:
            say("已停止。")
        finally:
            server.close()
    return 0


def _public(configuration: Any, address: str) -> str:
    """The address that people use: behind a proxy the first host of the settings, by HTTPS."""
    host = next((name for name in configuration.hosts if not name.startswith(("*", "."))), None)
    if configuration.mode != "server" or host is None:
        return address
    return f"{'https' if configuration.https else 'http'}://{host}/"


def _note(data: Path, address: str) -> None:
    """Where this data folder is served, for whoever starts the program a second time."""
    with contextlib.suppress(OSError):
        (data / "serving").write_text(address, "utf-8")


def _already(data: Path) -> str:
    """The address at which this data folder is served already, "" if it is not."""
    from jiping.web.middleware import installation

    note = data / "serving"
    address = note.read_text("utf-8").strip() if note.exists() else ""
    if not address.startswith("http://"):
        return ""
    try:
        with urllib.request.urlopen(address + "healthz", timeout=2) as answer:  # noqa: S310
            return address if answer.headers["X-Installation"] == installation() else ""
    except OSError:
        return ""


def _point_to(address: str, mode: str, wanted: Wanted, say: Say) -> int:
    """It runs already (somebody clicked twice): show that one."""
    from jiping.web import tickets

    way = f"desktop/?ticket={tickets.fresh('desktop')}" if mode == "desktop" else ""
    say(f"绩评已在运行：{address}{way}")
    if wanted.browser and mode != "server":
        webbrowser.open(address + way)
    return 0


def _socket(wanted: Wanted) -> socket.socket:
    """A bound socket: the port asked for, or the usual one, or any free one."""
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    for port in (PORT, 0) if wanted.port is None else (wanted.port,):
        listening = socket.socket(family, socket.SOCK_STREAM)
        if os.name != "nt":  # there it would let two programs have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((wanted.host, port))
        except (OSError, OverflowError) as error:
            listening.close()
            reason = error
            continue
        return listening
    raise CannotServe(f"{wanted.host} 的端口 {wanted.port or PORT} 不能使用：{reason}")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _allow(host: str) -> None:
    """Pages may be asked for by the name that was given; for all addresses, by any of this machine."""
    from django.conf import settings

    if host in ("0.0.0.0", "::"):  # noqa: S104 - asked for on the command line
        names = {socket.gethostname()}
        with contextlib.suppress(OSError):
            names |= {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
        settings.ALLOWED_HOSTS += sorted(names)
    else:
        settings.ALLOWED_HOSTS.append(_bracketed(host))


@contextlib.contextmanager
def _worker(say: Say) -> Iterator[None]:
    """The worker, a process of its own so that reading never delays a page; begun again if it dies.

    It ends by itself when this process is gone: its standard input is closed then.
    """
    ending = threading.Event()
    now: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not ending.is_set():
            environment = {**os.environ, "JIPING_PART": "worker", "PYTHONUTF8": "1"}
            command = [sys.executable, "-m", "jiping.web.worker"]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603
            now[:] = [process]
            process.wait()
            if not ending.wait(2):
                say("后台任务进程意外结束，正在重新启动。")

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        for process in now:
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def check_log(wanted: Wanted, say: Say) -> int:
    """Say whether the log's chain is whole; 0 or 1."""
    prepare(wanted)
    from jiping.store import log
    from jiping.store.models import LogEntry

    faults = log.check()
    for fault in faults:
        say(f"第 {fault.number} 条：{fault.why}。")
    say("日志被改动过。" if faults else f"日志完好，共 {LogEntry.objects.count()} 条。")
    return 1 if faults else 0


def export_log(wanted: Wanted, path: str, say: Say) -> int:
    """Write the log, one JSON object a line; that it was taken is in the log itself."""
    import json

    prepare(wanted)
    from jiping.store import log
    from jiping.store.acting import Actor
    from jiping.store.actions.people import note_download

    note_download(Actor(None, "script"), "log.read", what="log")
    count = 0
    with Path(path).open("w", encoding="utf-8", newline="\n") as out:
        for entry in log.entries():
            count += 1
            out.write(json.dumps(entry, ensure_ascii=False) + "\n")
    say(f"已写入 {path}，共 {count} 条。")
    return 0
