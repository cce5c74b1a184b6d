"""Fields right of fields there: the five reference tables whole, no published one wrong."""

from __future__ import annotations

import json

import pytest
from layout_grids import ROOT, accuracy

from jiping.model.contract import evaluation_from_json, evaluation_to_json
from jiping.read.formats import text as format_text
from jiping.read.layouts import Understanding, understand
from jiping.read.limits import DEFAULT

FAMILIES = {
    "002": "sc-0013zp",
    "004": "mof-2020",
    "010": "poverty-2019",
    "011": "poverty-2019",
    "018": "yn-2022",
    "029": "mof-2020",
    "044": "mof-2020",
}
"""The published tables of the families that must be read without a wrong field."""
MISSING = {"011": {"/goal/expected", "/goal/actual"}}
"""Fields that stay unread because nothing in the document proves where they end."""
OTHERS = {
    "006": "hn-special-2019",
    "012": "he-2020",
    "016": "hb-2020",
    "017": "jn-2019",
    "034": "hb-2020",
    "042": "transfer-2019",
}
"""Published tables of other families: not all of their fields are read, but none wrongly."""


def reading(path: str) -> Understanding:
    file = ROOT / path
    book = format_text.read(file.read_bytes(), DEFAULT)
    return understand(book, file=file.name, sha256="0" * 64)


@pytest.mark.parametrize("number", range(1, 6))
def test_reference_table_is_read_whole(number: int) -> None:
    bench = accuracy()
    read = reading(f"examples/reference/table-{number}.txt")
    assert read.refused == ()
    (e,) = read.evaluations
    truth = json.loads((ROOT / f"tests/reference/table-{number}.truth.json").read_text("utf-8"))
    score = bench.compare(truth, evaluation_to_json(e))
    print(f"table-{number}: {score.right} of {score.there} fields right")  # noqa: T201
    assert score.wrong == []
    assert score.missing == []
    assert e.reading.balanced is True
    assert e.reading.unread == ()
    assert e.form.family == "nm-2023"


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_published_table_is_read_without_a_wrong_field(name: str) -> None:
    bench = accuracy()
    (e,) = reading(f"tests/layouts/{name}.txt").evaluations
    truth = json.loads((ROOT / f"tests/layouts/{name}.truth.json").read_text("utf-8"))
    score = bench.compare(truth, evaluation_to_json(e))
    print(f"{name}: {score.right} of {score.there} fields right")  # noqa: T201
    assert score.wrong == []
    assert {pointer for pointer, _, _ in score.missing} == MISSING.get(name, set())
    assert e.form.family == FAMILIES[name]


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("016", ("/goal/expected", "/goal/actual")),  # 湖北's form has no goals
        ("010", ("/unit/name",)),  # names the department only
        ("044", ()),  # the label is there, what was achieved is not
        ("011", ()),  # both are there, and could not be told apart
    ],
)
def test_columns_that_a_form_lacks_are_said(name: str, absent: tuple[str, ...]) -> None:
    (e,) = reading(f"tests/layouts/{name}.txt").evaluations
    assert e.reading.absent == absent


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_tables_of_other_families_are_never_wrong(name: str) -> None:
    bench = accuracy()
    (e,) = reading(f"tests/layouts/{name}.txt").evaluations
    truth = json.loads((ROOT / f"tests/layouts/{name}.truth.json").read_text("utf-8"))
    score = bench.compare(truth, evaluation_to_json(e))
    print(f"{name}: {score.right} of {score.there} fields right")  # noqa: T201
    assert score.wrong == []
    assert e.form.family == OTHERS[name]


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("022", "绩效目标表（只有指标值，没有完成值）"),
        ("024", "绩效目标申报表"),
        ("038", "绩效目标申报表"),
    ],
)
def test_look_alike_is_refused_by_name(name: str, refused: str) -> None:
    read = reading(f"tests/layouts/{name}.txt")
    assert read.evaluations == ()
    assert read.refused == (refused,)


def test_tail_of_an_earlier_table_is_listed_not_mixed_in() -> None:
    (e,) = reading("tests/layouts/002.txt").evaluations
    unread = [u.text for u in e.reading.unread]
    assert e.indicators == ()
    assert "成本控制数" in unread
    assert "按财政资金下达办法将款项付给施工方。" in unread


def test_filler_errors_stay_as_printed() -> None:
    (e,) = reading("tests/layouts/004.txt").evaluations
    assert e.reading.balanced is False
    assert (e.funds[0].executed, e.funds[1].executed) == ("0", "89.974")
    (e,) = reading("tests/layouts/011.txt").evaluations
    assert e.reading.balanced is False
    assert (e.total.weight, e.total.score) == ("100", "100")


@pytest.mark.parametrize("number", range(1, 6))
def test_every_value_has_a_place_whose_text_holds_it(number: int) -> None:
    (e,) = reading(f"examples/reference/table-{number}.txt").evaluations
    places = e.places
    data = evaluation_to_json(e, places=True)
    for i, row in enumerate(data["indicators"]):
        for key, value in row.items():
            pointer = f"/indicators/{i}/{key}"
            assert (pointer in places) == (value is not None), pointer
    for i, line in enumerate(data["funds"]):
        for key, value in line.items():
            if value is not None:
                place = places[f"/funds/{i}/{key}"]
                assert place.line is not None
                if key not in ("source",):
                    assert value in (place.text or "")
    assert places["/total/score"].text == e.total.score
    assert places["/year"].text is not None
    assert str(e.year) in places["/year"].text
    assert evaluation_from_json(json.loads(json.dumps(data))) == e


def test_places_name_line_and_cell() -> None:
    (e,) = reading("examples/reference/table-1.txt").evaluations
    place = e.places["/indicators/11/score"]
    lines = (ROOT / "examples/reference/table-1.txt").read_text("utf-8").split("\n")
    assert place.line is not None
    assert "差旅费" in lines[place.line - 1]
    assert lines[place.line - 1].split("\t")[(place.column or 0) - 1] == "0"


def test_repairs_say_what_and_why() -> None:
    (e,) = reading("examples/reference/table-5.txt").evaluations
    texts = [r.what for r in e.reading.repairs]
    assert any("实施单位" in text and "拆成" in text for text in texts)
    assert any("宣传成本" in text for text in texts)
    assert any("满意度指标" in text for text in texts)
    assert all(r.why and r.place is not None for r in e.reading.repairs)


def test_all_five_in_one_file_keep_their_order() -> None:
    whole = "\n\n".join(
        (ROOT / f"examples/reference/table-{n}.txt").read_text("utf-8") for n in range(1, 6)
    )
    book = format_text.read(whole.encode("utf-8"), DEFAULT)
    read = understand(book, file="all.txt", sha256="0" * 64)
    assert [e.source.ordinal for e in read.evaluations] == [1, 2, 3, 4, 5]
    assert [len(e.indicators) for e in read.evaluations] == [17, 12, 11, 12, 13]
    assert [e.total.score for e in read.evaluations] == [
        "97.50",
        "98.95",
        "100.0",
        "95.71",
        "98.95",
    ]
    assert all(e.reading.unread == () for e in read.evaluations)


@pytest.mark.parametrize(
    "prose",
    [
        "根据要求，我局组织填报了项目支出绩效自评表，并开展了绩效目标申报表的审核。",
        "附件：项目支出绩效自评表",
        "一、项目支出绩效自评表填报说明\n项目名称填写项目全称。",
    ],
)
def test_a_mention_of_the_title_is_no_form(prose: str) -> None:
    book = format_text.read(prose.encode("utf-8"), DEFAULT)
    read = understand(book, file="a.txt", sha256="0" * 64)
    assert read.evaluations == ()
    assert read.refused == ()
