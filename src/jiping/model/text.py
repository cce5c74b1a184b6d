"""Text as documents print it, made comparable.

`tidy` is for what is kept: it removes white space that a layout put inside Chinese words and
changes nothing else. `half_width`, `squeeze` and `label_key` are for what is compared or parsed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SIGNS = {
    "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "﹥": ">", "﹤": "<", "﹦": "=", "═": "=", "﹪": "%",
    "﹣": "-", "−": "-", "‐": "-", "‑": "-", "˂": "<", "˃": ">",
}  # fmt: skip
_FULL = "＋－．／０１２３４５６７８９＜＝＞％＊～｜＆＃＠＿＾"
_HALF_WIDTH = str.maketrans(
    {full: chr(ord(full) - 0xFEE0) for full in _FULL}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF21, 0xFF3B)}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)}
    | _SIGNS
    | {"\u3000": " ", "\u00a0": " "}
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
"""Characters of no width: never part of a wording."""
_SPACE = re.compile(r"\s+")
_MARK = re.compile(r"[-‐‑‒–—―−－─━﹣﹘/／\\＼.．。…·~～_＿]+")
"""Dashes, slashes, dots: a cell holding nothing else is empty. 无 and 0 are values."""


@lru_cache(maxsize=8192)
def _half_width(text: str) -> str:
    return text.translate(_HALF_WIDTH)


def half_width(text: str) -> str:
    """Digits, latin letters and operators in half width; Chinese punctuation as printed."""
    if text.isascii():
        return text
    return _half_width(text) if len(text) <= 64 else text.translate(_HALF_WIDTH)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F") or char in "“”‘’…—·"


def _gap(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    if start == 0 or end == len(text):
        return ""
    return "" if _is_wide(text[start - 1]) or _is_wide(text[end]) else " "


def _tidy(text: str) -> str:
    return _SPACE.sub(_gap, text.translate(_INVISIBLE))


_tidy_short = lru_cache(maxsize=8192)(_tidy)


def tidy(text: str) -> str:
    """The wording of ``text`` without the white space that a layout put into it.

    White space (line breaks too) beside a Chinese character or full-width sign goes
    ("产 出 指 标" → "产出指标"); between latin words or numbers one blank stays ("20 20").
    """
    return _tidy_short(text) if len(text) <= 64 else _tidy(text)


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """``text`` in half width without any white space: for comparing short texts and parsing."""
    return _SPACE.sub("", half_width(text.translate(_INVISIBLE)))


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    """The form in which printed labels are compared: NFKC, no white space, lower case, no colon.

    "其中：财政 拨款 " → "其中:财政拨款"; "执行率（％）：" → "执行率(%)".
    """
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE).translate(_HALF_WIDTH))
    return _SPACE.sub("", plain).lower().strip(":")


def is_blank_mark(text: str | None) -> bool:
    """Whether a cell says nothing: empty, or only dashes, slashes, dots ("——", "/", "……").

    "无" and "0" say something; "**" is a template that nobody filled in, which is a finding.
    """
    if text is None:
        return True
    bare = _SPACE.sub("", text.translate(_INVISIBLE))
    return not bare or _MARK.fullmatch(bare) is not None
