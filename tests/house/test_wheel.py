"""The wheel holds every file of the package: code, schemas, schemes, law, the compiled plan."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names inside a wheel built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    script = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        cwd=ROOT,
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_file_of_the_package_is_inside(names: set[str]) -> None:
    ours = {
        path.relative_to(SOURCE).as_posix()
        for path in (SOURCE / "jiping").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sorted(ours - names) == []
    assert "jiping/model/contract/audit.schema.json" in names
    assert "jiping/py.typed" in names


def test_nothing_else_is_inside(names: set[str]) -> None:
    assert sorted(n for n in names if not n.startswith(("jiping/", "jiping-"))) == []


def test_the_licence_is_inside(names: set[str]) -> None:
    assert any(n.endswith("licenses/LICENSE") for n in names)
