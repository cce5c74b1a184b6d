"""Evaluations into columns and back: nothing is lost but places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jiping.audit.sample import changed
from jiping.model.columns import SCHEMA, Batch, from_columns, to_columns
from jiping.model.evaluation import (
    Doubtful,
    Evaluation,
    Form,
    FundLine,
    Goal,
    Indicator,
    Named,
    Reading,
    Repair,
    Source,
    Total,
    Unread,
)
from jiping.model.place import Place

text = st.none() | st.text(min_size=1, max_size=12)
number = st.none() | st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", fullmatch=True)
named = st.builds(Named, text, text)
place = st.none() | st.builds(Place, row=st.integers(1, 99), sheet=text, text=text)
fund = st.builds(
    FundLine,
    source=st.sampled_from(["total", "fiscal", "carryover", "other"]),
    label=st.text(max_size=8),
    **dict.fromkeys(("initial", "adjusted", "executed", "weight", "rate", "score"), number),
    reason=text,
)
indicator = st.builds(
    Indicator,
    **dict.fromkeys(("level1", "level2", "name", "target", "actual", "unit", "reason"), text),
    nature=st.sampled_from(["positive", "negative", "equal", "qualitative", None]),
    operator=st.sampled_from([">=", ">", "=", "<", "<=", None]),
    weight=number,
    score=number,
)
evaluation = st.builds(
    Evaluation,
    source=st.builds(
        Source, st.text(max_size=5), st.just("0" * 64), st.just("text"), st.integers(1, 9), place
    ),
    form=st.builds(Form, text, st.just("unknown"), st.sampled_from(["万元", "元", "亿元", None])),
    year=st.none() | st.integers(1990, 2100),
    project=named,
    department=named,
    unit=named,
    funds=st.lists(fund, max_size=3).map(tuple),
    goal=st.builds(Goal, text, text),
    indicators=st.lists(indicator, max_size=4).map(tuple),
    total=st.builds(Total, number, number, text),
    remarks=st.dictionaries(st.text(max_size=4), text, max_size=2),
    reading=st.builds(
        Reading,
        st.sampled_from([True, False, None]),
        st.lists(
            st.builds(Repair, st.text(max_size=4), st.text(max_size=4), place), max_size=2
        ).map(tuple),
        st.lists(st.builds(Unread, st.text(max_size=4), place), max_size=2).map(tuple),
        st.lists(
            st.builds(Doubtful, st.text(max_size=9), st.text(max_size=9), st.just("0.6")),
            max_size=2,
        ).map(tuple),
    ),
)


@given(st.lists(evaluation, max_size=3))
def test_round_trip(evaluations: list[Evaluation]) -> None:
    assert from_columns(to_columns(evaluations)) == evaluations


@given(st.lists(evaluation, max_size=2))
def test_round_trip_through_arrow(evaluations: list[Evaluation]) -> None:
    batch = to_columns(evaluations)
    assert from_columns(Batch.from_arrow(batch.to_arrow())) == evaluations


def test_columns_are_what_the_schema_says() -> None:
    batch = to_columns([changed({})])
    for grain, columns in SCHEMA.items():
        assert list(batch.tables[grain]) == [c.name for c in columns]
        assert {len(values) for values in batch.tables[grain].values()} == {batch.rows(grain)}


def test_numbers_are_scaled_integers() -> None:
    table = to_columns([changed({"/indicators/0/weight": "3.75"})]).tables["indicator"]
    assert (table["weight"][0], table["weight_text"][0], table["weight_decimals"][0]) == (
        3_750_000,
        "3.75",
        2,
    )
    assert (table["level1"][0], table["level2"][0], table["unit_kind"][2]) == (
        "output",
        "quantity",
        "percent",
    )
