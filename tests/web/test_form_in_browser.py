"""The year's work of one form in a browser: typing, pasting, answering, the flow."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from making.browsing import Eyes
from making.bureau import Bureau
from playwright.sync_api import expect

import jiping
from jiping.model.contract import evaluation_from_json
from jiping.store.models import Form, FormBody

pytestmark = pytest.mark.browser
Browse = Callable[[str | None], Eyes]


def content(form: Form) -> Any:
    return evaluation_from_json(FormBody.objects.get(pk=form.pk).evaluation)


def cell(page: Any, pointer: str) -> Any:
    return page.locator(f'[data-pointer="{pointer}"]')


def saved(page: Any) -> Any:
    """Wait for the answer to what the block does."""
    return page.expect_response(lambda answer: "/save/" in answer.url)


def paste(page: Any, pointer: str, text: str) -> None:
    """As if the text had been copied in a spreadsheet."""
    page.evaluate(
        """([pointer, text]) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.querySelector(`[data-pointer="${pointer}"]`).dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [pointer, text],
    )


def test_keys_of_a_sheet_and_saving_as_one_goes(eyes: Browse, bureau: Bureau) -> None:
    assert bureau.form is not None
    here = eyes("filler")
    page = here.open(f"/forms/{bureau.form.pk}/")
    here.look()
    cell(page, "/indicators/1/actual").click()
    with saved(page):
        page.keyboard.type("12")
        page.keyboard.press("Enter")
    focus = "document.activeElement.dataset.pointer"
    assert page.evaluate(focus) == "/indicators/2/actual"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focus) == "/indicators/2/unit"
    page.keyboard.press("Tab")
    assert page.evaluate(focus) == "/indicators/2/weight"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focus) == "/indicators/1/weight"
    assert content(bureau.form).indicators[1].actual == "12"
    cell(page, "/indicators/1/score").click()
    with saved(page):
        page.keyboard.type("三分")
        page.keyboard.press("Enter")
    expect(page.locator("#moved")).to_contain_text("不是数字")
    with saved(page):
        cell(page, "/indicators/1/actual").click()
        page.keyboard.press("Control+z")
    expect(cell(page, "/indicators/1/actual")).to_have_value("40")
    here.look()


def test_a_form_from_nothing_by_pasting_a_block(eyes: Browse, bureau: Bureau) -> None:
    """A new form; the indicator rows of table 1 pasted as they are copied from a spreadsheet."""
    here = eyes("filler")
    page = here.open("/forms/new/")
    page.select_option("#id_family", "nm-2023")
    page.fill("#id_year", "2023")
    page.fill("#id_name", "校园<b>安全</b>经费")
    here.look()
    here.press("button.main")
    page.wait_for_url("**/forms/*/")
    expect(cell(page, "/indicators/0/level1")).to_be_visible()
    form = Form.objects.latest("pk")
    assert bureau.form is not None
    rows = content(bureau.form).indicators
    block = [
        [row.level1 if n in (0, 12, 16) else "", row.level2 or "", row.name or "",
         {"positive": "正向", "negative": "反向", "qualitative": "定性"}[row.nature or "positive"],
         {">=": "大于等于", "<=": "小于等于", "=": "等于"}.get(row.operator or "", ""),
         row.target or "", row.actual or "", row.unit or "", row.weight or "", row.score or ""]
        for n, row in enumerate(rows)
    ]  # fmt: skip
    with saved(page):
        paste(page, "/indicators/0/level1", "\n".join("\t".join(line) for line in block))
    got = content(form).indicators[: len(rows)]
    assert [(r.name, r.target, r.actual, r.score) for r in got] == [
        (r.name, r.target, r.actual, r.score) for r in rows
    ]
    with saved(page):
        cell(page, "/funds/0/adjusted").fill("16")
        page.keyboard.press("Enter")
    with saved(page):
        cell(page, "/funds/0/executed").fill("16")
        page.keyboard.press("Enter")
    expect(cell(page, "/year")).to_have_value("2023")
    here.look()


def test_two_people_at_once(eyes: Browse, bureau: Bureau) -> None:
    assert bureau.form is not None
    one, two = eyes("filler"), eyes("filler")
    first = one.open(f"/forms/{bureau.form.pk}/")
    second = two.open(f"/forms/{bureau.form.pk}/")
    with saved(first):
        cell(first, "/indicators/1/actual").fill("12")
        first.keyboard.press("Enter")
    with saved(second):
        cell(second, "/indicators/1/actual").fill("13")
        second.keyboard.press("Enter")
    expect(second.locator("#moved")).to_contain_text("没有覆盖")
    expect(second.locator("#moved")).to_be_in_viewport()
    expect(cell(second, "/indicators/1/actual")).to_have_value("13")  # what was typed isn't lost
    assert content(bureau.form).indicators[1].actual == "12"


def test_from_answering_to_approval(eyes: Browse, bureau: Bureau, tmp_path: Path) -> None:
    assert bureau.form is not None
    path = f"/forms/{bureau.form.pk}/"
    here, above = eyes("filler"), eyes("checker")
    page = here.open(path)
    finding = page.locator(".findings li", has_text="C-SCR-06").first
    finding.locator("summary").click()
    finding.locator("textarea").fill("出差任务增加，<script>alert(1)</script>已报批。")
    proof = tmp_path / "批复.txt"
    proof.write_text("同意", "utf-8")
    finding.locator("input[type=file]").set_input_files(proof)
    finding.locator("button", has_text="写入说明").click()
    answered = page.locator(".findings li.answered", has_text="C-SCR-06")
    expect(answered).to_have_count(1)
    here.says("已说明1", "#top .figures")
    place = page.locator('[data-cell="/indicators/11/score"]')
    expect(place).not_to_have_class(re.compile("mark-error"))
    answered.locator("summary").click()
    expect(answered).to_contain_text("<script>alert(1)</script>已报批")
    expect(answered).to_contain_text("批复.txt")
    here.look()
    here.press("button:text-is('送审')")
    expect(page.locator("h1")).to_contain_text("待审核")

    other = above.open(path)
    above.look()
    other.locator("button.score[data-row='/indicators/1']").click()
    other.fill("#row-panel textarea", "第二行请再核对一遍。")
    other.click("#row-panel button:text-is('提出意见')")
    expect(other.locator(".form-side")).to_contain_text("第二行请再核对一遍")
    other.click("button[value='return']")  # without a word: nothing is sent
    box = other.locator(".form-side form:has(button[value='return']) textarea")
    assert box.evaluate("box => box.validationMessage") == "请先写明意见。"
    expect(other.locator("h1")).to_contain_text("待审核")
    box.fill("退回核实。")
    above.press("button[value='return']")
    expect(other.locator("h1")).to_contain_text("已退回")

    page = here.open(path)
    with saved(page):
        cell(page, "/indicators/1/actual").fill("11")
        page.keyboard.press("Enter")
    here.press("button:text-is('重新送审')")
    expect(page.locator("h1")).to_contain_text("待审核")
    # What was changed since the form was sent back is beside it, and the page of changes begins there.
    other = above.open(path)
    changes = other.locator(".card", has=other.locator("h2", has_text="退回后的改动"))
    expect(changes.locator("li")).to_have_count(1)
    expect(changes.locator("del")).to_have_text("40")
    expect(changes.locator("ins")).to_have_text("11")
    above.look()
    changes.get_by_text("逐项对照").click()
    expect(other.locator(".differences ins")).to_have_text("11")
    history = above.open(f"{path}history/")
    expect(history.locator(".differences del")).to_have_text("40")
    above.look()
    other = above.open(path)
    above.press("button[value='approve']")
    expect(other.locator("h1")).to_contain_text("已通过")
    page = here.open(path)
    assert page.locator("[data-pointer]").count() == 0
    here.look()
    with page.expect_download() as taken:
        page.click("summary:text-is('导出')")
        page.click("a:text-is('Word（docx）')")
    again = jiping.read(taken.value.path().read_bytes(), name="表.docx").evaluations[0]
    assert again.indicators[1].actual == "11"


def test_lists_rules_and_overview_are_sound(eyes: Browse, bureau: Bureau) -> None:
    assert bureau.form is not None
    here = eyes("finance")
    project = bureau.form.project_id
    for path in (
        "/forms/", "/forms/?q=口岸&sort=-total&year=2023", "/projects/", f"/projects/{project}/",
        "/rules/", "/rules/C-DEV-07/", "/schemes/nm-2023/", "/overview/", "/account/tokens/",
        f"/forms/{bureau.form.pk}/history/",
    ):  # fmt: skip
        here.open(path)
        here.look()
