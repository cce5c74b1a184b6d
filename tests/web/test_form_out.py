"""A form taken away in every official form: what each holds, what it can't, and who took it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from making.bureau import Bureau
from making.calling import Caller

import jiping
from jiping.forms.families import families
from jiping.store.models import LogEntry

Signed = Callable[[str], Client]


@pytest.mark.parametrize("family", sorted(families()))
def test_every_official_form(bureau: Bureau, signed: Signed, family: str) -> None:
    """What is taken away is that form, with the values of this one, and the log says which."""
    assert bureau.form is not None
    answer = signed("filler").get(f"/forms/{bureau.form.pk}/export/docx/?family={family}")
    [read] = jiping.read(answer.content, name="表.docx").evaluations
    assert read.form.family == families()[family].reads_as
    assert (read.indicators[0].name, read.indicators[0].actual) == ("购买办公用品", "4")
    noted = LogEntry.objects.filter(action="form.download").latest("number")
    assert noted.detail["what"] == f"docx {family}"
    assert noted.actor_id == bureau.people["filler"].pk


def test_the_page_says_what_a_form_has_no_column_for(bureau: Bureau, signed: Signed) -> None:
    assert bureau.form is not None
    page = signed("filler").get(f"/forms/{bureau.form.pk}/export/").content.decode()
    own, *others = page.split("<tr><td")[1:]
    assert families()["nm-2023"].name in own
    assert "本表的表样" in own
    assert "没有写入" not in own
    [ministry] = [each for each in others if "family=mof-2020" in each]
    assert "没有“指标性质”一栏" in ministry
    for kind in ("docx", "xlsx", "pdf", "ofd", "html"):
        assert f"/export/{kind}/?family=mof-2020" in ministry
    printed = signed("filler").get(f"/forms/{bureau.form.pk}/print/?family=yn-2022")
    assert "公开14表" in printed.content.decode()


def test_an_official_form_that_there_is_not(
    bureau: Bureau, signed: Signed, keyed: Callable[..., Caller]
) -> None:
    assert bureau.form is not None
    path = f"/forms/{bureau.form.pk}"
    for asked in (f"{path}/export/docx/?family=x", f"{path}/print/?family=x"):
        refused = signed("filler").get(asked)
        assert refused.status_code == 403
        assert "没有编号为 x 的表式" in refused.content.decode()
    called = keyed("filler").get(f"{path}/export/docx", family="x")
    assert called.status_code == 422
    assert called.json()["errors"] == [{"field": "family", "what": "没有编号为“x”的表样。"}]
    assert keyed("filler").get(f"{path}/export/docx", family="mof-2020").status_code == 200


def test_the_log_tells_in_words_what_was_taken(bureau: Bureau, signed: Signed) -> None:
    assert bureau.form is not None
    path = f"/forms/{bureau.form.pk}"
    signed("filler").get(f"{path}/export/docx/?family=mof-2020")
    signed("filler").get(f"{path}/print/")
    signed("finance").get("/forms/export/")
    page = signed("auditor").get("/log/").content.decode()
    assert f"内容：docx {families()['mof-2020'].name}" in page
    assert "内容：打印" in page
    assert "内容：自评表列表" in page
    assert "forms.csv" not in page
