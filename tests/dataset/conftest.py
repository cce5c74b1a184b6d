"""Datasets of the tests: from forms in memory, and from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def tables() -> list[str]:
    """The five reference tables as text files."""
    return [str(p) for p in sorted((ROOT / "examples" / "reference").glob("*.txt"))]


@pytest.fixture
def rows() -> Any:
    """The rows of a Parquet or CSV file."""

    def read(path: Path) -> list[tuple[Any, ...]]:
        connection = duckdb.connect(":memory:")
        try:
            found: list[tuple[Any, ...]] = connection.execute(f"FROM '{path}'").fetchall()
            return found
        finally:
            connection.close()

    return read
