"""How the targets of many forms stand in a library: what `jiping.audit.traits.standing` says of one.

The kept columns of a dataset know no library; where one is given, these are put in their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiping.indicators.library import Library
from jiping.indicators.origin import origin
from jiping.model.evaluation import Indicator

if TYPE_CHECKING:
    from jiping.api.batch import Progress
    from jiping.dataset.folder import Dataset
    from jiping.dataset.manifest import Part
    from jiping.dataset.reckoning import Reckoning

_COLUMNS = ("form", "row", "level1_text", "level2_text", "name", "unit", "target_text")
_SOME = 20_000


def compare(
    dataset: Dataset, parts: Sequence[Part], library: Library, reckoning: Reckoning,
    progress: Progress | None = None,
) -> None:  # fmt: skip
    """Have ``own_indicator`` say how the targets of these parts stand. Only a writer may ask."""
    import pyarrow
    from pyarrow import parquet

    folder = dataset.staging("peers")
    schema = pyarrow.schema(
        [("form", pyarrow.int64()), ("row", pyarrow.int32()), ("peer_count", pyarrow.int32()),
         ("peer_place", pyarrow.int32())]
    )  # fmt: skip
    name = folder / "stood.parquet"
    with parquet.ParquetWriter(name, schema, compression="zstd") as writer:
        for number, part in enumerate(parts):
            if progress is not None:
                progress.step("同指标库比较", number, len(parts))
            marks = _marks(dataset, part)
            held = parquet.ParquetFile(dataset.files("indicator", [part])[0])
            for batch in held.iter_batches(_SOME, columns=list(_COLUMNS)):
                writer.write_table(pyarrow.table(_stood(library, batch, marks), schema=schema))
    columns = ", ".join(
        f's."{c}"' if c.startswith("peer_") else f'k."{c}"' for c in _kept_indicator()
    )
    reckoning.view(
        "own_indicator",
        f"SELECT {columns} FROM kept_indicator k JOIN {reckoning.source([str(name)])} s"
        ' ON s.form = k.form AND s."row" = k."row"',
    )


def _kept_indicator() -> list[str]:
    from jiping.dataset import inputs

    return list(inputs.kept_columns("indicator"))


def _marks(dataset: Dataset, part: Part) -> dict[int, int | None]:
    """Form → the mark of its project's year, with which it is not compared."""
    table = dataset.read("form", [part], ["form", "project_name", "unit_name", "year"])
    return {
        row["form"]: origin(row["project_name"], row["unit_name"], row["year"])
        for row in table.to_pylist()
    }


def _stood(library: Library, batch: object, marks: dict[int, int | None]) -> list[list[int | None]]:
    forms: list[int | None] = []
    rows: list[int | None] = []
    counts: list[int | None] = []
    places: list[int | None] = []
    values = (batch.column(name).to_pylist() for name in _COLUMNS)  # type: ignore[attr-defined]
    for form, row, level1, level2, name, unit, target in zip(*values, strict=True):
        indicator = Indicator(level1=level1, level2=level2, name=name, unit=unit, target=target)
        found = library.stands(indicator, marks[form])
        forms.append(form)
        rows.append(row)
        counts.append(0 if found is None else found.count)
        places.append(None if found is None else found.percentile)
    return [forms, rows, counts, places]
