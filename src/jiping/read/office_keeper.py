"""Watches over one LibreOffice: ends it, with all it started, when whoever asked for it is gone.

Run as a program of its own (`python -I -S office_keeper.py FOLDER PROGRAM ARGUMENTS…`), so that no
office is left behind even where this process is killed. It lives as long as its standard input:
when that ends, the office is killed and FOLDER, its private profile, removed. Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

MEMORY = 4 * 2**30
"""Bytes of address space an office may take, where the system can limit it."""


def main(folder: str, *command: str) -> NoReturn:
    """Start the office and keep it until it ends or standard input does."""
    _limit_memory()
    office = subprocess.Popen(list(command), **apart())  # noqa: S603 - no shell
    ending = threading.Event()
    watch = threading.Thread(target=_until_alone, args=(office, folder, ending), daemon=True)
    watch.start()
    code = office.wait()
    if ending.is_set():
        watch.join(60)
    os._exit(code)  # without waiting for the watch, which may still be reading


def _until_alone(office: subprocess.Popen[bytes], folder: str, ending: threading.Event) -> None:
    while os.read(0, 1):
        pass
    ending.set()
    kill_tree(office)
    shutil.rmtree(folder, ignore_errors=True)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            soft = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def apart() -> dict[str, Any]:
    """Options for `subprocess.Popen`: no window, no terminal, a group that can be ended whole."""
    options: dict[str, Any] = {
        "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
    }  # fmt: skip
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        options["start_new_session"] = True
    return options


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """End a process started with `apart`, and everything it started."""
    if sys.platform == "win32":
        program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - no shell
                [str(program), "/T", "/F", "/PID", str(process.pid)],
                stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=20,
            )  # fmt: skip
    else:
        import signal

        # The leader may have ended before those it started: the group is named by its number.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)


if __name__ == "__main__":
    main(*sys.argv[1:])
