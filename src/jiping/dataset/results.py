"""Results of audits as they are kept: which set of rules gave them, over which parts.

A set of results belongs to one digest of rules and one choice of scheme. Its pieces are listed in
``results.json``; a piece that is not listed there was never finished.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from jiping.dataset import inputs
from jiping.dataset.errors import DatasetError
from jiping.dataset.manifest import write_whole
from jiping.dataset.schema import RESULTS
from jiping.engine.plan import load_plan

if TYPE_CHECKING:
    from pathlib import Path

    from jiping.dataset.folder import Dataset
    from jiping.score.scheme import Scheme

NAME = "results.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """The results of some parts. ``files``: table → in how many files, where it is not one."""

    id: str
    parts: tuple[str, ...]
    files: dict[str, int] = field(default_factory=dict)

    def names(self, table: str) -> list[str]:
        """Its files in a table of results; their rows are in the order of the files."""
        count = self.files.get(table)
        if count is None:
            return [f"{self.id}.parquet"]
        return [f"{self.id}-{number:05}.parquet" for number in range(count)]


@dataclass(slots=True)
class Results:
    """What one set of rules gave. ``scheme``: the one that was given for all forms, or None."""

    id: str
    rules: str
    scheme: str | None
    pieces: list[Piece] = field(default_factory=list)

    def done(self) -> set[str]:
        """The parts that need no audit any more."""
        return {part for piece in self.pieces for part in piece.parts}

    def path(self, table: str, piece: str) -> str:
        """The file of a piece in a table, below the dataset's folder."""
        return f"{table}/{self.id}/{piece}.parquet"

    def paths(self, table: str) -> list[str]:
        """All files of a table, below the dataset's folder."""
        return [f"{table}/{self.id}/{name}" for piece in self.pieces for name in piece.names(table)]


def rules_digest() -> str:
    """The identity of the rules, the schemes and all that computes their input."""
    return sha256(f"{load_plan().digest}\0{inputs.digest()}".encode()).hexdigest()


def results_for(dataset: Dataset, scheme: Scheme | None, library: str = "") -> Results:
    """The results under today's rules, those that are there or an empty set. ``library``: digest
    of the one that targets are compared with, "" for none."""
    rules = rules_digest()
    said = ("" if scheme is None else repr(scheme)) + library
    name = sha256(f"{rules}\0{said}".encode()).hexdigest()[:12]
    held = {r.id: r for r in _load(dataset)}
    if name in held:
        found = held[name]
        known = {part.id for part in dataset.manifest.parts}
        found.pieces = [p for p in found.pieces if known.issuperset(p.parts)]
        return found
    return Results(name, rules, None if scheme is None else scheme.id)


def latest(dataset: Dataset) -> Results | None:
    """The results of the last audit; None if there was none."""
    held = _load(dataset)
    return held[-1] if held else None


def keep(dataset: Dataset, results: Results) -> None:
    """Write down what is finished; the results named last are the latest."""
    others = [r for r in _load(dataset) if r.id != results.id and r.rules == results.rules]
    data = {
        "说明": "审核结果的清单。可以连同 finding、ledger、score 三个文件夹一起删除，下次审核时重做。",
        "results": [asdict(r) for r in (*others, results)],
    }
    write_whole(dataset.path / NAME, json.dumps(data, ensure_ascii=False, indent=0).encode())


def sweep(dataset: Dataset) -> None:
    """Delete files of results that nobody lists: of other rules, or never finished."""
    named = {dataset.path / p for r in _load(dataset) for t in RESULTS for p in r.paths(t)}
    for table in RESULTS:
        for folder in _folders(dataset.path / table):
            for path in folder.iterdir():
                if path not in named:
                    path.unlink()
            if not any(folder.iterdir()):
                shutil.rmtree(folder, ignore_errors=True)


def _folders(table: Path) -> list[Path]:
    with suppress(OSError):
        return [p for p in table.iterdir() if p.is_dir()]
    return []


def _load(dataset: Dataset) -> list[Results]:
    path = dataset.path / NAME
    try:
        data = json.loads(path.read_text("utf-8"))
        return [
            Results(
                r["id"], r["rules"], r["scheme"],
                [Piece(p["id"], tuple(p["parts"]), p.get("files", {})) for p in r["pieces"]],
            )
            for r in data["results"]
        ]  # fmt: skip
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path} 损坏，请删除它再审核") from error
