"""Files read by the workers of a cluster, and written by them as parts of the dataset.

Reading: a task takes some files, reads them as `jiping read` does and lays what it made of them on
a pile, a file in the dataset's folder that counts from the moment when its list stands beside it.
A run that was broken off finds the piles again. Writing: which form goes to which part is decided
here, in the order of the files, as in a run on one machine; a task writes one part from the piles.
The manifest, which is what makes them part of the dataset, is replaced from here.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jiping.api.batch import Input, Progress, Wanted, work
from jiping.api.batch.fingerprint import fingerprint
from jiping.api.batch.result import Brief, brief_from, named, packed, result_from
from jiping.api.batch.work import Entry
from jiping.dataset import inputs
from jiping.dataset.errors import DatasetError
from jiping.dataset.manifest import sync_file, write_whole
from jiping.dataset.writing import Key, PartFiles, Sharing, place_of

if TYPE_CHECKING:
    from jiping.dataset.cluster import Cluster
    from jiping.dataset.folder import Dataset
    from jiping.dataset.manifest import Part

FILES = 200
"""Files of one task at most: what a lost worker, or a killed run, has to read again."""
MARK = "cluster.json"


class Spot(NamedTuple):
    """Where a form lies: pile, first byte and length of the content's results, which of its forms;
    and the file that it is to name."""

    pile: str
    start: int
    size: int
    number: int
    file: str


class Content(NamedTuple):
    """What lies on a pile of one content; year, province and region of each of its forms."""

    pile: str
    start: int
    size: int
    brief: Brief
    places: tuple[tuple[int | None, str | None, str | None], ...]


@dataclass(slots=True)
class Piles:
    """What was read: as `jiping.api.batch.Work`, with the forms still where the workers laid them."""

    cluster: Cluster
    dataset: Dataset
    folder: Path
    entries: list[Entry] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    resumed: int = 0
    interrupted: bool = False
    contents: dict[bytes, Content] = field(default_factory=dict)
    planned: dict[str, list[tuple[Sequence[Spot], Sequence[str | None]]]] = field(
        default_factory=dict
    )
    """Part → groups of forms, and the codes of their regions."""

    def brief(self, digest: bytes) -> Brief:
        """The short part of a result; KeyError if there is none."""
        return self.contents[digest].brief

    def forms(self, entry: Entry) -> Iterator[tuple[Spot, Key, str | None]]:
        """Of a file: where each form lies, its year and province, the code of its region."""
        assert entry.digest is not None  # noqa: S101 - only such have forms
        pile, start, size, _, places = self.contents[entry.digest]
        for number, (year, province, division) in enumerate(places):
            yield Spot(pile, start, size, number, entry.file), (year, province), division

    def sharing(self, _: Path) -> Sharing:
        """Decides which form goes to which part."""
        held = self.dataset.manifest
        return Sharing(held.next_run, held.next_form, partial(_Planned, self.planned))

    def written(self, folder: Path, parts: list[Part], progress: Progress | None) -> list[Part]:
        """The parts, written below ``folder`` by the workers."""
        if not parts:
            return parts
        beside = self.dataset.staging("parts")
        job = partial(
            _write, str(self.folder.resolve()), str(folder.resolve()), str(beside.resolve()),
            inputs.digest(),
        )  # fmt: skip
        todo = [(part, self.planned[part.id]) for part in parts]
        made = dict(_run(self.cluster, todo, len(todo), job, "集群写入数据集", len(todo), progress))
        shutil.rmtree(beside, ignore_errors=True)
        return [replace(part, rows=made[part.id]) for part in parts]

    def close(self) -> None:
        """Nothing is held open."""


class _Planned:
    """The forms of a part, noted instead of written."""

    def __init__(self, planned: dict[str, Any], part: Part) -> None:
        self.rows: dict[str, int] = {}
        self._groups = planned.setdefault(part.id, [])

    def put(self, forms: Sequence[Any], divisions: Sequence[str | None]) -> None:
        self._groups.append((forms, divisions))

    def close(self) -> None:
        """What is noted stays."""


def read_on(
    cluster: Cluster, dataset: Dataset, given: Sequence[Input], digests: dict[str, str],
    wanted: Wanted, folder: Path, progress: Progress | None,
) -> Piles:  # fmt: skip
    """Read on a cluster whose workers find files and dataset under the same names as this machine.

    ``digests``: name → SHA-256 of the inputs that could be opened here: what lies on the piles in
    ``folder`` already is not read again. Raises DatasetError where workers don't see the folder.
    """
    made = Piles(cluster, dataset, folder)
    seal = fingerprint(wanted) + inputs.digest()
    lists = _taken_up(folder, seal, made)
    todo = [item for item in given if (item.name, digests.get(item.name, "")) not in lists]
    job = partial(_read, str(Path.cwd()), str(folder.resolve()), seal, wanted)
    # Small tasks: files take between a millisecond and a minute.
    tasks = max(-(-len(todo) // FILES), min(len(todo), 4 * cluster.cores))
    pairs = [(item, digests.get(item.name, "")) for item in todo]
    try:
        for name in _run(cluster, pairs, tasks, job, "集群读取", len(todo), progress):
            _listed(folder / name, made, lists)
    except KeyboardInterrupt:
        made.interrupted = True
        return made
    firsts: dict[bytes, str] = {}
    for item in given:
        entries, passed = lists[item.name, digests.get(item.name, "")]
        made.passed.update(passed)
        for entry in entries:
            first = entry.digest and firsts.setdefault(entry.digest, entry.file)
            shown = first if first != entry.file else None
            made.entries.append(Entry(entry.file, entry.digest, entry.problem, shown or None))
    return made


Lists = dict[tuple[str, str], tuple[list[Entry], dict[str, int]]]
"""Name and digest of an input → its files, and the files of other kinds in it."""


def _taken_up(folder: Path, seal: str, made: Piles) -> Lists:
    """What an earlier run left, if it read under the same rules; failures are tried again."""
    lists: Lists = {}
    mark = folder / MARK
    if not mark.exists() or mark.read_text("utf-8") != seal:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        write_whole(mark, seal.encode())
        return lists
    for path in sorted(folder.glob("*.list")):
        _listed(path, made, lists)
    for path in folder.glob("*.pile"):
        if not path.with_suffix(".list").exists():
            path.unlink()
    failed = {d for d, content in made.contents.items() if content.brief.status == "failed"}
    for key, (entries, _) in list(lists.items()):
        if not key[1] or any(e.digest is None or e.digest in failed for e in entries):
            del lists[key]
    made.resumed = len(made.contents) - len(failed)
    return lists


def _listed(path: Path, made: Piles, lists: Lists) -> None:
    data = json.loads(path.read_bytes())
    for name, digest, entries, passed in data["inputs"]:
        held = [Entry(f, d and bytes.fromhex(d), problem) for f, d, problem in entries]
        lists[name, digest] = held, passed
    pile = f"{path.stem}.pile"
    for digest, (start, size, brief, places) in data["contents"].items():
        known = made.contents.get(bytes.fromhex(digest))
        if known is None or known.brief.status == "failed":
            said = brief_from(json.dumps(brief).encode())
            found = Content(pile, start, size, said, tuple(map(tuple, places)))
            made.contents[bytes.fromhex(digest)] = found


def _run(
    cluster: Cluster, todo: Sequence[Any], tasks: int, job: Any, name: str, total: int,
    progress: Progress | None,
) -> list[Any]:  # fmt: skip
    """What the tasks answer. Broken off by Ctrl-C they are stopped."""
    if not todo:
        return []
    context = cluster.session.sparkContext

    def tell() -> None:
        if progress is not None:
            tracker = context.statusTracker()
            stages = [
                stage
                for number in tracker.getActiveJobsIds()
                if (found := tracker.getJobInfo(number)) is not None
                for one in found.stageIds
                if (stage := tracker.getStageInfo(one)) is not None
            ]
            done = sum(stage.numCompletedTasks for stage in stages)
            progress.step(name, min(done * total // tasks, total), total)

    asked = context.parallelize(todo, tasks).mapPartitions(job)
    found: list[Any] = cluster.wait(asked.collect, tell)
    return found


def digests_on(
    cluster: Cluster, given: Sequence[Input], progress: Progress | None
) -> dict[str, str | None]:
    """SHA-256 of inputs by name, asked of the workers; None where they can't open one."""
    job = partial(_digests, str(Path.cwd()))
    tasks = max(-(-len(given) // FILES), min(len(given), 2 * cluster.cores))
    return dict(_run(cluster, given, tasks, job, "核对内容", len(given), progress))


def _here(folder: str) -> Any:
    """Where relative names start; a worker begins in a folder of its own."""
    return contextlib.chdir(folder) if Path(folder).is_dir() else contextlib.nullcontext()


def _digests(folder: str, given: Iterable[Input]) -> Iterator[tuple[str, str | None]]:
    """In a worker."""
    from jiping.dataset.adding import digest_of

    with _here(folder):
        for item in given:
            yield item.name, digest_of(item)


def _read(
    cwd: str, folder: str, seal: str, wanted: Wanted, given: Iterable[tuple[Input, str]]
) -> Iterator[str]:
    """In a worker: what became of some inputs onto a pile; the name of its list. A file that breaks
    the reader is told, not fatal."""
    try:
        seen = Path(folder, MARK).read_text("utf-8")
    except OSError:
        seen = ""
    if seen != seal or fingerprint(wanted) + inputs.digest() != seal:
        raise DatasetError(
            f"执行器看不到数据集的文件夹 {folder}，或者装的绩评版本不同。"
            "各台机器要用同一个路径挂载数据集，并装同一版本的绩评"
        )
    with _here(cwd):
        yield from _pile(Path(folder), wanted, given)


def _pile(folder: Path, wanted: Wanted, given: Iterable[tuple[Input, str]]) -> Iterator[str]:
    name = uuid.uuid4().hex
    listed: list[Any] = []
    contents: dict[str, Any] = {}
    with (folder / f"{name}.pile").open("wb") as pile:
        for item, outer in given:
            try:
                made = work([item], wanted, processes=1)
            except Exception as error:
                problem = f"读取时出错（{type(error).__name__}：{error}），请把文件发给我们"
                listed.append((item.name, outer, [(item.name, None, problem)], {}))
                continue
            entries = [(e.file, e.digest and e.digest.hex(), e.problem) for e in made.entries]
            listed.append((item.name, outer, entries, made.passed))
            for digest in {e.digest for e in made.entries if e.digest is not None}:
                if digest.hex() in contents:
                    continue
                result = made.shelf.get(digest)
                start = pile.tell()
                size = pile.write(packed(result)[1])
                places = [(*key, code) for key, code in map(place_of, result.evaluations)]
                contents[digest.hex()] = start, size, asdict(result.brief()), places
        pile.flush()
        os.fsync(pile.fileno())
    data = json.dumps({"inputs": listed, "contents": contents}, ensure_ascii=False)
    write_whole(folder / f"{name}.list", data.encode("utf-8", "surrogatepass"))
    yield f"{name}.list"


def _write(
    piles: str, folder: str, beside: str, digest: str,
    given: Iterable[tuple[Part, Sequence[tuple[Sequence[Spot], Sequence[str | None]]]]],
) -> Iterator[tuple[str, dict[str, int]]]:  # fmt: skip
    """In a worker: parts, and how many rows each has. A part appears in ``folder`` when it is whole,
    so a task that is tried again does no harm."""
    for part, groups in given:
        work_under_way = Path(beside, uuid.uuid4().hex)
        files = PartFiles(work_under_way, part, digest)
        try:
            for spots, divisions in groups:
                files.put(list(_forms(Path(piles), spots)), divisions)
        finally:
            files.close()
        for path in files.paths:
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            sync_file(work_under_way / path)
            (work_under_way / path).replace(target)
        yield part.id, files.rows


def _forms(piles: Path, spots: Sequence[Spot]) -> Iterator[Any]:
    """The forms that lie there; a content's results are unpacked once for those beside each other."""
    empty = Brief("read", None, (), 0)
    last: tuple[str, int] = "", -1
    evaluations: tuple[Any, ...] = ()
    with contextlib.ExitStack() as opened:
        streams: dict[str, Any] = {}
        for spot in spots:
            if (spot.pile, spot.start) != last:
                if spot.pile not in streams:
                    if len(streams) >= 100:
                        streams.popitem()[1].close()
                    streams[spot.pile] = opened.enter_context((piles / spot.pile).open("rb"))
                streams[spot.pile].seek(spot.start)
                evaluations = result_from(empty, streams[spot.pile].read(spot.size)).evaluations
                last = spot.pile, spot.start
            yield named(evaluations[spot.number], spot.file)
