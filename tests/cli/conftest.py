"""The command line run in this process, with what it wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jiping.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
TABLES = [f"examples/reference/table-{n}.txt" for n in range(1, 6)]


@dataclass(frozen=True)
class Ran:
    """What one run left behind."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def jiping(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """Run a command in the root of the repository, at 80 columns, without colours."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: object) -> Ran:
        code = main([str(a) for a in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def tables() -> list[str]:
    return TABLES


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Table 4 with a total that is not the sum of its scores: an error for certain."""
    text = (ROOT / TABLES[3]).read_text("utf-8")
    assert text.count("95.71") == 1
    path = tmp_path / "错.txt"
    path.write_text(text.replace("95.71", "96.71"), "utf-8")
    return path
