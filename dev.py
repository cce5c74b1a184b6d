"""One script for people and for CI: set up, show, check, mend. Needs Python ≥ 3.11 and nothing else.

    python3 dev.py demo     # 建环境，审核随仓库附带的五张自评表
    python3 dev.py test     # 建环境，跑完整的检查（全部测试在内）

It makes ``.venv`` beside itself, installs the project there and does nothing again until
``pyproject.toml`` changes. Only the standard library is used, and syntax that an older Python can
still parse, so that it can say what is missing instead of dying of a SyntaxError.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the point is to tell those who have an older one
    sys.exit(
        "需要 Python 3.11 或更新的版本，当前是 {0}.{1}。\n"
        "Python 3.11 or newer is needed; this is {0}.{1}.".format(*sys.version_info)
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = "Scripts" if WINDOWS else "bin"
SUMMARY = re.compile(r"\d+ (passed|failed|errors?|skipped|deselected)\b.* in [\d.]+s|no tests ran")
PYTHON_FILES = ("dev.py", "docs", "bench")  # checked by mypy beside src, where they exist


# ---------------------------------------------------------------- setting up


def setup(level: str) -> None:
    """Make ``.venv`` hold what ``level`` needs: ``run`` (the command line), ``web``, ``dev`` (all)."""
    if not works(VENV):
        say("正在创建虚拟环境 .venv", "creating the virtual environment .venv")
        create_venv(VENV)
    want = fingerprint()
    levels = ("run", "web", "dev")
    stamps = {name: VENV / f"jiping-{name}.stamp" for name in levels}
    enough = levels[levels.index(level) :]
    if any(read(stamps[name]) == want for name in enough):
        return
    say("正在安装依赖（首次需要联网，约一两分钟）", "installing dependencies")
    if level == "dev":
        pip("install", "-e", ".[rules,arrow,ocr,pdf,spark,web]", *group("dev"))
    else:
        pip("install", "-e", ".[web]" if level == "web" else ".")
    for stamp in stamps.values():
        stamp.unlink(missing_ok=True)
    stamps[level].write_text(want, "utf-8")


def fingerprint() -> str:
    """What the installed environment depends on; another value means: install again."""
    seed = (ROOT / "pyproject.toml").read_bytes() + repr((sys.version, str(ROOT))).encode()
    return hashlib.sha256(seed).hexdigest()


def group(name: str) -> list[str]:
    """The requirements of a dependency group (read here: pip knows groups only since 25.1)."""
    import tomllib  # absent before 3.11; the check above has to come first

    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [str(item) for item in table["dependency-groups"][name]]


def create_venv(where: Path) -> None:
    """A virtual environment with pip, by the first of three ways that works here."""
    ways = (
        [sys.executable, "-m", "venv", "--clear", str(where)],
        [sys.executable, "-m", "virtualenv", "--clear", "-q", str(where)],
    )
    for way in ways:
        if call(way, quiet=True) == 0 and works(where):
            return
    # Debian's python3 without python3-venv has venv but no ensurepip; an outer pip can fill in.
    bare = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(where)]
    fill = [sys.executable, "-m", "pip", "--python", str(python(where)), "install", "-q", "pip"]
    if call(bare, quiet=True) == 0 and call(fill, quiet=True) == 0 and works(where):
        return
    shutil.rmtree(where, ignore_errors=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    sys.exit(
        "无法创建虚拟环境：这个 Python 缺少 venv/ensurepip 模块。\n"
        f"  Debian/Ubuntu/统信/麒麟：sudo apt install python3-venv（或 python{version}-venv）\n"
        "  其他系统：安装 python.org 的 Python，或 python3 -m pip install virtualenv\n"
        "然后重新运行本命令。\n"
        "Cannot create a virtual environment: this Python lacks venv/ensurepip. Install "
        f"python3-venv (or python{version}-venv, or virtualenv) and run the command again."
    )


def works(where: Path) -> bool:
    """Is there an environment that runs and has pip? (A moved or half-made one does not.)"""
    executable = python(where)
    return executable.exists() and call([str(executable), "-m", "pip", "-V"], quiet=True) == 0


def python(where: Path = VENV) -> Path:
    """The interpreter of a virtual environment."""
    return where / BIN / ("python.exe" if WINDOWS else "python")


def pip(*args: str, where: Path = VENV) -> None:
    """Run pip, again after a pause if a download broke off; give up in words."""
    command = [str(python(where)), "-m", "pip", "--disable-pip-version-check", "-q", *args]
    for pause in (2, 8, 0):
        if call(command) == 0:
            return
        if pause:
            say(f"安装没有成功，{pause} 秒后重试", f"pip failed, again in {pause} s")
            time.sleep(pause)
    sys.exit(
        "依赖没有装上。请检查网络；可用环境变量 PIP_INDEX_URL 指定可达的软件源，然后重新运行。\n"
        "Dependencies could not be installed. Check the network (or set PIP_INDEX_URL) and retry."
    )


# ------------------------------------------------------------------- running


def environment() -> dict[str, str]:
    """For every child: nothing of the caller's Python, UTF-8 whatever the console is."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    return {**env, "PYTHONUTF8": "1", "PIP_NO_INPUT": "1"}


def call(command: list[str], *, quiet: bool = False, cwd: Path = ROOT) -> int:
    """Run a command without standard input; its exit code (127 if there is no such program)."""
    out = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(
            command,
            cwd=cwd,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            check=False,
        ).returncode
    except OSError:
        return 127


def module(*args: str) -> int:
    """``python -m …`` in the project's environment."""
    return call([str(python()), "-m", *args])


def program(name: str, *args: str, where: Path = VENV, cwd: Path = ROOT) -> int:
    """A console program of an environment."""
    return call([str(where / BIN / (name + (".exe" if WINDOWS else ""))), *args], cwd=cwd)


def say(chinese: str, english: str) -> None:
    """One line for both kinds of reader, before what it announces."""
    print(f"· {chinese} / {english}", flush=True)


def read(path: Path) -> str:
    """The text of a small file, "" if it is not there."""
    return path.read_text("utf-8") if path.exists() else ""


def audit_examples(where: Path, cwd: Path, *, counted: bool = False) -> int:
    """Audit the five tables with an environment's program; 0 if that worked.

    Exit code 1 is right (they have findings at error level), but a crash of Python gives 1 too:
    its traceback tells them apart. ``counted`` takes the JSON and counts the forms in it.
    """
    command = [str(where / BIN / ("jiping.exe" if WINDOWS else "jiping")), "audit", *examples()]
    ran = subprocess.run(
        [*command, "--format", "json"] if counted else command,
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if counted else None,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    print(ran.stderr, end="", file=sys.stderr, flush=True)
    if ran.returncode not in (0, 1) or "Traceback" in ran.stderr:
        return ran.returncode or 1
    if counted:
        forms = len(json.loads(ran.stdout)["forms"])
        say(f"干净环境里审核了 {forms} 张表", f"{forms} forms audited from the wheel")
        return 0 if forms == len(examples()) else 1
    return 0


def examples() -> list[str]:
    """The five reference tables (expanded here: a Windows console does not)."""
    return [str(p) for p in sorted((ROOT / "examples" / "reference").glob("*.txt"))]


# ------------------------------------------------------------------ the gate


def step_format() -> int:
    """代码格式 / formatting."""
    return module("ruff", "format", "--check", ".")


def step_lint() -> int:
    """代码规则 / lint."""
    return module("ruff", "check", ".")


def step_types() -> int:
    """严格类型 / strict types."""
    beside = [name for name in PYTHON_FILES if any((ROOT / name).rglob("*.py")) or name == "dev.py"]
    return module("mypy", "src/jiping", *beside)


def step_contracts() -> int:
    """各室之间的导入约定 / import contracts."""
    return program("lint-imports", "--no-logo", "--no-cache")


def step_docs() -> int:
    """生成的文档与编译好的审核计划同代码一致 / generated docs and compiled plan are current."""
    docs = call([str(python()), "docs/generate.py", "--check"])
    return module("jiping.engine.compile", "--check") or docs


summaries: list[str] = []


def step_unit() -> int:
    """全部测试，随机顺序，警告即错误 / all tests."""
    workers = str(min(4, os.cpu_count() or 1))
    process = subprocess.Popen(
        [str(python()), "-m", "pytest", "-q", "--tb=short", "-n", workers],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        if SUMMARY.search(line):
            summaries[:] = [line.strip()]
    return process.wait()


def step_wheel() -> int:
    """打包，在干净环境里安装并跑主要工作 / the wheel, installed clean, does the main job."""
    with tempfile.TemporaryDirectory(prefix="jiping-wheel-") as folder:
        temporary = Path(folder)
        dist = temporary / "dist"
        if module("build", "--no-isolation", "--outdir", str(dist), "."):
            return 1
        (wheel,) = dist.glob("*.whl")
        missing = source_files() - set(zipfile.ZipFile(wheel).namelist())
        for name in sorted(missing):
            say(f"安装包里缺 {name}", f"not in the wheel: {name}")
        clean = temporary / "venv"
        create_venv(clean)
        pip("install", str(wheel), where=clean)
        if call([str(python(clean)), "-m", "pip", "check"]) or missing:
            return 1
        return audit_examples(clean, temporary, counted=True)


def source_files() -> set[str]:
    """Every file of the package, as the wheel must name it."""
    root = ROOT / "src"
    return {
        path.relative_to(root).as_posix()
        for path in (root / "jiping").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


GATE = {
    "format": step_format,
    "lint": step_lint,
    "types": step_types,
    "contracts": step_contracts,
    "docs": step_docs,
    "unit": step_unit,
    "wheel": step_wheel,
}


def gate(names: list[str]) -> int:
    """Run the named steps, all of them whatever fails; 1 if any failed."""
    setup("dev")
    results: list[tuple[str, int, float]] = []
    for name in names:
        title = (GATE[name].__doc__ or "").rstrip(".")
        print(f"\n=== {name}: {title} ===", flush=True)
        begun = time.monotonic()
        results.append((name, GATE[name](), time.monotonic() - begun))
    print("\n=== 结果 / result ===")
    for name, code, seconds in results:
        print(f"{'ok  ' if code == 0 else 'FAIL'} {name:<10}{seconds:6.1f} s")
    for line in summaries:
        print(line)
    return 1 if any(code for _, code, _ in results) else 0


# ------------------------------------------------------------------ commands


def demo() -> int:
    """建环境，审核附带的五张自评表 / set up and audit the five tables of examples/reference."""
    setup("run")
    # An editable install leaves bytecode to the first run; where writing it is forbidden
    # (PYTHONDONTWRITEBYTECODE) every run would compile all modules again.
    call([str(python()), "-m", "compileall", "-q", str(ROOT / "src" / "jiping")], quiet=True)
    return audit_examples(VENV, ROOT)


def test() -> int:
    """建环境，跑完整检查 / set up and run the whole gate."""
    return gate(list(GATE))


def fix() -> int:
    """整理格式，重新生成文档与计划 / format, mend, regenerate docs and plan."""
    setup("dev")
    commands = (
        ("ruff", "format", "."),
        ("ruff", "check", "--fix", "."),
        ("jiping.engine.compile",),
    )
    codes = [module(*command) for command in commands]
    codes.append(call([str(python()), "docs/generate.py"]))
    return 1 if any(codes) else 0


def run(args: list[str]) -> int:
    """运行 jiping，例如 run audit 自评表.docx、run serve / run jiping with the given arguments."""
    setup("web" if args[:1] == ["serve"] else "run")
    try:
        return program("jiping", *args, cwd=Path.cwd())
    except KeyboardInterrupt:  # that is how a server is stopped
        return 130


COMMANDS = {"demo": demo, "test": test, "fix": fix}


def usage() -> str:
    """The commands, one a line."""
    lines = ["用法 / usage: python3 dev.py COMMAND", ""]
    listed = [*COMMANDS.items(), ("run", run), *GATE.items()]
    lines += [f"  {name:<10} {(function.__doc__ or '').rstrip('.')}" for name, function in listed]
    return "\n".join(lines)


def main(args: list[str]) -> int:
    """Do what the first argument names."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a replaced stream may have no reconfigure
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if args[:1] == ["run"]:
        return run(args[1:])
    if len(args) == 1 and args[0] in COMMANDS:
        return COMMANDS[args[0]]()
    if args and all(name in GATE for name in args):
        return gate(args)
    print(usage())
    return 0 if args in ([], ["-h"], ["--help"]) else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
