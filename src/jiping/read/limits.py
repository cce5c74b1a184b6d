"""How much of a hostile document we are ready to take in. Every limit is an error in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps for one file. Sizes in bytes, times in seconds.

    ``tree_size`` is what a parsed XML or HTML part may take in memory, estimated from its tags
    before it is parsed. ``scan_pages`` and ``scan_seconds`` (a page) are for pages that are
    recognised from their picture, which takes seconds each. The ``pack_`` limits are for archives of
    files: ``pack_files`` and ``pack_unpacked`` count all that is nested in one.
    """

    file_size: int = 100 * 2**20
    unpacked_size: int = 256 * 2**20
    unpack_ratio: int = 200
    archive_entries: int = 10_000
    pages: int = 2_000
    rows: int = 50_000
    columns: int = 512
    cells: int = 1_000_000
    text_size: int = 32 * 2**20
    tree_size: int = 300 * 2**20
    seconds: float = 60.0
    scan_pages: int = 200
    scan_seconds: float = 60.0
    pack_size: int = 2 * 2**30
    pack_files: int = 20_000
    pack_unpacked: int = 4 * 2**30
    pack_depth: int = 5


DEFAULT = Limits()
