"""`python -m conformance` (with bench/ on the path): make, run and score a suite."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]  # tests/making: the writers of files


def main(words: list[str] | None = None) -> int:
    """Run one command; see README.md."""
    from conformance.renders import known
    from conformance.runner import JIPING, run
    from conformance.score import markdown, score
    from conformance.suite import write

    parser = argparse.ArgumentParser(prog="conformance", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="write the files and their true values")
    make.add_argument("out", type=Path)
    make.add_argument("--seed", type=int, default=7)
    make.add_argument("--forms", type=int, default=200)
    make.add_argument("--formats", default="", help="comma separated; all but scans if left out")
    make.add_argument("--hostile", type=float, default=0.5, help="share of spoiled forms")
    ask = commands.add_parser("run", help="give the files to a tool")
    ask.add_argument("out", type=Path)
    ask.add_argument("--runner", default=JIPING)
    ask.add_argument("--batch", type=int, default=100)
    ask.add_argument("--formats", default="")
    judge = commands.add_parser("score", help="compare the answers with the truth")
    judge.add_argument("out", type=Path)
    given = parser.parse_args(words)
    if given.command == "make":
        formats = (
            given.formats.split(",")
            if given.formats
            else [n for n in known() if not n.startswith("scan")]
        )
        strange = [name for name in formats if name not in known()]
        if strange:
            parser.error(f"unknown formats: {', '.join(strange)}; known here: {', '.join(known())}")
        index = write(
            given.out, seed=given.seed, forms=given.forms, formats=formats, hostile=given.hostile
        )
        print(f"{len(index['files'])} files in {given.out}")
        return 0
    try:
        if given.command == "run":
            run(
                given.out,
                given.runner,
                batch=given.batch,
                formats=given.formats.split(",") if given.formats else None,
            )
        else:
            print(markdown(score(given.out)))
    except ValueError as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
