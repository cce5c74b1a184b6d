"""The form page: what is typed is kept, judged and shown; two people at once; findings answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from making.bureau import Bureau

import jiping
from jiping.model.contract import evaluation_from_json
from jiping.store.models import Answer, Change, Evidence, FindingRow, Form, LogEntry, Opinion

pytestmark = pytest.mark.django_db
Signed = Callable[[str], Client]


def save(client: Client, form: Form, **given: Any) -> Any:
    """What the program answers to a change from the page as it is now."""
    version = given.pop("version", None) or Form.objects.get(pk=form.pk).version
    return client.post(
        f"/forms/{form.pk}/save/",
        json.dumps({"version": version, **given}),
        content_type="application/json",
    )


@pytest.fixture
def form(bureau: Bureau) -> Form:
    assert bureau.form is not None
    return bureau.form


def content(form: Form) -> Any:
    return evaluation_from_json(Form.objects.get(pk=form.pk).body.evaluation)


def test_the_page_shows_the_official_table_with_every_value(signed: Signed, form: Form) -> None:
    page = signed("filler").get(f"/forms/{form.pk}/").content.decode()
    for cell in jiping.api.editing.sheet(content(form)).cells():
        if cell.pointer:
            assert f'data-pointer="{cell.pointer}"' in page
    assert "干部职工满意度" in page
    assert "重算总分" in page


def test_the_page_and_the_command_line_say_the_same(signed: Signed, form: Form) -> None:
    """After a change: findings and scores are those of `jiping audit` for that content."""
    signed_in = signed("filler")
    done = save(signed_in, form, typed={"/indicators/11/score": "2.5", "/funds/0/rate": "99.99"})
    assert done.status_code == 200
    audit = jiping.audit(content(form))
    kept = [row.data for row in FindingRow.objects.filter(form=form)]
    assert [(f["rule"], f["message"], f["targets"]) for f in kept] == [
        (f.rule, f.message, list(f.targets)) for f in audit.findings
    ]
    rows = done.json()["rows"]
    for row in audit.ledger.rows:
        if row.row in rows and row.computed is not None:
            assert rows[row.row][0] == row.computed
    assert rows["/total"][0] == audit.ledger.computed_total


def test_a_change_is_kept_with_both_values_and_who(
    signed: Signed, form: Form, bureau: Bureau
) -> None:
    answer = save(signed("filler"), form, typed={"/indicators/1/actual": "12"}).json()
    assert answer["version"] == 2
    assert answer["cells"]["/indicators/1/actual"][0] == "12"
    change = Change.objects.get(form=form, pointer="/indicators/1/actual")
    assert (change.before, change.after, change.by) == ("40", "12", bureau.people["filler"])
    assert LogEntry.objects.filter(action="form.change", about_id=form.pk).exists()


def test_a_finding_goes_when_its_cause_goes(signed: Signed, form: Form) -> None:
    assert FindingRow.objects.filter(form=form, rule="C-DEV-01").exists()
    answer = save(signed("filler"), form, typed={"/indicators/1/actual": "11"}).json()
    assert not FindingRow.objects.filter(form=form, rule="C-DEV-01").exists()
    assert "C-DEV-01" not in answer["side"]


def test_a_missing_reason_is_demanded_at_its_cell(signed: Signed, form: Form) -> None:
    """行 12（差旅费）扣了分没有原因：得分格和原因格都标出来。"""
    typed = {"/indicators/2/score": "3.00"}
    cells = save(signed("filler"), form, typed=typed).json()["cells"]
    assert cells["/indicators/2/reason"][1] == "warning"
    assert "原因" in cells["/indicators/2/reason"][2]


def test_two_people_at_once(signed: Signed, form: Form) -> None:
    first = save(signed("filler"), form, version=1, typed={"/indicators/1/actual": "12"})
    second = save(signed("filler"), form, version=1, typed={"/indicators/1/actual": "13"})
    assert (first.status_code, second.status_code) == (200, 409)
    assert "没有覆盖" in second.json()["moved"]
    assert content(form).indicators[1].actual == "12"


def test_what_cannot_be_kept_is_told_at_its_cell(signed: Signed, form: Form) -> None:
    answer = save(signed("filler"), form, typed={"/indicators/1/score": "三分"}).json()
    assert "不是数字" in answer["problems"]["/indicators/1/score"]
    assert content(form).indicators[1].score == "3.75"
    assert Form.objects.get(pk=form.pk).version == 1


@pytest.mark.parametrize(
    ("who", "status"), [("education", 403), ("auditor", 403), ("checker", 403), ("outsider", 404)]
)
def test_who_may_not_change_a_form(signed: Signed, form: Form, who: str, status: int) -> None:
    assert save(signed(who), form, typed={"/indicators/1/actual": "1"}).status_code == status
    assert content(form).indicators[1].actual == "40"


def test_rows_take_their_evidence_along(signed: Signed, form: Form) -> None:
    client = signed("filler")
    proof = SimpleUploadedFile("验收单.pdf", b"%PDF-1.4")
    url = f"/forms/{form.pk}/evidence/"
    client.post(url, {"pointer": "/indicators/3", "file": proof})
    save(client, form, row={"do": "add", "block": "indicators", "at": 0})
    assert Evidence.objects.get(form=form).pointer == "/indicators/4"
    save(client, form, row={"do": "move", "block": "indicators", "at": 4, "to": 1})
    assert Evidence.objects.get(form=form).pointer == "/indicators/1"
    save(client, form, row={"do": "remove", "block": "indicators", "at": 1})
    assert Evidence.objects.get(form=form).pointer == ""
    taken = client.get(f"/evidence/{Evidence.objects.get(form=form).pk}/")
    assert taken.content == b"%PDF-1.4"
    assert taken["Content-Type"] == "application/octet-stream"
    assert taken["Content-Disposition"].startswith("attachment")


def test_a_block_is_pasted(signed: Signed, form: Form) -> None:
    block = [["5", "6"], ["7", "8"]]
    given = {"pointer": "/indicators/2/target", "block": block}
    answer = save(signed("filler"), form, paste=given).json()
    rows = content(form).indicators
    assert [(rows[n].target, rows[n].actual) for n in (2, 3)] == [("5", "6"), ("7", "8")]
    assert answer["cells"]["/indicators/3/actual"][0] == "8"
    assert {c.how for c in Change.objects.filter(form=form)} == {"pasted"}


def test_computed_scores_are_taken_over(signed: Signed, form: Form) -> None:
    client = signed("filler")
    save(client, form, typed={"/indicators/2/actual": "4", "/total/score": "1"})
    save(client, form, adopt="all")
    now = content(form)
    assert (now.indicators[2].score, now.total.score) == ("3.00", "96.75")
    assert now.indicators[0].score == "3.75"


def test_an_answer_stays_until_its_numbers_change(signed: Signed, form: Form) -> None:
    client = signed("filler")
    finding = FindingRow.objects.get(form=form, rule="C-DEV-01")
    text = "<script>alert(1)</script>年中新增口岸协调任务。"
    client.post(f"/forms/{form.pk}/findings/{finding.pk}/answer/", {"text": text})
    assert Form.objects.get(pk=form.pk).answered == 1
    page = client.get(f"/forms/{form.pk}/").content.decode()
    assert "年中新增口岸协调任务" in page
    assert "<script>alert" not in page
    save(client, form, typed={"/indicators/5/actual": "99"})  # another row: another audit
    assert FindingRow.objects.get(form=form, rule="C-DEV-01").answered
    save(client, form, typed={"/indicators/1/actual": "50"})
    assert not FindingRow.objects.get(form=form, rule="C-DEV-01").answered
    assert Answer.objects.get(form=form).withdrawn is None
    save(client, form, typed={"/indicators/1/actual": "40"})
    assert FindingRow.objects.get(form=form, rule="C-DEV-01").answered


def test_the_short_flow(signed: Signed, form: Form) -> None:
    """草稿 → 送审 → 退回（行上有意见）→ 改 → 重新送审（看得到差别）→ 通过 → 锁定。"""
    filler, checker = signed("filler"), signed("checker")

    def step(client: Client, code: str, text: str = "") -> int:
        version = Form.objects.get(pk=form.pk).version
        given = {"step": code, "version": version, "text": text}
        return client.post(f"/forms/{form.pk}/step/", given).status_code

    assert step(checker, "approve") == 403
    assert step(filler, "submit") == 302
    assert save(filler, form, typed={"/indicators/1/actual": "1"}).status_code == 403
    opine = {"pointer": "/indicators/1", "text": "完成值有误。"}
    checker.post(f"/forms/{form.pk}/opinions/", opine)
    assert step(checker, "return") == 403  # without a word
    assert step(checker, "return", "请核实。") == 302
    assert "完成值有误" in filler.get(f"/forms/{form.pk}/").content.decode()
    assert save(filler, form, typed={"/indicators/1/actual": "11"}).status_code == 200
    filler.post(f"/opinions/{Opinion.objects.get(form=form).pk}/resolve/")
    assert step(filler, "resubmit") == 302
    history = checker.get(f"/forms/{form.pk}/history/").content.decode()
    assert "<del>40</del>" in history, "compared with what was sent back"
    assert "<ins>11</ins>" in history
    resent = form.versions.get(why="resubmit")
    history = checker.get(f"/forms/{form.pk}/history/?since={resent.pk}").content.decode()
    assert "<del>40</del>" not in history
    assert "退回后的改动" in checker.get(f"/forms/{form.pk}/").content.decode()
    assert step(checker, "approve") == 302
    assert save(filler, form, typed={"/indicators/1/actual": "1"}).status_code == 403
    assert step(filler, "withdraw") == 403
    steps = list(form.steps.values_list("step", flat=True))
    assert steps == ["submit", "return", "resubmit", "approve"]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "csv", "md"])
def test_an_export_reads_back(signed: Signed, form: Form, kind: str) -> None:
    answer = signed("filler").get(f"/forms/{form.pk}/export/{kind}/")
    again = jiping.read(answer.content, name=f"表.{kind}").evaluations[0]
    assert again.indicators == content(form).indicators
    entry = LogEntry.objects.filter(action="form.download").latest("pk")
    assert entry.detail["what"] == kind


def test_a_form_from_nothing_and_next_year(signed: Signed, bureau: Bureau) -> None:
    client = signed("filler")
    given = {
        "organisation": bureau.places["第一中学"].pk, "family": "nm-2023", "year": 2023,
        "name": "校园安全经费",
    }  # fmt: skip
    made = client.post("/forms/new/", given)
    page = client.get(made["Location"]).content.decode()
    assert "校园安全经费" in page
    form = Form.objects.get(name="校园安全经费")
    assert (form.unit_name, form.department_name, form.state) == ("第一中学", "教育局", "draft")
    client.post(f"/forms/{form.pk}/next-year/")
    following = Form.objects.get(previous=form)
    assert following.year == 2024
    assert "与上年对照" in client.get(f"/forms/{following.pk}/").content.decode()
    assert client.get(f"/forms/{following.pk}/last-year/").status_code == 200


def test_a_form_of_another_place_cannot_be_made(signed: Signed, bureau: Bureau) -> None:
    given = {
        "organisation": bureau.places["人民医院"].pk, "family": "nm-2023", "year": 2023, "name": "x",
    }  # fmt: skip
    assert signed("filler").post("/forms/new/", given).status_code == 200
    assert not Form.objects.filter(name="x").exists()


@pytest.mark.parametrize(
    "pointer", ["/indicators/abc", "/indicators/99", "/nowhere", "x", "/total/"]
)
def test_words_and_files_hang_only_where_the_form_has_a_place(
    bureau: Bureau, signed: Signed, form: Form, pointer: str
) -> None:
    """A place that isn't there would break the page for everybody."""
    given = {"pointer": pointer, "text": "请核实。"}
    answer = signed("checker").post(f"/forms/{form.pk}/opinions/", given)
    assert "这个位置" in answer.content.decode()
    proof = {"pointer": pointer, "file": SimpleUploadedFile("合同.txt", b"1")}
    assert signed("filler").post(f"/forms/{form.pk}/evidence/", proof).status_code == 403
    assert not Opinion.objects.exists()
    assert not Evidence.objects.exists()
    assert signed("checker").get(f"/forms/{form.pk}/").status_code == 200


def test_what_was_said_on_returning_stands_at_the_top(
    bureau: Bureau, signed: Signed, form: Form
) -> None:
    client, above = signed("filler"), signed("checker")
    client.post(f"/forms/{form.pk}/step/", {"step": "submit", "version": 1})
    above.post(f"/forms/{form.pk}/opinions/", {"pointer": "", "text": "整体再核一遍。"})
    above.post(
        f"/forms/{form.pk}/step/", {"step": "return", "version": 1, "text": "数字<i>对不上</i>。"}
    )
    page = client.get(f"/forms/{form.pk}/").content.decode()
    assert "数字&lt;i&gt;对不上&lt;/i&gt;。" in page.partition('id="sheet"')[0]
    assert "整体再核一遍。" in page
