"""Where a document goes: a file, whole or not at all, or standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from jiping.model.trouble import of_system


class WrongOutput(Exception):  # noqa: N818 - it names what is the matter
    """The output can't be written there; the message is Chinese."""


def prepare_streams() -> None:
    """Standard output and error in UTF-8; what a console can't show never stops a report."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def say(text: str) -> None:
    """A message for people: on standard error, so that the document stays alone."""
    with suppress(OSError, ValueError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def is_terminal(stream: TextIO | Any) -> bool:
    """Whether somebody sees the stream on a screen."""
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):
        return False


def colours(stream: TextIO | Any) -> bool:
    """Whether colour codes are wanted and understood there."""
    if not is_terminal(stream) or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or _windows_understands()


def _windows_understands() -> bool:
    """Switch the Windows console to understanding colour codes; older ones can't."""
    import ctypes

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent elsewhere
    handle = kernel.GetStdHandle(-11)
    mode = ctypes.c_ulong()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    return bool(kernel.SetConsoleMode(handle, mode.value | 4))


def screen_width() -> int:
    """Columns of the screen; 100 where there is none (COLUMNS says otherwise)."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def check_output(target: str, inputs: Iterable[str]) -> None:
    """Raises WrongOutput for a folder, a place that doesn't exist, and a file that is read."""
    path = Path(target)
    if path.is_dir():
        raise WrongOutput(f"-o 后面是文件夹 {target}，要写文件名")
    if not path.parent.is_dir():
        raise WrongOutput(f"要写入的文件夹 {path.parent} 不存在")
    for name in inputs:
        with suppress(OSError):
            if path.exists() and path.samefile(name):
                raise WrongOutput(f"{target} 是要读取的文件，不能覆盖它，请换一个文件名")


Content = str | bytes | Iterable[str]
"""A document, whole or in pieces."""


def _parts(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    for piece in (content,) if isinstance(content, str) else content:
        yield piece.encode("utf-8", "replace")


def write_file(target: str, content: Content) -> None:
    """Write beside the target, then put it in its place: never half a file. Raises WrongOutput."""
    import tempfile

    path = Path(target)
    try:
        handle, temporary = tempfile.mkstemp(prefix=".jiping-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                for data in _parts(content):
                    stream.write(data)
            if os.name != "nt":  # mkstemp is for the owner only; a report is an ordinary file
                mask = os.umask(0)
                os.umask(mask)
                Path(temporary).chmod(0o666 & ~mask)
            Path(temporary).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
    except PermissionError as error:
        raise WrongOutput(f"不能写入 {target}：没有权限，或文件正被其他程序打开") from error
    except OSError as error:
        raise WrongOutput(f"不能写入 {target}：{of_system(error)}") from error


def write_out(content: Content) -> None:
    """The document to standard output; a reader who went away is no error."""
    try:
        if isinstance(content, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        else:
            for piece in (content,) if isinstance(content, str) else content:
                sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more when it ends; that must not fail again.
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
