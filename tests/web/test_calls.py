"""The HTTP API: the same policy and the same answers as pages and command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from making.bureau import Bureau
from making.calling import Caller
from making.indicators import make_library
from referencing import Registry, Resource
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import jiping
from jiping.model.contract import schema
from jiping.store.actions.tokens import issue_token, revoke_token
from jiping.store.models import FindingRow, Form, LogEntry, Token
from jiping.store.rights import rights
from jiping.store.working import work_all
from jiping.web.wsgi import application

pytestmark = pytest.mark.django_db
ALL = sorted(rights())
CONTRACT: Any = Registry().with_resources(
    [(s["$id"], Resource.from_contents(s)) for s in map(schema, ("evaluation", "read", "audit"))]
)
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
]  # fmt: skip
TABLE = Path("examples/reference/table-4.docx")


@pytest.fixture
def form(bureau: Bureau) -> Form:
    assert bureau.form is not None
    return bureau.form


Keyed = Callable[..., Caller]


@pytest.mark.parametrize(
    ("who", "status"),
    [("filler", 200), ("sister", 404), ("outsider", 404), ("education", 200), ("health", 404),
     ("finance", 200), ("auditor", 200), ("reviewer", 404), ("admin", 404)],
)  # fmt: skip
def test_who_sees_a_form(keyed: Keyed, form: Form, who: str, status: int) -> None:
    assert keyed(who).get(f"/forms/{form.pk}").status_code == status
    assert (form.pk in [f["id"] for f in keyed(who).get("/forms").json().get("forms", [])]) is (
        status == 200
    )


def test_a_key_is_cut_down_to_its_rights(keyed: Keyed, form: Form) -> None:
    reader = keyed("filler", ["form.read"])
    assert reader.get(f"/forms/{form.pk}").status_code == 200
    wanted = {"version": 1, "typed": {"/indicators/1/actual": "12"}}
    assert reader.patch(f"/forms/{form.pk}", wanted).status_code == 403
    assert (
        reader.post(f"/forms/{form.pk}/steps", {"step": "submit", "version": 1}).status_code == 403
    )


def test_keys_end(keyed: Keyed, bureau: Bureau) -> None:
    made, text = issue_token(bureau.actor("filler"), "程序", ALL, 30)
    caller = Caller(text)
    assert caller.get("/me").json()["username"] == "filler"
    Token.objects.filter(pk=made.pk).update(expires=timezone.now() - timedelta(seconds=1))
    assert caller.get("/me").status_code == 401
    other = keyed("filler")
    revoke_token(bureau.actor("filler"), Token.objects.latest("pk"))
    assert other.get("/me").status_code == 401
    assert Caller("jp_guessed").get("/me").status_code == 401
    assert text not in str(list(Token.objects.values()))


def test_a_change_is_that_of_the_page(keyed: Keyed, form: Form) -> None:
    caller = keyed("filler")
    wanted = {"version": 1, "typed": {"/indicators/1/actual": "12", "/funds/0/rate": "百"}}
    answer = caller.patch(f"/forms/{form.pk}", wanted).json()
    assert answer["version"] == 2
    assert "不是数字" in answer["problems"]["/funds/0/rate"]
    assert answer["evaluation"]["indicators"][1]["actual"] == "12"
    again = caller.patch(f"/forms/{form.pk}", wanted)
    assert (again.status_code, again.json()["version"]) == (409, 2)
    assert LogEntry.objects.filter(action="form.change").latest("pk").channel == "api"


def test_the_flow_and_an_answer(keyed: Keyed, form: Form) -> None:
    caller = keyed("filler")
    row = FindingRow.objects.get(form=form, rule="C-DEV-01")
    said = caller.post(f"/forms/{form.pk}/findings/{row.pk}/answer", {"text": "任务增加。"})
    assert said.status_code == 200
    done = caller.post(f"/forms/{form.pk}/steps", {"step": "submit", "version": 1}).json()
    assert (done["state"], done["answered"]) == ("submitted", 1)
    checked = keyed("checker").post(f"/forms/{form.pk}/steps", {"step": "approve", "version": 1})
    assert checked.json()["state"] == "approved"


def test_stateless_calls_follow_the_contract(keyed: Keyed) -> None:
    caller = keyed("filler")
    read = caller.post("/read", file=SimpleUploadedFile("表.docx", TABLE.read_bytes())).json()
    Draft202012Validator(schema("read"), registry=CONTRACT).validate(read)
    audit = caller.post("/audit", file=SimpleUploadedFile("表.docx", TABLE.read_bytes())).json()
    Draft202012Validator(schema("audit"), registry=CONTRACT).validate(audit)
    [direct] = jiping.audit(TABLE)
    assert audit["forms"][0]["findings"] == direct.to_json()["findings"]
    assert audit["forms"][0]["ledger"] == direct.to_json()["ledger"]
    made = caller.post("/export/xlsx", file=SimpleUploadedFile("表.docx", TABLE.read_bytes()))
    again = jiping.read(made.content, name="表.xlsx").evaluations[0]
    assert again.indicators == direct.evaluation.indicators
    bad = caller.post("/read", file=SimpleUploadedFile("坏.pdf", b"%PDF-1.4")).json()
    assert bad["files"][0]["status"] == "failed"


def test_an_upload_is_read_in_the_background(keyed: Keyed) -> None:
    caller = keyed("filler")
    queued = caller.post("/uploads", file=SimpleUploadedFile("表.docx", TABLE.read_bytes())).json()
    work_all()
    assert caller.get(f"/jobs/{queued['job']}").json()["state"] == "done"
    files = caller.get(f"/uploads/{queued['id']}").json()["files"]
    assert [f["status"] for f in files] == ["read"]
    assert keyed("outsider").get(f"/uploads/{queued['id']}").status_code == 404


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Asked past Django's client, a request would close the connection that the test lives in."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize(
    ("who", "most"), [("filler", 3), ("finance", 1)], ids=["a filler", "the finance bureau"]
)
def test_every_call_keeps_to_its_description(
    form: Form, bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, who: str, most: int
) -> None:
    """Generated calls, right and wrong: never a fault of the program, always what is described."""
    monkeypatch.setenv("JIPING_LIBRARY", str(make_library(tmp_path, 3)))
    _, text = issue_token(bureau.actor(who), "程序", ALL, 30)
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    asked = [result.ok() for result in described.get_all_operations()]
    assert {"/api/forms/{pk}", "/api/indicators/{number}"} <= {each.path for each in asked}
    assert form.pk
    for operation in asked:
        _ask(operation, text, most)


def _ask(operation: Any, text: str, most: int) -> None:
    @settings(
        max_examples=most, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {text}"})
        case.validate_response(answer, checks=CHECKS)

    run()
