"""A year's work by program alone: organisations, people, forms, rows, proofs, opinions, figures, log."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from making.bureau import Bureau
from making.calling import Caller

from jiping.store import log
from jiping.store.models import Change, Form, Organisation, Person
from jiping.web.calls import forms as form_calls

pytestmark = pytest.mark.django_db
Keyed = Callable[..., Caller]


def test_organisations_and_people(keyed: Keyed, bureau: Bureau) -> None:
    admin = keyed("admin")
    text = "单位名称,主管部门,别名\n第三中学,教育局,三中\n甲,乙,\n".encode()
    looked = admin.post("/organisations/import", file=SimpleUploadedFile("单位.csv", text)).json()
    assert [(e["name"], e["what"]) for e in looked["lines"]] == [
        ("第三中学", "new"),
        ("甲", "wrong"),
    ]
    assert not Organisation.objects.filter(name="第三中学").exists()
    admin.post("/organisations/import?keep=true", file=SimpleUploadedFile("单位.csv", text))
    made = Organisation.objects.get(name="第三中学")
    moved = admin.post(
        f"/organisations/{made.pk}/move", {"parent": bureau.places["卫健委"].pk}
    ).json()
    assert moved["parent"] == bureau.places["卫健委"].pk
    assert [a["name"] for a in moved["aliases"]] == ["三中"]
    wanted = {"username": "lisi", "name": "李四", "organisation": made.pk, "roles": ["filler"]}
    person = admin.post("/people", wanted).json()
    assert Person.objects.get(username="lisi").check_password(person["password"])
    assert "password" not in admin.get(f"/people/{person['id']}").json()
    admin.post(f"/people/{person['id']}/roles", {"organisation": made.pk, "role": "unit_reviewer"})
    roles = admin.get(f"/people/{person['id']}").json()["roles"]
    assert [r["role"] for r in roles] == ["filler", "unit_reviewer"]
    assert admin.delete(f"/people/{person['id']}/roles/{roles[1]['id']}").status_code == 204
    off = admin.patch(f"/people/{person['id']}", {"active": False}).json()
    assert (off["active"], off["name"]) == (False, "李四")


def test_a_form_from_nothing_to_approval(keyed: Keyed, bureau: Bureau) -> None:
    filler, checker = keyed("filler"), keyed("checker")
    school = bureau.places["第一中学"].pk
    blank = {"organisation": school, "family": "nm-2023", "year": 2024, "name": "校园安全"}
    made = filler.post("/forms/blank", blank).json()
    form, path = Form.objects.get(pk=made["id"]), f"/forms/{made['id']}"
    block = [["产出指标", "数量指标", "安保人数"]]
    pasted = filler.post(
        f"{path}/paste", {"version": 1, "pointer": "/indicators/0/level1", "block": block}
    ).json()
    assert pasted["evaluation"]["indicators"][0]["name"] == "安保人数"
    row = {"version": 2, "do": "add", "block": "indicators", "at": 1}
    grown = filler.post(f"{path}/rows", row).json()
    assert len(grown["evaluation"]["indicators"]) == len(pasted["evaluation"]["indicators"]) + 1
    assert filler.post(f"{path}/rows", {**row, "version": 3, "at": 99}).status_code == 422
    proof = filler.post(f"{path}/evidence", file=SimpleUploadedFile("合同.txt", b"1")).json()
    assert filler.client.get(f"/api/evidence/{proof['id']}").content == b"1"
    filler.post(f"{path}/steps", {"step": "submit", "version": 3})
    said = checker.post(f"{path}/opinions", {"text": "请核实。", "pointer": "/indicators/0"}).json()
    back = checker.post(f"{path}/steps", {"step": "return", "version": 3, "text": "退回核实。"})
    assert back.json()["state"] == "returned"
    assert filler.post(f"/opinions/{said['id']}/resolve").json()["resolved"]
    filler.patch(path, {"version": 3, "typed": {"/indicators/0/target": "12"}})
    assert [s["step"] for s in filler.get(f"{path}/steps").json()["steps"]] == ["resubmit"]
    filler.post(f"{path}/steps", {"step": "resubmit", "version": 4})
    checker.post(f"{path}/steps", {"step": "approve", "version": 4})
    form.refresh_from_db()
    assert form.state == "approved"
    told = filler.get(f"{path}/history").json()
    assert [s["step"] for s in told["steps"]] == ["submit", "return", "resubmit", "approve"]
    assert told["changes"][0]["after"] == "12"
    assert Change.objects.get(form=form, after="12").how == Change.How.CALLED
    later = filler.post(f"{path}/next-year").json()
    assert (later["year"], later["state"]) == (2025, "draft")
    assert filler.delete(f"/forms/{later['id']}").status_code == 204
    assert filler.get(f"/forms/{later['id']}").status_code == 404


def test_lists_rules_figures_and_log(keyed: Keyed, bureau: Bureau) -> None:
    assert bureau.form is not None
    finance, auditor = keyed("finance"), keyed("auditor")
    [project] = finance.get("/projects").json()["projects"]
    assert finance.get(f"/projects/{project['id']}").json()["forms"][0]["id"] == bureau.form.pk
    fired = {r["code"]: r["fired"] for r in finance.get("/rules").json()["rules"]}
    assert (fired["C-SCR-06"] > 0, keyed("outsider").get("/rules").json()["rules"][0]["fired"]) == (
        True, 0,
    )  # fmt: skip
    assert finance.get("/rules/C-SCR-06").json()["rule"] == "C-SCR-06"
    assert finance.get("/schemes/nm-2023").json()["scheme"] == "nm-2023"
    shown = {p["code"]: p for p in finance.get("/overview").json()["plots"]}
    assert ["草稿", 1] in shown["states"]["rows"]
    assert finance.client.get("/api/overview/states.svg").content.startswith(b"<svg")
    view = finance.post("/views", {"name": "良", "query": "grade=良"}).json()
    assert finance.get("/views").json()["views"] == [view]
    assert auditor.get("/log?action=view.keep").json()["entries"][0]["detail"] == {"name": "良"}
    assert auditor.post("/log/check").json()["faults"] == []
    taken = auditor.client.post("/api/log/export")
    kept = [json.loads(line) for line in b"".join(taken.streaming_content).splitlines()]
    assert (kept[-1]["action"], log.check(kept)) == ("download", [])


def test_a_key_gives_no_more_than_it_has(keyed: Keyed) -> None:
    caller = keyed("filler", ["form.read", "token.own"])
    wanted = {"name": "更多", "rights": ["form.edit"], "days": 5}
    assert "不能多于" in caller.post("/tokens", wanted).json()["detail"]
    same = caller.post("/tokens", {**wanted, "rights": ["form.read"]}).json()
    assert Caller(same["token"]).get("/forms").status_code == 200


def test_calls_come_only_so_often(keyed: Keyed, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    caller, other = keyed("filler"), keyed("sister")
    table = SimpleUploadedFile("表.txt", b"x")
    answers = [caller.post("/read", file=table).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    refused = caller.post("/read", file=table)
    assert (refused.json()["detail"], int(refused["Retry-After"]) > 0) == (
        "调用太频繁，请稍后再试。",
        True,
    )
    assert caller.get("/me").status_code == other.post("/read", file=table).status_code == 200
    cache.clear()


@pytest.mark.parametrize("text", ["\x00", "\ud800"], ids=["nul", "half a pair"])
def test_what_no_database_holds_is_refused_in_words(
    keyed: Keyed, bureau: Bureau, signed: Callable[[str], Client], text: str
) -> None:
    assert bureau.form is not None
    caller = keyed("filler")
    typed: Any = {"version": 1, "typed": {"/project/name": f"口岸{text}"}}
    assert caller.patch(f"/forms/{bureau.form.pk}", typed).status_code == 422
    page = signed("filler").post(
        f"/forms/{bureau.form.pk}/save/", json.dumps(typed), content_type="application/json"
    )
    assert "不能保存的字符" in page.json()["refused"]
    if text == "\x00":
        assert caller.get("/forms", q=text).status_code == 422
        assert signed("filler").get("/forms/", {"q": text}).status_code == 400


@pytest.mark.parametrize(
    ("error", "words"),
    [(DatabaseError("gone"), "数据库没有应答"), (OSError(28, "No space left"), "磁盘已满")],
)
def test_a_fault_is_told_as_json(
    keyed: Keyed, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(form_calls, "forms", fail)
    answer = keyed("filler").get("/forms")
    assert (answer.status_code, words in answer.json()["detail"]) == (503, True)
