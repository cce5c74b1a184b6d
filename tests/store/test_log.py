"""The log: one entry an action, chained; the database refuses to change it; tampering is seen."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, transaction
from making.bureau import Bureau

from jiping.store import log
from jiping.store.acting import ACTIONS, Act, action, load_actions
from jiping.store.actions import organisations
from jiping.store.models import LogEntry, LogHead, Organisation
from jiping.store.policy import NotThere


def test_the_chain_holds_and_names_everybody(bureau: Bureau) -> None:
    assert log.check() == []
    entry = LogEntry.objects.get(action="form.create")
    assert (entry.actor, entry.channel) == ("第一中学的filler（filler）", "script")
    assert bureau.form is not None
    assert (entry.about, entry.about_id, entry.path) == ("form", bureau.form.pk, bureau.form.path)
    assert entry.detail == {"name": "口岸经费", "year": 2023}


def test_the_database_refuses_to_change_or_delete(bureau: Bureau) -> None:
    for change in (
        lambda: LogEntry.objects.filter(number=2).update(actor="别人"),
        lambda: LogEntry.objects.filter(number=2).delete(),
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            change()
    assert log.check() == []


def tamper(statement: str) -> None:
    """What somebody with the file and without scruples would do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER store_log_no_update")
            cursor.execute("DROP TRIGGER store_log_no_delete")
        else:
            cursor.execute("ALTER TABLE store_logentry DISABLE TRIGGER ALL")
        cursor.execute(statement)


def test_a_changed_entry_is_found(bureau: Bureau) -> None:
    tamper("UPDATE store_logentry SET actor = 'x' WHERE number = 3")
    assert [fault.number for fault in log.check()] == [3]


def test_a_missing_entry_is_found(bureau: Bureau) -> None:
    tamper("DELETE FROM store_logentry WHERE number = 3")
    assert [fault.number for fault in log.check()] == [4, 4]


def test_a_cut_end_is_found(bureau: Bureau) -> None:
    last = LogEntry.objects.count()
    tamper(f"DELETE FROM store_logentry WHERE number = {last}")
    (fault,) = log.check()
    assert "末尾" in fault.why


def test_an_exported_log_can_be_checked_elsewhere(bureau: Bureau) -> None:
    exported = [json.loads(json.dumps(entry)) for entry in log.entries()]
    assert log.check(exported) == []
    exported[4]["detail"] = {"name": "另一个"}
    assert [fault.number for fault in log.check(exported)] == [5]


def test_a_refused_action_leaves_nothing(bureau: Bureau) -> None:
    before = LogEntry.objects.count()
    with pytest.raises(NotThere):
        organisations.add_alias(bureau.actor("outsider"), bureau.places["第一中学"], "一中")
    assert LogEntry.objects.count() == before
    assert not bureau.places["第一中学"].aliases.exists()


@pytest.fixture
def rename():  # type: ignore[no-untyped-def]
    """An action that forgets what its arguments name."""

    @action("test.rename", "试")
    def changed(act: Act, organisation: Organisation, *, ask: bool, note: bool) -> None:
        organisation.name = "改过"
        organisation.save()
        if ask:
            act.demand("organisation.edit", organisation)
        if note:
            act.log(organisation)

    yield changed
    del ACTIONS["test.rename"]


@pytest.mark.parametrize(("ask", "note"), [(False, True), (True, False)])
def test_an_action_that_forgets_keeps_nothing(bureau: Bureau, rename, ask, note) -> None:  # type: ignore[no-untyped-def]
    head = LogHead.objects.get().number
    school = bureau.places["第一中学"]
    with pytest.raises(RuntimeError, match=r"neither asked|left no log"):
        rename(bureau.actor("admin"), Organisation.objects.get(pk=school.pk), ask=ask, note=note)
    assert Organisation.objects.get(pk=school.pk).name == "第一中学"
    assert LogHead.objects.get().number == head


def test_every_action_says_what_it_does() -> None:
    for known in load_actions().values():
        assert known.doc
        assert any("\u4e00" <= sign <= "\u9fff" for sign in known.title)
