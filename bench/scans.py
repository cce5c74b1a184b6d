"""Scans: fields right by resolution and damage, seconds a page and where they go, memory.

    JIPING_OCR_THREADS=1 python bench/scans.py [--wrong]

The five reference tables are drawn from their PDF, turned, blurred, shaded, speckled, sealed and
pressed to JPEG (`tests/making/scans.py`, seeded), read like any file, and compared field by field.
*silent*: wrong fields of a form that says it is balanced (missing
ones too, unless the form lists unread cells). All recognised
values are listed as doubtful; *sure* counts the silent ones with a confidence of 90 % and more.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "bench")]


def main() -> None:
    from accuracy import compare
    from making.scans import CLEAN, COARSE, HARD, Scanner, encoded, pages, scanned

    from jiping.model.contract import evaluation_to_json
    from jiping.read.reading import read_bytes

    kinds = {
        "clean, 200 dpi": CLEAN,
        "clean, 150 dpi": COARSE,
        "clean, 300 dpi": Scanner(dpi=300),
        "noise 20, blur 1.0, 200 dpi": Scanner(noise=20, blur=1.0),
        "skew 3°, 200 dpi": Scanner(skew=-3.0),
        "on its side, 200 dpi": Scanner(quarters=1),
        "hard, 200 dpi": HARD,
        "hard, 150 dpi": Scanner(150, 2.0, 0.02, 0.6, 8.0, 40.0, True, 45),
    }
    for title, scanner in kinds.items():
        right = there = silent = sure = whole = 0
        spent = 0.0
        for number in range(1, 6):
            (page,) = pages(ROOT / "examples/reference" / f"table-{number}.pdf", scanner.dpi)
            data = encoded(
                scanned(page, scanner, number), "jpeg", scanner.dpi, quality=scanner.quality
            )
            begun = time.perf_counter()
            reading = read_bytes(data, "scan.jpg")
            spent += time.perf_counter() - begun
            truth = json.loads(
                (ROOT / "tests/reference" / f"table-{number}.truth.json").read_text("utf-8")
            )
            if not reading.evaluations:
                print(f"  table {number}: {reading.reason}")
                continue
            form = reading.evaluations[0]
            score = compare(truth, evaluation_to_json(form))
            right, there = right + score.right, there + score.there
            whole += score.right == score.there
            faults = [*score.wrong, *score.missing]
            if form.reading.balanced:
                listed = bool(form.reading.unread)  # what is missing is then among these
                faults = score.wrong if listed else faults
                silent += len(faults)
                doubts = {d.pointer: float(d.confidence) for d in form.reading.doubtful}
                sure += sum(doubts.get(fault[0], 1.0) >= 0.9 for fault in faults)
            if "--wrong" in sys.argv:
                for fault in faults:
                    print(f"    {number} {fault}")
        share = 100 * right / max(1, there)
        print(
            f"{title:28} {right:4}/{there:4} = {share:6.2f} %  forms {whole}/5  "
            f"silent {silent}, sure {sure}  {spent / 5:5.2f} s/page",
            flush=True,
        )
    _where()


def _where() -> None:
    """The time of one page by step, and the memory of the process."""
    from making.scans import HARD, pages, scanned

    from jiping.read.scan.page import read_picture

    (page,) = pages(ROOT / "examples/reference/table-1.pdf", 200)
    steps = Counter(read_picture(scanned(page, HARD), 1, (595, 842), 60).seconds)
    total = sum(steps.values())
    print("  ".join(f"{name} {100 * s / total:.0f} %" for name, s in steps.most_common()))
    if os.name == "posix":
        import resource

        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")


if __name__ == "__main__":
    main()
