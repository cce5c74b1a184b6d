"""Words that two short texts share."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def longest_shared(one: str, two: str) -> str:
    """The longest run of characters that stands in both texts; the first of equally long ones."""
    if len(one) > len(two):
        one, two = two, one
    for size in range(len(one), 0, -1):
        for start in range(len(one) - size + 1):
            piece = one[start : start + size]
            if piece in two:
                return piece
    return ""
