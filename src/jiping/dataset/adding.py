"""`jiping dataset add`: forms of any files into a dataset, every content once."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jiping import __version__
from jiping.api.batch import Input, Progress, Wanted, Work, work
from jiping.api.batch.result import named
from jiping.dataset import inputs
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import OWN, Dataset
from jiping.dataset.packaging import describe
from jiping.dataset.schema import COLUMNS, arrow_schema
from jiping.dataset.writing import PartWriter, Sharing, array, content_digest, place_of
from jiping.model.trouble import of_system

if TYPE_CHECKING:
    from jiping.api.batch.result import Brief
    from jiping.api.batch.work import Entry
    from jiping.dataset.cluster import Cluster
    from jiping.dataset.manifest import Part
    from jiping.dataset.writing import Key
    from jiping.model.evaluation import Evaluation

READING = "reading"


@dataclass(slots=True)
class Added:
    """What came of it. ``known``: files whose content the dataset had; ``same``: files equal to
    another of this run; ``failed``: file and reason; ``silent``: files without a form."""

    forms: int = 0
    files: int = 0
    known: int = 0
    same: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    silent: list[tuple[str, str]] = field(default_factory=list)
    others: int = 0
    """Forms of other kinds (申报表, 监控表), which no dataset holds."""
    passed: Counter[str] = field(default_factory=Counter)
    resumed: int = 0
    interrupted: bool = False


def add(
    path: str | Path,
    given: Sequence[Input],
    *,
    processes: int | None = None,
    layouts: str | None = None,
    progress: Progress | None = None,
    cluster: Cluster | None = None,
) -> Added:
    """Read the files and add their forms. The folder becomes a dataset if it is none.

    All or nothing: broken off or killed, the dataset is as it was, and what has been read is kept
    for the next run. ``cluster``: who reads, if not processes of this machine. Raises DatasetError where the folder can't be used or another is writing.
    """
    dataset = Dataset(path, new=True)
    with dataset.writing():
        done = Added()
        known = dataset.digests()
        fresh, outer = _fresh(_digests(given, cluster, progress), known, done)
        rows = Rows(dataset.names(), known)
        for name, digest in outer.items():
            if digest in known:
                rows.put(name, digest, "same", first=known[digest])
        reading = dataset.own(READING)
        reading.parent.mkdir(exist_ok=True)
        wanted = Wanted("read", keep_places=True, layouts=layouts)
        made: Source
        if cluster is None:
            state = str(reading)
            done_here = work(fresh, wanted, processes=processes, state=state, progress=progress)
            made = _Here(dataset, done_here)
        else:
            from jiping.dataset.spreading import read_on

            piles = reading / "cluster"
            made = read_on(cluster, dataset, fresh, outer, wanted, piles, progress)
        done.resumed, done.passed = made.resumed, made.passed
        try:
            if made.interrupted:
                done.interrupted = True
                return done
            _write(dataset, made, outer, rows, done, progress)
        finally:
            made.close()
        shutil.rmtree(reading, ignore_errors=True)
    return done


def add_forms(
    path: str | Path,
    forms: Iterable[Evaluation],
    source: str,
    digest: str,
    version: str,
    *,
    known_out: bool = False,
) -> int:
    """Add evaluations that come from no document (tables of others): how many were added.

    ``source`` and ``digest`` name what they came from: it is added once. ``known_out``: forms that
    the dataset holds already, from the same file, are left out.
    """
    dataset = Dataset(path, new=True)
    with dataset.writing():
        known = dataset.digests()
        if digest in known:
            return 0
        rows = Rows(dataset.names(), known)
        folder = dataset.staging("add")
        writer = writer_of(dataset, folder)
        count = 0
        try:
            held = _held(dataset) if known_out else set()
            for evaluation in forms:
                if known_out and _key(evaluation) in held:
                    continue
                writer.put(evaluation)
                count += 1
            parts = writer.close()
        finally:
            writer.abandon()
        rows.put(source, digest, "read" if count else "same", forms=count, version=version)
        _commit(dataset, folder, parts, rows)
    return count


def _held(dataset: Dataset) -> set[tuple[str, int, str]]:
    """Of every form: its file's digest, its place in the file, its own digest."""
    table = dataset.read("form", columns=["sha256", "ordinal", "digest"])
    columns = (table.column(n).to_pylist() for n in ("sha256", "ordinal", "digest"))
    return set(zip(*columns, strict=True))


def _key(evaluation: Evaluation) -> tuple[str, int, str]:
    source = evaluation.source
    return source.sha256, source.ordinal, content_digest(evaluation)


def _digests(
    given: Sequence[Input], cluster: Cluster | None, progress: Progress | None
) -> list[tuple[Input, str | None]]:
    """The inputs, each with the SHA-256 of its bytes, None where there are none."""
    if cluster is None:
        return [(item, digest_of(item)) for item in given]
    from jiping.dataset.spreading import digests_on

    found = digests_on(cluster, given, progress)
    return [(item, found[item.name]) for item in given]


def _fresh(
    given: list[tuple[Input, str | None]], known: dict[str, str], done: Added
) -> tuple[list[Input], dict[str, str]]:
    """The inputs to be read, and the digest of every input that could be opened, by name."""
    fresh: list[Input] = []
    outer: dict[str, str] = {}
    for item, digest in given:
        if digest is not None:
            outer[item.name] = digest
        if digest is not None and digest in known:
            done.known += 1
        else:
            fresh.append(item)
    return fresh, outer


def digest_of(item: Input) -> str | None:
    """SHA-256 of an input's bytes; None where there are none (whoever reads it says why)."""
    if item.problem is not None:
        return None
    if item.data is not None:
        return sha256(item.data).hexdigest()
    whole = sha256()
    try:
        with open(item.name, "rb") as stream:  # noqa: PTH123 - the name as it was given
            while piece := stream.read(2**20):
                whole.update(piece)
    except OSError:
        return None
    return whole.hexdigest()


class Source(Protocol):
    """What was read, and the way of its forms into parts."""

    resumed: int
    interrupted: bool
    passed: Counter[str]
    entries: list[Entry]

    def brief(self, digest: bytes) -> Brief:
        """The short part of what became of a content."""

    def forms(self, entry: Entry) -> Iterator[tuple[Any, Key, str | None]]:
        """The forms of a file, each with year and province, and the code of its region."""

    def sharing(self, folder: Path, /) -> Sharing:
        """Takes the forms, decides which part each goes to, below ``folder``."""

    def written(self, folder: Path, parts: list[Part], progress: Progress | None, /) -> list[Part]:
        """The parts when they are written, with the numbers of their rows."""

    def close(self) -> None:
        """Let go of what was read."""


class _Here:
    """What this machine read, and writes as the forms come."""

    def __init__(self, dataset: Dataset, made: Work) -> None:
        self.resumed, self.interrupted = made.resumed, made.interrupted
        self.passed, self.entries = made.passed, made.entries
        self._dataset, self._shelf = dataset, made.shelf
        self.brief, self.close = made.shelf.brief, made.shelf.close

    def forms(self, entry: Entry) -> Iterator[tuple[Evaluation, Key, str | None]]:
        """The forms themselves."""
        assert entry.digest is not None  # noqa: S101 - only such have forms
        for evaluation in self._shelf.get(entry.digest).evaluations:
            yield named(evaluation, entry.file), *place_of(evaluation)

    def sharing(self, folder: Path) -> Sharing:
        """Writes the parts."""
        return writer_of(self._dataset, folder)

    def written(self, _: Path, parts: list[Part], __: Progress | None) -> list[Part]:
        """They are."""
        return parts


class Rows:
    """New rows of the table of files; a file under the same name and content comes once.

    ``names``: file and content of those that are there; ``known``: content → the file that held it.
    """

    def __init__(self, names: set[tuple[str, str]], known: dict[str, str]) -> None:
        self._names = names
        self.known = known
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self.values: dict[str, list[Any]] = {c.name: [] for c in COLUMNS["file"]}

    def put(
        self, file: str, digest: str, status: str, *, reason: str | None = None, forms: int = 0,
        first: str | None = None, version: str = __version__,
    ) -> None:  # fmt: skip
        """One file."""
        if (file, digest) in self._names:
            return
        self._names.add((file, digest))
        row = (file, digest, status, reason, forms, first, self._now, version)
        for column, value in zip(self.values.values(), row, strict=True):
            column.append(value)

    def __len__(self) -> int:
        return len(self.values["file"])

    def write(self, folder: Path, name: str) -> None:
        """Write them into a staging folder as the part ``name``."""
        import pyarrow
        from pyarrow import parquet

        schema = arrow_schema(COLUMNS["file"])
        columns = [array(self.values[n], schema.field(n).type) for n in schema.names]
        (folder / "file").mkdir(parents=True, exist_ok=True)
        parquet.write_table(
            pyarrow.table(columns, schema=schema), folder / "file" / f"{name}.parquet",
            compression="zstd",
        )  # fmt: skip


def writer_of(dataset: Dataset, folder: Path) -> PartWriter:
    """Who writes forms of a new run into a staging folder."""
    held = dataset.manifest
    return PartWriter(folder, held.next_run, held.next_form, inputs.digest())


def _write(
    dataset: Dataset, made: Source, outer: dict[str, str], rows: Rows, done: Added,
    progress: Progress | None,
) -> None:  # fmt: skip
    """The forms of what was read into a staging folder, and from there into the dataset."""
    folder = dataset.staging("add")
    sharing = made.sharing(folder)
    try:
        for number, entry in enumerate(made.entries):
            if progress is not None and number % 20 == 0:
                progress.step("写入数据集", number, len(made.entries))
            _entry(made, entry, sharing, rows, done)
        parts = sharing.close()
    finally:
        sharing.abandon()
    parts = made.written(folder, parts, progress)
    inner = {entry.digest.hex() for entry in made.entries if entry.digest is not None}
    broken = {entry.file for entry in made.entries if entry.digest is None}
    broken |= {name for name, _ in done.failed}
    for name, digest in outer.items():
        whole = not any(b == name or b.startswith(f"{name}/") for b in broken)
        if digest not in inner and digest not in rows.known and whole:
            rows.put(name, digest, "archive")
    done.forms = sum(part.forms for part in parts)
    if parts or len(rows):
        _commit(dataset, folder, parts, rows)


def _entry(made: Source, entry: Entry, sharing: Sharing, rows: Rows, done: Added) -> None:
    if entry.digest is None:
        done.failed.append((entry.file, entry.problem or ""))
        return
    digest = entry.digest.hex()
    if digest in rows.known:
        done.known += 1
        rows.put(entry.file, digest, "same", first=rows.known[digest])
        return
    brief = made.brief(entry.digest)
    if brief.status == "failed":
        done.failed.append((entry.file, brief.reason or ""))
        return
    done.files += 1
    if entry.first is not None:
        done.same += 1
        rows.put(entry.file, digest, "same", first=entry.first)
        return
    rows.put(entry.file, digest, brief.status, reason=brief.reason, forms=brief.forms)
    if brief.status != "read":
        done.silent.append((entry.file, brief.reason or ""))
    done.others += brief.targets + brief.monitorings
    for form, key, division in made.forms(entry) if brief.forms else ():
        sharing.place(form, key, division)


def _commit(dataset: Dataset, folder: Path, parts: list[Any], rows: Rows) -> None:
    name = f"run-{dataset.manifest.next_run:05}"
    rows.write(folder, name)
    try:
        dataset.commit(folder, tuple(parts), name)
        describe(dataset)
    except OSError as error:
        raise DatasetError(f"不能写入 {dataset.path}（{of_system(error)}）") from error


__all__ = ["OWN", "Added", "Rows", "add", "add_forms", "writer_of"]
