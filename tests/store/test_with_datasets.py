"""Forms of the web system in a dataset and back: each once, as it stands, nothing lost on the way.

The command line's composition is asked here, in the tests' own database, so that these examples
hold on PostgreSQL too (`test_on_postgresql`); the commands themselves: `tests/web/test_exchange.py`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from making.bureau import Bureau

from jiping.cli.installations import brought_to_web, taken_from_web
from jiping.dataset import records
from jiping.dataset.adding import add
from jiping.dataset.auditing import audit
from jiping.dataset.folder import Dataset
from jiping.dataset.querying import ask
from jiping.dataset.records import forms_of
from jiping.model.contract import evaluation_to_json
from jiping.model.evaluation import Evaluation
from jiping.store import content, log
from jiping.store.acting import Actor
from jiping.store.actions.flow import take_step
from jiping.store.actions.forms import Edit, change_form, create_form, delete_form
from jiping.store.actions.reading import take_file
from jiping.store.models import FindingRow, Form, LogEntry
from jiping.store.policy import Denied

PROGRAM = Actor(None, "script")
TABLES = [Path(f"examples/reference/table-{n}.xlsx") for n in (2, 3)]


@pytest.fixture
def filled(bureau: Bureau) -> Bureau:
    """The bureau with three forms of 第一中学: one typed, two read from workbooks."""
    for table in TABLES:
        take_file(
            bureau.actor("filler"), table.read_bytes(), table.name,
            organisation=bureau.places["第一中学"],
        )  # fmt: skip
    return bureau


def form_of(table: str) -> Form:
    return Form.objects.get(source__name=table)


def corrected(bureau: Bureau, form: Form, actual: str) -> Form:
    """The first indicator's result set right, as a person does it."""
    before = content.evaluation_of(form)
    rows = list(before.indicators)
    rows[0] = replace(rows[0], actual=actual)
    edit = Edit("/indicators/0/actual", before.indicators[0].actual, actual)
    after = replace(before, indicators=tuple(rows))
    return change_form(bureau.actor("filler"), form, form.version, after, [edit])


def rows(dataset: Path, sql: str) -> list[tuple[Any, ...]]:
    return list(ask(Dataset(dataset), sql).rows())


def whole(evaluation: Evaluation) -> dict[str, Any]:
    return evaluation_to_json(evaluation, places=True)


def findings() -> dict[str, list[Any]]:
    """Form, by its name → what the audit found in it, to the last number."""
    return {
        form.name: [row.data for row in FindingRow.objects.filter(form=form).order_by("pk")]
        for form in Form.objects.filter(deleted=None)
    }


def test_there_and_back_are_the_same_evaluations_and_findings(filled: Bureau, tmp_path: Path) -> None:  # fmt: skip
    form = corrected(filled, form_of("table-2.xlsx"), "77")
    assert filled.form is not None
    before = {f.name: whole(content.evaluation_of(f)) for f in Form.objects.all()}
    found = findings()
    assert before[form.name]["places"], "where each value stands comes along"

    total, done = taken_from_web(tmp_path / "set", "here", PROGRAM)
    assert (total, done.new) == (3, 3)
    audited = audit(tmp_path / "set")
    assert audited.written == sum(map(len, found.values()))

    Form.objects.all().delete()  # another web system, as it were
    first = brought_to_web(tmp_path / "set", filled.actor("filler"), filled.places["第一中学"])
    assert (first.new, first.known, first.unplaced, first.refused) == (3, 0, 0, [])
    after = {f.name: whole(content.evaluation_of(f)) for f in Form.objects.all()}
    assert after == before
    assert findings() == found
    assert {f.state for f in Form.objects.all()} == {"draft"}
    again = brought_to_web(tmp_path / "set", filled.actor("filler"), filled.places["第一中学"])
    assert (again.new, again.known) == (0, 3)
    entries = LogEntry.objects.filter(action="form.bring")
    assert sorted(e.about_id for e in entries) == sorted(f.pk for f in Form.objects.all())
    assert log.check() == []


def test_a_second_import_takes_only_what_changed(filled: Bureau, tmp_path: Path) -> None:
    where = tmp_path / "set"
    taken_from_web(where, "here", PROGRAM)
    audit(where)
    first, second = form_of("table-2.xlsx"), form_of("table-3.xlsx")
    corrected(filled, first, "77")
    take_step(filled.actor("filler"), second, "submit", second.version)
    assert filled.form is not None
    delete_form(filled.actor("filler"), filled.form)
    before = LogEntry.objects.filter(action="dataset.take").count()

    _, done = taken_from_web(where, "here", PROGRAM)
    assert (done.new, done.changed, done.moved, done.gone, done.same) == (0, 1, 1, 1, 0)
    stands = rows(where, "SELECT record, version, state, changes, above, organisation FROM web ORDER BY 1")  # fmt: skip
    assert stands == [
        (first.pk, 2, "draft", 1, "市财政局/教育局", "第一中学"),
        (second.pk, 1, "submitted", 0, "市财政局/教育局", "第一中学"),
    ]
    asked = (
        'SELECT actual_text FROM indicator JOIN web USING (form) WHERE "row" = 0 AND record = $1'
    )
    assert list(ask(Dataset(where), asked, [first.pk]).rows()) == [("77",)]
    assert rows(where, "SELECT count(*) FROM form") == [(2,)], "what it was before counts no more"
    audited = audit(where)
    assert (audited.forms, audited.fresh) == (2, 1), "only the changed one is audited"
    assert [row[0] for row in rows(where, "SELECT DISTINCT file FROM finding ORDER BY 1")] == [
        "table-2.xlsx", "table-3.xlsx",
    ]  # fmt: skip

    manifest = Dataset(where).manifest
    _, done = taken_from_web(where, "here", PROGRAM)
    assert (done.same, done.new + done.changed + done.moved + done.gone) == (2, 0)
    assert Dataset(where).manifest == manifest, "nothing was written"
    taken = LogEntry.objects.filter(action="dataset.take").order_by("number")
    assert [e.detail["count"] for e in taken][before:] == [2], "nobody took anything the third time"


def test_a_form_that_files_brought_is_not_taken_twice(filled: Bureau, tmp_path: Path) -> None:
    from jiping.api.batch import Input

    where = tmp_path / "set"
    add(where, [Input(str(table)) for table in TABLES], processes=1)
    corrected(filled, form_of("table-2.xlsx"), "77")
    _, done = taken_from_web(where, "here", PROGRAM)
    assert (done.new, done.known, done.replaced) == (2, 1, 1)
    assert rows(where, "SELECT count(*) FROM form") == [(3,)]
    own = rows(where, "SELECT own, file FROM web JOIN form USING (form) ORDER BY record")
    assert [o for o, _ in own] == [True, True, False]
    delete_form(filled.actor("filler"), form_of("table-3.xlsx"))
    _, done = taken_from_web(where, "here", PROGRAM)
    assert done.gone == 1
    assert rows(where, "SELECT count(*) FROM form") == [(3,)], "the file is still in the dataset"


def test_who_takes_gets_what_they_may_take_away(filled: Bureau, tmp_path: Path) -> None:
    total, _ = taken_from_web(tmp_path / "a", "here", filled.actor("education"))
    assert total == 3
    total, done = taken_from_web(tmp_path / "b", "here", filled.actor("health"))
    assert (total, done.new) == (0, 0)
    with pytest.raises(Denied, match="没有“导出、下载”的权限"):
        taken_from_web(tmp_path / "c", "here", filled.actor("admin"))
    entry = LogEntry.objects.filter(action="dataset.take").order_by("-number").first()
    assert entry is not None
    assert (entry.actor, entry.channel, entry.detail) == (
        "教育局的education（education）", "script", {"dataset": "a", "count": 3},
    )  # fmt: skip
    # What a person sees no more is not gone.
    taken_from_web(tmp_path / "all", "here", PROGRAM)
    _, done = taken_from_web(tmp_path / "all", "here", filled.actor("health"))
    assert done.gone == 0
    assert rows(tmp_path / "all", "SELECT count(*) FROM web") == [(3,)]


def test_who_brings_needs_the_right_there(filled: Bureau, tmp_path: Path) -> None:
    taken_from_web(tmp_path / "set", "here", PROGRAM)
    Form.objects.all().delete()
    with pytest.raises(Denied, match="没有“新建、导入自评表”的权限"):
        brought_to_web(tmp_path / "set", filled.actor("auditor"), None)
    with pytest.raises(Denied):
        brought_to_web(tmp_path / "set", filled.actor("sister"), filled.places["第一中学"])
    assert not Form.objects.exists()
    done = brought_to_web(tmp_path / "set", filled.actor("filler"), None)
    assert (done.new, done.unplaced) == (3, 3), "their units' names are nobody's here"


def test_two_web_systems_in_one_dataset(filled: Bureau, tmp_path: Path) -> None:
    taken_from_web(tmp_path / "set", "one", PROGRAM)
    _, done = taken_from_web(tmp_path / "set", "other", PROGRAM)
    assert done.new == 3, "an equal form of another system is another form"
    assert rows(tmp_path / "set", "SELECT system, count(*) FROM web GROUP BY 1 ORDER BY 1") == [
        ("one", 3), ("other", 3),
    ]  # fmt: skip


def test_broken_off_it_leaves_the_dataset_as_it_was(
    filled: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "set"
    taken_from_web(where, "here", PROGRAM)
    before = {p: p.read_bytes() for p in where.rglob("*") if p.is_file()}
    corrected(filled, form_of("table-2.xlsx"), "77")
    corrected(filled, form_of("table-3.xlsx"), "78")
    real = records.named

    def cut(evaluation: Evaluation, record: int) -> Evaluation:
        if record == form_of("table-3.xlsx").pk:
            raise KeyboardInterrupt
        return real(evaluation, record)

    monkeypatch.setattr(records, "named", cut)
    with pytest.raises(KeyboardInterrupt):
        taken_from_web(where, "here", PROGRAM)
    monkeypatch.undo()
    assert {p: p.read_bytes() for p in before} == before
    assert taken_from_web(where, "here", PROGRAM)[1].changed == 2


def test_a_typed_form_says_where_it_is_from(bureau: Bureau, tmp_path: Path) -> None:
    from jiping.web.form.beginning import begun_at

    place = bureau.places["第二中学"]
    made = create_form(
        bureau.actor("sister"), begun_at(place, "mof-2020", 2026, "实验室改造"), place
    )
    taken_from_web(tmp_path / "set", "here", PROGRAM)
    audit(tmp_path / "set", tmp_path / "found.csv")
    assert f"网页系统第 {made.pk} 号表" in (tmp_path / "found.csv").read_text("utf-8")
    count, found = forms_of(tmp_path / "set", year=2026)
    assert count == 1
    (back,) = found
    assert whole(back) == whole(content.evaluation_of(made)), "and comes back from no file"
