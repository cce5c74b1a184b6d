"""Spark beside DuckDB over the same dataset: the same rows, and how long each took.

    python bench/cluster.py [--pool 2000] [--times 20] [--master local-cluster[2,1,2048]]

The pool of `nation` is added as any forms are; its parts are then repeated under other numbers.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

import duckdb  # noqa: E402
import nation  # noqa: E402

from jiping.dataset import inputs  # noqa: E402
from jiping.dataset.adding import add_forms  # noqa: E402
from jiping.dataset.auditing import audit  # noqa: E402
from jiping.dataset.cluster import Cluster  # noqa: E402
from jiping.dataset.folder import Dataset  # noqa: E402
from jiping.dataset.manifest import Manifest, Part, save  # noqa: E402
from jiping.dataset.reckoning import parquet, quoted  # noqa: E402
from jiping.dataset.schema import PARTED  # noqa: E402
from jiping.engine.plan import GRAINS  # noqa: E402


def repeat(where: Path, times: int) -> int:
    """Every part ``times`` times; how many forms there are then."""
    dataset = Dataset(where)
    parts, step = list(dataset.manifest.parts), dataset.manifest.next_form
    kept = dataset.own("engine", inputs.digest())
    connection = duckdb.connect(":memory:")

    def copy(source: Path, target: Path, shift: int) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        connection.execute(
            f"COPY (SELECT * REPLACE (form + {shift} AS form) FROM {parquet([str(source)])})"
            f" TO {quoted(str(target))} (FORMAT parquet, CODEC zstd)"
        )

    made: list[Part] = list(parts)
    for turn in range(1, times):
        for part in parts:
            new = replace(part, id=f"{part.id}-{turn:03}", first=part.first + turn * step)
            for table in PARTED:
                copy(where / part.path(table), where / new.path(table), turn * step)
            for grain in GRAINS:
                copy(
                    kept / part.id / f"{grain}.parquet",
                    kept / new.id / f"{grain}.parquet",
                    turn * step,
                )
            made.append(new)
    old = dataset.manifest
    save(where, Manifest(tuple(made), old.files, step * times, old.next_run))
    return sum(part.forms for part in made)


def results(where: Path) -> dict[str, tuple[int, int]]:
    """Of every table of results: rows, and a hash over them in their order."""
    found = {}
    for table in ("finding", "ledger", "score"):
        files = [str(p) for p in sorted((where / table).rglob("*.parquet"))]
        with duckdb.connect(":memory:") as connection:
            rows = connection.execute(f"FROM {parquet(files)}").fetchall()
        found[table] = len(rows), hash(tuple(rows))
    return found


def main() -> int:
    """1 where the engines differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pool", type=int, default=2000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--master", default="local-cluster[2,1,2048]")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jiping-cluster-") as folder:
        where = Path(folder, "set")
        pool, _ = nation.pool(given.pool)
        start = time.perf_counter()
        add_forms(where, pool, "nation", "0" * 64, "bench")
        print(f"added {len(pool) / (time.perf_counter() - start):,.0f} forms/s")
        forms = repeat(where, given.times)
        size = sum(p.stat().st_size for p in where.rglob("*.parquet"))
        print(f"{forms:,} forms, {size / forms:,.0f} bytes a form")
        start = time.perf_counter()
        audit(where, threads=2)
        print(f"duckdb {forms / (time.perf_counter() - start):,.0f} forms/s")
        alone = results(where)
        start = time.perf_counter()
        with Cluster(given.master) as cluster:
            print(f"spark ready after {time.perf_counter() - start:.1f} s")
            start = time.perf_counter()
            audit(where, again=True, cluster=cluster)
            print(f"spark {forms / (time.perf_counter() - start):,.0f} forms/s")
        spread = results(where)
    for table, wanted in alone.items():
        same = "same" if spread[table] == wanted else "DIFFERENT"
        print(f"{table}: {wanted[0]:,} rows, {same} in order and content")
    return int(spread != alone)


if __name__ == "__main__":
    sys.exit(main())
