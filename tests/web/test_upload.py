"""From files to forms: read in the background, recognised again, stopped, gone on with, corrected."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from making.bureau import Bureau

import jiping
from jiping.store.actions.forms import create_form
from jiping.store.actions.jobs import stop_job
from jiping.store.actions.uploads import bring_files
from jiping.store.models import Change, Form, Job, Upload, UploadedFile
from jiping.store.working import Running, work_all

pytestmark = pytest.mark.django_db
Signed = Callable[[str], Client]
REFERENCE = Path("examples/reference")


def bring(client: Client, *names: str, **more: object) -> Upload:
    files = [SimpleUploadedFile(name, (REFERENCE / name).read_bytes()) for name in names]
    assert client.post("/upload/", {"file": files, **more}).status_code == 302
    return Upload.objects.latest("pk")


def outcome(upload: Upload) -> dict[str, str]:
    return {each.member or each.name: each.status for each in upload.files.all()}


@pytest.mark.parametrize("suffix", ["txt", "docx", "xlsx", "html", "pdf", "ofd"])
def test_the_five_tables_in_every_format(signed: Signed, bureau: Bureau, suffix: str) -> None:
    place = bureau.places["第一中学"].pk
    names = [f"table-{n}.{suffix}" for n in range(1, 6)]
    upload = bring(signed("filler"), *names, organisation=place)
    assert work_all() == 1
    assert set(outcome(upload).values()) <= {"read", "known"}  # table 1 was there before, as text
    totals = {str(f.printed_total) for each in upload.files.all() for f in each.forms.all()}
    assert totals == {"97.5", "98.95", "100", "95.71"}
    page = signed("filler").get(f"/uploads/{upload.pk}/").content.decode()
    assert "口岸经费" in page


def test_an_archive_with_bad_files_stops_nothing(signed: Signed) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.write(REFERENCE / "table-2.xlsx", "教育/二.xlsx")
        archive.writestr("坏.pdf", b"%PDF-1.4 broken")
        archive.writestr("<img src=x onerror=alert(1)>.txt", "没有表")
        archive.write(REFERENCE / "table-3.html", "三.html")
    packed = SimpleUploadedFile("全县.zip", held.getvalue())
    client = signed("filler")
    client.post("/upload/", {"file": packed})
    work_all()
    upload = Upload.objects.latest("pk")
    got = outcome(upload)
    assert [got[name] for name in got if name.endswith(("xlsx", "html", "pdf", "txt"))].count(
        "read"
    ) == 2
    assert next(status for name, status in got.items() if name.endswith("坏.pdf")) == "failed"
    page = client.get(f"/uploads/{upload.pk}/").content.decode()
    assert "<img src=x" not in page
    assert upload.files.exclude(reason="").count() >= 2


def test_the_same_file_and_the_same_form_are_recognised(signed: Signed) -> None:
    client = signed("filler")
    first = bring(client, "table-2.docx")
    work_all()
    again = bring(client, "table-2.docx")
    other = bring(client, "table-2.xlsx")
    work_all()
    assert list(outcome(first).values()) == ["read"]
    assert list(outcome(again).values()) == ["known"]
    assert list(outcome(other).values()) == ["known"]
    forms = {f.pk for up in (first, again, other) for e in up.files.all() for f in e.forms.all()}
    assert len(forms) == 1


def test_others_do_not_learn_that_a_file_is_known(signed: Signed) -> None:
    bring(signed("filler"), "table-2.docx")
    work_all()
    upload = bring(signed("outsider"), "table-2.docx")
    work_all()
    assert list(outcome(upload).values()) == ["read"]


def test_a_reading_that_was_cut_off_is_gone_on_with(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program dies at the second file: the first stays, the rest is read after the restart."""
    client = signed("filler")
    upload = bring(client, "table-2.txt", "table-3.txt", "table-4.txt")
    real, count = Running.step, {"n": 0}

    def dying(self: Running, done: int, message: str = "", *, total: int | None = None) -> None:
        count["n"] += 1
        if count["n"] == 2:
            raise KeyboardInterrupt
        real(self, done, message, total=total)

    monkeypatch.setattr(Running, "step", dying)
    with pytest.raises(KeyboardInterrupt):
        work_all()
    monkeypatch.undo()
    assert sorted(outcome(upload).values()) == ["read", "waiting", "waiting"]
    Job.objects.filter(pk=upload.job_id).update(beat="2020-01-01T00:00:00Z")  # lost its worker
    work_all()
    assert list(outcome(upload).values()) == ["read"] * 3
    assert Form.objects.filter(source__isnull=False).count() == 3


def test_a_stopped_reading_can_be_gone_on_with(signed: Signed, bureau: Bureau) -> None:
    client = signed("filler")
    upload = bring(client, "table-2.txt", "table-3.txt")
    assert upload.job is not None
    stop_job(bureau.actor("filler"), upload.job)
    assert work_all() == 0
    assert set(outcome(upload).values()) == {"waiting"}
    client.post(f"/uploads/{upload.pk}/again/")
    work_all()
    assert set(outcome(upload).values()) == {"read"}


def test_a_full_disk_leaves_nothing_behind(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jiping.store.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        bring_files(bureau.actor("filler"), [("表.txt", [b"x"])])
    assert not Upload.objects.exists()
    assert not UploadedFile.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx", "html", "txt"])
def test_the_reading_beside_its_original(signed: Signed, suffix: str) -> None:
    client = signed("filler")
    upload = bring(client, f"table-4.{suffix}")
    work_all()
    form = upload.files.get().forms.get()
    page = client.get(f"/forms/{form.pk}/reading/").content.decode()
    assert "向北开放工作经费" in page
    if suffix == "pdf":
        picture = client.get(f"/forms/{form.pk}/pages/1/")
        assert picture.content.startswith(b"\x89PNG")
        assert client.get(f"/forms/{form.pk}/pages/99/").status_code == 404
    place = (
        jiping.read(REFERENCE / f"table-4.{suffix}").evaluations[0].places["/indicators/1/actual"]
    )
    assert place.label() in page


def test_a_correction_keeps_both_values(signed: Signed) -> None:
    client = signed("filler")
    upload = bring(client, "table-4.docx")
    work_all()
    form = upload.files.get().forms.get()
    given = {"version": form.version, "typed": {"/indicators/1/actual": "51"}, "correct": True}
    url = f"/forms/{form.pk}/save/"
    client.post(url, json.dumps(given), content_type="application/json")
    change = Change.objects.get(form=form)
    assert (change.before, change.after, change.how) == ("15", "51", "corrected")
    page = client.get(f"/forms/{form.pk}/reading/").content.decode()
    assert "<del>15</del>" in page


def test_whole_columns_that_were_not_read_are_one_line(signed: Signed, bureau: Bureau) -> None:
    """A form with columns that no field is made for: each column is told once, by its title."""
    from jiping.api.originals import OriginalBlock, OriginalCell
    from jiping.model.evaluation import Unread
    from jiping.model.place import Place
    from jiping.web.form.unread import by_column

    [evaluation] = jiping.read(REFERENCE / "table-2.docx").evaluations
    cells = [
        Unread(text, Place(table=9, row=row, column=3)) for row, text in enumerate("否是否", 2)
    ]
    alone = Unread("备查", Place(table=9, row=7, column=1))
    reading = replace(evaluation.reading, unread=(*cells, alone))
    head = OriginalBlock(number=9, rows=((OriginalCell(1, 2, "是否核心 指标", across=2),),))
    columns, left = by_column(replace(evaluation, reading=reading), (head,))
    assert [(c.head, [each.text for each in c.cells]) for c in columns] == [
        ("是否核心指标", ["否", "是", "否"])
    ]
    assert left == [alone]
    assert by_column(replace(evaluation, reading=reading))[0][0].head == ""

    form = create_form(
        bureau.actor("filler"), replace(evaluation, reading=reading), bureau.places["第一中学"]
    )
    page = signed("filler").get(f"/forms/{form.pk}/reading/").content.decode()
    assert "表9第3列" in page
    assert "备查" in page
