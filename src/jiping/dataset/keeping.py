"""The engine's columns of a dataset's parts: there since the forms were added, or made anew.

They are made anew where the code that computes them has changed since.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.dataset import fingerprints, inputs
from jiping.dataset.writing import array
from jiping.engine.plan import GRAINS
from jiping.model.columns import SCHEMA, Batch, Grain, from_columns

if TYPE_CHECKING:
    from jiping.api.batch import Progress
    from jiping.dataset.folder import Dataset
    from jiping.dataset.manifest import Part
    from jiping.model.evaluation import Evaluation

SLICE = 2_000
"""Forms that are held as values at a time."""


def kept_files(
    dataset: Dataset, parts: Sequence[Part], progress: Progress | None = None
) -> dict[Grain, list[str]]:
    """Grain → the files with the engine's columns, one a part. Only a writer may ask for them."""
    folder = dataset.own("engine", inputs.digest())
    for number, part in enumerate(parts):
        if not (folder / part.id / "form.parquet").exists():
            if progress is not None:
                progress.step("重新计算特征", number, len(parts))
            _make(dataset, part, folder / part.id)
    return {g: [str(folder / part.id / f"{g}.parquet") for part in parts] for g in GRAINS}


def sweep(dataset: Dataset) -> None:
    """Delete what other versions of the code had computed."""
    for folder in dataset.own("engine").glob("*"):
        if folder.name != inputs.digest():
            shutil.rmtree(folder, ignore_errors=True)


def evaluations(dataset: Dataset, part: Part) -> Iterator[list[Evaluation]]:
    """The forms of a part in the order of their numbers, some at a time; without places."""
    import duckdb

    connection = duckdb.connect(":memory:")
    for start in range(part.first, part.first + part.forms, SLICE):
        tables = {}
        for table, columns in SCHEMA.items():
            listed = ", ".join(f'"{c.name}"' for c in columns)
            tables[table] = connection.sql(
                f"SELECT {listed} FROM read_parquet($1, hive_partitioning = false) WHERE form >= $2 AND form < $3",
                params=[dataset.files(table, [part]), start, start + SLICE],
            ).to_arrow_table()
        forms = from_columns(Batch.from_arrow(tables))
        # Few forms come from a filler's workbook; where none does, a look at the file's index says it.
        for number, text in connection.execute(
            "SELECT form, place FROM read_parquet($1, hive_partitioning = false)"
            " WHERE pointer = $2 AND form >= $3 AND form < $4",
            [dataset.files("place", [part]), fingerprints.POINTER, start, start + SLICE],
        ).fetchall():
            forms[number - start] = fingerprints.with_text(forms[number - start], text)
        yield forms
    connection.close()


def _make(dataset: Dataset, part: Part, target: Path) -> None:
    """Compute a part's columns; the folder appears when all of it is there."""
    import pyarrow
    from pyarrow import parquet

    folder = dataset.staging("engine")
    schemas = {grain: inputs.kept_schema(grain) for grain in GRAINS}
    writers = {
        grain: parquet.ParquetWriter(folder / f"{grain}.parquet", schema, compression="zstd")
        for grain, schema in schemas.items()
    }
    first = part.first
    try:
        for forms in evaluations(dataset, part):
            values = inputs.kept_values(forms, first)
            first += len(forms)
            for grain, schema in schemas.items():
                columns = [array(values[grain][n], schema.field(n).type) for n in schema.names]
                writers[grain].write_table(pyarrow.table(columns, schema=schema))
    finally:
        for writer in writers.values():
            writer.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    folder.replace(target)
