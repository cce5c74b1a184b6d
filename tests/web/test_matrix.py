"""Every address, asked by everybody (issue's matrix): a new one without its line fails.

``matrix/*.toml`` say for each page what own unit, same department, outsider and anonymous get, and
those above. The answers are asked of the bureau of `making.bureau`; ``<pk>`` in an address stands
for a thing of 第一中学.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from making.bureau import Bureau

from jiping.store.actions.answers import add_evidence
from jiping.store.actions.flow import give_opinion
from jiping.store.actions.tokens import issue_token
from jiping.store.actions.uploads import bring_files
from jiping.store.actions.views import keep_view
from jiping.store.models import Assignment, FindingRow, Form, Job

MATRIX = {
    name: line
    for path in sorted(Path(__file__).with_name("matrix").glob("*.toml"))
    for name, line in tomllib.loads(path.read_text("utf-8")).items()
}
ASKERS = {
    "own": "filler", "sister": "sister", "outsider": "outsider", "department": "education",
    "other": "health", "auditor": "auditor", "reviewer": "reviewer", "admin": "admin",
}  # fmt: skip
"""Column → person of the bureau; ``sister``: same department, ``other``: another department."""


def addresses() -> dict[str, URLPattern]:
    """Name → pattern of every address; the API's calls have their own test (test_calls_matrix)."""
    found: dict[str, URLPattern] = {}

    def walk(resolver: URLResolver, prefix: str) -> None:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                name = f"{each.namespace}:" if each.namespace else ""
                walk(each, prefix + name)
            else:
                found[f"{prefix}{each.name or each.pattern}"] = each

    walk(get_resolver(), "")
    described = ("api:openapi-json", "api:api-root")
    return {n: each for n, each in found.items() if not n.startswith("api:") or n in described}


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    known = addresses()
    assert sorted(set(known) - set(MATRIX)) == []
    assert sorted(set(MATRIX) - set(known)) == []


def test_every_line_speaks_of_everybody() -> None:
    wanted = {"get", *ASKERS, "anonymous"}
    wrong = {
        name: sorted(wanted ^ (set(line) - {"query", "args"})) for name, line in MATRIX.items()
    }
    assert {name: difference for name, difference in wrong.items() if difference} == {}


@pytest.fixture
def things(bureau: Bureau) -> dict[str, object]:
    """What stands for the words in ``args``."""
    assert bureau.form is not None
    school = bureau.places["第一中学"]
    job = Job.objects.create(kind="none", by=bureau.people["filler"], organisation=school)
    return {
        "form": bureau.form.pk,
        "organisation": school.pk,
        "person": bureau.people["filler"].pk,
        "job": job.pk,
        **more_things(bureau),
    }


def more_things(bureau: Bureau) -> dict[str, object]:
    """Things of 第一中学 that other lines of the matrix speak of."""
    assert bureau.form is not None
    form, filler = bureau.form, bureau.actor("filler")
    finding = FindingRow.objects.filter(form=form, rule="C-SCR-06").get()
    return {
        "finding": finding.pk,
        "token": issue_token(filler, "程序", ["form.read"], 30)[0].pk,
        "project": form.project_id,
        "view": keep_view(filler, "forms", "我的", "year=2023").pk,
        "upload": bring_files(filler, [("表.txt", [b"x"])]).pk,
        "evidence": add_evidence(filler, form, "合同.txt", [b"1"], pointer="/indicators/0").pk,
        "assignment": _assigned(bureau),
        "agency": bureau.places["复核事务所"].pk,
        "opinion": give_opinion(bureau.actor("checker"), form, "/indicators/0", "请核实。").pk,
    }


def _assigned(bureau: Bureau) -> int:
    """Another form of 第一中学, given to the agency: it sees that one and no other."""
    school, agency = bureau.places["第一中学"], bureau.places["复核事务所"]
    other = Form.objects.create(organisation=school, path=school.path, state="submitted")
    return int(Assignment.objects.create(form=other, organisation=agency).pk)


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_everybody_gets_what_the_matrix_says(
    name: str, things: dict[str, object], signed: Callable[[str], Client], client: Client
) -> None:
    line = MATRIX[name]
    arguments = {key: things.get(word, word) for key, word in line.get("args", {}).items()}
    query = {key: things.get(word, word) for key, word in line.get("query", {}).items()}
    address = reverse(name, kwargs=arguments)
    got = {
        column: ask(signed(person), line["get"], address, query)
        for column, person in ASKERS.items()
    }
    got["anonymous"] = ask(client, line["get"], address, query)
    assert got == {column: line[column] for column in got}


def ask(client: Client, get: bool, address: str, query: dict[str, object]) -> object:
    """The status; for a way elsewhere "sign-in", or "on" for any other place."""
    answer = client.get(address, query) if get else client.post(address, query)
    if answer.status_code in (301, 302):
        return "sign-in" if answer.headers["Location"].startswith("/sign-in/") else "on"
    return answer.status_code
