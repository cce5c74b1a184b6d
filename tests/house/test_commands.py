"""The commands that the pages for readers name exist, and starting the command line is light."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
HEAVY = ("duckdb", "ibis", "lxml", "numpy", "pandas", "pyarrow", "pypdfium2", "python_calamine")


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_page_exist(page: str, dev: ModuleType) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = set(re.findall(r"dev\.py (\w+)", text))
    assert named, "the page names no command"
    assert named <= {*dev.COMMANDS, *dev.GATE, "run"}


@pytest.mark.parametrize("page", PAGES)
def test_links_of_the_page_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_subcommands_of_the_page_exist() -> None:
    from jiping.cli.main import build_parser

    text = "".join((ROOT / page).read_text("utf-8") for page in PAGES)
    named = set(re.findall(r"(?:^|[`\s])jiping ([a-z]+)\b", text)) - {"reads"}
    known = build_parser().format_help()
    assert sorted(name for name in named if not re.search(rf"\b{name}\b", known)) == []


def test_dev_finds_the_five_tables(dev: ModuleType) -> None:
    assert [Path(p).name for p in dev.examples()] == [f"table-{n}.txt" for n in range(1, 6)]


def test_dev_without_arguments_lists_its_commands(
    dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main([]) == 0
    assert {*dev.COMMANDS, *dev.GATE} <= set(capsys.readouterr().out.split())


def test_dev_refuses_an_unknown_command(dev: ModuleType) -> None:
    assert dev.main(["fly"]) == 2


def test_a_failed_step_fails_the_gate_and_hides_no_other(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def step(name: str, code: int) -> int:
        ran.append(name)
        return code

    monkeypatch.setattr(dev, "setup", lambda _: None)
    monkeypatch.setattr(
        dev,
        "GATE",
        {"a": lambda: step("a", 0), "b": lambda: step("b", 5), "c": lambda: step("c", 0)},
    )
    assert dev.gate(["a", "b", "c"]) == 1
    assert ran == ["a", "b", "c"]
    assert dev.gate(["a", "c"]) == 0


def test_a_python_without_venv_is_told_what_to_install(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "call", lambda *_, **__: 127)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        dev.create_venv(tmp_path / "venv")


@pytest.mark.parametrize(("script", "worked"), [("sys.exit(1)", True), ("1 / 0", False)])
def test_the_demo_tells_findings_from_a_crash(
    script: str,
    worked: bool,
    dev: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    real = subprocess.run

    def run(command: list[str], **options: object) -> object:
        assert command[1] == "audit"
        return real([sys.executable, "-c", f"import sys; {script}"], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(dev.subprocess, "run", run)
    assert (dev.audit_examples(dev.VENV, dev.ROOT) == 0) is worked
    assert ("ZeroDivisionError" in capfd.readouterr().err) is not worked


def test_the_command_line_starts_without_heavy_libraries() -> None:
    script = f"import sys, jiping.cli.main; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == []
