"""What pages do with many forms, agencies, files and doubtful values, done by program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from making.bureau import Bureau
from making.calling import Caller
from making.indicators import make_library

import jiping
from jiping.model.evaluation import Doubtful
from jiping.store import content
from jiping.store.actions.flow import take_step
from jiping.store.actions.forms import create_form
from jiping.store.models import Change, Form, LogEntry

pytestmark = pytest.mark.django_db
Keyed = Callable[..., Caller]


@pytest.fixture
def two(bureau: Bureau) -> list[Form]:
    """Tables 1 and 2 of 第一中学, both submitted."""
    [evaluation] = jiping.read("examples/reference/table-2.txt").evaluations
    second = create_form(bureau.actor("filler"), evaluation, bureau.places["第一中学"])
    assert bureau.form is not None
    for form in (bureau.form, second):
        take_step(bureau.actor("filler"), form, "submit", 1)
    return [bureau.form, second]


def seen(forms: list[Form], **more: object) -> dict[str, object]:
    return {"forms": [{"id": form.pk, "version": 1} for form in forms], **more}


def test_each_form_of_a_batch_has_its_own_outcome_in_words(keyed: Keyed, two: list[Form]) -> None:
    Form.objects.filter(pk=two[0].pk).update(version=9)
    wanted = seen(two, do="return", text="请核实后再报。")
    wanted["forms"] = [*wanted["forms"], {"id": 999, "version": 1}]  # type: ignore[misc]
    told = keyed("education").post("/forms/batch", wanted).json()
    assert (told["title"], told["done"], told["refused"]) == ("退回", 1, 2)
    moved, done, nowhere = told["results"]
    assert (moved["id"], moved["status"], moved["version"]) == (two[0].pk, 409, 9)
    assert "没有覆盖" in moved["why"]
    assert (done["done"], done["state"], done["why"]) == (True, "returned", "")
    assert (nowhere["status"], nowhere["state"]) == (404, None)
    assert nowhere["why"] == "没有找到，或者您无权查看。"
    logged = LogEntry.objects.filter(action="form.step", detail__step="return").get()
    assert (logged.about_id, logged.channel) == (two[1].pk, "api")


@pytest.mark.parametrize(
    ("who", "do", "status", "words"),
    [
        ("finance", "approve", 403, "您没有“审核通过、退回”的权限。"),
        ("education", "reopen", 409, "这张表现在是“待审核”，不能取消通过。"),
        ("education", "return", 422, "退回要写明意见。"),
        ("health", "approve", 404, "没有找到，或者您无权查看。"),
    ],
)
def test_why_a_form_of_a_batch_was_not_done(
    keyed: Keyed, two: list[Form], who: str, do: str, status: int, words: str
) -> None:
    [told] = keyed(who).post("/forms/batch", seen(two[:1], do=do)).json()["results"]
    assert (told["done"], told["status"], told["why"]) == (False, status, words)


def test_a_form_twice_in_a_batch_is_a_wrong_value(keyed: Keyed, two: list[Form]) -> None:
    answer = keyed("education").post("/forms/batch", seen([two[0], two[0]], do="approve"))
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "forms", "what": "同一张表写了两次。"}]


def test_forms_are_given_to_an_agency_and_taken_back(
    keyed: Keyed, two: list[Form], bureau: Bureau
) -> None:
    finance, reviewer = keyed("finance"), keyed("reviewer")
    [agency] = finance.get("/agencies").json()["agencies"]
    assert agency["name"] == "复核事务所"
    given = finance.post("/forms/batch", seen(two[:1], do="assign", agency=agency["id"])).json()
    assert (given["title"], given["done"]) == ("交复核机构", 1)
    assert reviewer.get(f"/forms/{two[0].pk}").status_code == 200
    made = finance.post(f"/forms/{two[1].pk}/assignments", {"agency": agency["id"]}).json()
    assert reviewer.get(f"/forms/{two[1].pk}").status_code == 200
    assert finance.get(f"/forms/{two[1].pk}/assignments").json() == {"assignments": [made]}
    assert finance.delete(f"/assignments/{made['id']}").status_code == 204
    assert reviewer.get(f"/forms/{two[1].pk}").status_code == 404
    wrong = finance.post(
        f"/forms/{two[1].pk}/assignments", {"agency": bureau.places["教育局"].pk}
    ).json()
    assert wrong["errors"] == [{"field": "agency", "what": "没有这家复核机构。"}]


def test_a_form_is_filled_from_a_file_after_a_look(keyed: Keyed, bureau: Bureau) -> None:
    assert bureau.form is not None
    caller, path = keyed("filler"), f"/forms/{bureau.form.pk}"
    now = content.evaluation_of(bureau.form)
    first = replace(now.indicators[0], actual="3")
    changed = replace(now, indicators=(first, *now.indicators[1:]))
    book = jiping.export(changed, "xlsx").data
    shown = caller.post(f"{path}/fill", file=SimpleUploadedFile("已填.xlsx", book)).json()
    [offer] = shown["offers"]
    assert offer["project"] == "口岸经费"
    assert [(d["field"], d["before"], d["after"]) for d in offer["differences"]] == [
        ("实际完成值", "4", "3")
    ]
    assert content.evaluation_of(bureau.form).indicators[0].actual == "4", "only looked at"
    done = caller.post(f"{path}/fill/apply", {"ticket": offer["ticket"]}).json()
    assert (done["edits"], done["version"]) == (1, 2)
    assert done["evaluation"]["indicators"][0]["actual"] == "3"
    assert Change.objects.get(form=bureau.form).how == Change.How.FILLED
    again = caller.post(f"{path}/fill/apply", {"ticket": offer["ticket"]})
    assert (again.status_code, again.json()["version"]) == (409, 2)
    stale = caller.post(f"{path}/fill/apply", {"ticket": "x" * 20})
    assert (stale.status_code, stale.json()["errors"][0]["field"]) == (422, "ticket")
    none = caller.post(f"{path}/fill", file=SimpleUploadedFile("空.txt", "没有表".encode()))
    assert (none.status_code, none.json()["errors"][0]["field"]) == (422, "file")


def test_a_doubtful_value_is_confirmed(keyed: Keyed, bureau: Bureau) -> None:
    [now] = jiping.read("examples/reference/table-2.txt").evaluations
    cell = "/indicators/0/actual"
    doubt = replace(now.reading, doubtful=(Doubtful(cell, "字迹不清", "0.6"),))
    form = create_form(
        bureau.actor("filler"), replace(now, reading=doubt), bureau.places["第一中学"]
    )
    path = f"/forms/{form.pk}/confirm"
    caller = keyed("filler")
    strange = caller.post(path, {"version": 1, "cells": ["/indicators/99/actual"]})
    assert (strange.status_code, strange.json()["errors"][0]["field"]) == (422, "cells")
    done = caller.post(path, {"version": 1, "cells": [cell]}).json()
    assert done["evaluation"]["reading"]["doubtful"] == []
    kept = Change.objects.get(form=form)
    assert (kept.how, kept.before, kept.after) == (Change.How.CORRECTED, kept.after, kept.before)
    assert keyed("education").post(path, {"version": 2, "cells": [cell]}).status_code == 403


def test_the_library_is_searched_and_a_target_placed(
    keyed: Keyed, bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIPING_LIBRARY", str(tmp_path / "own.sqlite"))
    caller = keyed("sister")
    told = caller.get("/indicators/library").json()
    assert (told["installed"], "jiping indicators build" in told["why"]) == (False, True)
    missing = caller.get("/indicators", q="办公用品")
    assert (missing.status_code, "还没有指标库" in missing.json()["detail"]) == (404, True)
    make_library(tmp_path)
    assert caller.get("/indicators/library").json()["forms"] == 25
    best = caller.get("/indicators", q="购买办公用品").json()["indicators"][0]
    assert (best["name"], best["uses"], best["target"]["mid"]) == ("购买办公用品", 25, "113")
    path = f"/indicators/{best['number']}"
    assert caller.get(path).json()["spellings"] == [{"name": "购买办公用品", "uses": 25}]
    # 101 … 125: two below and one equal: 2.5 / 25 = 10 %.
    placed = caller.get(f"{path}/standing", target="103", unit="批次").json()
    assert (placed["percentile"], placed["count"]) == (10, 25)
    assert "第 10 百分位" in placed["words"]
    vague = caller.get(f"{path}/standing", target="若干").json()
    assert vague["errors"] == [{"field": "target", "what": "指标值要是一个数，例如 95 或 95%。"}]
    advice = caller.get("/indicators/suggestions", q="某口岸的项目").json()["suggestions"]
    assert advice
    assert all("项目中有" in each["reason"] or each["named"] for each in advice)
    assert "第1项目" not in caller.get("/indicators/suggestions", q="第1项目").content.decode()
    assert bureau.form is not None
    peers = keyed("filler").get(f"/forms/{bureau.form.pk}/peers").json()["peers"]
    assert peers[0]["pointer"] == "/indicators/0/target"
    assert (peers[0]["name"], peers[0]["percentile"], peers[0]["count"]) == ("购买办公用品", 0, 25)


def test_what_waits_and_what_differs(keyed: Keyed, bureau: Bureau, two: list[Form]) -> None:
    waiting = keyed("education").get("/todo").json()["waiting"]
    assert [(w["title"], w["count"], w["query"]) for w in waiting] == [
        ("待审核", "2", "state=submitted")
    ]
    assert {form["id"] for form in waiting[0]["forms"]} == {form.pk for form in two}
    caller = keyed("filler")
    caller.post(f"/forms/{two[0].pk}/steps", {"step": "withdraw", "version": 1})
    typed = {"version": 1, "typed": {"/indicators/0/actual": "3"}}
    caller.patch(f"/forms/{two[0].pk}", typed)
    [found] = caller.get(f"/forms/{two[0].pk}/differences").json()["differences"]
    assert (found["before"], found["after"]) == ("4", "3")
    made = caller.post(f"/forms/{two[0].pk}/next-year").json()
    twice = caller.post(f"/forms/{two[0].pk}/next-year")
    assert (twice.status_code, str(made["id"]) in twice.json()["detail"]) == (409, True)
    against = caller.get(f"/forms/{made['id']}/last-year").json()
    assert against["against"].startswith("2023 年的表")
    assert any(d["field"] == "评价年度" for d in against["differences"])


def test_lists_are_taken_away_as_tables(keyed: Keyed, bureau: Bureau) -> None:
    caller = keyed("filler")
    forms = b"".join(caller.client.get("/api/forms.csv?state=draft").streaming_content).decode()
    assert forms.splitlines()[1].startswith("口岸经费,")
    projects = b"".join(caller.client.get("/api/projects.csv").streaming_content).decode()
    assert projects.splitlines()[1].startswith("口岸经费,")
    logged = LogEntry.objects.filter(action="download").order_by("number")
    assert [e.detail["what"] for e in logged] == ["forms.csv", "projects.csv"]
    assert "state=draft" in logged[0].detail["query"]


def test_a_key_without_the_right_does_none_of_it(
    keyed: Keyed, two: list[Form], bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the person may do the key may not, where it was not given the right."""
    monkeypatch.setenv("JIPING_LIBRARY", str(make_library(tmp_path, 3)))
    path, agency = f"/forms/{two[0].pk}", bureau.places["复核事务所"].pk
    reader = keyed("finance", ["form.read"])
    assert reader.get("/agencies").status_code == 403
    assert reader.post(f"{path}/assignments", {"agency": agency}).status_code == 403
    [told] = reader.post("/forms/batch", seen(two[:1], do="assign", agency=agency)).json()[
        "results"
    ]
    assert (told["status"], told["why"]) == (403, "您没有“交复核机构”的权限。")
    filler = keyed("filler", ["form.read"])
    book = SimpleUploadedFile("表.txt", Path("examples/reference/table-1.txt").read_bytes())
    assert filler.post(f"{path}/fill", file=book).status_code == 403
    assert filler.post(f"{path}/fill/apply", {"ticket": "x"}).status_code == 403
    confirmed = {"version": 1, "cells": ["/indicators/0/actual"]}
    assert filler.post(f"{path}/confirm", confirmed).status_code == 403
    for query in (
        "/indicators/library",
        "/indicators?q=办公",
        "/indicators/1",
        "/indicators/1/standing?target=1",
    ):
        assert filler.get(query).status_code == 403
    assert filler.get(f"{path}/peers").status_code == 200
    assert keyed("filler", ["catalogue.read"]).get("/indicators?q=办公").status_code == 200
    assert Form.objects.get(pk=two[0].pk).version == 1
