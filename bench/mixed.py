"""A folder of mixed files (text, docx, xlsx, html, PDF): forms a second and pages a second.

    python bench/mixed.py [--forms 200] [--seed 7]

The forms are those of the conformance suite. Each format is read in this process, one file after
the other; then `jiping read` reads the whole folder, which is how a clerk would.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]
FORMATS = ("txt-tabs", "docx", "xlsx", "html", "pdf")


def pages(data: bytes, suffix: str) -> int:
    """Pages of a PDF; one for any other file."""
    if suffix != ".pdf":
        return 1
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def main() -> int:
    """Print the figures; 1 if a file gave no form."""
    from conformance.suite import write

    from jiping.read import read_bytes

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    lost = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, seed=given.seed, forms=given.forms, formats=FORMATS)
        (folder / "truth.json").unlink()
        print("| format | files | pages | seconds | forms/s | pages/s |")
        print("|---|---:|---:|---:|---:|---:|")
        for kind in FORMATS:
            files = [(p.name, p.read_bytes()) for p in sorted((folder / kind).iterdir())]
            sheets = sum(pages(data, Path(n).suffix) for n, data in files)
            read_bytes(files[0][1], files[0][0])
            start = time.perf_counter()
            forms = sum(len(read_bytes(data, n).evaluations) for n, data in files)
            seconds = time.perf_counter() - start
            lost += forms < len(files)
            print(
                f"| {kind} | {len(files)} | {sheets} | {seconds:.2f} | {forms / seconds:.0f} | {sheets / seconds:.0f} |"
            )
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "jiping", "read", str(folder), "--format", "json"],
            capture_output=True, check=False, cwd=ROOT / "src",
        )  # fmt: skip
        seconds = time.perf_counter() - start
        found = len(json.loads(done.stdout)["forms"])
        print(
            f"| folder, `jiping read` | {given.forms * len(FORMATS)} | | {seconds:.2f} | {found / seconds:.0f} | |"
        )
    return 1 if lost or found < given.forms * len(FORMATS) else 0


if __name__ == "__main__":
    sys.exit(main())
