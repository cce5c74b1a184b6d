"""Texts that a database can hold: PostgreSQL takes neither NUL nor half a pair of code units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

UNKEEPABLE = "里面有不能保存的字符。"


def keepable(text: str) -> bool:
    """Whether one text can be kept."""
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def all_keepable(value: Any) -> bool:
    """Whether every text in a value of JSON, keys too, can be kept."""
    return all(keepable(text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
