"""Pages over 300,000 forms: milliseconds of the lists, of the rules and of the overview.

    python bench/web_list.py [--forms 300000] [--postgresql] [--in FOLDER]

Fills a database of its own (SQLite in a temporary folder, or PostgreSQL) with rows like those of real
forms, three findings each and a project for every second, then asks pages through Django's own
client as the finance bureau, which sees them all; printed is the median of ten. A page may take
300 ms, else the exit code is 1. Figures over all of them are counted in the background (so the pages
show them, with their time); how long that takes is printed too. ``--in``: a folder that keeps a
filled SQLite database for another run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]

from web_database import installation  # noqa: E402

ALLOWED = 300
THINGS = (
    "道路养护",
    "校园安全",
    "设备购置",
    "信息系统运维",
    "人才培训",
    "疫病防控",
    "文物保护",
    "农田水利",
    "招商引资",
    "公共卫生",
)
KINDS = ("经费", "专项资金", "补助", "项目")
ASKED = {
    "first page": "",
    "search": "q=校园安全",
    "rare search": "q=第9987-29",
    "year and state": "year=2023&state=draft",
    "errors, worst first": "found=errors&sort=total",
    "grade, by budget": "grade=良&sort=-budget",
    "rule": "rule=C-SCR-06",
    "one department": "organisation=DEPARTMENT",
    "score range": "least=60&most=70&sort=-total",
    "page 100": "page=100",
}
"""The list of forms, by what is asked."""
PAGES = {
    "first page (what waits)": "/",
    "projects": "/projects/",
    "projects, search": "/projects/?q=校园安全",
    "projects of a year, by unit": "/projects/?year=2023&sort=unit",
    "projects of one department": "/projects/?organisation=DEPARTMENT",
    "rules, how often they fired": "/rules/",
    "one rule": "/rules/C-SCR-06/",
    "overview": "/overview/",
    "overview of one year": "/overview/?year=2023",
    "overview, a picture": "/overview/money.svg",
    "a form begun": "/forms/new/",
}
RULES = [
    f"C-{family}-{number:02}"
    for family, most in (("SCR", 12), ("FUND", 12), ("DEV", 15), ("IND", 22), ("STR", 12))
    for number in range(1, most + 1)
]


DRAWN = 10_000
"""So many forms are drawn one by one; the others are copies of them under other names."""


def fill(count: int) -> None:
    """Rows as a province has them."""
    from jiping.store.models import FindingRow, Form, Project

    drawn = draw(min(count, DRAWN))
    findings = FindingRow.objects.count()
    for copy in range(1, count // drawn):
        told = f"'-{copy}'"
        _copied(Project, drawn, {"id": copy * drawn}, {"name": told, "key": told})
        keys = {"id": copy * drawn, "project_id": copy * drawn}
        _copied(Form, drawn, keys, {"name": told, "search": told})
        keys = {"id": copy * findings, "form_id": copy * drawn}
        _copied(FindingRow, findings, keys, {"identity": told})


def _copied(model: Any, most: int, keys: dict[str, int], texts: dict[str, str]) -> None:
    """The first rows of a table once more: keys moved on, a word behind some texts."""
    from django.db import connection

    columns = [field.column for field in model._meta.concrete_fields]
    values = [
        f"{name} + {keys[name]}" if name in keys else f"{name} || {texts[name]}" if name in texts else name
        for name in columns
    ]  # fmt: skip
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM {table} WHERE id <= {most}"
        )


def draw(count: int) -> int:
    """Forms, a project for every second, three findings each; how many."""
    from making.bureau import make_bureau

    from jiping.store.models import FindingRow, Form, Project

    bureau = make_bureau(form=False)
    places = [bureau.places[name] for name in ("第一中学", "第二中学", "人民医院")]
    r = random.Random(7)
    projects = Project.objects.bulk_create(
        Project(organisation=places[n % 3], name=f"{r.choice(THINGS)}第{n}", key=f"第{n}")
        for n in range(0, count, 2)
    )
    rows = []
    for n in range(count):
        place = places[n % 3]
        name = f"{r.choice(THINGS)}{r.choice(KINDS)}第{n}"
        total = Decimal(r.randrange(5000, 10000)) / 100
        wrong = r.random() < 0.2
        rows.append(Form(
            name=name, unit_name=place.name, department_name="教育局", year=2020 + n % 5,
            project=projects[n // 2], organisation=place, path=place.path,
            state=r.choice(("draft", "submitted", "approved")),
            scheme="nm-2023", total=total, printed_total=total - 1 if wrong else total,
            grade="优" if total >= 90 else "良" if total >= 80 else "中" if total >= 60 else "差",
            budget=Decimal(r.randrange(1, 10**6)) / 100, executed=Decimal(1),
            rate=Decimal(r.randrange(4000, 10000)) / 100,
            errors=int(wrong), warnings=r.randrange(5), search=f"{name} {place.name} 教育局",
        ))  # fmt: skip
    made = Form.objects.bulk_create(rows)
    FindingRow.objects.bulk_create(
        FindingRow(form=f, rule=r.choice(RULES), severity="error" if f.errors else "warning",
                   identity=f"{f.pk}/{each}", numbers="1", data={}, answered=r.random() < 0.3)
        for f in made for each in range(3)
    )  # fmt: skip
    return len(made)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=300_000)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own, not SQLite")
    parser.add_argument(
        "--in", dest="folder", help="keeps the filled SQLite database for other runs"
    )
    given = parser.parse_args()
    with installation(given.postgresql, given.folder):
        return asked(given.forms)


def asked(count: int) -> int:
    """Fill, ask, print."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import Client

    from jiping.api import catalogue
    from jiping.store.models import KeptFigures, Organisation, Person
    from jiping.store.working import work_all

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    if not Person.objects.exists():
        begun = time.perf_counter()
        with transaction.atomic():
            fill(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{count} forms made in {time.perf_counter() - begun:.0f} s", flush=True)
    department = Organisation.objects.get(name="教育局").pk
    client = Client()
    client.force_login(Person.objects.get(username="finance"))
    KeptFigures.objects.all().delete()
    catalogue.rule_lines()  # read once in a process, as pages and addresses are
    client.get("/account/")
    print("| page | ms |\n|---|---:|")
    worst = 0.0
    lists = {f"forms: {title}": f"/forms/?{query}" for title, query in ASKED.items()}
    for address in ("/rules/", "/overview/", "/overview/?year=2023"):
        begun = time.perf_counter()
        client.get(address)  # nothing is counted yet: the first who asks is told so
        first = (time.perf_counter() - begun) * 1000
        worst = max(worst, first)
        print(f"| {address}, nothing counted yet | {first:.0f} |")
        begun = time.perf_counter()
        work_all()
        print(
            f"| (counting for {address} in the background) | {(time.perf_counter() - begun) * 1000:.0f} |"
        )
    for title, path in {**lists, **PAGES}.items():
        address = path.replace("DEPARTMENT", str(department))
        taken = []
        for _ in range(10):
            begun = time.perf_counter()
            answer = client.get(address)
            taken.append((time.perf_counter() - begun) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
        worst = max(worst, statistics.median(taken))
        print(f"| {title} | {statistics.median(taken):.0f} |")
    return 1 if worst > ALLOWED else 0


if __name__ == "__main__":
    raise SystemExit(main())
