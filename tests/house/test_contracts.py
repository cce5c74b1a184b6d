"""The import contract of pyproject.toml holds, and names every room that exists."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]


def test_nobody_imports_upwards() -> None:
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_room_is_in_the_contract() -> None:
    rooms = {p.parent.name for p in (ROOT / "src" / "jiping").glob("*/__init__.py")}
    (layers,) = [c["layers"] for c in SETTINGS["contracts"] if c["name"] == "rooms"]
    named = {room for layer in layers for room in re.split(r"\s*\|\s*", layer)}
    assert rooms == named - {"__main__"}  # a module, not a room: it only starts the command line


def test_formats_do_not_import_one_another() -> None:
    """A format may have parts of its own (modules that begin with _), but not another format."""
    folder = ROOT / "src" / "jiping" / "read" / "formats"
    formats = {path.stem: path for path in folder.glob("[!_]*.py")}
    assert "text" in formats
    found = {
        (stem, name)
        for stem, path in formats.items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in formats.keys() - {stem}
        if f"jiping.read.formats.{name}" in _imported(node)
    }
    assert found == set()


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        names = {f"{node.module}.{name}" for name in names} | {node.module or ""}
    return names
