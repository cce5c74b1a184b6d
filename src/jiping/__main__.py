"""`python -m jiping`: the command line where the console program is not on the path."""

from __future__ import annotations

from jiping.cli.main import run

if __name__ == "__main__":  # the processes of a long run load this module too
    run()
