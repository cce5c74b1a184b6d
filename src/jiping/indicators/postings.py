"""Texts found by the pairs of characters in them: which texts hold a pair, as lists of numbers.

The lists are in order of the numbers, and numbers are by use, so the front of a list is what is
used most. A search begins with the rarest pairs, looks at a bounded number of texts, and counts
for each of them how much of the query it holds; so a common pair costs no more than a rare one.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

LOOKED_AT = 1_500
"""Texts that one search looks at."""
MOST_PAIRS = 24
"""Pairs of a long query that count: its rarest."""


def collected(texts: Iterable[Iterable[str]]) -> dict[str, array[int]]:
    """Pair → the numbers of the texts that hold it; the texts' pairs come in order of number."""
    found: dict[str, array[int]] = {}
    for number, pairs in enumerate(texts):
        for pair in pairs:
            if pair in found:
                found[pair].append(number)
            else:
                found[pair] = array("I", (number,))
    return found


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers as they are kept: four bytes each, the lowest first."""
    values = array("I", numbers)
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def unpacked(data: bytes) -> array[int]:
    """The inverse of `packed`."""
    values = array("I")
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def rows(found: dict[str, array[int]]) -> Iterator[tuple[str, int, bytes]]:
    """The rows of a table of pairs."""
    for pair in sorted(found):
        yield pair, len(found[pair]), packed(found[pair])


class Postings:
    """One table of pairs. ``total``: how many texts there are."""

    def __init__(self, connection: sqlite3.Connection, table: str, column: str, total: int) -> None:
        self._connection = connection
        self._ask = f"SELECT count, {column} FROM {table} WHERE gram = ?"
        self._total = total
        self._list = lru_cache(maxsize=64)(self._load)

    def best(self, pairs: Sequence[str], most: int) -> list[tuple[int, int]]:
        """Texts with what they hold of the query, of 1000 and by rarity of its pairs; best first.

        Of equals the more used comes first.
        """
        lists = sorted(
            ((len(found), pair, found) for pair in pairs if len(found := self._list(pair))),
            key=lambda each: each[:2],
        )[:MOST_PAIRS]
        worth = [(self._total * 4 // len(found)).bit_length() for *_, found in lists]
        unknown = sum(not len(self._list(pair)) for pair in pairs[:MOST_PAIRS])
        whole = sum(worth) + unknown * (self._total * 4).bit_length() // 2
        looked_at: dict[int, None] = {}
        for place, (_, _, found) in enumerate(lists):
            room = (LOOKED_AT - len(looked_at)) // (2 if place + 1 < len(lists) else 1)
            if room <= 0:
                break
            looked_at.update(dict.fromkeys(found[:room]))
        scores = []
        for number in looked_at:
            held = 0
            for value, (size, _, found) in zip(worth, lists, strict=True):
                at = bisect_left(found, number)
                if at < size and found[at] == number:
                    held += value
            scores.append((-held, number))
        scores.sort()
        return [(number, -held * 1000 // whole) for held, number in scores[:most]]

    def _load(self, pair: str) -> array[int]:
        row = self._connection.execute(self._ask, (pair,)).fetchone()
        return unpacked(row[1]) if row else array("I")
