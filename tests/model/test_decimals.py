"""Numbers: the digits as printed, scaled integers, half up; a blank is not zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.model.decimals import (
    SCALED_LIMIT,
    decimals_of,
    divide_half_up,
    from_scaled,
    half_up,
    number_text,
    number_with_unit,
    out_of_range,
    plain,
    to_decimal,
    to_scaled,
)

exact = st.decimals(
    min_value=Decimal(-(10**12) + 1), max_value=Decimal(10**12 - 1), places=6, allow_nan=False
)


@pytest.mark.parametrize(
    ("printed", "digits"),
    [
        ("1,234.50", "1234.50"),
        ("8,827,620.53", "8827620.53"),
        ("１００", "100"),
        ("１，２３４．５", "1234.5"),
        ("100.00%", "100.00"),
        ("100％", "100"),
        ("97.50", "97.50"),
        ("100.0", "100.0"),
        ("0", "0"),
        ("10.154302", "10.154302"),
        ("57.13 %", "57.13"),
        ("5.71分", "5.71"),
        ("16.00万元", "16.00"),
        ("387664.62元", "387664.62"),
        ("-0.5", "-0.5"),
        ("+3", "3"),
        (".5", "0.5"),
        ("5.", "5"),
        (" 10\n", "10"),
    ],
)
def test_a_plain_number_keeps_its_digits(printed: str, digits: str) -> None:
    assert number_text(printed) == digits


@pytest.mark.parametrize(
    "printed",
    [None, "", " ", "——", "—", "/", "无", "≥50", "80-100", "5万", "20 20", "1,23", "12,34.5",
     "1.2.3", "约5", "十二", "100%覆盖", "**", "1e5", "٣", "²", "½", "9" * 65],
)  # fmt: skip
def test_no_plain_number(printed: str | None) -> None:
    assert number_text(printed) is None
    assert to_scaled(printed) is None
    assert decimals_of(printed) is None


@pytest.mark.parametrize(
    ("printed", "digits", "unit"),
    [
        ("1,234.50万元", "1234.50", "万元"),
        ("100.00%", "100.00", "%"),
        ("5万", "5", "万"),
        ("7", "7", ""),
    ],
)
def test_the_unit_behind_a_number(printed: str, digits: str, unit: str) -> None:
    assert number_with_unit(printed) == (digits, unit)


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        ("57.125", 2, "57.13"),
        ("57.135", 2, "57.14"),
        ("5.7125", 2, "5.71"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-0.001", 2, "0.00"),
        ("100", 2, "100.00"),
        ("12345", -2, "1.23E+4"),
    ],
)
def test_half_up(value: str, digits: int, rounded: str) -> None:
    assert str(half_up(Decimal(value), digits)) == rounded


def test_half_up_wants_a_number() -> None:
    with pytest.raises(ValueError, match="finite"):
        half_up(Decimal("NaN"), 2)


@given(exact, st.integers(0, 4))
def test_half_up_moves_by_half_a_unit_at_most(value: Decimal, digits: int) -> None:
    assert abs(half_up(value, digits) - value) * 2 <= Decimal(10) ** -digits
    assert half_up(-value, digits) == -half_up(value, digits)


@given(exact, exact.filter(bool), st.integers(0, 6))
def test_a_quotient_is_rounded_once(a: Decimal, b: Decimal, digits: int) -> None:
    quotient = divide_half_up(a, b, digits)
    assert quotient is not None
    unit = Decimal(10) ** -digits
    # |q - a/b| <= unit/2, multiplied out: nothing here is rounded.
    assert 2 * abs(quotient * b - a) <= unit * abs(b)


def test_quotients_of_the_reference_tables() -> None:
    assert divide_half_up(Decimal("4570.00"), Decimal("80.00"), 2) == Decimal("57.13")
    assert divide_half_up(Decimal(1375), Decimal("15.36"), 2) == Decimal("89.52")
    assert divide_half_up(Decimal(14000), Decimal("156.47"), 2) == Decimal("89.47")
    assert divide_half_up(Decimal(1), Decimal(0), 2) is None


@given(st.integers(-SCALED_LIMIT, SCALED_LIMIT - 1))
def test_scaled_there_and_back(value: int) -> None:
    assert to_scaled(from_scaled(value)) == value
    assert to_scaled(from_scaled(value, digits=6)) == value


@given(exact)
def test_scaled_agrees_with_decimal(value: Decimal) -> None:
    text = format(value, "f")
    assert to_scaled(text) == int(value * 10**6)
    assert from_scaled(int(value * 10**6)) == plain(value)
    assert from_scaled(int(value * 10**6), digits=2) == str(half_up(value, 2))


def test_more_digits_than_the_scale_are_rounded_half_up() -> None:
    assert to_scaled("0.0000005") == 1
    assert to_scaled("0.0000004999") == 0
    assert to_scaled("-0.0000005") == -1
    assert decimals_of("0.0000005") == 7


def test_too_large_is_told_apart_from_no_number() -> None:
    largest = from_scaled(SCALED_LIMIT - 1)
    assert to_scaled(largest) == SCALED_LIMIT - 1
    assert not out_of_range(largest)
    assert to_scaled("10000000000000") is None
    assert out_of_range("10000000000000")
    assert not out_of_range("——")
    assert not out_of_range(None)


def test_to_decimal() -> None:
    assert to_decimal("1,234.50") == Decimal("1234.50")
    assert to_decimal("——") is None
