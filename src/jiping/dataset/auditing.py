"""`jiping dataset audit`: the rules over all forms, or over those that came since the last time.

Results are kept in the dataset, piece by piece, under the digest of the rules that gave them: what
is there already is not done again, and a run that was broken off is taken up where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.dataset import inputs, keeping, peers, results, running, wording
from jiping.dataset.choosing import choose
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.dataset.manifest import Part
from jiping.dataset.packaging import describe
from jiping.dataset.reckoning import Reckoning, counting, parquet, quoted
from jiping.dataset.results import Piece, Results
from jiping.dataset.schema import RESULTS, nothing
from jiping.dataset.totals import graded, totals

if TYPE_CHECKING:
    from jiping.api.batch import Progress
    from jiping.dataset.cluster import Cluster
    from jiping.indicators.library import Library
    from jiping.score.scheme import Scheme

CONTRACT = ("file", "ordinal", "rule", "severity", "target", "left", "right")
"""The columns of what is written out."""


@dataclass(slots=True)
class Audited:
    """What an audit found. ``fresh`` forms were audited now, the others had results already."""

    forms: int = 0
    fresh: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    """Severity → how many, of what is written out."""
    written: int = 0
    crashes: list[tuple[str, str]] = field(default_factory=list)
    interrupted: bool = False


def audit(
    path: str | Path,
    out: str | Path | None = None,
    *,
    scheme: Scheme | str | None = None,
    again: bool = False,
    changed: bool = False,
    threads: int | None = None,
    memory: str | None = None,
    progress: Progress | None = None,
    cluster: Cluster | None = None,
    library: str | Path | None = None,
) -> Audited:
    """Audit what has no results yet and write all findings to ``out`` (Parquet, or CSV by suffix).

    ``scheme``: an id, or a scheme of one's own, for all forms; None: each its own. ``again``: as if
    nothing had been audited. ``changed``: write only findings of forms audited now whose content no
    earlier form had. ``library``: targets are compared with those in it. ``cluster``: where to work, if not in this process; `Cluster`. Raises DatasetError, KeyError for an unknown scheme.
    """
    from jiping.score.scheme import schemes

    own = schemes()[scheme] if isinstance(scheme, str) else scheme
    dataset = Dataset(path)
    with _opened(library) as others, dataset.writing():
        known = "" if others is None else _digest(others.path)
        held = results.results_for(dataset, own, known)
        if again:
            held.pieces = []
        old = {p.id for p in dataset.manifest.parts if p.id in held.done()}
        done = Audited(forms=dataset.manifest.forms)
        if again or not held.pieces:
            results.keep(dataset, held)
            results.sweep(dataset)
        extra = [own] if own is not None else []
        # What comes of it is written from here, wherever it was found.
        local = Reckoning(extra, threads=threads, memory=memory)
        reckoning = local if cluster is None else cluster.reckoning(dataset.path, extra)
        wording.prepare(reckoning, list(reckoning.plan.rules.values()))
        try:
            name = None if own is None else own.id
            _pieces(dataset, held, reckoning, name, done, progress, others)
        except KeyboardInterrupt:
            done.interrupted = True
            return done
        results.keep(dataset, held)
        results.sweep(dataset)
        keeping.sweep(dataset)
        reckoning.end()
        describe(dataset)
        fresh = [p for p in dataset.manifest.parts if p.id not in old]
        _write(dataset, held, local, out, done, fresh if changed else None)
    return done


@contextmanager
def _opened(library: str | Path | None) -> Iterator[Library | None]:
    """The library, if one is given. Raises DatasetError."""
    if library is None:
        yield None
        return
    from jiping.indicators.library import Library
    from jiping.indicators.shelf import LibraryError

    try:
        opened = Library(library)
    except LibraryError as error:
        raise DatasetError(str(error)) from error
    with opened:
        yield opened


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def pieces_of(parts: list[Part], size: int) -> Iterator[list[Part]]:
    """Parts in groups of about ``size`` forms, in the order of their numbers."""
    group: list[Part] = []
    for part in sorted(parts, key=lambda p: p.first):
        if group and sum(p.forms for p in group) + part.forms > size:
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _pieces(
    dataset: Dataset, held: Results, reckoning: Reckoning, scheme: str | None, done: Audited,
    progress: Progress | None, library: Library | None,
) -> None:  # fmt: skip
    todo = [part for part in dataset.manifest.parts if part.id not in held.done()]
    total = sum(part.forms for part in todo)
    number = 1 + max((int(p.id.rpartition("-")[2]) for p in held.pieces), default=0)
    for name, parts in enumerate(pieces_of(todo, reckoning.piece), number):
        if progress is not None:
            progress.step("审核", done.fresh, total)
        piece = Piece(f"piece-{name:05}", tuple(part.id for part in parts))
        reckoning.take(keeping.kept_files(dataset, parts, progress))
        if library is not None:
            peers.compare(dataset, parts, library, reckoning, progress)
        choose(reckoning, scheme)
        reckoning.give_schemes("SELECT form, scheme FROM chosen")
        _piece(dataset, held, piece, parts, reckoning, done)
        held.pieces.append(piece)
        results.keep(dataset, held)
        done.fresh += dataset.manifest.live(parts)
    if progress is not None:
        progress.step("审核", total, total)


def _piece(
    dataset: Dataset, held: Results, piece: Piece, parts: list[Part], reckoning: Reckoning,
    done: Audited,
) -> None:  # fmt: skip
    def write(table: str, sql: str) -> None:
        count = reckoning.write(sql, dataset.path / held.path(table, piece.id))
        if count is not None:
            piece.files[table] = count

    # Three tables that everything else reads several times.
    for name in reckoning.plan.tables:
        reckoning.table(f"made_{name}", f'SELECT * FROM "{name}"')
        reckoning.view(name, f'SELECT * FROM "made_{name}"')
    reckoning.table(
        "named_forms",
        f"SELECT form, file, ordinal FROM {reckoning.source(dataset.files('form', parts))}",
    )
    notes = {f"note_{name}": name for name in inputs.pointing_notes()}
    reckoning.upright("noted_places", "kept_form", notes)
    rules = list(reckoning.plan.rules.values())
    done.crashes += [(c.rule, c.error) for c in running.run(reckoning, rules)]
    found = [wording.worded(grain, f"hits_{grain}") for grain in running.by_grain(rules)]
    columns = ", ".join(f'"{c.name}"' for c in RESULTS["finding"])
    write(
        "finding",
        f"SELECT {columns} FROM ({' UNION ALL '.join(found)}) ORDER BY form, grave, rule,"
        ' "row" NULLS FIRST, part',
    )
    write("ledger", _ledger())
    write("score", _score(reckoning))


def _ledger() -> str:
    return """
SELECT form, "row", method, weight, printed, computed, agrees FROM (
SELECT form, 0 AS kind, "row" AS n, '/funds/' || "row" AS "row", 'ratio' AS method, points_weight AS weight,
  score AS printed, computed, CASE WHEN score IS NOT NULL THEN score_agrees END AS agrees
FROM fund_scored WHERE is_scored AND (points_weight IS NOT NULL OR score IS NOT NULL)
UNION ALL SELECT form, 1, "row", '/indicators/' || "row", method, weight, score, computed,
  CASE WHEN score IS NOT NULL THEN score_agrees END
FROM indicator_scored WHERE weight IS NOT NULL OR score IS NOT NULL) ORDER BY form, kind, n"""


def _score(reckoning: Reckoning) -> str:
    names = ", ".join(f"({n}, {quoted(s.id)})" for n, s in enumerate(reckoning.schemes))
    return f"""
SELECT c.form, s.id AS scheme, c.choice AS scheme_choice, k.total_score AS printed_total,
  t.computed_total, {graded("t.computed_total", "p")} AS grade
FROM chosen c JOIN kept_form k USING (form) JOIN ({totals()}) t USING (form)
JOIN (VALUES {names}) s(number, id) ON s.number = c.scheme
JOIN scheme_in p ON p.scheme = c.scheme ORDER BY c.form"""


def _write(
    dataset: Dataset, held: Results, reckoning: Reckoning, out: str | Path | None, done: Audited,
    fresh: list[Part] | None,
) -> None:  # fmt: skip
    """All findings, or those of fresh forms, in one file; and how many of each severity."""
    paths = [str(dataset.path / p) for p in held.paths("finding")]
    withdrawn = dataset.manifest.withdrawn
    source = f"SELECT * FROM {parquet(paths)}" if paths else nothing(RESULTS["finding"])
    if paths:
        source += counting(withdrawn)
    if fresh is not None:
        source = f"SELECT * FROM ({source}) WHERE form IN ({_new(dataset, fresh)})"
    counted = reckoning.rows(f"SELECT severity, count(*) FROM ({source}) GROUP BY severity")
    done.findings = dict(counted)
    done.written = sum(done.findings.values())
    if out is None:
        return
    columns = ", ".join(f'"{name}"' for name in CONTRACT)
    ordered = f"SELECT {columns} FROM ({source})"
    target = Path(out)
    new = target.with_name(f".{target.name}.new")
    form = "FORMAT csv, HEADER" if target.suffix.lower() == ".csv" else "FORMAT parquet, CODEC zstd"
    reckoning.connection.execute("SET preserve_insertion_order = true")
    reckoning.connection.execute(f"COPY ({ordered}) TO {quoted(str(new))} ({form})")
    new.replace(target)


def _new(dataset: Dataset, fresh: list[Part]) -> str:
    """The forms of fresh parts whose content no form of another part has."""
    if not fresh:
        return "SELECT 0 WHERE false"
    old = [p for p in dataset.manifest.parts if p not in fresh]
    found = f"SELECT form FROM {parquet(dataset.files('form', fresh))}"
    if not old:
        return found
    known = f"SELECT digest FROM {parquet(dataset.files('form', old))}"
    return f"{found} WHERE digest NOT IN ({known})"
