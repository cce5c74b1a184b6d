"""One LibreOffice kept warm for many files, each with a time limit of its own.

An office that has a document open stays, and a second call of the program with the same profile
hands its files to the first through a pipe of the office's own. So every file costs one short call
(0.1 s instead of 2 s), and nothing of the office but its command line is used. If the warm one is
gone, the same call does the work alone. A call that takes too long is killed together with the warm
one; the next file gets a fresh one. The profile is private and thrown away: no macros, no links, no
network, no settings of the user.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from jiping.read import office_keeper
from jiping.read.errors import Unreadable
from jiping.read.office_keeper import apart, kill_tree

START_SECONDS = 90.0
MOST_FILES = 200
"""Files that one office converts before a fresh one takes over: what it leaks stays small."""
_MOMENT = 0.3
_FAILED_STARTS = 2  # after so many in a row nobody waits for another

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "UseLocking", "true"),
    ("Office.Common/Misc", "UseDocumentOOoLockFile", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
"""Settings of the private profile; port 9 leads nowhere. An office ignores those it doesn't know."""


class WarmOffice:
    """A LibreOffice at ``program``. Threads may share it: they take turns."""

    def __init__(self, program: str) -> None:
        self.program = program
        self._turn = threading.Lock()
        self._keeper: subprocess.Popen[bytes] | None = None
        self._folder = Path()
        self._files = 0
        self._failed_starts = 0
        self._owner = os.getpid()
        atexit.register(self.stop)

    def convert(
        self, data: bytes, suffix: str, target: str, reads: str | None, what: str, seconds: float
    ) -> bytes:
        """A file's bytes → the bytes of the converted one.

        ``suffix`` is the ending it is given (".doc"), ``target`` what ``--convert-to`` wants,
        ``reads`` the name of the import filter (None: the office finds it). Raises `Unreadable`
        if it doesn't open or takes longer than ``seconds``; ``what`` names the file there.
        """
        with self._turn:
            for last_try in (False, True):
                if self._files >= MOST_FILES:
                    self._end()
                if not self._alive():
                    self._start()
                fresh = not self._files
                self._files += 1
                made = self._call(data, suffix, target, reads, what, seconds)
                if made is not None:
                    return made
                # Gone in the middle: by this file, or by what an earlier one left in it.
                if fresh or last_try or not self._lost():
                    break
        raise Unreadable(
            f"LibreOffice 打不开{what}：内容可能已损坏，或设了密码。"
            f"请用 Word/WPS 打开确认，另存为 {_save_as(target)} 后再试。"
        )

    def stop(self) -> None:
        """End the office and remove its profile; a later file starts a fresh one."""
        if os.getpid() != self._owner:
            return  # a forked process has a copy of this object, but the office is its parent's
        with self._turn:
            self._end()

    def _alive(self) -> bool:
        return self._keeper is not None and self._keeper.poll() is None

    def _lost(self) -> bool:
        """Whether the office has gone; its keeper needs a moment to notice."""
        if self._keeper is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._keeper.wait(_MOMENT)
        return not self._alive()

    def _arguments(self) -> list[str]:
        profile = (self._folder / "profile").as_uri()
        return [self.program, f"-env:UserInstallation={profile}", "--headless", "--norestore",
                "--nologo"]  # fmt: skip

    def _environment(self) -> dict[str, str]:
        folder = str(self._folder)
        return {**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder, "no_proxy": "",
                "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}  # fmt: skip

    def _start(self) -> None:
        """Start an office that holds a document open, and wait until it has opened it."""
        self._end()
        if self._failed_starts >= _FAILED_STARTS:
            raise _not_started()
        self._folder = Path(tempfile.mkdtemp(prefix="jiping-")).resolve()
        (self._folder / "profile" / "user").mkdir(parents=True)
        (self._folder / "profile" / "user" / "registrymodifications.xcu").write_text(
            _registry(), "utf-8"
        )
        kept = self._folder / "kept.txt"
        kept.write_text("jiping\n", "utf-8")
        lock = self._folder / ".~lock.kept.txt#"
        self._files = 0
        self._keeper = subprocess.Popen(  # noqa: S603 - no shell
            [sys.executable, "-I", "-S", office_keeper.__file__, str(self._folder),
             *self._arguments(), str(kept)],
            env=self._environment(), **{**apart(), "stdin": subprocess.PIPE},
        )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        while not lock.exists():
            if not self._alive() or time.monotonic() > end:
                self._failed_starts += 1
                self._end()
                raise _not_started()
            time.sleep(0.02)
        self._failed_starts = 0

    def _call(
        self, data: bytes, suffix: str, target: str, reads: str | None, what: str, seconds: float
    ) -> bytes | None:
        """Have one file converted; None if nothing came of it."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        source = folder / f"form{suffix}"
        made = folder / "made" / f"form.{target.partition(':')[0]}"
        source.write_bytes(data)
        command = self._arguments()
        if reads is not None:
            command.append(f"--infilter={reads}")
        command += ["--convert-to", target, "--outdir", str(made.parent), str(source)]
        call = subprocess.Popen(command, env=self._environment(), **apart())  # noqa: S603
        try:
            call.wait(seconds)
            return made.read_bytes() if made.is_file() else None
        except subprocess.TimeoutExpired as exc:
            kill_tree(call)
            self._end()
            raise Unreadable(
                f"LibreOffice 转换{what}超过 {seconds:g} 秒，已停止。"
                f"请用 Word/WPS 打开并另存为 {_save_as(target)} 后再试。"
            ) from exc
        except BaseException:
            kill_tree(call)
            self._end()
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _end(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        with contextlib.suppress(OSError):
            if keeper.stdin is not None:
                keeper.stdin.close()
        try:
            keeper.wait(15)
        except subprocess.TimeoutExpired:
            keeper.kill()
            keeper.wait()
        _remove_pipe(self._folder / "profile")
        shutil.rmtree(self._folder, ignore_errors=True)


def _remove_pipe(profile: Path) -> None:
    """Remove the pipe that a killed office leaves behind (on POSIX a file named by its profile)."""
    if sys.platform != "win32":
        from hashlib import md5

        digest = md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
        name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
        for place in ("/tmp", "/var/tmp"):  # noqa: S108 - fixed places of the office's own
            with contextlib.suppress(OSError):
                Path(place, name).unlink(missing_ok=True)


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )


def _not_started() -> Unreadable:
    return Unreadable(
        "找到了 LibreOffice，但它启动不了。请先手动打开一次确认它能用；仍不行请重新安装，"
        "或用 WPS/Word 把文件另存为 .docx 或 .xlsx 后再试。"
    )


def _save_as(target: str) -> str:
    return f".{target.partition(':')[0]}"
