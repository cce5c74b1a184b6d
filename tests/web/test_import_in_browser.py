"""The five reference tables brought in a browser, in each format: read as the command line reads them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from making.browsing import Eyes
from making.bureau import Bureau, make_bureau
from playwright.sync_api import expect

from jiping.cli.main import main
from jiping.store.models import FormBody, Upload, UploadedFile
from jiping.store.working import work_all

pytestmark = pytest.mark.browser
Browse = Callable[[str | None], Eyes]
REFERENCE = Path("examples/reference")
TOTALS = ("97.50", "98.95", "100.00", "95.71", "98.95")
LONG = 60_000
"""Milliseconds that a slow machine may take."""


@pytest.fixture
def empty(db: None) -> Bureau:
    """The bureau before there is any form."""
    return make_bureau(form=False)


def as_the_command_line_reads(capsys: pytest.CaptureFixture[str], *paths: Path) -> list[Any]:
    """The forms of the files, as `jiping read --format json --places` gives them."""
    assert main(["read", *map(str, paths), "--format", "json", "--places"]) == 0
    forms: list[Any] = json.loads(capsys.readouterr().out)["forms"]
    return [{**each, "source": {**each["source"], "file": ""}} for each in forms]


def as_kept(upload: Upload) -> list[Any]:
    """The forms that came of an upload, in the order of the files' names."""
    kept = []
    for file in sorted(upload.files.all(), key=lambda each: each.member or each.name):
        [form] = file.forms.all()
        content = FormBody.objects.get(pk=form.pk).evaluation
        kept.append({**content, "source": {**content["source"], "file": ""}})
    return kept


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "pdf", "txt", "ofd"])
def test_the_five_tables_are_read_as_by_the_command_line(
    eyes: Browse, empty: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    paths = [REFERENCE / f"table-{number}.{suffix}" for number in range(1, 6)]
    brought = paths
    if suffix == "xlsx":
        brought = [tmp_path / "五张表.zip"]
        with zipfile.ZipFile(brought[0], "w") as archive:
            for path in paths:
                archive.write(path, path.name)
    here = eyes("filler")
    page = here.open("/upload/")
    page.set_input_files("#files", brought)
    page.select_option("#organisation", str(empty.places["第一中学"].pk))
    here.press("button.main")
    upload = Upload.objects.get()
    assert page.url == f"{here.base}/uploads/{upload.pk}/"
    assert work_all() == 1
    # The page asks for itself how far it is, and stops asking when it is done.
    expect(page.locator(".state", has_text="已完成")).to_be_visible(timeout=LONG)
    expect(page.locator("main [hx-trigger]")).to_have_count(0, timeout=LONG)
    expect(page.locator("tbody .state.good")).to_have_count(5, timeout=LONG)
    here.look()

    assert {each.status for each in upload.files.all()} == {UploadedFile.Status.READ}
    assert as_kept(upload) == as_the_command_line_reads(capsys, *paths)

    page = here.open("/forms/")
    for file, total in zip(sorted(upload.files.all(), key=lambda f: f.member or f.name), TOTALS, strict=True):  # fmt: skip
        [form] = file.forms.all()
        row = page.locator("tbody tr", has=page.locator(f"a[href='/forms/{form.pk}/']"))
        expect(row.locator("td[data-label='填报总分']")).to_have_text(total)
    first = upload.files.order_by("member", "name")[0].forms.get()
    page = here.open(f"/forms/{first.pk}/")
    expect(page.locator(".figures dd").first).to_have_text(TOTALS[0])
