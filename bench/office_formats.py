"""OFD, and the formats read through LibreOffice: forms a second, warm and cold.

    python bench/office_formats.py [files]

OFD: one file with 5 and with 50 forms. The others: files of one form each, read one after the
other by `jiping.read.read_bytes` through one warm LibreOffice; *first* is the first file, with the
start of the office in it. Beside: LibreOffice alone, all files in one call, and a call for each.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from making.grids import NUMBERS, merged  # noqa: E402
from making.ofd import LINES, ofd  # noqa: E402
from making.writers import docx, xlsx  # noqa: E402

from jiping.read import read_bytes  # noqa: E402
from jiping.read.office import find  # noqa: E402
from jiping.read.office_warm import WarmOffice  # noqa: E402

TARGETS = {
    "doc": (docx, "doc:MS Word 97"),
    "rtf": (docx, "rtf:Rich Text Format"),
    "odt": (docx, "odt:writer8"),
    "ods": (xlsx, "ods:calc8"),
}


def ours(data: bytes, name: str) -> float:
    """Seconds to read one file; it must hold a form."""
    start = time.perf_counter()
    reading = read_bytes(data, name)
    seconds = time.perf_counter() - start
    assert reading.evaluations, reading.reason
    return seconds


def alone(program: str, files: list[bytes], kind: str, target: str, together: bool) -> float:
    """Seconds that LibreOffice needs for the files, in one call or in one for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{number}.{kind}" for number in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
                   "--convert-to", target, "--outdir", str(folder / "made")]  # fmt: skip
        start = time.perf_counter()
        for group in [paths] if together else [[path] for path in paths]:
            subprocess.run([*command, *map(str, group)], check=True, capture_output=True)
        seconds = time.perf_counter() - start
        assert len(list((folder / "made").iterdir())) == len(files)
    return seconds


def main(count: int) -> int:
    """Print both tables."""
    print(f"{'ofd lines':12}{'forms':>7}{'forms/s':>10}")
    for style in LINES:
        for forms in (5, 50):
            data = ofd([merged(NUMBERS[i % len(NUMBERS)]) for i in range(forms)], style)
            best = min(ours(data, "forms.ofd") for _ in range(5))
            print(f"{style:12}{forms:7}{forms / best:10.0f}")
    program = find()
    if program is None:
        print("LibreOffice is not installed")
        return 1
    print(f"\n{count} files: {'first s':>9}{'warm/s':>8}{'one call/s':>12}{'call each/s':>13}")
    writer = WarmOffice(program)
    for kind, (write, target) in TARGETS.items():
        grids = [merged(NUMBERS[i % len(NUMBERS)]) for i in range(count)]
        sources = [writer.convert(write([grid]), f".{write.__name__}", target, None, kind, 60)
                   for grid in grids]  # fmt: skip
        first = ours(sources[0], f"a.{kind}")
        warm = sum(ours(data, f"a.{kind}") for data in sources)
        batch = alone(program, sources, kind, write.__name__, together=True)
        few = sources[:4]
        single = alone(program, few, kind, write.__name__, together=False)
        print(f"{kind:>9}{first:11.2f}{count / warm:8.1f}{count / batch:12.1f}"
              f"{len(few) / single:13.1f}", flush=True)  # fmt: skip
    writer.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
