"""Evaluations into Parquet files of a staging folder, a part for every year and region.

Rows go out as they come, a group of forms at a time, so memory depends on no number of forms.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping.dataset import fingerprints, inputs
from jiping.dataset.folder import OWN
from jiping.dataset.manifest import Part
from jiping.dataset.schema import COLUMNS, PARTED, arrow_schema
from jiping.engine.plan import GRAINS
from jiping.model.columns import Batch

if TYPE_CHECKING:
    from jiping.law.regions import Region
    from jiping.model.evaluation import Evaluation

GROUP = 2_000
"""Forms of one bucket that are written together: a row group of every table."""
MOST_WAITING = 4_000
"""Forms that may wait in all buckets."""
MOST_OPEN = 24
"""Parts that are written at the same time; each keeps eight files open."""
PART = 50_000
"""Forms of one part at most: what one piece of an audit takes."""
Key = tuple[int | None, str | None]


class _Bucket:
    """The forms of one year and region: those that wait, and the part that is being written."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Evaluation, str | None]] = []
        self.writers: dict[Path, Any] = {}
        self.id = ""
        self.first = 0
        self.forms = 0
        self.rows: dict[str, int] = {}


class PartWriter:
    """Takes forms, gives parts. Form numbers are given out when a part is closed and counted.

    A part's numbers must follow one another, though parts grow side by side: every part reserves
    `PART` of them, and unused ones are lost, which nobody misses (there are 2⁶³).
    """

    def __init__(self, folder: Path, run: int, next_form: int, digest: str) -> None:
        self._folder = folder
        self._run = run
        self._next = next_form
        self._digest = digest
        self._buckets: OrderedDict[Key, _Bucket] = OrderedDict()
        self._waiting = 0
        self._begun = 0
        self.parts: list[Part] = []

    @property
    def next_form(self) -> int:
        """The first number that no part has reserved."""
        return self._next

    def put(self, evaluation: Evaluation) -> None:
        """Take one form."""
        from jiping.law.regions import region_of

        names = (evaluation.department.name, evaluation.unit.name, evaluation.project.name)
        region: Region | None = region_of(name for name in names if name)
        key = (evaluation.year, region.province.code if region else None)
        bucket = self._buckets.setdefault(key, _Bucket())
        self._buckets.move_to_end(key)
        bucket.waiting.append((evaluation, region.division.code if region else None))
        self._waiting += 1
        if len(bucket.waiting) >= GROUP:
            self._write(key, bucket)
        elif self._waiting >= MOST_WAITING:
            largest = max(self._buckets, key=lambda k: len(self._buckets[k].waiting))
            self._write(largest, self._buckets[largest])

    def close(self) -> list[Part]:
        """Write what waits and close all files; the parts in the order of their numbers."""
        for key, bucket in list(self._buckets.items()):
            self._write(key, bucket)
            self._end(key, bucket)
        return sorted(self.parts, key=lambda part: part.first)

    def abandon(self) -> None:
        """Close the files of a run that is broken off."""
        for bucket in self._buckets.values():
            for writer in bucket.writers.values():
                writer.close()
            bucket.writers.clear()

    def _write(self, key: Key, bucket: _Bucket) -> None:
        if not bucket.waiting:
            return
        import pyarrow

        if not bucket.writers:
            self._begin(key, bucket)
        forms, divisions = zip(*bucket.waiting, strict=True)
        self._waiting -= len(forms)
        bucket.waiting = []
        start = bucket.first + bucket.forms
        for path, table in self._tables(key, forms, divisions, start):
            schema = bucket.writers[path].schema
            columns = [array(table[name], schema.field(name).type) for name in schema.names]
            bucket.writers[path].write_table(pyarrow.table(columns, schema=schema))
            name = path.parts[0]
            if name in PARTED:
                bucket.rows[name] = bucket.rows.get(name, 0) + len(table["form"])
        bucket.forms += len(forms)
        if bucket.forms + GROUP > PART:
            self._end(key, bucket)

    def _begin(self, key: Key, bucket: _Bucket) -> None:
        from pyarrow import parquet

        opened = [(k, b) for k, b in self._buckets.items() if b.writers]
        if len(opened) >= MOST_OPEN:
            self._write(*opened[0])
            self._end(*opened[0])
        bucket.id = f"part-{self._run:05}-{self._begun:05}"
        self._begun += 1
        bucket.first, bucket.forms, bucket.rows = self._next, 0, dict.fromkeys(PARTED, 0)
        self._next += PART
        part = self._part(key, bucket)
        schemas = {Path(part.path(t)): arrow_schema(COLUMNS[t]) for t in PARTED}
        kept = Path(OWN, "engine", self._digest, part.id)
        schemas |= {kept / f"{grain}.parquet": inputs.kept_schema(grain) for grain in GRAINS}
        for path, schema in schemas.items():
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            bucket.writers[path] = parquet.ParquetWriter(target, schema, compression="zstd")

    def _end(self, key: Key, bucket: _Bucket) -> None:
        if not bucket.writers:
            return
        for writer in bucket.writers.values():
            writer.close()
        bucket.writers = {}
        self.parts.append(self._part(key, bucket))

    def _part(self, key: Key, bucket: _Bucket) -> Part:
        return Part(bucket.id, key[0], key[1], bucket.first, bucket.forms, bucket.rows)

    def _tables(
        self, key: Key, forms: tuple[Evaluation, ...], divisions: tuple[str | None, ...], start: int
    ) -> list[tuple[Path, dict[str, Any]]]:
        batch = Batch()
        places: dict[str, list[Any]] = {"form": [], "pointer": [], "place": []}
        for number, evaluation in enumerate(forms, start):
            batch.append(number, evaluation)
            for pointer, place in evaluation.places.items():
                places["form"].append(number)
                places["pointer"].append(pointer)
                places["place"].append(_dump(place.to_json()))
            taken_back = fingerprints.text_of(evaluation)
            if taken_back is not None:
                places["form"].append(number)
                places["pointer"].append(fingerprints.POINTER)
                places["place"].append(taken_back)
        tables: dict[str, dict[str, Any]] = {**batch.tables, "place": places}  # type: ignore[dict-item]
        tables["form"] |= {
            "division": list(divisions),
            "digest": [content_digest(e) for e in forms],
        }
        year, region = key
        for name, table in tables.items():
            table["region"] = [region] * len(table["form"])
            if name != "form":
                table["year"] = [year] * len(table["form"])
        part = (self._buckets[key].id, *key)
        found = [(Path(Part(*part, 0, 0, {}).path(t)), tables[t]) for t in PARTED]
        kept = Path(OWN, "engine", self._digest, part[0])
        values = inputs.kept_values(forms, start)
        return found + [(kept / f"{g}.parquet", dict(values[g])) for g in GRAINS]


def content_digest(evaluation: Evaluation) -> str:
    """SHA-256 over what a form says, whatever file it came in."""
    from jiping.model.contract import evaluation_to_json

    said = evaluation_to_json(evaluation)
    del said["source"], said["reading"]
    return sha256(_dump(said).encode("utf-8", "surrogatepass")).hexdigest()


def array(values: Any, kind: Any) -> Any:
    """An Arrow array; half a surrogate pair, which a hostile document may hold, becomes “�”."""
    import pyarrow

    try:
        return pyarrow.array(values, kind)
    except UnicodeEncodeError:
        whole = [v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in values]
        return pyarrow.array(whole, kind)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
