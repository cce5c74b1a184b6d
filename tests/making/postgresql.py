"""A PostgreSQL server of a test's own, from Debian's binaries, on a socket in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


def binaries() -> Path | None:
    """The newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return found[-1].parent if found else None


@dataclass(frozen=True)
class Server:
    """A running server: its address, and going away and coming back."""

    address: str
    begin: tuple[str, ...]
    end: tuple[str, ...]

    def stop(self) -> None:
        """At once, as when the machine goes."""
        run([*self.end])

    def start(self) -> None:
        """Again, with what was kept."""
        run([*self.begin])


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a running server; skips the test, with the reason, where there can be none."""
    with running() as found:
        yield found.address


@contextlib.contextmanager
def running(*, lasting: bool = False) -> Iterator[Server]:
    """A running server; skips as `server` does. ``lasting``: it waits for the disk, as real ones do."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian: postgresql)")
    became: list[str] = []
    if os.geteuid() == 0:  # it refuses to run as root
        if shutil.which("runuser") is None or "postgres" not in {u.pw_name for u in pwd.getpwall()}:
            pytest.skip("running as root, without runuser or a user called postgres")
        became = ["runuser", "-u", "postgres", "--"]
    folder = Path(tempfile.mkdtemp(prefix="jiping-pg-"))
    try:
        if became:
            shutil.chown(folder, "postgres")
        data = folder / "data"
        start = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}",
                 "-c", f"fsync={'on' if lasting else 'off'}", "-c", "autovacuum=off"]  # fmt: skip
        run([*became, str(programs / "initdb"), "-D", str(data), "-U", "jiping", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])  # fmt: skip
        control = [*became, str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "180"]
        address = f"postgresql://jiping@{str(folder).replace('/', '%2F')}/postgres"
        found = Server(
            address,
            (*control, "-l", str(folder / "log"), "-o", " ".join(start), "start"),
            (*control, "-m", "immediate", "stop"),
        )
        found.start()
        try:
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str]) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, cwd="/", timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
