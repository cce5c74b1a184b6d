"""What stands where in a dataset's folder, and how new files become part of it.

dataset.json                     the manifest
form/year=2023/region=150000/…   a table; likewise fund, indicator, fact, place
file/…                           the files that were added
web/…                            where forms stand that came from a web system
finding/… ledger/… score/…       results of the last audit (see `results`)
datapackage.json                 the description for other programs
.jiping/                         what can be made again: input of the engine, work under way
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.dataset import manifest
from jiping.dataset.errors import DatasetError, need_arrow
from jiping.dataset.lock import locked
from jiping.dataset.manifest import Manifest, Part, sync_file, sync_folder
from jiping.dataset.schema import COLUMNS
from jiping.model.trouble import of_system

if TYPE_CHECKING:
    import pyarrow

OWN = ".jiping"


class Dataset:
    """A folder with a dataset in it. Reading never waits for a writer.

    Raises DatasetError where ``path`` holds none, unless it is to be made (``new``).
    """

    def __init__(self, path: str | Path, *, new: bool = False) -> None:
        need_arrow()
        self.path = Path(path)
        found = manifest.load(self.path)
        if found is None and not new:
            raise DatasetError(
                f"{path} 不是数据集：其中没有 {manifest.NAME}。先用 jiping dataset add 建一个"
            )
        if found is None and self.path.is_dir() and _foreign(self.path):
            raise DatasetError(f"{path} 里有别的文件，数据集要放在空文件夹或新文件夹里")
        if self.path.exists() and not self.path.is_dir():
            raise DatasetError(f"{path} 是文件，数据集要放在文件夹里")
        self.manifest = found or Manifest()

    def own(self, *names: str) -> Path:
        """A path among the files that can be made again."""
        return self.path.joinpath(OWN, *names)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer; what a killed run left behind is swept away first.

        Raises DatasetError where another is writing.
        """
        try:
            self.own().mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatasetError(f"不能写入 {self.path}（{of_system(error)}）") from error
        with locked(self.own("lock")):
            self.manifest = manifest.load(self.path) or Manifest()
            self._sweep()
            yield

    def commit(
        self, staged: Path, parts: tuple[Part, ...], file: str | None, *, web: str | None = None,
        withdrawn: Iterable[int] = (),
    ) -> None:  # fmt: skip
        """Make the files below ``staged`` part of the dataset, all of them or none.

        ``web``, ``withdrawn``: as `Manifest.grown` takes them.
        """
        grown = self.manifest.grown(parts, file, web=web, withdrawn=withdrawn)
        folders = set()
        for source in sorted(p for p in staged.rglob("*.parquet") if p.is_file()):
            target = self.path / source.relative_to(staged)
            target.parent.mkdir(parents=True, exist_ok=True)
            sync_file(source)
            source.replace(target)
            folders |= {f for f in target.parents if f.is_relative_to(self.path)}
        for folder in sorted(folders):
            sync_folder(folder)
        manifest.save(self.path, grown)
        self.manifest = grown
        shutil.rmtree(staged, ignore_errors=True)

    def staging(self, name: str) -> Path:
        """An empty folder for work under way."""
        folder = self.own("staging", name)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def files(self, table: str, parts: Iterable[Part] | None = None) -> list[str]:
        """The Parquet files of a table, of these parts only if they are given."""
        if parts is None:
            return [str(self.path / name) for name in self.manifest.paths(table)]
        return [str(self.path / part.path(table)) for part in parts]

    def read(
        self, table: str, parts: Iterable[Part] | None = None, columns: list[str] | None = None
    ) -> pyarrow.Table:
        """A table, or some columns of it, as Arrow."""
        from pyarrow import parquet

        from jiping.dataset.schema import arrow_schema

        schema = arrow_schema(COLUMNS[table])  # type: ignore[index]
        wanted = columns or schema.names
        found = [
            parquet.ParquetFile(name).read(columns=wanted) for name in self.files(table, parts)
        ]
        import pyarrow

        if not found:
            return schema.empty_table().select(wanted)
        return pyarrow.concat_tables(found)

    def digests(self) -> dict[str, str]:
        """SHA-256 of every content that was added → the first file that held it."""
        held = self.read("file", columns=["sha256", "file", "first"])
        names = zip(*(held.column(c).to_pylist() for c in ("sha256", "file")), strict=True)
        found: dict[str, str] = {}
        for digest, name in names:
            found.setdefault(digest, name)
        return found

    def names(self) -> set[tuple[str, str]]:
        """Every file that was added: name and SHA-256."""
        held = self.read("file", columns=["file", "sha256"])
        return set(
            zip(held.column("file").to_pylist(), held.column("sha256").to_pylist(), strict=True)
        )

    def _sweep(self) -> None:
        """Delete what no manifest names: it was written by a run that came to no end."""
        shutil.rmtree(self.own("staging"), ignore_errors=True)
        named = {name for table in COLUMNS for name in self.manifest.paths(table)}
        for table in COLUMNS:
            folder = self.path / table
            for path in folder.rglob("*.parquet"):
                if path.relative_to(self.path).as_posix() not in named:
                    path.unlink()


def _foreign(folder: Path) -> bool:
    """Whether a folder holds anything that no dataset put there."""
    ours = {OWN, *COLUMNS}
    return any(p.name not in ours and p.name != f".{manifest.NAME}.new" for p in folder.iterdir())
