"""Spark beside DuckDB over the same forms: the same rows, and how long each took.

    python bench/cluster.py                                  # 10⁴, 5·10⁴ and 10⁵ forms
    python bench/cluster.py --forms 50000 --master 'local-cluster[2,1,2048]'
    python bench/cluster.py --forms 2000 --standalone        # a master and two workers of its own

Up to ``--distinct`` forms are distinct (`many_forms`); beyond, parts hold theirs several times under
other numbers. Both engines write findings, ledger and scores; rows are compared in their order, all columns.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

import duckdb  # noqa: E402
from many_forms import many  # noqa: E402
from standalone import standalone  # noqa: E402

from jiping.dataset import inputs  # noqa: E402
from jiping.dataset.adding import add_forms  # noqa: E402
from jiping.dataset.auditing import audit  # noqa: E402
from jiping.dataset.cluster import Cluster, SparkReckoning  # noqa: E402
from jiping.dataset.folder import Dataset  # noqa: E402
from jiping.dataset.manifest import Manifest, Part, save  # noqa: E402
from jiping.dataset.reckoning import parquet, quoted  # noqa: E402
from jiping.dataset.schema import PARTED  # noqa: E402
from jiping.engine.plan import GRAINS  # noqa: E402
from jiping.engine.plan_bulk import load_bulk  # noqa: E402

if TYPE_CHECKING:
    from jiping.score.scheme import Scheme

TABLES = ("finding", "ledger", "score")


def repeat(where: Path, times: int) -> int:
    """Every part holds its forms ``times`` times, under other numbers; how many forms there are then."""
    dataset = Dataset(where)
    kept = dataset.own("engine", inputs.digest())
    connection = duckdb.connect(":memory:")

    def again(path: Path, part: Part) -> None:
        turns = (
            f"SELECT * REPLACE (form + {(times - 1) * part.first + turn * part.forms} AS form)"
            f" FROM {parquet([str(path)])}"
            for turn in range(times)
        )
        new = path.with_suffix(".new")
        connection.execute(
            f"COPY ({' UNION ALL '.join(turns)}) TO {quoted(str(new))} (FORMAT parquet, CODEC zstd)"
        )
        new.replace(path)

    made = []
    for part in dataset.manifest.parts:
        for table in PARTED:
            again(where / part.path(table), part)
        for grain in GRAINS:
            again(kept / part.id / f"{grain}.parquet", part)
        rows = {table: count * times for table, count in part.rows.items()}
        made.append(replace(part, first=part.first * times, forms=part.forms * times, rows=rows))
    old = dataset.manifest
    save(where, Manifest(tuple(made), old.files, old.next_form * times, old.next_run))
    return sum(part.forms for part in made)


class Watched(SparkReckoning):
    """Notes how long the cluster worked on every table."""

    def __init__(self, cluster: Cluster, home: Path, extra: Sequence[Scheme] = ()) -> None:
        super().__init__(cluster, home, extra)
        self.took: Counter[str] = Counter()

    def _write(self, writer: Any, path: Path) -> None:
        start = time.perf_counter()
        super()._write(writer, path)
        name = path.parent.parent.name if path.name.startswith(".") else path.name.partition("-")[0]
        self.took[name] += round(10 * (time.perf_counter() - start))  # tenths of a second


class WatchedCluster(Cluster):
    """Keeps its last reckoning."""

    last: Watched

    def __enter__(self) -> WatchedCluster:
        return self

    def reckoning(self, home: Path, extra: Sequence[Scheme] = ()) -> SparkReckoning:
        self.last = Watched(self, home, extra)
        return self.last


def results(where: Path) -> dict[str, list[str]]:
    """The files of every table of results, in the order of their rows."""
    return {t: [str(p) for p in sorted((where / t).rglob("*.parquet"))] for t in TABLES}


def kept_apart(where: Path, folder: Path) -> dict[str, list[str]]:
    """The results as they stand now, where the next audit doesn't overwrite them."""
    for table in TABLES:
        shutil.copytree(where / table, folder / table)
    return results(folder)


def differing(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, tuple[int, int]]:
    """Of every table: rows, and how many of them are not the same in the same place."""
    found = {}
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        for table in TABLES:
            # As one value each: a row that only one side has is null on the other.
            query = (
                f"SELECT count(*), count(*) FILTER (a IS DISTINCT FROM b)"
                f" FROM (SELECT r AS a FROM {parquet(one[table])} r) POSITIONAL JOIN"
                f" (SELECT r AS b FROM {parquet(other[table])} r)"
            )
            rows = connection.execute(query).fetchall()
            found[table] = rows[0][0], rows[0][1]
    return found


def fired(files: list[str]) -> set[str]:
    """The rules with findings."""
    with duckdb.connect(":memory:") as connection:
        query = f"SELECT DISTINCT rule FROM {parquet(files)}"
        return {code for (code,) in connection.execute(query).fetchall()}


def main() -> int:
    """1 where the engines differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, nargs="+", default=[10_000, 50_000, 100_000])
    parser.add_argument("--distinct", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--master", default="local-cluster[2,1,3072]")
    parser.add_argument("--standalone", action="store_true", help="start a master and two workers")
    given = parser.parse_args()
    wrong = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jiping-cluster-")))
        master = given.master
        if given.standalone:
            master = stack.enter_context(standalone(folder, memory="3g"))
        start = time.perf_counter()
        cluster = stack.enter_context(WatchedCluster(master))
        print(f"{master}: ready after {time.perf_counter() - start:.1f} s", flush=True)
        for wanted in given.forms:
            wrong += measured(cluster, folder, wanted, given.distinct, given.seed)
    return int(wrong > 0)


def measured(cluster: WatchedCluster, folder: Path, wanted: int, distinct: int, seed: int) -> int:
    """Audit so many forms on both; how many rows differ."""
    where, apart = folder / f"set-{wanted}", folder / f"apart-{wanted}"
    times = -(-wanted // distinct)
    start = time.perf_counter()
    add_forms(where, many(wanted // times, seed), "many.json", "1" * 64, "bench")
    print(f"\n{wanted // times:,} distinct forms added, {time.perf_counter() - start:.0f} s")
    forms = repeat(where, times)
    size = sum(p.stat().st_size for p in where.rglob("*.parquet"))
    print(
        f"{forms:,} forms in {len(Dataset(where).manifest.parts)} parts, {size / forms:,.0f} bytes a form"
    )
    start = time.perf_counter()
    audit(where, threads=2)
    took = time.perf_counter() - start
    print(f"duckdb {took:.1f} s, {forms / took:,.0f} forms/s", flush=True)
    alone = kept_apart(where, apart)
    start = time.perf_counter()
    done = audit(where, again=True, cluster=cluster)
    took = time.perf_counter() - start
    workers = cluster.cores
    print(
        f"spark {took:.1f} s, {forms / took:,.0f} forms/s, {forms / took / workers:,.0f} a worker"
    )
    slowest = cluster.last.took.most_common(8)
    print("longest: " + ", ".join(f"{name} {tenths / 10} s" for name, tenths in slowest))
    print(f"rules that could not be run: {done.crashes or 'none'}")
    compiled, seen = set(load_bulk().rules), fired(alone["finding"])
    print(f"{len(seen)} of {len(compiled)} rules fire; not {', '.join(sorted(compiled - seen))}")
    differ = differing(alone, results(where))
    for table, (rows, unlike) in differ.items():
        print(f"{table}: {rows:,} rows, {unlike} differ")
    shutil.rmtree(where)
    shutil.rmtree(apart)
    return sum(unlike for _, unlike in differ.values())


if __name__ == "__main__":
    sys.exit(main())
