"""Evaluations into Parquet files of a staging folder, a part for every year and region.

Rows go out as they come, a group of forms at a time, so memory depends on no number of forms.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jiping.dataset import fingerprints, inputs
from jiping.dataset.folder import OWN
from jiping.dataset.manifest import Part
from jiping.dataset.schema import COLUMNS, PARTED, arrow_schema
from jiping.engine.plan import GRAINS
from jiping.model.columns import Batch

if TYPE_CHECKING:
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


class Files(Protocol):
    """Where the rows of one part go."""

    rows: dict[str, int]

    def put(self, forms: Sequence[Any], divisions: Sequence[str | None]) -> None:
        """Take some forms, which get the next numbers; ``divisions``: code of each one's region."""

    def close(self) -> None:
        """Nothing more comes."""


class PartFiles:
    """The Parquet files of one part below a folder: eight of them, open at the same time.

    ``part`` says where they lie and which number comes first; ``digest`` is `inputs.digest`.
    """

    def __init__(self, folder: Path, part: Part, digest: str) -> None:
        from pyarrow import parquet

        self.rows: dict[str, int] = dict.fromkeys(PARTED, 0)
        self._part = part
        self._next = part.first
        self._kept = Path(OWN, "engine", digest, part.id)
        schemas = {Path(part.path(t)): arrow_schema(COLUMNS[t]) for t in PARTED}
        schemas |= {self._kept / f"{grain}.parquet": inputs.kept_schema(grain) for grain in GRAINS}
        self._writers: dict[Path, Any] = {}
        for path, schema in schemas.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            self._writers[path] = parquet.ParquetWriter(target, schema, compression="zstd")

    @property
    def paths(self) -> list[Path]:
        """The files, below the folder."""
        return list(self._writers)

    def put(self, forms: Sequence[Evaluation], divisions: Sequence[str | None]) -> None:
        """Write some forms: a row group of every table."""
        import pyarrow

        for path, table in self._tables(forms, divisions):
            schema = self._writers[path].schema
            columns = [array(table[name], schema.field(name).type) for name in schema.names]
            self._writers[path].write_table(pyarrow.table(columns, schema=schema))
            name = path.parts[0]
            if name in PARTED:
                self.rows[name] += len(table["form"])
        self._next += len(forms)

    def close(self) -> None:
        """Finish the files."""
        for writer in self._writers.values():
            writer.close()

    def _tables(
        self, forms: Sequence[Evaluation], divisions: Sequence[str | None]
    ) -> list[tuple[Path, dict[str, Any]]]:
        batch = Batch()
        places: dict[str, list[Any]] = {"form": [], "pointer": [], "place": []}
        for number, evaluation in enumerate(forms, self._next):
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
        part = self._part
        for name, table in tables.items():
            table["region"] = [part.region] * len(table["form"])
            if name != "form":
                table["year"] = [part.year] * len(table["form"])
        found = [(Path(part.path(t)), tables[t]) for t in PARTED]
        values = inputs.kept_values(forms, self._next)
        return found + [(self._kept / f"{g}.parquet", dict(values[g])) for g in GRAINS]


def place_of(evaluation: Evaluation) -> tuple[Key, str | None]:
    """Year and province of a form, by which it is partitioned, and the code of its region."""
    from jiping.law.regions import region_of

    names = (evaluation.department.name, evaluation.unit.name, evaluation.project.name)
    region = region_of(name for name in names if name)
    key = (evaluation.year, region.province.code if region else None)
    return key, region.division.code if region else None


class _Bucket:
    """The forms of one year and region: those that wait, and the part that is being written."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Any, str | None]] = []
        self.files: Files | None = None
        self.part = Part("", None, None, 0, 0, {})


class Sharing:
    """Which form goes to which part, and under which number.

    A part's numbers must follow one another, though parts grow side by side: every part reserves
    `PART` of them, and unused ones are lost, which nobody misses (there are 2⁶³). ``files`` opens
    a part; what a form is (`place`) is its matter alone.
    """

    def __init__(self, run: int, next_form: int, files: Callable[[Part], Files]) -> None:
        self._files = files
        self._run = run
        self._next = next_form
        self._buckets: OrderedDict[Key, _Bucket] = OrderedDict()
        self._waiting = 0
        self._begun = 0
        self.parts: list[Part] = []

    def place(self, form: Any, key: Key, division: str | None) -> None:
        """Take one form of this year and province."""
        bucket = self._buckets.setdefault(key, _Bucket())
        self._buckets.move_to_end(key)
        bucket.waiting.append((form, division))
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
            self._end(bucket)
        return sorted(self.parts, key=lambda part: part.first)

    def abandon(self) -> None:
        """Close the files of a run that is broken off."""
        for bucket in self._buckets.values():
            if bucket.files is not None:
                bucket.files.close()
                bucket.files = None

    def _write(self, key: Key, bucket: _Bucket) -> None:
        if not bucket.waiting:
            return
        if bucket.files is None:
            bucket.files = self._begin(key, bucket)
        forms, divisions = zip(*bucket.waiting, strict=True)
        self._waiting -= len(forms)
        bucket.waiting = []
        bucket.files.put(forms, divisions)
        bucket.part = replace(bucket.part, forms=bucket.part.forms + len(forms))
        if bucket.part.forms + GROUP > PART:
            self._end(bucket)

    def _begin(self, key: Key, bucket: _Bucket) -> Files:
        opened = [(k, b) for k, b in self._buckets.items() if b.files is not None]
        if len(opened) >= MOST_OPEN:
            self._write(*opened[0])
            self._end(opened[0][1])
        bucket.part = Part(f"part-{self._run:05}-{self._begun:05}", *key, self._next, 0, {})
        self._begun += 1
        self._next += PART
        return self._files(bucket.part)

    def _end(self, bucket: _Bucket) -> None:
        if bucket.files is None:
            return
        bucket.files.close()
        self.parts.append(replace(bucket.part, rows=bucket.files.rows))
        bucket.files = None


class PartWriter(Sharing):
    """Takes forms, gives parts that are written below ``folder``."""

    def __init__(self, folder: Path, run: int, next_form: int, digest: str) -> None:
        super().__init__(run, next_form, lambda part: PartFiles(folder, part, digest))

    def put(self, evaluation: Evaluation) -> None:
        """Take one form."""
        self.place(evaluation, *place_of(evaluation))


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
