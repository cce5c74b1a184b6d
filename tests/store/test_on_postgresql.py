"""The tests of the store and the pages once more, on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from making.postgresql import server

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif("JIPING_TEST_DATABASE" in os.environ, reason="this is that run")
@pytest.mark.skipif(sys.platform == "win32", reason="Debian's binaries are asked for")
def test_everything_holds_on_postgresql_too() -> None:
    with server() as address:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")
        }
        command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider",
                   "-n", "0", "-m", "not browser", "tests/store", "tests/web"]  # fmt: skip
        ran = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
            env={**environment, "JIPING_TEST_DATABASE": address}, check=False,
        )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
