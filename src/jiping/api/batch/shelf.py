"""Results by the digest of their content: in memory, or in a file that a later run takes up.

A long run would not fit into memory, so from a certain moment results go to a file. In a folder
that the user names it stays, and the next run with the same rules finds there what this one did.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from jiping.api.batch.result import Brief, Result, brief_from, packed, result_from
from jiping.model.trouble import of_system

STATE: Final = ".jiping-state.json"
RESULTS: Final = ".jiping-results.bin"
_FRAME: Final = struct.Struct("<32sIII")
"""Digest, length of the brief, length of the forms, checksum of both."""


class Taken(Exception):  # noqa: N818 - it names what is the matter
    """The folder can't be used; the message is Chinese."""


class Shelf:
    """Results by digest. Not shared between threads or processes."""

    def __init__(self) -> None:
        self._live: dict[bytes, Result] = {}
        self._briefs: dict[bytes, Brief] = {}
        self._spots: dict[bytes, tuple[int, int]] = {}
        self._file: IO[bytes] | None = None
        self._kept = False
        self._last: tuple[bytes, Result] | None = None

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._briefs

    def __len__(self) -> int:
        return len(self._briefs)

    def brief(self, digest: bytes) -> Brief:
        """The short part; KeyError if there is none."""
        return self._briefs[digest]

    def get(self, digest: bytes) -> Result:
        """The whole result; KeyError if there is none."""
        if digest in self._live:
            return self._live[digest]
        if self._last is not None and self._last[0] == digest:
            return self._last[1]
        start, size = self._spots[digest]
        assert self._file is not None  # noqa: S101 - spots are only made with a file
        self._file.seek(start)
        result = result_from(self._briefs[digest], self._file.read(size))
        self._last = digest, result
        return result

    def put(self, digest: bytes, result: Result) -> None:
        """Keep a result."""
        if self._file is not None:
            self.put_packed(digest, *packed(result))
            return
        self._live[digest] = result
        self._briefs[digest] = result.brief()

    def put_packed(self, digest: bytes, short: bytes, long: bytes) -> None:
        """Keep a result that another process made into bytes."""
        if self._file is None:
            self.spool()
        assert self._file is not None  # noqa: S101 - made one line above
        self._file.seek(0, os.SEEK_END)
        start = self._file.tell() + _FRAME.size + len(short)
        check = zlib.crc32(long, zlib.crc32(short))
        self._file.write(_FRAME.pack(digest, len(short), len(long), check) + short + long)
        self._briefs[digest] = brief_from(short)
        self._spots[digest] = start, len(long)
        if self._kept:
            self._file.flush()

    def spool(self) -> None:
        """From now on results go to a file that nobody else sees and that ends with this run."""
        if self._file is None:
            import tempfile  # a short run needs none

            self._file = tempfile.TemporaryFile(prefix="jiping-")  # noqa: SIM115 - lives as long as the run
            live, self._live = self._live, {}
            for digest, result in live.items():
                self.put_packed(digest, *packed(result))

    def take_up(self, folder: str, fingerprint: str) -> int:
        """Use the results in ``folder`` if they were made under the same ``fingerprint``.

        Returns how many there are; -1 where there were others, which are thrown away. What failed
        is tried again. Raises `Taken` where the folder can't be used or another run is using it.
        """
        where = Path(folder)
        try:
            where.mkdir(exist_ok=True)
            self._file = open(where / RESULTS, "a+b")  # noqa: SIM115,PTH123 - lives as long as the run
            _lock(self._file)
            old = _fingerprint(where / STATE)
            fresh = old != fingerprint
            if fresh:
                self._file.truncate(0)
                state = {
                    "说明": "绩评中断后继续用的进度，可以整个删除。",
                    "fingerprint": fingerprint,
                }
                (where / STATE).write_text(json.dumps(state, ensure_ascii=False), "utf-8")
        except Taken:
            self.close()
            raise
        except OSError as error:
            self.close()
            raise Taken(f"进度文件夹 {folder} 不能用（{of_system(error)}）") from error
        self._kept = True
        if not fresh:
            self._load()
        return -1 if fresh and old is not None else len(self._briefs)

    def close(self) -> None:
        """Let go of the file; what stands in a user's folder stays there."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _load(self) -> None:
        """Index the frames of the file; whatever follows the last whole one is cut off."""
        assert self._file is not None  # noqa: S101 - the caller has just opened it
        good = 0
        self._file.seek(0)
        while True:
            head = self._file.read(_FRAME.size)
            if len(head) < _FRAME.size:
                break
            digest, short, long, check = _FRAME.unpack(head)
            body = self._file.read(short + long)
            if len(body) < short + long or zlib.crc32(body) != check:
                break
            try:
                brief = brief_from(body[:short])
            except (ValueError, KeyError, TypeError):
                break
            if brief.status != "failed":
                self._briefs[digest] = brief
                self._spots[digest] = good + _FRAME.size + short, long
            good += _FRAME.size + short + long
        self._file.truncate(good)


def _fingerprint(path: Path) -> str | None:
    with suppress(OSError, ValueError, AttributeError):
        found = json.loads(path.read_text("utf-8")).get("fingerprint")
        return found if isinstance(found, str) else ""
    return "" if path.exists() else None


def _lock(stream: IO[bytes]) -> None:
    """Keep other runs out of the folder; the system lets go of it even where this one is killed."""
    try:
        if os.name == "nt":
            import msvcrt

            lock = getattr(msvcrt, "locking")  # noqa: B009 - absent elsewhere
            stream.seek(1 << 40)  # a byte far behind what is written
            lock(stream.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
            stream.seek(0)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Taken("进度文件夹正被另一个绩评使用，请等它结束，或换一个文件夹") from error
