"""A whole cold run: `jiping audit` over the five reference texts, beside importing its libraries.

    python bench/cold.py [rounds]

Both in one run, in turns, whole processes by the clock. Bytecode is compiled first, as installing
a package does; set-ups that forbid it (PYTHONDONTWRITEBYTECODE) compile every module on every run.
Allowed: at most 1.0 s, and at most three times ``import duckdb, lxml``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLES = [str(path) for path in sorted((ROOT / "examples" / "reference").glob("*.txt"))]
COMMANDS = {
    "jiping audit": [sys.executable, "-m", "jiping", "audit", *TABLES],
    "import duckdb, lxml": [sys.executable, "-c", "import duckdb, lxml"],
}
SECONDS, TIMES = 1.0, 3


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Seconds that one process takes."""
    begun = time.perf_counter()
    ran = subprocess.run(command, env=environment, capture_output=True, check=False)
    seconds = time.perf_counter() - begun
    if ran.returncode not in (0, 1) or b"Traceback" in ran.stderr:
        sys.exit(ran.stderr.decode("utf-8", "replace"))
    return seconds


def main(rounds: int) -> int:
    """0 if both bounds hold for the best of the rounds."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        environment["PYTHONPYCACHEPREFIX"] = folder
        taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for number in range(rounds + 1):
            for name, command in COMMANDS.items():
                seconds = timed(command, environment)
                if number:  # the first round fills the bytecode cache
                    taken[name].append(seconds)
    for name, seconds_of in taken.items():
        best, median = min(seconds_of), statistics.median(seconds_of)
        print(f"{name:<22} best {best:.3f} s  median {median:.3f} s")
    ours, theirs = (min(seconds_of) for seconds_of in taken.values())
    print(f"{ours / theirs:.2f} times; allowed {TIMES} times and {SECONDS} s")
    return 0 if ours <= min(SECONDS, TIMES * theirs) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
