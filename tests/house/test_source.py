"""Conventions of the source, as tests over it. Each failure names file and line."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jiping"
EXACT_ROOMS = ("model", "law", "score", "audit", "engine")
MODULES = sorted(PACKAGE.rglob("*.py"))
# Written by `python -m jiping.engine.compile`, never by hand; translate.py is what people read.
GENERATED = {PACKAGE / "engine" / "plan_rows.py"} | {
    path
    for path in (PACKAGE / "store" / "migrations").glob("0*.py")
    if path.name.endswith("initial.py")
}
CJK = re.compile(r"[\u4e00-\u9fff]")

# A line may use a float where the value is neither stored nor printed, and says why.
FLOAT_REASON = re.compile(r"#.*\bfloat: \S+")


def name(path: Path) -> str:
    """The path as a finding shows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def source(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(source(path), filename=str(path))


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    for path in MODULES:
        for node in ast.walk(tree(path)):
            yield path, node


def texts() -> list[Path]:
    """Every text file that the project itself wrote."""
    suffixes = {".py", ".md", ".toml", ".json", ".txt", ".html", ".css", ".js", ".sql", ""}
    skipped = {".git", ".venv", "dist", "build", "out", "__pycache__", "samples"}
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if skipped & set(parts) or any(p.startswith(".") and p != ".ci" for p in parts):
            continue
        if path.is_file() and path.suffix in suffixes:
            found.append(path)
    return found


def written(path: Path) -> list[str]:
    """The lines of a file; one in another encoding (a test's own) is still looked through."""
    return path.read_text("utf-8", errors="replace").splitlines()


def floats_in(path: Path) -> list[str]:
    lines = source(path).splitlines()
    found = []
    for node in ast.walk(tree(path)):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        called = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"float", "round"}
        )
        if not (literal or called):
            continue
        assert isinstance(node, ast.expr)
        if not FLOAT_REASON.search(lines[node.lineno - 1]):
            found.append(f"{name(path)}:{node.lineno}")
    return found


def test_the_rooms_that_reckon_use_no_floats() -> None:
    paths = [p for p in MODULES if p.relative_to(PACKAGE).parts[0] in EXACT_ROOMS]
    paths = [p for p in paths if p not in GENERATED]
    assert [hit for path in paths for hit in floats_in(path)] == []


@pytest.mark.parametrize("text", ["x = 0.5\n", "x = round(y)\n", "x = float(y)\n"])
def test_the_float_check_can_fail(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = PACKAGE / "score" / "made_up.py"
    monkeypatch.setitem(globals(), "source", lambda _: text)
    monkeypatch.setitem(globals(), "tree", lambda _: ast.parse(text))
    assert floats_in(path) == ["src/jiping/score/made_up.py:1"]


def test_files_are_short() -> None:
    lines = {name(p): source(p).count("\n") for p in MODULES if p not in GENERATED}
    long = {path: count for path, count in lines.items() if count > 400}
    assert long == {}


def test_a_module_is_named_by_what_it_does() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc|stuff)(_|$)")
    parts = {part for p in MODULES for part in p.relative_to(PACKAGE).with_suffix("").parts}
    assert sorted(part for part in parts if vague.search(part)) == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name(p) for p in MODULES if not ast.get_docstring(tree(p))] == []


def test_every_module_defers_annotations() -> None:
    """One habit everywhere, and names imported for types only cost nothing at start."""
    late = [
        name(path)
        for path in MODULES
        if any(isinstance(n, ast.Import | ast.ImportFrom) for n in tree(path).body)
        and "from __future__ import annotations" not in source(path)
    ]
    assert late == []


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
    found = [
        f"{name(path)}:{number}"
        for path in texts()
        for number, line in enumerate(written(path), 1)
        if mark.search(line) and path.name != "LICENSE"
    ]
    assert found == []


def test_no_path_of_one_machine() -> None:
    local = re.compile(r"(?<![\w.:/])(/home/|/root/|/Users/|/work/|[A-Z]:\\Users\\)\w")
    found = [
        f"{name(path)}:{number}"
        for path in texts()
        for number, line in enumerate(written(path), 1)
        if local.search(line) and path != Path(__file__).resolve()
    ]
    assert found == []


def test_only_the_command_line_prints() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and path.relative_to(PACKAGE).parts[0] != "cli"
        and "if __name__ ==" not in source(path)  # a tool run as `python -m`
    ]
    assert found == []


def test_what_a_user_is_told_is_chinese() -> None:
    """The message of a raised refusal, where it stands in the source, has 汉字."""
    found = []
    for path, node in nodes():
        if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
            continue
        raised = node.exc.func
        kind = raised.attr if isinstance(raised, ast.Attribute) else getattr(raised, "id", "")
        if kind not in {"Unreadable", "Refused", "WrongValue", "Conflict"}:
            continue
        words = [
            part.value
            for argument in node.exc.args[:1]
            for part in ast.walk(argument)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        if words and not any(CJK.search(word) for word in words):
            found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def test_no_code_is_kept_in_comments() -> None:
    statement = re.compile(
        r"#\s*(import \w+$|from [\w.]+ import |def \w+\(.*:$|return\b.*[()\[\]])"
    )
    assert [
        f"{name(path)}:{token.start[0]}"
        for path in MODULES
        for token in tokenize.generate_tokens(io.StringIO(source(path)).readline)
        if token.type == tokenize.COMMENT and statement.match(token.string)
    ] == []
