"""Contents of files in the data folder, each kept once under its SHA-256."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from jiping.store.models import SourceFile

_INCOMING = "incoming-"
_ABANDONED = 3600
"""Seconds without a byte after which a content that was coming in has lost its program."""


def folder() -> Path:
    """Where contents are kept."""
    return Path(settings.DATA) / "files"


def path_of(sha256: str) -> Path:
    """The place of a content, whether or not it is there."""
    return folder() / sha256[:2] / sha256


def keep(chunks: Iterable[bytes], name: str) -> tuple[SourceFile, bool]:
    """Keep a content; its row, and whether it was not there before.

    The file is complete before it gets its name, so a crash or a full disk (OSError) leaves no half
    content behind.
    """
    folder().mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(prefix=_INCOMING, dir=folder())
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        sha256 = digest.hexdigest()
        place = path_of(sha256)
        place.parent.mkdir(exist_ok=True)
        Path(temporary).replace(place)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return SourceFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "name": name[-255:]}
    )


def sweep() -> None:
    """Remove what programs left half written when they were killed; what is coming in stays."""
    for left in folder().glob(f"{_INCOMING}*"):
        with contextlib.suppress(OSError):  # finished or removed by another program meanwhile
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def content(file: SourceFile) -> bytes:
    """The bytes of a content. Raises OSError where they are gone."""
    return path_of(file.sha256).read_bytes()
