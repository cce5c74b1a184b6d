"""Organisations from a list, other names, names that nobody has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from making.bureau import Bureau

import jiping
from jiping.store import content
from jiping.store.actions import organisation_import, organisations
from jiping.store.actions.reading import take_file
from jiping.store.models import Form, LogEntry, Organisation, UnmatchedName
from jiping.store.organisation_list import WrongList, rows_of

CSV = """单位清单,,,,,
单位名称,主管部门,单位编码,单位类别,别名（简称）,设立日期
第三中学,教育局,101003,二级预算单位,三中、市三中,2019年9月1日
附属小学,第四中学,101005,单位,,
第四中学,教育局,101004,单位,,
第一中学,教育局,101001,单位,一中,
人民医院,卫生局,,,,
体育馆,文旅局,,,,
错编码,教育局,,什么,,
第三中学,教育局,,,,
"""


def lines(bureau: Bureau) -> dict[tuple[int, str], tuple[str, str]]:
    rows = rows_of(CSV.encode(), "单位.csv")
    looked = organisation_import.look(rows, bureau.viewer("admin"))
    return {(line.row.number, line.row.name): (line.what, line.why) for line in looked}


def test_a_list_is_looked_at_before_anything_is_done(bureau: Bureau) -> None:
    before = Organisation.objects.count()
    found = lines(bureau)
    assert {key[1]: what for key, (what, _) in found.items() if what != "wrong"} == {
        "第三中学": "new", "附属小学": "new", "第四中学": "new", "第一中学": "changed",
    }  # fmt: skip
    wrong = {key[1]: why for key, (what, why) in found.items() if what == "wrong"}
    assert wrong == {
        "人民医院": "找不到上级“卫生局”", "体育馆": "找不到上级“文旅局”",
        "错编码": "不认得类别“什么”", "第三中学": "清单中前面已有同名单位",
    }  # fmt: skip
    assert Organisation.objects.count() == before


def test_a_list_is_taken_over_whatever_the_order_of_its_rows(bureau: Bureau) -> None:
    rows = rows_of(CSV.encode(), "单位.csv")
    organisation_import.import_organisations(bureau.actor("admin"), rows, "单位.csv")
    primary = Organisation.objects.get(name="附属小学")
    assert primary.parent is not None
    assert (primary.parent.name, primary.depth) == ("第四中学", 3)
    assert organisations.match("市三中") == Organisation.objects.get(name="第三中学")
    assert organisations.match("一中") == bureau.places["第一中学"]
    assert organisations.match(None, "101004") == Organisation.objects.get(name="第四中学")
    entry = LogEntry.objects.get(action="organisation.import")
    assert entry.detail == {"source": "单位.csv", "new": 3, "changed": 1, "wrong": 4}
    again = organisation_import.look(rows, bureau.viewer("admin"))
    assert {line.what for line in again} == {"same", "wrong"}


def test_all_that_is_wrong_in_a_row_is_told() -> None:
    text = "单位名称,类别,行政区划代码,设立日期\n甲,什么,15,昨天\n乙,单位,152200,2020/3/1\n"
    wrong, right = rows_of(text.encode(), "单位.csv")
    assert wrong.fault == ("不认得类别“什么”；行政区划代码应是六位数字，不是“15”；看不懂日期“昨天”")
    assert (right.fault, right.kind, str(right.since)) == ("", "unit", "2020-03-01")


def test_what_is_no_list_is_refused_in_words() -> None:
    with pytest.raises(WrongList, match="没有找到单位清单"):
        rows_of("甲,乙\n1,2\n".encode(), "别的.csv")


def test_an_ambiguous_name_is_matched_to_nobody(bureau: Bureau) -> None:
    admin = bureau.actor("admin")
    organisations.add_alias(admin, bureau.places["第一中学"], "中学")
    assert organisations.match("中学") == bureau.places["第一中学"]
    organisations.add_alias(admin, bureau.places["第二中学"], "中学")
    assert organisations.match("中学") is None


def test_forms_of_an_unknown_unit_wait_for_their_name(bureau: Bureau) -> None:
    form = jiping.read("examples/reference/table-2.txt").evaluations[0]
    name = form.unit.name or ""
    taken = take_file(bureau.actor("finance"), open_example(), "一.docx")
    (made,) = taken.new
    assert (made.organisation, made.path) == (None, "")
    assert [name for name in bureau.people if bureau.viewer(name).may("form.read", made)] == [
        "finance"
    ]
    row = UnmatchedName.objects.get(name=name)
    assert row.organisation is None
    organisations.add_alias(bureau.actor("admin"), bureau.places["人民医院"], name)
    made.refresh_from_db()
    assert made.organisation == bureau.places["人民医院"]
    assert bureau.viewer("outsider").may("form.edit", made)
    row.refresh_from_db()
    assert row.organisation == bureau.places["人民医院"]


def test_the_former_name_stays_known(bureau: Bureau) -> None:
    place = Organisation.objects.get(name="人民医院")
    organisations.edit_organisation(bureau.actor("admin"), place, name="第一人民医院")
    assert organisations.match("人民医院") == organisations.match("第一人民医院") == place


def test_the_same_form_in_another_file_is_recognised(bureau: Bureau) -> None:
    actor = bureau.actor("finance")
    first = take_file(actor, open_example(), "一.docx")
    again = take_file(actor, open_example(), "改了名.docx")
    other = take_file(actor, open_example("table-2.xlsx"), "一.xlsx")
    assert [len(first.new), len(again.new), len(again.known)] == [1, 0, 1]
    assert [form.pk for form in other.known] == [first.new[0].pk]
    typed = take_file(actor, open_example("table-1.pdf"), "首张.pdf")
    assert [form.pk for form in typed.known] == [bureau.form.pk if bureau.form else 0]
    hidden = take_file(bureau.actor("outsider"), open_example(), "一.docx")
    assert len(hidden.new) == 1, "what somebody may not see is not said to be there"


def test_columns_follow_the_content(bureau: Bureau) -> None:
    form = bureau.form
    assert form is not None
    kept = Form.objects.get(pk=form.pk)
    assert (str(kept.total), str(kept.printed_total), kept.errors) == ("97.5", "97.5", form.errors)
    evaluation = content.evaluation_of(kept)
    in_yuan = replace(evaluation, form=replace(evaluation.form, amount_unit="元"))
    assert str(content.number("1234567.89", in_yuan)) == "123.456789"
    assert content.number("-", in_yuan) is None


def open_example(name: str = "table-2.docx") -> bytes:
    from pathlib import Path

    return Path("examples/reference", name).read_bytes()
