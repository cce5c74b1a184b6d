"""The manifest: which files make up the dataset. What it does not name is not in it.

Replacing this one file is what adds forms, all at once; a run that is killed before that has
changed nothing.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from jiping.dataset.errors import DatasetError
from jiping.model.trouble import of_system

NAME = "dataset.json"
FORMAT, VERSION = "jiping-dataset", 2


@dataclass(frozen=True, slots=True)
class Part:
    """Some forms of one year and region: a Parquet file in every partitioned table.

    Their numbers are ``first`` … ``first + forms - 1``. ``rows``: table → how many rows.
    """

    id: str
    year: int | None
    region: str | None
    first: int
    forms: int
    rows: dict[str, int]

    @property
    def folder(self) -> str:
        """Below a table: “year=2023/region=150000”, in Hive's way of writing it."""
        none = "__HIVE_DEFAULT_PARTITION__"
        year = none if self.year is None else str(self.year)
        return f"year={year}/region={self.region or none}"

    def path(self, table: str) -> str:
        """Its file in a table, below the dataset's folder."""
        return f"{table}/{self.folder}/{self.id}.parquet"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Parts with forms, parts of the table of files, and the next numbers."""

    parts: tuple[Part, ...] = ()
    files: tuple[str, ...] = ()
    """Ids of the parts of table ``file``, one a run."""
    next_form: int = 0
    next_run: int = 1
    web: tuple[str, ...] = ()
    """Ids of the parts of table ``web``: the newest import's alone, which has all rows."""
    withdrawn: frozenset[int] = frozenset()
    """Forms that newer contents stand for: their rows stay, and count no more."""

    @property
    def forms(self) -> int:
        """How many forms there are; what was withdrawn is none."""
        return self.live(self.parts)

    def live(self, parts: Iterable[Part]) -> int:
        """How many forms of these parts count."""
        spans = sorted((part.first, part.first + part.forms) for part in parts)
        gone = sorted(self.withdrawn)
        return sum(
            end - first - (bisect_left(gone, end) - bisect_left(gone, first))
            for first, end in spans
        )  # fmt: skip

    def paths(self, table: str) -> list[str]:
        """The files of a table, below the dataset's folder."""
        if table == "file":
            return [f"file/{name}.parquet" for name in self.files]
        if table == "web":
            return [f"web/{name}.parquet" for name in self.web]
        return [part.path(table) for part in self.parts]

    def grown(
        self, parts: tuple[Part, ...], file: str | None, *, web: str | None = None,
        withdrawn: Iterable[int] = (),
    ) -> Manifest:  # fmt: skip
        """With these parts as well, and a run more; form numbers go on behind the last one.

        ``web``: the part that replaces table ``web``. ``withdrawn``: forms that count no more.
        """
        return replace(
            self,
            parts=self.parts + parts,
            files=(*self.files, file) if file is not None else self.files,
            next_form=max([self.next_form, *(part.first + part.forms for part in parts)]),
            next_run=self.next_run + 1,
            web=self.web if web is None else (web,),
            withdrawn=self.withdrawn.union(withdrawn),
        )


def load(folder: Path) -> Manifest | None:
    """The manifest of a folder, None if it has none. Raises DatasetError for one it can't use."""
    try:
        data: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise DatasetError(f"{folder} 是文件；数据集是一个文件夹，请换一个名字") from error
    except OSError as error:
        raise DatasetError(f"{folder / NAME} 打不开（{of_system(error)}）") from error
    except ValueError as error:
        raise DatasetError(f"{folder / NAME} 损坏，不是数据集的清单") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DatasetError(f"{folder / NAME} 不是绩评数据集的清单")
    version = data.get("version")
    if isinstance(version, int) and version < VERSION:
        raise DatasetError(
            f"{folder} 由试用版的绩评写成，栏目比现在少。请换一个文件夹，把原来的文件重新 jiping dataset add"
        )
    if version != VERSION:
        raise DatasetError(f"{folder} 由更新版本的绩评写成，请升级后再用")
    try:
        return Manifest(
            tuple(Part(**part) for part in data["parts"]),
            tuple(data["files"]),
            data["next_form"],
            data["next_run"],
            tuple(data.get("web", ())),
            frozenset(data.get("withdrawn", ())),
        )
    except (KeyError, TypeError) as error:
        raise DatasetError(f"{folder / NAME} 损坏，缺少或多出栏目 {error}") from error


def save(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest; afterwards either the old or the new one stands there, whole."""
    data = {
        "说明": "绩评数据集的清单：只有这里写明的文件属于数据集。请勿手工修改。",
        "format": FORMAT,
        "version": VERSION,
        "next_form": manifest.next_form,
        "next_run": manifest.next_run,
        "files": list(manifest.files),
        "web": list(manifest.web),
        "withdrawn": sorted(manifest.withdrawn),
        "parts": [asdict(part) for part in manifest.parts],
    }
    write_whole(folder / NAME, json.dumps(data, ensure_ascii=False, indent=0).encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old or the new one, even after a loss of power."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make sure that a file's bytes are on the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system can."""
    with suppress(OSError, AttributeError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
