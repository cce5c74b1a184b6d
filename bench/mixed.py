"""A folder of mixed files (text, docx, xlsx, html, PDF): forms a second and pages a second.

    python bench/mixed.py [--forms 200] [--seed 7] [--folder-only] [--keep FOLDER]
    python bench/mixed.py --forms 1000 --folder-only      # 5,000 files: at most 180 s, see below

The forms are those of the conformance suite; with --keep they are written to a folder that stays,
or found there. Each format is read in this process, one file after the other; then `jiping read`
reads the whole folder, which is how a clerk would, and `jiping audit` audits it; both share the
work out to all cores. Memory is that of the largest process. With 5,000 files or more, either may
take 180 s on two cores and 1 GB, else the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]
MANY, SECONDS, MEGABYTES = 5_000, 180, 1_000
FORMATS = ("txt-tabs", "docx", "xlsx", "html", "pdf")


def pages(data: bytes, suffix: str) -> int:
    """Pages of a PDF; one for any other file."""
    if suffix != ".pdf":
        return 1
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def main() -> int:
    """Print the figures; 1 if a file gave no form or a limit was passed."""
    from conformance.suite import write

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder-only", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        if not (folder / FORMATS[-1]).is_dir():
            write(folder, seed=given.seed, forms=given.forms, formats=FORMATS)
            (folder / "truth.json").unlink()
        lost = 0 if given.folder_only else one_by_one(folder)
        return 1 if lost + by_folder(folder) else 0


def one_by_one(folder: Path) -> int:
    """Print the pace of each format in this process; how many files gave no form."""
    from jiping.read import read_bytes

    lost = 0
    print("| format | files | pages | seconds | forms/s | pages/s |")
    print("|---|---:|---:|---:|---:|---:|")
    for kind in FORMATS:
        files = [(p.name, p.read_bytes()) for p in sorted((folder / kind).iterdir())]
        sheets = sum(pages(data, Path(n).suffix) for n, data in files)
        read_bytes(files[0][1], files[0][0])
        start = time.perf_counter()
        forms = sum(len(read_bytes(data, n).evaluations) for n, data in files)
        seconds = time.perf_counter() - start
        lost += max(len(files) - forms, 0)
        print(
            f"| {kind} | {len(files)} | {sheets} | {seconds:.2f} | {forms / seconds:.0f} | {sheets / seconds:.0f} |"
        )
    return lost


def by_folder(folder: Path) -> int:
    """Print the pace of both commands; how many files gave no form, or limits were passed."""
    faults, files = 0, sum(1 for kind in FORMATS for _ in (folder / kind).iterdir())
    print("| command | files | seconds | files/s | largest process, MB |")
    print("|---|---:|---:|---:|---:|")
    for command in ("read", "audit"):
        seconds, memory, found = folder_by(command, folder)
        faults += found < files
        print(
            f"| `jiping {command}` | {files} | {seconds:.1f} | {files / seconds:.0f} | {memory} |",
            flush=True,
        )
        if files >= MANY:
            faults += seconds > SECONDS or (memory or 0) > MEGABYTES
    return faults


def folder_by(command: str, folder: Path) -> tuple[float, int | None, int]:
    """Seconds, megabytes of the largest process (where the system tells), forms."""
    target = folder.with_name(folder.name + ".json")
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "jiping", command, str(folder), "-o", str(target)],
        capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    seconds = time.perf_counter() - start
    found = json.loads(target.read_text("utf-8"))["summary"]["forms"]
    target.unlink()
    return seconds, largest(), found


def largest() -> int | None:
    """The most memory that one of the processes so far took, in megabytes."""
    if sys.platform == "win32":
        return None
    import resource

    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return kilobytes // (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    sys.exit(main())
