"""Periods: every writing seen in published forms, and print ∘ parse."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.model.period import Period, parse_period


def days(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("2023.1--12", "2023-01-01", "2023-12-31"),
        ("2023.1-12", "2023-01-01", "2023-12-31"),
        ("2023.1-12月", "2023-01-01", "2023-12-31"),
        ("2023年9-12月", "2023-09-01", "2023-12-31"),
        ("2023.11", "2023-11-01", "2023-11-30"),
        ("2023.12", "2023-12-01", "2023-12-31"),
        ("2024.2", "2024-02-01", "2024-02-29"),
        ("1-12月", "2023-01-01", "2023-12-31"),
        ("2021年底", "2021-12-31", "2021-12-31"),
        ("11月底", "2023-11-30", "2023-11-30"),
        ("2021年12月31日", "2021-12-31", "2021-12-31"),
        ("2022年全年", "2022-01-01", "2022-12-31"),
        ("全年", "2023-01-01", "2023-12-31"),
        ("2023年", "2023-01-01", "2023-12-31"),
        ("2023年度", "2023-01-01", "2023-12-31"),
        ("2019 年 3 月——2020 年 6 月", "2019-03-01", "2020-06-30"),
        ("2023年12月底前", "2023-01-01", "2023-12-31"),
        ("2023年6月30日前完成", "2023-01-01", "2023-06-30"),
        ("第四季度", "2023-10-01", "2023-12-31"),
        ("2022年第2季度", "2022-04-01", "2022-06-30"),
        ("前三季度", "2023-01-01", "2023-09-30"),
        ("上半年", "2023-01-01", "2023-06-30"),
        ("2023年下半年", "2023-07-01", "2023-12-31"),
        ("2023-06-28", "2023-06-28", "2023-06-28"),
        ("2023.6.28", "2023-06-28", "2023-06-28"),
        ("20231231", "2023-12-31", "2023-12-31"),
        ("2023.01.01-2023.12.31", "2023-01-01", "2023-12-31"),
        ("2023.1.1-12.31", "2023-01-01", "2023-12-31"),
        ("6月1-15日", "2023-06-01", "2023-06-15"),
        ("2022-2023年", "2022-01-01", "2023-12-31"),
        ("２０２３年１－１２月", "2023-01-01", "2023-12-31"),
        ("二〇二三年五月", "2023-05-01", "2023-05-31"),
        ("2021年12月完成", "2021-12-01", "2021-12-31"),
        ("自2023年1月起至12月止", "2023-01-01", "2023-12-31"),
        ("5月中旬", "2023-05-11", "2023-05-20"),
    ],
)
def test_written_periods(printed: str, start: str, end: str) -> None:
    assert parse_period(printed, 2023) == days(start, end)


@pytest.mark.parametrize(
    "printed",
    ["2023", "12", "1.5", "9-12", "80-100", "3天", "≥50个", "全天候", "长期", "2023年13月", "无",
     "2023年4月31日", "2023年11月-2月", "2023.00", "——", "", None, "1234.5", "9999年", "0年", "年",
     "项目在2023年12月前完成", "9" * 50],
)  # fmt: skip
def test_no_periods(printed: str | None) -> None:
    assert parse_period(printed, 2023) is None


@pytest.mark.parametrize("printed", ["1-12月", "全年", "年底", "第四季度", "11月30日"])
def test_without_a_year_a_bare_month_is_no_period(printed: str) -> None:
    assert parse_period(printed) is None
    assert parse_period(printed, 2023) is not None


days_of_a_form = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(st.tuples(days_of_a_form, days_of_a_form).map(sorted))
def test_print_parses_back(ends: list[date]) -> None:
    period = Period(*ends)
    assert parse_period(str(period)) == period


@given(st.integers(1990, 2099), st.integers(1, 12), st.integers(1, 12))
def test_months_print_and_parse_back(year: int, first: int, last: int) -> None:
    period = parse_period(f"{year}.{first}-{last}")
    assert (period is None) == (first > last)
    if period is not None:
        assert parse_period(str(period)) == period
        assert period.whole_year == ((first, last) == (1, 12))


@given(
    st.text(alphabet="0123456789.-年月日底前至~ 季度上半全一二十", max_size=16),
    st.none() | st.integers(2000, 2030),
)
def test_any_text_is_a_period_or_none(text: str, year: int | None) -> None:
    period = parse_period(text, year)
    assert period is None or parse_period(str(period)) == period


def test_contains() -> None:
    whole = days("2023-01-01", "2023-12-31")
    assert whole.whole_year
    assert whole.contains(days("2023-11-01", "2023-11-30"))
    assert not whole.contains(days("2023-12-01", "2024-01-31"))
    assert not days("2023-01-01", "2024-12-31").whole_year


def test_a_period_runs_forward() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        days("2023-12-31", "2023-01-01")
