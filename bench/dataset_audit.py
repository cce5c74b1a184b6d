"""All rules over 10⁴ to 10⁷ forms of a nation, and what a few checks cost by other means.

    python bench/dataset_audit.py [--forms 10000 100000 1000000] [--pool 3000] [--keep FOLDER]

Required (issue 6): at least 100,000 forms a second on two cores, in less than 4 GB. Read are the
engine's columns as `jiping dataset add` keeps them, Parquet; what is found comes as Arrow batches
and is counted. Beyond ``--distinct`` forms the same chunks are gone through again. Three checks
(C-SCR-01, C-WGT-05, C-SCR-05) are also done as loops in Python, by pandas, and one form after the
other with floats from printed texts, as other tools do it; what these find is told too, as floats
and a fixed tolerance do not find the same. Last, the time DuckDB needs to read all those columns.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

import nation  # noqa: E402

from jiping.engine.bulk import Bulk  # noqa: E402
from jiping.engine.plan import GRAINS  # noqa: E402

if TYPE_CHECKING:
    import pyarrow

    from jiping.model.columns import Grain
    from jiping.model.evaluation import Evaluation

THREADS, PER_SECOND, MEGABYTES = 2, 100_000, 4_000
CHECKS = ("C-SCR-01", "C-WGT-05", "C-SCR-05")
Tables = dict["Grain", "pyarrow.Table"]
Paths = dict["Grain", Path]


def megabytes() -> int:
    """The most memory this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def audited(bulk: Bulk, chunks: Iterable[Paths]) -> tuple[float, float, int]:
    """Seconds, seconds of processors, findings."""
    start, busy = time.perf_counter(), time.process_time()
    found = sum(batch.num_rows for _, batch in bulk.batches(chunks))
    return time.perf_counter() - start, time.process_time() - busy, found


def in_python(tables: Tables) -> Counter[str]:
    """The three checks exactly, form after form, on values of Python."""
    found = Counter[str]()
    form, fund, rows = ({n: t.column(n).to_pylist() for n in t.column_names} for t in (
        tables["form"], tables["fund"], tables["indicator"]))  # fmt: skip
    lines: dict[int, tuple[int | None, int | None]] = {}
    for number, source, weight, score in zip(
        fund["form"], fund["source"], fund["weight"], fund["score"], strict=True
    ):
        if source == "total" and number not in lines:
            lines[number] = weight, score
    scores: dict[int, list[int]] = {}
    unscored = Counter[int]()
    for number, weight, score, empty in zip(
        rows["form"], rows["weight"], rows["score"], rows["empty_row"], strict=True
    ):
        if weight is not None and score is not None and (score > weight or score < 0):
            found["C-SCR-01"] += 1
        if weight == 0 and not empty:
            found["C-WGT-05"] += 1
        if score is not None:
            scores.setdefault(number, []).append(score)
        unscored[number] += (weight is not None) - (score is not None)
    for number, total, places in zip(
        form["form"], form["total_score"], form["total_score_decimals"], strict=True
    ):
        weight, score = lines.get(number, (None, None))
        if total is None or unscored[number] > 0 or number not in scores:
            continue
        if weight is not None and score is None:
            continue
        half = 10 ** max(6 - places, 0)
        summed = 2 * (sum(scores[number]) + (score or 0))
        if not 2 * total - half <= summed < 2 * total + half:
            found["C-SCR-05"] += 1
    return found


def in_pandas(tables: Tables) -> Counter[str]:
    """The same with data frames."""
    form, fund, rows = (tables[g].to_pandas() for g in GRAINS)
    wrong = (rows["score"] > rows["weight"]) | (rows["score"] < 0) & rows["weight"].notna()
    zero = (rows["weight"] == 0) & ~rows["empty_row"].astype(bool)
    grouped = rows.groupby("form").agg(
        scores=("score", "sum"), scored=("score", "count"), weighted=("weight", "count")
    )
    first = fund[fund["source"] == "total"].groupby("form")[["weight", "score"]].nth(0)
    first = first.set_axis(fund["form"].loc[first.index])
    whole = form.set_index("form").join(grouped).join(first)
    asked = whole["total_score"].notna() & (whole["scored"] > 0)
    asked &= (whole["scored"] >= whole["weighted"]) & ~(
        whole["weight"].notna() & whole["score"].isna()
    )
    half = 10.0 ** (6 - whole["total_score_decimals"]).clip(lower=0)
    apart = 2 * (whole["scores"] + whole["score"].fillna(0)) - 2 * whole["total_score"]
    differs = asked & ~((apart >= -half) & (apart < half))
    return Counter(
        {"C-SCR-01": int(wrong.sum()), "C-WGT-05": int(zero.sum()), "C-SCR-05": int(differs.sum())}
    )


def with_floats(forms: Iterable[Evaluation]) -> Counter[str]:
    """One form at a time, texts to floats, a total right within 0.01."""

    def number(text: str | None) -> float | None:
        try:
            return None if text is None else float(text.replace(",", ""))
        except ValueError:
            return None

    found = Counter[str]()
    for form in forms:
        summed = 0.0
        for row in form.indicators:
            weight, score = number(row.weight), number(row.score)
            if weight is not None and score is not None and not 0 <= score <= weight:
                found["C-SCR-01"] += 1
            if weight == 0:
                found["C-WGT-05"] += 1
            summed += score or 0.0
        summed += next((number(f.score) or 0.0 for f in form.funds if f.source == "total"), 0.0)
        total = number(form.total.score)
        if total is not None and abs(total - summed) > 0.01:
            found["C-SCR-05"] += 1
    return found


def scanned(chunks: list[Paths]) -> float:
    """Seconds in which DuckDB reads every column that the engine reads."""
    import duckdb

    from jiping.engine.inputs import input_columns

    connection = duckdb.connect(":memory:", config={"threads": THREADS})
    start = time.perf_counter()
    for grain in GRAINS:
        listed = ", ".join(f'max("{name}")' for name in input_columns(grain))
        files = [str(chunk[grain]) for chunk in chunks]
        connection.execute(f"SELECT {listed} FROM read_parquet($1)", [files]).fetchall()
    return time.perf_counter() - start


def beside(forms: list[Evaluation], chunks: list[Paths], number: int) -> None:
    """The three checks by several means: forms a second, and what each finds in 1,000 forms."""
    from pyarrow import parquet

    tables = {grain: parquet.read_table(path) for grain, path in chunks[0].items()}
    size = tables["form"].num_rows
    bulk = Bulk(threads=THREADS, only=CHECKS)
    told = Counter[str]()
    for _, batch in bulk.batches(chunks[:1]):
        told.update(batch.column("rule").to_pylist())
    few = chunks[:number]
    count = sum(parquet.read_metadata(chunk["form"]).num_rows for chunk in few)
    seconds, _, _ = audited(bulk, few)
    each = Counter({code: told[code] * count // size for code in CHECKS})
    print("\n| three checks | forms/s | " + " | ".join(f"{c} in 1,000" for c in CHECKS) + " |")
    print("|---|---:|" + "---:|" * len(CHECKS))
    shown(f"jiping, {THREADS} threads, Parquet read", count, seconds, each)
    means: dict[str, tuple[int, Callable[[], Counter[str]]]] = {
        "pandas, columns in memory": (size, lambda: in_pandas(tables)),
        "Python, columns in memory": (size, lambda: in_python(tables)),
        "one form at a time with floats": (len(forms), lambda: with_floats(forms)),
    }
    for name, (many, means_of) in means.items():
        start = time.perf_counter()
        told = means_of()
        shown(name, many, time.perf_counter() - start, told)


def shown(name: str, forms: int, seconds: float, found: Counter[str]) -> None:
    """A line of the table."""
    cells = " | ".join(f"{1000 * found[code] / forms:.2f}" for code in CHECKS)
    print(f"| {name} | {forms / seconds:,.0f} | {cells} |", flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--pool", type=int, default=3_000)
    parser.add_argument("--distinct", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="folder for the Parquet files")
    parser.add_argument("--memory", default="2GB")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        return measure(given, given.keep or Path(name))


def measure(given: Any, folder: Path) -> int:
    bulk = Bulk(threads=THREADS, memory=given.memory)
    start = time.perf_counter()
    forms, slips = nation.pool(given.pool)
    rarest = min(nation.SLIPS, key=lambda name: slips[name])
    print(
        f"pool: {len(forms):,} forms, {len(slips)} kinds of slips,"
        f" the rarest ({rarest}) in {100 * slips[rarest] / len(forms):.1f} % of them"
    )
    held = nation.columns(forms, bulk.schemes)
    rows = held["indicator"].num_rows / len(forms)
    print(f"columns and traits, schemes inferred: {time.perf_counter() - start:.0f} s beforehand")
    distinct = min(max(given.forms), given.distinct)
    start = time.perf_counter()
    chunks = list(nation.chunks(held, distinct, folder))
    size = sum(path.stat().st_size for chunk in chunks for path in chunk.values())
    print(f"{distinct:,} forms drawn: {time.perf_counter() - start:.0f} s, {size / 1e6:,.0f} MB")
    audited(bulk, chunks[:THREADS])
    print("\n| forms | indicators | seconds | forms/s | MB read/s | processor s | findings | memory, MB |")  # fmt: skip
    print("|---:|" * 1 + "---:|" * 7)
    rate = 0.0
    for wanted in sorted(given.forms):
        number = -(-wanted // nation.CHUNK)
        work = [chunks[n % len(chunks)] for n in range(number)]
        if wanted < nation.CHUNK:
            work = list(nation.chunks(held, wanted, folder / f"few-{wanted}", seed=2))
        read = sum(path.stat().st_size for chunk in work for path in chunk.values())
        seconds, busy, found = audited(bulk, work)
        rate = wanted / seconds
        print(
            f"| {wanted:,} | {int(wanted * rows):,} | {seconds:.2f} | {rate:,.0f} |"
            f" {read / 1e6 / seconds:.1f} | {busy:.2f} | {found:,} | {megabytes():,} |",
            flush=True,
        )
    scan = scanned(chunks)
    print(f"\nreading those columns alone: {distinct / scan:,.0f} forms/s")
    beside(forms, chunks, 4)
    for number, crash in bulk.crashes:
        print(f"chunk {number}: {crash.rule} {crash.error}")
    return 0 if rate >= PER_SECOND and megabytes() < MEGABYTES and not bulk.crashes else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
