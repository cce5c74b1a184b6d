"""Start and people in a browser: every page looked at on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from making.browsing import Eyes
from making.bureau import PASSWORD, Bureau
from playwright.sync_api import expect

from jiping.store.models import Organisation, Person
from jiping.web import tickets
from jiping.web.middleware import FirstStart

pytestmark = pytest.mark.browser
Browse = Callable[[str | None], Eyes]


def test_from_the_ticket_to_a_new_colleague(
    eyes: Browse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(FirstStart, "done", False)
    here = eyes(None)
    page = here.open("/")
    here.look()
    page.fill("#ticket", tickets.ticket("first-start"))
    here.press("main button")
    here.look()
    page.fill("#id_unit", "某某县财政局")
    page.select_option("#id_kind", "finance")
    page.fill("#id_name", "张三")
    page.fill("#id_username", "zhangsan")
    page.fill("#id_password", "12345678")
    page.fill("#id_again", "12345678")
    here.press("button.main")
    here.says("太常见")
    here.look()
    page.fill("#id_password", "Hao-mima-7788")
    page.fill("#id_again", "Hao-mima-7788")
    here.press("button.main")
    assert page.url == here.base + "/"
    here.says("口岸经费")
    here.look()

    units = tmp_path / "单位.csv"
    units.write_text(
        "单位名称,主管部门,单位编码,类别,别名\n县教育局,,101,主管部门,\n第三中学,县教育局,1013,单位,三中\n甲,乙,,,\n",
        "utf-8",
    )
    here.open("/organisations/import/").set_input_files("#file", units)
    here.press("button.main")
    here.says("找不到上级“乙”")
    here.look()
    here.press("button.main")
    here.press("text=第三中学")
    here.look()
    page.fill("main input[name=name][aria-label]", "县三中")
    here.press("button:text-is('增加')")
    assert Organisation.objects.get(name="第三中学").aliases.count() == 2

    here.press("text=新增人员")
    page.fill("#id_username", "lisi")
    page.fill("#id_name", "李四")
    page.check("input[value=filler]")
    here.look()
    here.press("button.main")
    first = page.inner_text("main code")
    here.look()

    other = eyes(None)
    there = other.open("/sign-in/")
    there.fill("#username", "lisi")
    there.fill("#password", first)
    other.press("button.main")
    other.says("请先修改密码")
    other.look()
    there.fill("#old", first)
    there.fill("#new", "Wo-de-xin-mima-9")
    there.fill("#again", "Wo-de-xin-mima-9")
    other.press("button.main")
    other.open("/")
    assert not Person.objects.get(username="lisi").must_change
    other.look()


PAGES = {
    "admin": ("/", "/organisations/", "/organisations/unmatched/", "/organisations/new/?parent={school}",
              "/organisations/{school}/", "/people/", "/people/{filler}/", "/log/", "/jobs/",
              "/account/", "/account/password/", "/account/totp/", "/nowhere/"),
    "checker": ("/",),
    "auditor": ("/people/{filler}/", "/log/"),
    None: ("/sign-in/",),
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES, ids=str)
def test_every_page_is_sound(eyes: Browse, bureau: Bureau, who: str | None) -> None:
    here = eyes(who)
    given = {"school": bureau.places["第一中学"].pk, "filler": bureau.people["filler"].pk}
    for path in PAGES[who]:
        here.open(path.format(**given))
        here.look()


def test_signing_in_fails_and_works(eyes: Browse, bureau: Bureau) -> None:
    here = eyes(None)
    page = here.open("/account/")
    page.fill("#username", "filler")
    page.fill("#password", "wrong")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_have_text("登录名或密码不对。")
    here.look()
    page.fill("#username", "filler")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(here.base + "/account/")
    here.press("text=English")
    assert page.get_attribute("html", "lang") == "en"
    here.press(".who button")
    assert page.url == here.base + "/sign-in/"
