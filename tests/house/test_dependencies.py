"""What is declared is used, what is used is declared, and its licences let anyone pass it on."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements: list[str]) -> set[str]:
    return {normal(Requirement(text).name) for text in requirements}


CORE = declared(PROJECT["dependencies"])
EXTRAS = {name for listed in PROJECT["optional-dependencies"].values() for name in declared(listed)}


# Run as `python -m jiping.engine.compile` by those who write rules; nothing else imports them, but
# `portable` is loaded when a cluster is asked for.
COMPILER = {
    f"jiping/engine/{name}.py"
    for name in (
        "compile",
        "compile_bulk",
        "necessary",
        "portable",
        "shorten",
        "stages",
        "translate",
    )
}
# The room of scans is loaded only when a scan comes, and says so where the extra ocr is missing.
SCANS = {p.relative_to(SOURCE).as_posix() for p in (SOURCE / "jiping/read/scan").glob("*.py")}
# Two rooms of the extra web, loaded only by `jiping serve`.
SERVED = {
    p.relative_to(SOURCE).as_posix()
    for room in ("store", "web")
    for p in (SOURCE / "jiping" / room).rglob("*.py")
}
# Import names of distributions that need not be installed here.
NAMES = {"cv2": "opencv-python-headless", "PIL": "pillow"}


def outside_imports(*, at_import_time: bool) -> dict[str, set[str]]:
    """Distribution → the modules of ours that import it (anywhere, or only when imported)."""
    owner = packages_distributions()
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in _executed(tree) if at_import_time else ast.walk(tree):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            else:
                continue
            for module in modules:
                top = module.split(".")[0]
                if top == "jiping" or top in sys.stdlib_module_names:
                    continue
                for distribution in set(
                    [NAMES[top]]
                    if top in NAMES
                    else owner.get(top) or owner.get(top.lstrip("_"), [NAMES.get(top, top)])
                ):
                    where = path.relative_to(SOURCE).as_posix()
                    found.setdefault(normal(distribution), set()).add(where)
    return found


def _executed(node: ast.AST) -> list[ast.AST]:
    """The nodes that importing the module runs: not function bodies, not `if TYPE_CHECKING`."""
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        found += [child, *_executed(child)]
    return found


def test_every_runtime_dependency_is_imported() -> None:
    assert sorted(CORE - set(outside_imports(at_import_time=False))) == []


def test_every_import_is_declared() -> None:
    used = outside_imports(at_import_time=False)
    assert {name: where for name, where in used.items() if name not in CORE | EXTRAS} == {}


def test_optional_libraries_are_imported_inside_functions_only() -> None:
    eager = outside_imports(at_import_time=True)
    found = {name: sorted(eager[name] - COMPILER - SCANS - SERVED) for name in EXTRAS & set(eager)}
    assert {name: where for name, where in found.items() if where} == {}


PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|PSF|Python Software Foundation|ISC|Zlib|HPND|MPL|Unlicense|CC0|OFL|Zope Public License)\b",
    re.I,
)
FORBIDDEN = re.compile(r"\b(AGPL|Affero|GPL|General Public License|SSPL|BUSL)\b", re.I)


def closure(extras: tuple[str, ...]) -> set[str]:
    """The distributions that installing jiping with these extras brings here."""
    seen: set[str] = set()
    queue: list[tuple[str, tuple[str, ...]]] = [("jiping", extras)]
    while queue:
        name, wanted = queue.pop()
        for text in requires(name) or []:
            requirement = Requirement(text)
            marker = requirement.marker
            if marker and not any(marker.evaluate({"extra": e}) for e in ("", *wanted)):
                continue
            child = normal(requirement.name)
            if child not in seen:
                seen.add(child)
                queue.append((child, tuple(sorted(requirement.extras))))
    return seen


def licence(name: str) -> str:
    """What a distribution says about its licence, the most exact statement first."""
    facts = metadata(name)
    stated = facts.get("License-Expression") or ""
    classifiers = [c for c in facts.get_all("Classifier") or [] if c.startswith("License ::")]
    first_line = (facts.get("License") or "").strip().splitlines()[:1]
    return stated or "; ".join(classifiers) or "".join(first_line)


# LGPL: used as it is, replaceable by whoever gets it; talks to PostgreSQL for `serve --server`.
LESSER = {"psycopg", "psycopg-binary"}


def test_licences_allow_passing_on() -> None:
    doubtful = {}
    for name in sorted(closure(("rules", "arrow", "ocr", "pdf", "spark", "web")) - LESSER):
        try:
            said = licence(name)
        except PackageNotFoundError:
            pytest.fail(f"{name} is required and not installed")
        if FORBIDDEN.search(said) or not PERMISSIVE.search(said):
            doubtful[name] = said
    assert doubtful == {}


def test_the_licence_check_can_fail() -> None:
    assert FORBIDDEN.search("GNU Affero General Public License v3")
    assert FORBIDDEN.search("AGPL-3.0-only")
    assert not PERMISSIVE.search("Other/Proprietary License")
