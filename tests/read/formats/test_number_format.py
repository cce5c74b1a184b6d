"""Number formats: what a spreadsheet shows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.read.number_format import BUILTIN, general, number, show, show_text

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ("General", "16", "16"), ("General", "0.30000000000000004", "0.3"),
        ("General", "1E+25", "1E+25"), ("General", "-0.00001", "-0.00001"),
        ("G/通用格式", "3.20", "3.2"), ('G/通用格式"分"', "3.2", "3.2分"), ("@", "5", "5"),
        ("0", "16.5", "17"), ("0", "-2.5", "-3"), ("0.00", "57.125", "57.13"),
        ("0.00", "1.005", "1.01"), ("0.0#", "12.5", "12.5"), ("#.##", "12", "12."),
        ("0%", "1", "100%"), ("0.00%", "0.57125", "57.13%"), ("#,##0", "1234567", "1,234,567"),
        ("#,##0.00", "0.5", "0.50"), ("0.0,", "12345", "12.3"), (ACCOUNTING, "0", "-"),
        (ACCOUNTING, "-1234.567", "-1,234.57"), ("0.00_);(0.00)", "-5", "(5.00)"),
        ('0"元"', "16", "16元"), ("[$¥-804]#,##0.00", "5", "¥5.00"), ("[Red]0.0", "3", "3.0"),
        ("[>=100]0;0.0", "50.25", "50.3"), ("[>=100]0;0.0", "150.25", "150"),
        ("000-0000", "1234567", "123-4567"), ("0.00E+00", "1234.5", "1.23E+03"),
        ("##0.0E+0", "12345", "12.3E+3"), ("# ?/?", "0.5", "0.5"), (";;;", "5", "5"),
        ("yyyy/m/d", "45000", "2023/3/15"), ("yyyy-mm-dd hh:mm", "45291.5", "2023-12-31 12:00"),
        ('yyyy"年"m"月";@', "45291", "2023年12月"), ("[h]:mm", "1.5", "36:00"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日";@', "45291", "二〇二三年十二月三十一日"),
        ('上午/下午h"时"mm"分"', "0.75", "下午6时00分"), ("h:mm AM/PM", "0.5", "12:00 PM"),
        ("mm:ss.0", "0.00001", "00:00.9"), ("aaaa", "45291", "星期日"), ("d-mmm-yy", "60", "29-Feb-00"),
        ("yyyy/m/d", "-1", "-1"), ("yyyy/m/d", "99999999", "99999999"),
    ],
)  # fmt: skip
def test_shown(code: str, stored: str, shown: str) -> None:
    value = number(stored)
    assert value is not None
    assert show(code, value).text == shown


@pytest.mark.parametrize(
    ("code", "stored", "unrounded"),
    [
        ("0.00", "57.125", "57.125"), ("0%", "0.57125", "57.125%"), ("0", "156.47", "156.47"),
        ("#,##0", "1234.5", "1,234.5"), ('0"元"', "16.5", "16.5元"), ("0.00", "16.1", None),
        ("0.00", "16.100000000000001", None), ("General", "3.14159", None), ("yyyy", "45291", None),
    ],
)  # fmt: skip
def test_unrounded_number_is_kept_where_rounding_took_digits(
    code: str, stored: str, unrounded: str | None
) -> None:
    value = number(stored)
    assert value is not None
    assert show(code, value).stored == unrounded


def test_nothing_shown_is_marked_blank() -> None:
    assert show(";;;", Decimal(5)).blank
    assert show("#", Decimal(0)).blank
    assert not show("0", Decimal(0)).blank


def test_1904_dates() -> None:
    assert show("yyyy/m/d", Decimal(0), from_1904=True).text == "1904/1/1"


def test_text_format() -> None:
    assert show_text('@"万元"', "16") == "16万元"
    assert show_text("0;-0;;@", "文") == "文"
    assert show_text(ACCOUNTING, "文").strip() == "文"


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 6))
def test_fixed_decimals_are_half_up_and_reversible(value: Decimal, places: int) -> None:
    kept = number(str(value))
    assert kept is not None
    shown = show("#,##0" + ("." + "0" * places if places else ""), kept)
    off = abs(Decimal(shown.text.replace(",", "")) - kept)
    assert off * 2 <= Decimal(1).scaleb(-places)
    if shown.stored is None:
        assert off == 0
    else:
        assert Decimal(shown.stored.replace(",", "")) == kept


@given(st.text(max_size=30), st.decimals(allow_nan=False, allow_infinity=False))
def test_no_code_ever_fails(code: str, value: Decimal) -> None:
    kept = number(str(value))
    if kept is not None:
        assert isinstance(show(code, kept).text, str)
        assert isinstance(show_text(code, "文"), str)


@given(
    st.text('0#?.,%;-"\\_*@[]EeyYmdhsag/年 $+>=<10DBNum', max_size=30),
    st.sampled_from(["0", "-5.5", "45291.75", "1E+20"]),
)
def test_no_likely_code_ever_fails(code: str, stored: str) -> None:
    value = number(stored)
    assert value is not None
    assert isinstance(show(code, value).text, str)


def test_builtin_codes_all_show() -> None:
    for code in BUILTIN.values():
        assert show(code, Decimal("45291.25")).text


def test_general_keeps_fifteen_digits() -> None:
    assert general(Decimal("123456789012345678")) == "123456789012346000"
