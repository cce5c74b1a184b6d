"""What is wrong with a call is said the same way everywhere: a status, words, the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from making.bureau import Bureau
from making.calling import Caller

from jiping.store.actions.flow import take_step
from jiping.store.models import Form

pytestmark = pytest.mark.django_db
Keyed = Callable[..., Caller]


@pytest.mark.parametrize(
    ("method", "path", "said", "field", "what"),
    [
        ("post", "/tokens", {"name": "x", "rights": ["form.read"], "days": 999}, "days",
         "不能大于 366。"),
        ("post", "/tokens", {"name": "x", "rights": ["all"], "days": 9}, "rights.0", "只能写 "),
        ("post", "/tokens", {"name": " ", "rights": ["form.read"], "days": 9}, "name", "不能是空的。"),
        ("post", "/tokens", {"rights": ["form.read"], "days": 9}, "name", "缺少这一项。"),
        ("post", "/tokens", {"name": "x", "rights": [], "days": "九"}, "days", "要写整数。"),
        ("post", "/views", {"name": "x", "query": "", "wrong": 1}, "wrong", "没有这一项。"),
        ("post", "/views", [], "body", "要写成一组"),
        ("post", "/forms/{form}/steps", {"step": "fly", "version": 1}, "step", "只能写 'submit'、"),
        ("post", "/forms/{form}/rows", {"version": 1, "do": "add", "block": "funds", "at": 99}, "at",
         "这里不能加行。"),
        ("patch", "/forms/{form}", {"version": 1, "typed": {"/nowhere": "1"}}, "typed",
         "表里没有这一格"),
        ("patch", "/forms/{form}", {"version": 1, "typed": {"/year": "x" * 4001}}, "typed./year",
         "最多 4000 个字符。"),
        ("get", "/forms?state=aproved", None, "state", "只能写 "),
        ("get", "/forms?year=去年", None, "year", "要写整数。"),
        ("get", "/forms?stat=draft", None, "stat", "没有“stat”这个参数；有：q、year"),
        ("get", "/forms?page=0", None, "page", "不能小于 1。"),
        ("get", "/forms/x", None, "pk", "要写整数。"),
        ("get", "/forms/{form}/export/doc", None, "kind", "只能写 "),
        ("post", "/forms/blank", {"organisation": 1, "family": "none", "year": 2024, "name": "x"},
         "family", "没有编号为“none”的表式。"),
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_field(
    keyed: Keyed, bureau: Bureau, method: str, path: str, said: Any, field: str, what: str
) -> None:
    assert bureau.form is not None
    if isinstance(said, dict) and "organisation" in said:
        said = {**said, "organisation": bureau.places["第一中学"].pk}
    caller = keyed("filler")
    send = getattr(caller, method)
    address = path.replace("{form}", str(bureau.form.pk))
    answer = send(address) if said is None else send(address, said)
    told = answer.json()
    faults = {fault["field"]: fault["what"] for fault in told["errors"]}
    assert (answer.status_code, faults.get(field, "")[: len(what)]) == (422, what)
    assert told["version"] is None
    assert faults[field].rstrip("。") in told["detail"]


@pytest.mark.parametrize(
    ("path", "value", "field", "what"),
    [
        ("indicators", [{"name": 5}], "evaluation.indicators.0", "缺少 level1"),
        ("total", {"weight": "一百", "score": None}, "evaluation.total.weight", "数字要写成 12.5"),
        ("form", {"title": None, "family": "nm-2023", "amount_unit": "块"},
         "evaluation.form.amount_unit", "只能写 万元、元"),
        ("year", 20_240, "evaluation.year", "年度要在 1990 到 2100 之间。"),
        ("reading", {"repairs": [], "unread": [], "balanced": None, "doubtful": [
            {"pointer": "/indicators/400/name", "reason": "x", "confidence": "0.5"}]},
         "evaluation.reading.doubtful.0.pointer", "表里没有这一行"),
    ],
    ids=str,
)  # fmt: skip
def test_an_evaluation_is_held_against_the_contract(
    keyed: Keyed, bureau: Bureau, path: str, value: Any, field: str, what: str
) -> None:
    assert bureau.form is not None
    wrong = {**bureau.form.body.evaluation, path: value}
    answer = keyed("filler").post(
        "/forms", {"organisation": bureau.places["第一中学"].pk, "evaluation": wrong}
    )
    faults = {fault["field"]: fault["what"] for fault in answer.json()["errors"]}
    assert (answer.status_code, faults.get(field, "")[: len(what)]) == (422, what)
    assert Form.objects.count() == 1


def test_what_the_state_forbids_is_a_conflict(keyed: Keyed, bureau: Bureau) -> None:
    assert bureau.form is not None
    take_step(bureau.actor("filler"), bureau.form, "submit", 1)
    caller, path = keyed("filler"), f"/forms/{bureau.form.pk}"
    typed = {"version": 1, "typed": {"/indicators/0/actual": "3"}}
    for answer in (
        caller.patch(path, typed),
        caller.delete(path),
        caller.post(f"{path}/steps", {"step": "submit", "version": 1}),
        caller.get(f"{path}/export/original"),
    ):
        assert answer.status_code == 409
        assert answer.json()["version"] is None, "not a matter of versions"
    assert "内容已锁定" in caller.patch(path, typed).json()["detail"]


def test_a_missing_right_is_403_and_what_is_not_seen_404(keyed: Keyed, bureau: Bureau) -> None:
    assert bureau.form is not None
    typed = {"version": 1, "typed": {"/indicators/0/actual": "3"}}
    path = f"/forms/{bureau.form.pk}"
    seen = keyed("education").patch(path, typed)
    assert (seen.status_code, seen.json()["detail"]) == (403, "您没有“填写、更正自评表”的权限。")
    hidden = keyed("sister").patch(path, {**typed, "version": 77})
    assert (hidden.status_code, hidden.json()["errors"]) == (404, [])


def test_what_is_no_call_or_no_json_is_told_as_json(keyed: Keyed, bureau: Bureau) -> None:
    client = keyed("filler").client
    for answer, status in (
        (client.get("/api/nowhere"), 404),
        (client.put("/api/forms"), 405),
        (client.post("/api/views", "{", content_type="application/json"), 422),
        (Client().get("/api/forms"), 401),
    ):
        assert answer.status_code == status
        assert set(answer.json()) == {"detail", "errors", "version"}
        assert any("一" <= letter <= "鿿" for letter in answer.json()["detail"])
    assert client.put("/api/forms")["Allow"] == "GET, POST"


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1_000, UPLOAD_MAX_BYTES=10)
def test_what_is_too_large_is_413(keyed: Keyed) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    caller = keyed("filler")
    body = caller.post("/views", {"name": "x", "query": "y" * 2_000})
    file = caller.post("/read", file=SimpleUploadedFile("表.txt", b"x" * 11))
    assert (body.status_code, file.status_code) == (413, 413)
    assert "文件太大" in file.json()["detail"]
