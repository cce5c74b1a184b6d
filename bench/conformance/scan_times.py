"""Scans of a suite: seconds a page, and where they go.

    JIPING_OCR_THREADS=1 python -m conformance.scan_times OUT [--forms 6]

One process, one file after the other, models loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("ink", "orientation", "straighten", "lines", "layout", "recognition", "second look")


def measure(out: Path, forms: int) -> dict[str, dict[str, Any]]:
    """Format → pages, seconds in all, seconds of each stage, seconds of understanding."""
    from conformance.suite import load
    from jiping.read.book import Book
    from jiping.read.grid import bind
    from jiping.read.limits import DEFAULT
    from jiping.read.scan.decide import understand_recognised
    from jiping.read.scan.picture import pictures
    from jiping.read.scan.reader import Reader

    found: dict[str, dict[str, Any]] = {}
    warm = False
    for entry in load(out)["files"]:
        if not entry["format"].startswith("scan") or entry["form"] >= forms:
            continue
        data = (out / entry["file"]).read_bytes()
        for _ in range(1 if warm else 2):  # the first reading loads the models
            reader, book = Reader(DEFAULT), Book("image")
            begun = time.perf_counter()
            leaves = (
                reader.leaf(picture, number, size)
                for number, (picture, size) in enumerate(pictures(data, DEFAULT), 1)
            )
            bind(book, leaves, DEFAULT)
            reader.finish(book, "")
            read = time.perf_counter()
            understand_recognised(book, file=entry["file"], sha256="0" * 64)
            done = time.perf_counter()
        warm = True
        one = found.setdefault(
            entry["format"], {"pages": 0, "seconds": 0.0, "understanding": 0.0, "stages": {}}
        )
        one["pages"] += len(reader.pages)
        one["seconds"] += done - begun
        one["understanding"] += done - read
        for stage, seconds in reader.seconds.items():
            one["stages"][stage] = one["stages"].get(stage, 0.0) + seconds
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--forms", type=int, default=6)
    given = parser.parse_args()
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
    print("| format | pages | seconds a page | " + " | ".join(STAGES) + " | understanding |")
    print("|---|---:|---:|" + "---:|" * (len(STAGES) + 1))
    for name, one in measure(given.out, given.forms).items():
        pages = one["pages"]
        parts = [one["stages"].get(stage, 0.0) / pages for stage in STAGES]
        cells = [one["seconds"] / pages, *parts, one["understanding"] / pages]
        print(f"| {name} | {pages} | " + " | ".join(f"{value:.2f}" for value in cells) + " |")


if __name__ == "__main__":
    main()
