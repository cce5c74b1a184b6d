"""A nation's year of forms: adding, auditing and trying another scheme, forms a second and memory.

    python bench/simulate.py [--base 3000] [--forms 1000000] [--keep FOLDER] [--audit] [--jobs 2]

The base are forms of the conformance suite, added one by one as `jiping dataset add` does; the rest
are copies of them under numbers of their own, since only their number matters for what follows.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]


def forms(number: int) -> Iterator[object]:
    """Forms of the suite's families, one after the other."""
    from conformance.families import families
    from conformance.forms import make

    from jiping.model.contract import evaluation_from_json

    known = sorted(families())
    for n in range(number):
        truth = make(7, n, known[n % len(known)]).truth
        source = {"file": f"{n}.docx", "sha256": "0" * 64, "format": "docx", "ordinal": 1}
        reading = {"balanced": True, "repairs": [], "unread": []}
        form = evaluation_from_json({**truth, "source": source, "reading": reading})
        yield replace(form, year=2024)


def multiply(folder: Path, wanted: int) -> int:
    """Copy the parts of a dataset under new numbers until it has as many forms as wanted."""
    import duckdb

    from jiping.dataset import inputs, manifest
    from jiping.dataset.folder import Dataset
    from jiping.dataset.manifest import Part
    from jiping.dataset.schema import PARTED

    dataset = Dataset(folder)
    base = dataset.manifest.parts
    connection = duckdb.connect()
    kept = dataset.own("engine", inputs.digest())
    parts, first = list(base), 1 + max(p.first + p.forms for p in base)
    while sum(p.forms for p in parts) < wanted:
        for part in base:
            times = max(50_000 // part.forms, 1)
            made = Part(
                f"copy-{len(parts):05}", part.year, part.region, first, part.forms * times,
                {t: n * times for t, n in part.rows.items()},
            )  # fmt: skip
            files = {dataset.path / part.path(t): dataset.path / made.path(t) for t in PARTED}
            for path in (kept / part.id).iterdir():
                files[path] = kept / made.id / path.name
            for source, target in files.items():
                target.parent.mkdir(parents=True, exist_ok=True)
                connection.execute(
                    f"COPY (SELECT * REPLACE (form - {part.first} + {first} + k * {part.forms} AS form)"
                    f" FROM read_parquet('{source}', hive_partitioning = false), range({times}) r(k)"
                    f" ORDER BY form) TO '{target}' (FORMAT parquet, CODEC zstd)"
                )
            first += made.forms
            parts.append(made)
            if sum(p.forms for p in parts) >= wanted:
                break
    found = manifest.Manifest(tuple(parts), dataset.manifest.files, first, 2)
    manifest.save(folder, found)
    return found.forms


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=int, default=3000)
    parser.add_argument("--forms", type=int, default=1_000_000)
    parser.add_argument("--keep", help="keep the dataset here, and use it if it is there")
    parser.add_argument("--audit", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--memory", default="3GB")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(given.keep or name) / "set"
        print("| step | forms | seconds | forms/s | memory, MB |\n|---|---:|---:|---:|---:|")
        run(given, folder)


def run(given: argparse.Namespace, folder: Path) -> None:
    from jiping.dataset.adding import add_forms
    from jiping.dataset.auditing import audit
    from jiping.dataset.folder import Dataset
    from jiping.dataset.simulating import Trial, simulate
    from jiping.score.scheme import schemes

    def told(step: str, count: int, begun: float) -> None:
        seconds = time.perf_counter() - begun
        print(
            f"| {step} | {count} | {seconds:.1f} | {count / seconds:.0f} | {megabytes()} |",
            flush=True,
        )

    if not (folder / "dataset.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        begun = time.perf_counter()
        made = list(forms(given.base))
        told("drawing the base", given.base, begun)
        begun = time.perf_counter()
        add_forms(folder, made, "base", "0" * 64, "bench")  # type: ignore[arg-type]
        told("add (evaluations to Parquet)", given.base, begun)
        begun = time.perf_counter()
        told("copying", multiply(folder, given.forms), begun)
    count = Dataset(folder).manifest.forms
    known = schemes()
    for step, trial in {
        "simulate nm-2023 against cn-2020": Trial(known["nm-2023"], known["cn-2020"]),
        "simulate tj against cn-2020": Trial(known["tj"], known["cn-2020"]),
        "simulate nm-2023 against each form's own": Trial(known["nm-2023"], None),
    }.items():
        begun = time.perf_counter()
        simulate(folder, trial, threads=given.jobs, memory=given.memory)
        told(step, count, begun)
    if given.audit:
        begun = time.perf_counter()
        audit(
            folder,
            folder.parent / "out.parquet",
            again=True,
            threads=given.jobs,
            memory=given.memory,
        )
        told("audit", count, begun)
        begun = time.perf_counter()
        audit(folder, folder.parent / "out.parquet", threads=given.jobs, memory=given.memory)
        told("audit again, nothing changed", count, begun)


if __name__ == "__main__":
    main()
