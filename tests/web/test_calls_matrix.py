"""Every call of the HTTP API, asked by everybody with a key that may all: a new one needs its line.

``matrix/calls/*.toml``: method and path → what everybody of ``ASKERS`` gets; ``args`` for the path,
``say`` for the body (JSON), ``files`` for what is sent as a form; words stand for things of 第一中学.
Nobody without a key gets anything, whatever a browser's session says.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from making.bureau import Bureau

from jiping.store.actions.organisations import note_unmatched
from jiping.store.actions.tokens import issue_token
from jiping.store.models import Alias, Membership, UnmatchedName
from jiping.store.rights import rights
from jiping.web.calls import calls

from .test_matrix import ASKERS, more_things

pytestmark = pytest.mark.django_db
LINES: dict[str, dict[str, Any]] = {
    name: line
    for path in sorted(Path(__file__).with_name("matrix").glob("calls/*.toml"))
    for name, line in tomllib.loads(path.read_text("utf-8")).items()
}
NOBODY = {"without a key": 401, "with a session": 401, "with a guessed key": 401}


def operations() -> list[str]:
    paths = calls.get_openapi_schema(path_prefix="")["paths"]
    return sorted(f"{method.upper()} {path}" for path, each in paths.items() for method in each)


def test_every_call_has_its_line_and_every_line_its_call() -> None:
    assert operations() == sorted(LINES)


def test_every_line_speaks_of_everybody() -> None:
    wrong = {name: sorted(set(ASKERS) - set(line)) for name, line in LINES.items()}
    assert {name: missing for name, missing in wrong.items() if missing} == {}


@pytest.fixture
def things(bureau: Bureau) -> dict[str, Any]:
    """What stands for the words in ``args``, ``say`` and ``files``."""
    assert bureau.form is not None
    school, filler = bureau.places["第一中学"], bureau.people["filler"]
    note_unmatched("第九中学", "表.docx")
    made = more_things(bureau)
    alias = Alias.objects.create(organisation=school, name="一中", key="一中")
    return {
        **made, "form": bureau.form.pk, "organisation": school.pk, "person": filler.pk,
        "parent": bureau.places["卫健委"].pk, "role": Membership.objects.get(person=filler).pk,
        "alias": alias.pk, "unmatched": UnmatchedName.objects.get().pk,
        "job": filler.jobs.latest("pk").pk, "evaluation": bureau.form.body.evaluation,
    }  # fmt: skip


def _filled(given: Any, things: Mapping[str, Any]) -> Any:
    if isinstance(given, dict):
        return {key: _filled(value, things) for key, value in given.items()}
    if isinstance(given, str) and given.startswith("@"):
        return things[given[1:]]
    return given


def ask(client: Client, name: str, things: Mapping[str, Any]) -> int:
    """The status; whatever the call did is undone, so that everybody finds the same."""
    line, (method, path) = LINES[name], name.split(" ")
    for key, word in line.get("args", {}).items():
        path = path.replace(f"{{{key}}}", str(things.get(word, word)))
    send = getattr(client, method.lower())
    with transaction.atomic():
        if "files" in line:
            sent = {"file": SimpleUploadedFile(line["files"][0], line["files"][1].encode())}
            answer = send(f"/api{path}", sent)
        elif method in ("POST", "PATCH"):
            body = json.dumps(_filled(line.get("say", {}), things))
            answer = send(f"/api{path}", body, content_type="application/json")
        else:
            answer = send(f"/api{path}")
        transaction.set_rollback(True)
    return int(answer.status_code)


def test_everybody_gets_what_the_line_says(bureau: Bureau, things: dict[str, Any]) -> None:
    keyed = {}
    for column, person in ASKERS.items():
        key = issue_token(bureau.actor(person), "程序", sorted(rights()), 30)[1]
        keyed[column] = Client(headers={"Authorization": f"Bearer {key}"})
    got = {
        name: {column: ask(client, name, things) for column, client in keyed.items()}
        for name in LINES
    }
    wanted = {name: {column: line[column] for column in ASKERS} for name, line in LINES.items()}
    assert got == wanted


def test_nobody_gets_anything_without_a_key(bureau: Bureau, things: dict[str, Any]) -> None:
    session = Client()
    session.force_login(bureau.people["filler"])
    guessed = Client(headers={"Authorization": "Bearer jp_guessed"})
    askers = (Client(), session, guessed)
    got = {
        name: dict(zip(NOBODY, (ask(client, name, things) for client in askers), strict=True))
        for name in LINES
    }
    assert {name: each for name, each in got.items() if each != NOBODY} == {}


def test_a_key_without_rights_may_nothing_of_its_person(
    bureau: Bureau, things: dict[str, Any]
) -> None:
    """Every call that its person may do is refused, but those that need no right of the table."""
    free = {"GET /me", "POST /read", "POST /audit", "POST /export/{kind}"}
    got = {}
    for person, column in (("filler", "own"), ("admin", "admin")):
        key = issue_token(bureau.actor(person), "程序", ["form.assign"], 30)[1]
        client = Client(headers={"Authorization": f"Bearer {key}"})
        got |= {
            (column, name): ask(client, name, things)
            for name, line in LINES.items()
            if line[column] < 300 and name not in free
        }
    empty = {"GET /forms", "GET /organisations", "GET /uploads", "GET /jobs"}
    wrong = {
        key: status for key, status in got.items()
        if status not in (403, 404) and not (status == 200 and key[1] in empty)
    }  # fmt: skip
    assert wrong == {}
