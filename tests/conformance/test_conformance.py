"""A small part of the public benchmark, every time: no wrong field that nobody is told of."""

from __future__ import annotations

import random

import pytest
from conformance.compare import compare
from conformance.families import families
from conformance.forms import make
from conformance.renders import RENDERS
from conformance.suite import form

from jiping.model.contract import evaluation_from_json, evaluation_to_json
from jiping.read import read_bytes

SEED, FORMS = 5, 21
LEAST = {"pdf-pages": 990}
"""Fields right of a thousand; a page break may fall where a form of 21 families is hardest."""
RULED = ("docx", "xlsx", "xls", "html", "md", "txt-tabs", "pdf", "pdf-pages", "pdf-cut", "ofd")


@pytest.mark.parametrize("name", [name for name in RULED if name in RENDERS])
def test_nothing_is_silently_wrong(name: str) -> None:
    right = there = 0
    for number in range(FORMS):
        family, hostility, drawn = form(SEED, number, 0.5)
        suffix, data = RENDERS[name](drawn, random.Random(f"{SEED}/{number}/{name}"))
        reading = read_bytes(data, f"{number}.{suffix}")
        answer = {"forms": [evaluation_to_json(e, places=True) for e in reading.evaluations]}
        one = compare(drawn.truth, answer)
        silent = [fault for fault in one.faults if fault[3]]
        assert one.found, (number, family, hostility, reading.reason)
        assert silent == [], (number, family, hostility)
        right, there = right + one.right, there + one.there
    assert right * 1000 >= there * LEAST.get(name, 995)


def test_the_same_seed_gives_the_same_form() -> None:
    for family in families():
        assert make(3, 1, family) == make(3, 1, family)
    assert make(3, 1, "nm-2023") != make(4, 1, "nm-2023")


@pytest.mark.parametrize("family", list(families()))
def test_truths_are_what_the_contract_takes(family: str) -> None:
    truth = make(9, 2, family).truth
    source = {"file": "a", "sha256": "0" * 64, "format": "docx", "ordinal": 1}
    held = {**truth, "source": source, "reading": {"balanced": None, "repairs": [], "unread": []}}
    again = evaluation_to_json(evaluation_from_json(held))
    assert again["indicators"] == truth["indicators"]
    assert again["funds"] == truth["funds"]


def test_a_wrong_field_is_silent_only_if_nothing_points_at_it() -> None:
    drawn = make(9, 0, "mof-2020", people=False)
    good = {
        **drawn.truth,
        "reading": {"balanced": True, "repairs": [], "unread": [], "doubtful": []},
    }
    rows = [dict(row) for row in drawn.truth["indicators"]]
    rows[1]["score"] = "99"
    bad = {**good, "indicators": rows}
    told = {**bad, "reading": {**good["reading"], "doubtful": [{"pointer": "/indicators/1/score"}]}}
    unbalanced = {**bad, "reading": {**good["reading"], "balanced": False}}
    assert compare(drawn.truth, {"forms": [good]}).faults == []
    ((pointer, _, got, silent),) = compare(drawn.truth, {"forms": [bad]}).faults
    assert (pointer, got, silent) == ("/indicators/1/score", "99", True)
    for other in (told, unbalanced):
        one = compare(drawn.truth, {"forms": [other]})
        assert (len(one.faults), one.silent) == (1, 0)
    assert compare(drawn.truth, {"forms": []}).silent == 0


def test_a_row_that_was_missed_spoils_no_row_below() -> None:
    drawn = make(9, 0, "mof-2020", people=False)
    reading = {"balanced": True, "repairs": [], "unread": [], "doubtful": []}
    rows = drawn.truth["indicators"]
    one = compare(
        drawn.truth, {"forms": [{**drawn.truth, "indicators": rows[1:], "reading": reading}]}
    )
    assert {pointer.split("/")[2] for pointer, *_ in one.faults} == {"0"}


def test_the_flat_form_is_scored_like_an_evaluation() -> None:
    truth = make(9, 0, "mof-2020", people=False).truth
    flat = {
        f"/indicators/{i}/{k}": v
        for i, row in enumerate(truth["indicators"])
        for k, v in row.items()
    }
    flat |= {f"/funds/{i}/{k}": v for i, row in enumerate(truth["funds"]) for k, v in row.items()}
    for part in ("form", "project", "department", "unit", "goal", "total"):
        flat |= {f"/{part}/{k}": v for k, v in truth[part].items()}
    flat["/year"] = truth["year"]
    assert compare(truth, {"forms": [{"file": "a", "fields": flat}]}).faults == []
