"""Forms of a web system in a dataset: each once, as it stands there now.

A form that was changed in the web system comes in as another form; the one that stood for it before
is withdrawn, so nothing is counted twice. Where each form stands there is told in table ``web``,
which every import writes anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jiping.dataset.adding import Rows, writer_of
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.dataset.importing import forms_from
from jiping.dataset.packaging import describe
from jiping.dataset.querying import ask, connect
from jiping.dataset.schema import COLUMNS, arrow_schema
from jiping.dataset.writing import array, content_digest
from jiping.model.evaluation import Evaluation, Source
from jiping.model.trouble import of_system

WEB = "web"
"""Format of the source of a form that was typed in a web system and came from no file."""
_NAMES = tuple(c.name for c in COLUMNS["web"])
_Key = tuple[str, int, str]
"""SHA-256 of the file, place in it, digest of the content."""


@dataclass(frozen=True, slots=True)
class Record:
    """Where a form stands in a web system; the fields are those of table ``web``."""

    record: int
    version: int
    state: str
    organisation: str | None
    organisation_code: str | None
    above: str | None
    changes: int
    answered: int
    updated: str


Bodies = Callable[[Sequence[int]], Iterator[tuple[Record, Evaluation]]]
"""Numbers of records → each as it is now, with its content; one that is gone is left out."""


@dataclass(slots=True)
class Taken:
    """What came of it. ``moved``: the content is the same, but not where the form stands;
    ``known``: the dataset had the same form from a file; ``replaced``: older contents, withdrawn;
    ``gone``: forms that the web system has no more."""

    new: int = 0
    changed: int = 0
    moved: int = 0
    same: int = 0
    known: int = 0
    replaced: int = 0
    gone: int = 0


def take(
    path: str | Path, system: str, records: Sequence[Record], bodies: Bodies, version: str, *,
    whole: bool = True,
) -> Taken:  # fmt: skip
    """Bring the dataset to where the web system ``system`` stands: all of it, or nothing.

    Only records whose version or time is another than at the last import are asked for their
    content. ``whole``: these are all forms of the system, so that what is missing is gone there.
    ``version``: the program's that keeps them. Raises DatasetError.
    """
    dataset = Dataset(path, new=True)
    with dataset.writing():
        return _Taking(dataset, system, version, whole=whole).run(records, bodies)


class _Taking:
    """One import under way."""

    def __init__(self, dataset: Dataset, system: str, version: str, *, whole: bool) -> None:
        self.dataset = dataset
        self.system = system
        self.version = version
        self.whole = whole
        rows = [dict(zip(_NAMES, row, strict=True)) for row in _rows(dataset)]
        self.old = {r["record"]: r for r in rows if r["system"] == system}
        self.kept = [r for r in rows if r["system"] != system]
        self.done = Taken()
        self.withdrawn: set[int] = set()

    def run(self, records: Sequence[Record], bodies: Bodies) -> Taken:
        """Everything; the dataset changes at the very end."""
        rows: dict[int, dict[str, Any]] = {}
        asked: list[int] = []
        for record in records:
            held = self.old.get(record.record)
            if held is not None and _seen(held) == (record.version, record.updated):
                self._stands(rows, record, held)
            else:
                asked.append(record.record)
        folder = self.dataset.staging("add")
        files = Rows(self.dataset.names(), self.dataset.digests())
        writer = writer_of(self.dataset, folder)
        waiting: dict[_Key, list[int]] = defaultdict(list)
        try:
            if asked:
                self._index()
            for record, evaluation in bodies(asked) if asked else ():
                self._one(rows, waiting, record, named(evaluation, record.record), writer.put)
            parts = writer.close()
        finally:
            writer.abandon()
        if parts:
            self._number(rows, waiting, [str(folder / part.path("form")) for part in parts])
        self._gone({*(r.record for r in records)})
        if not self._anything(rows):
            return self.done
        if self.whole and parts:
            self._note_files(files, folder, parts)
        name = f"run-{self.dataset.manifest.next_run:05}"
        _write(folder / "web" / f"{name}.parquet", [*self.kept, *rows.values()])
        if len(files):
            files.write(folder, name)
        try:
            self.dataset.commit(
                folder, tuple(parts), name if len(files) else None, web=name,
                withdrawn=self.withdrawn,
            )  # fmt: skip
            describe(self.dataset)
        except OSError as error:
            raise DatasetError(f"不能写入 {self.dataset.path}（{of_system(error)}）") from error
        return self.done

    def _index(self) -> None:
        """``live``: key → forms; ``of_file``: file and place in it → forms. Without the withdrawn."""
        self.live: dict[_Key, list[int]] = defaultdict(list)
        self.of_file: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        asked = "SELECT form, sha256, ordinal, digest FROM form ORDER BY form"
        for form, sha, ordinal, digest in ask(self.dataset, asked).rows():
            self.live[sha, ordinal, digest].append(form)
            if sha:
                self.of_file[sha, ordinal].append((form, digest))
        self.linked = {row["form"] for row in (*self.old.values(), *self.kept)}

    def _stands(
        self, rows: dict[int, dict[str, Any]], record: Record, held: dict[str, Any]
    ) -> None:
        """A record whose content is the one that the dataset has."""
        row = self._row(record, held["form"], held["digest"], own=held["own"])
        rows[record.record] = row
        if row == held:
            self.done.same += 1
        else:
            self.done.moved += 1

    def _one(
        self, rows: dict[int, dict[str, Any]], waiting: dict[_Key, list[int]], record: Record,
        evaluation: Evaluation, put: Callable[[Evaluation], None],
    ) -> None:  # fmt: skip
        digest = content_digest(evaluation)
        held = self.old.get(record.record)
        if held is not None and held["digest"] == digest:
            self._stands(rows, record, held)
            return
        source = evaluation.source
        key = (source.sha256, source.ordinal, digest)
        if held is not None and held["own"]:
            self.withdrawn.add(held["form"])
        free = [form for form in self.live[key] if form not in self.linked]
        if free:
            self.linked.add(free[0])
            rows[record.record] = self._row(record, free[0], digest, own=False)
            self.done.known += 1
        else:
            rows[record.record] = self._row(record, -1, digest, own=True)
            waiting[key].append(record.record)
            put(evaluation)
            if held is None:
                self.done.new += 1
            else:
                self.done.changed += 1
        # What was read of the same place of the same file, before it was corrected there.
        for form, other in self.of_file[source.sha256, source.ordinal] if source.sha256 else ():
            if other != digest and form not in self.linked:
                self.withdrawn.add(form)
                self.done.replaced += 1

    def _number(
        self, rows: dict[int, dict[str, Any]], waiting: dict[_Key, list[int]], files: list[str]
    ) -> None:
        """Tell every record the number that its form was given. Equal forms are told apart by
        nothing, so it does not matter which of them is whose."""
        from pyarrow import parquet

        for name in files:
            table = parquet.ParquetFile(name).read(["form", "sha256", "ordinal", "digest"])
            for row in table.to_pylist():
                key = (row["sha256"], row["ordinal"], row["digest"])
                rows[waiting[key].pop()]["form"] = row["form"]

    def _gone(self, there: set[int]) -> None:
        for number, held in self.old.items():
            if number in there:
                continue
            if not self.whole:
                self.kept.append(held)
                continue
            self.done.gone += 1
            if held["own"]:
                self.withdrawn.add(held["form"])

    def _anything(self, rows: dict[int, dict[str, Any]]) -> bool:
        return bool(self.withdrawn) or self.done.gone > 0 or any(
            self.old.get(number) != row for number, row in rows.items()
        )  # fmt: skip

    def _note_files(self, files: Rows, folder: Path, parts: Sequence[Any]) -> None:
        """The files that the web system has read need no reading here any more."""
        from pyarrow import parquet

        forms: Counter[tuple[str, str]] = Counter()
        for part in parts:
            table = parquet.ParquetFile(folder / part.path("form")).read(["file", "sha256"])
            forms.update((row["file"], row["sha256"]) for row in table.to_pylist() if row["sha256"])
        for (file, sha), count in forms.items():
            if sha not in files.known:
                files.known[sha] = file
                files.put(file, sha, "read", forms=count, version=self.version)

    def _row(self, record: Record, form: int, digest: str, *, own: bool) -> dict[str, Any]:
        said = {name: getattr(record, name) for name in Record.__dataclass_fields__}
        return {"form": form, "system": self.system, **said, "own": own, "digest": digest}


def named(evaluation: Evaluation, record: int) -> Evaluation:
    """A form that came from no file gets the web system's number as where it is from."""
    if evaluation.source.sha256:
        return evaluation
    return replace(evaluation, source=Source(f"网页系统第 {record} 号表", "", WEB, 1))


def unnamed(evaluation: Evaluation) -> Evaluation:
    """The inverse of `named`."""
    if evaluation.source.format != WEB:
        return evaluation
    return replace(evaluation, source=Source("", "", "", 1))


def forms_of(path: str | Path, *, year: int | None = None) -> tuple[int, Iterator[Evaluation]]:
    """How many forms a dataset has, and each with its places; of one ``year`` only, if it is given.

    Raises DatasetError.
    """
    dataset = Dataset(path)
    database = connect(dataset)
    of_year = "" if year is None else f" WHERE year = {int(year)}"
    count: int = database.execute(f"SELECT count(*) FROM form{of_year}").fetchone()[0]
    found = forms_from(lambda sql: database.execute(sql).fetchall())
    return count, (unnamed(each) for each in found if year is None or each.year == year)


def _seen(held: dict[str, Any]) -> tuple[int, str]:
    return held["version"], held["updated"]


def _rows(dataset: Dataset) -> Iterable[tuple[Any, ...]]:
    return ask(dataset, 'SELECT * FROM "web"').rows()


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    import pyarrow
    from pyarrow import parquet

    schema = arrow_schema(COLUMNS["web"])
    ordered = sorted(rows, key=lambda row: (row["system"], row["record"]))
    columns = [array([row[n] for row in ordered], schema.field(n).type) for n in schema.names]
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pyarrow.table(columns, schema=schema), path, compression="zstd")
