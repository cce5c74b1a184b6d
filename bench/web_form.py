"""A form of 60 rows on its page: milliseconds to the first byte, and from a change to its answer.

    python bench/web_form.py [--rows 60] [--postgresql]

Through Django's own client, in one process, on a database of its own. The page may take
150 ms, a change 200 ms (medians of ten), else the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]

from web_database import installation  # noqa: E402

ALLOWED = {"page, first byte": 150, "change to answer": 200}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own, not SQLite")
    given = parser.parse_args()
    with installation(given.postgresql):
        os.chdir(ROOT)
        return timed(given.rows)


def timed(rows: int) -> int:
    """Make the form, ask, print."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from making.bureau import make_bureau

    import jiping
    from jiping.store.actions.forms import create_form

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    bureau = make_bureau(form=False)
    [evaluation] = jiping.read("examples/reference/table-1.txt").evaluations
    own = evaluation.indicators
    many = tuple(
        replace(own[n % len(own)], name=f"{own[n % len(own)].name}{n}") for n in range(rows)
    )
    long = replace(evaluation, indicators=tuple(sorted(many, key=lambda r: r.level1 or "")))
    form = create_form(bureau.actor("filler"), long, bureau.places["第一中学"])
    client = Client()
    client.force_login(bureau.people["filler"])
    page, change = [], []
    version = 1
    for number in range(11):
        begun = time.perf_counter()
        answer = client.get(f"/forms/{form.pk}/")
        page.append((time.perf_counter() - begun) * 1000)
        shape = answer.content.decode().partition('data-shape="')[2][:16]
        typed = {
            "version": version,
            "typed": {"/indicators/3/actual": str(number + 100)},
            "shape": shape,
        }
        begun = time.perf_counter()
        said = client.post(
            f"/forms/{form.pk}/save/", json.dumps(typed), content_type="application/json"
        )
        change.append((time.perf_counter() - begun) * 1000)
        version = said.json()["version"]
        if answer.status_code != 200:
            raise SystemExit(answer.status_code)
    found = {"page, first byte": page[1:], "change to answer": change[1:]}
    print(f"| {rows} rows | ms | allowed |\n|---|---:|---:|")
    for title, taken in found.items():
        print(f"| {title} | {statistics.median(taken):.0f} | {ALLOWED[title]} |")
    return int(any(statistics.median(taken) > ALLOWED[t] for t, taken in found.items()))


if __name__ == "__main__":
    raise SystemExit(main())
