"""Texts that markup can hold: escaped, and without characters that no reader would take."""

from __future__ import annotations

import re
from functools import lru_cache

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the reading direction: they could show a number that isn't there."""
_MARKUP = re.compile('[&<>"\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]')


def clean(text: str) -> str:
    """The text with one kind of line break, and what no document may hold made visible."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(_named, _FORBIDDEN.sub(_named, text))


def _named(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


@lru_cache(maxsize=16384)
def escaped(text: str) -> str:
    """The text for XML and HTML, as content or within double quotes."""
    if _MARKUP.search(text) is None:
        return text
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")
