"""Addresses of style sheets and scripts that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Stamped(StaticFilesStorage):
    """``/static/web/jiping.css?v=1a2b3c4d``: browsers keep it for ever, and get the next one."""

    def url(self, name: str | None) -> str:
        """The address with the digest of the content."""
        address = super().url(name)
        stamp = _stamp(name or "")
        return f"{address}?v={stamp}" if stamp else address


@cache
def _stamp(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]
