"""What a spreadsheet shows for a stored number: number format codes applied exactly.

A sheet stores 57.125 and shows “57.13”; the printed figure is the one that was filed. Codes after
ECMA-376 part 1 §18.8.30–31. Numbers are rounded half up from the 15 significant digits that
spreadsheets keep. Not drawn: fractions (`# ?/?`) and Chinese numerals for plain numbers ([DBNum1]);
these show the plain number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from functools import lru_cache

from jiping.read.date_format import DateSection, date_section

_KEPT = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)

BUILTIN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-", 42: "¥#,##0;¥-#,##0;¥-", 43: "#,##0.00;-#,##0.00;-",
    44: "¥#,##0.00;¥-#,##0.00;¥-", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Format ids without a code in the file, as a Chinese office shows them (recalled, not read)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`text` as displayed; `stored` the same number unrounded, where rounding took digits;
    `blank` when the format shows nothing at all for this value (`;;;`)."""

    text: str
    stored: str | None = None
    blank: bool = False


@dataclass(slots=True)
class _Number:
    """One section of a code for numbers: what stands before, among and after the digits."""

    whole: list[str] = field(default_factory=list)
    fraction: list[str] = field(default_factory=list)
    exponent: list[str] = field(default_factory=list)
    signed_exponent: bool = False
    places: int = 0
    percents: int = 0
    thousands: int = 0
    grouped: bool = False
    point: bool = False
    digits: bool = False
    general: bool = False
    condition: Callable[[Decimal], bool] | None = None


_Section = _Number | DateSection

_TOKEN = re.compile(
    r'"([^"]*)"?'  # 1 quoted
    r"|\\(.?)"  # 2 escaped
    r"|_(.?)"  # 3 as wide as
    r"|\*(.?)"  # 4 fill
    r"|\[([^\]]*)\]"  # 5 bracket
    r"|([Ee][+-])"  # 6 exponent
    r"|(General|G/通用格式|通用格式)"  # 7
    r"|(.)",  # 8 anything else
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)$")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip


def number(text: str) -> Decimal | None:
    """A stored number as the exact value of its 15 significant digits; None for what is none."""
    try:
        value = _KEPT.create_decimal(text.strip())
    except (DecimalException, ValueError):
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 330 else None


def general(value: Decimal) -> str:
    """The number in the General format: at most 15 digits, no trailing zeros, no artefacts."""
    if not value:
        return "0"
    value = value.normalize(_KEPT)
    if -10 <= value.adjusted() < 21:
        return f"{value:f}"
    digits = "".join(map(str, value.as_tuple().digits))
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{'-' if value < 0 else ''}{mantissa}E{value.adjusted():+03d}"


def show(code: str, value: Decimal, *, from_1904: bool = False) -> Shown:
    """What the format code shows for a number."""
    sections = _sections(code[:500])
    section, own_sign = _section_for(sections, value)
    if section is None or (isinstance(section, _Number) and section.general and not section.whole):
        return Shown(general(value))
    if isinstance(section, DateSection):
        shown = section.show(value, from_1904=from_1904)
        return Shown(shown if shown is not None else general(value))
    if not (section.digits or section.general):
        text = "".join(section.whole).strip()
        return Shown(text) if text else Shown(general(value), blank=True)
    negative = value < 0 and not own_sign
    value = abs(value)
    if section.general:
        text = "".join(general(value) if item == "General" else item for item in section.whole)
        return Shown(("-" if negative else "") + text.strip())
    shift = section.percents * 2 - section.thousands * 3
    scaled = value.scaleb(shift, _WIDE)
    sign = "-" if negative else ""
    if section.exponent:
        return Shown(sign + _scientific(section, scaled).strip())
    rounded = scaled.quantize(Decimal(1).scaleb(-section.places), ROUND_HALF_UP, _WIDE)
    text = sign + _fixed(section, rounded).strip()
    if rounded == scaled:
        return Shown(text) if text else Shown(general(value), blank=True)
    more = -int(scaled.normalize(_WIDE).as_tuple().exponent)
    return Shown(text, sign + _fixed(section, scaled, more).strip())


def show_text(code: str, text: str) -> str:
    """What a format code shows for a text: its `@` section around it."""
    if "@" not in code or code == "@":
        return text
    parts = _split(code)
    part = parts[3] if len(parts) > 3 else parts[-1]
    if "@" not in part:
        return text
    out: list[str] = []
    for match in _TOKEN.finditer(part):
        quoted, escaped, _, _, _, exponent, _, plain = match.groups()
        out.append(text if plain == "@" else quoted or escaped or exponent or plain or "")
    return "".join(out)


def _split(code: str) -> list[str]:
    """The sections of a code: split at semicolons outside quotes, escapes and brackets."""
    parts: list[str] = []
    current: list[str] = []
    for match in _TOKEN.finditer(code):
        if match.group(8) == ";":
            parts.append("".join(current))
            current = []
        else:
            current.append(match.group())
    parts.append("".join(current))
    return parts


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple(_section(part) for part in _split(code)[:4])


def _section_for(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section | None, bool]:
    """The section for a value, and whether it draws the minus sign itself."""
    numeric = sections[:3]
    if any(s.condition for s in numeric if isinstance(s, _Number)):
        for section in numeric:
            if not isinstance(section, _Number) or section.condition is None:
                return section, False
            if section.condition(value):
                return section, False
        return numeric[-1] if len(numeric) > 2 else None, False
    if value < 0 and len(numeric) > 1:
        return numeric[1], True
    if value == 0 and len(numeric) > 2:
        return numeric[2], True
    return (numeric[0] if numeric else None), False


def _section(part: str) -> _Section:
    date = date_section(part)
    if date is not None:
        return date
    section = _Number()
    target = section.whole
    commas = 0
    slash = False
    for match in _TOKEN.finditer(part):
        quoted, escaped, _, _, bracket, exponent, plain_number, plain = match.groups()
        if quoted is not None:
            target.append(quoted)
        elif escaped is not None:
            target.append(escaped)
        elif bracket is not None:
            _bracket(section, target, bracket)
        elif exponent is not None and section.digits:
            section.signed_exponent = exponent[1] == "+"
            target = section.exponent
        elif plain_number is not None:
            section.general = True
            target.append("General")
        elif plain is not None:
            if plain in "0#?":
                section.digits = True
                if target is section.whole and commas:
                    section.grouped = True
                if target is section.fraction:
                    section.places += 1
                commas = 0
                target.append("\0" + plain)
            elif plain == "." and not section.point and target is section.whole:
                section.point = True
                section.thousands += commas
                commas = 0
                target = section.fraction
            elif plain == "," and section.digits:
                commas += 1
            else:
                if plain == "%":
                    section.percents += 1
                slash |= plain == "/" and section.digits
                section.general |= plain == "@"
                target.append("General" if plain == "@" else plain)
        elif match.group(3) is not None:
            target.append(" ")
    section.thousands += commas
    if slash or (section.point and not section.digits):
        return _Number(general=True)
    return section


def _bracket(section: _Number, target: list[str], inside: str) -> None:
    """A bracket of a number section: currency, condition; colours and locales show nothing."""
    if inside.startswith("$"):
        target.append(inside[1:].partition("-")[0])
        return
    condition = _CONDITION.match(inside)
    if condition is None:
        return
    limit = number(condition.group(2))
    if limit is not None:
        compare = _COMPARE[condition.group(1)]
        section.condition = lambda value: compare(value, limit)


def _fixed(section: _Number, value: Decimal, more: int = 0) -> str:
    """A number without sign in a section; `more` asks for that many decimals at least."""
    places = max(section.places, more)
    whole, _, fraction = f"{value.quantize(Decimal(1).scaleb(-places), context=_WIDE):f}".partition(
        "."
    )
    text = _whole(section.whole, whole.lstrip("0"), grouped=section.grouped)
    if section.point:
        text += "."
    elif more:
        return _insert_fraction(section, whole.lstrip("0"), fraction)
    return text + _fraction(section.fraction, fraction, more)


def _insert_fraction(section: _Number, whole: str, fraction: str) -> str:
    """The unrounded number where the code has no decimal point: right after the last digit."""
    last = max(i for i, item in enumerate(section.whole) if item[:1] == "\0")
    head = _whole(section.whole[: last + 1], whole, grouped=section.grouped)
    return f"{head}.{fraction}" + "".join(section.whole[last + 1 :])


def _whole(pattern: list[str], digits: str, *, grouped: bool) -> str:
    """Digits put into the placeholders from the right; the leftmost takes all that remain."""
    slots = sum(item[:1] == "\0" for item in pattern)
    out: list[str] = []
    rest, placed = digits, 0
    for item in reversed(pattern):
        if item[:1] != "\0":
            out.append(item[::-1])
            continue
        slots -= 1
        taken = rest[::-1] if slots == 0 else rest[-1:]
        rest = "" if slots == 0 else rest[:-1]
        taken = taken or {"0": "0", "?": " ", "#": ""}[item[1]]
        for digit in taken:
            if grouped and placed and placed % 3 == 0 and digit != " ":
                out.append(",")
            out.append(digit)
            placed += 1
    return "".join(out)[::-1]


def _fraction(pattern: list[str], digits: str, more: int) -> str:
    """Decimals put into the placeholders from the left; `#` drops trailing zeros."""
    needed = len(digits.rstrip("0"))
    out: list[str] = []
    used = 0
    slots = sum(item[:1] == "\0" for item in pattern)
    for item in pattern:
        if item[:1] != "\0":
            out.append(item)
            continue
        digit = digits[used : used + 1] or "0"
        used += 1
        if used <= needed or item[1] == "0":
            out.append(digit)
        elif item[1] == "?":
            out.append(" ")
        if used == slots and more > slots:
            out.append(digits[used:])
    return "".join(out)


def _scientific(section: _Number, value: Decimal) -> str:
    """A number without sign as mantissa and exponent, as in 1.20E+03."""
    slots = max(1, sum(item[:1] == "\0" for item in section.whole))
    power = 0
    if value:
        power = value.adjusted() // slots * slots if slots > 1 else value.adjusted()
    step = Decimal(1).scaleb(-section.places)
    mantissa = value.scaleb(-power, _WIDE).quantize(step, ROUND_HALF_UP, _WIDE)
    if mantissa >= Decimal(10) ** slots:
        power += slots
        mantissa = value.scaleb(-power, _WIDE).quantize(step, ROUND_HALF_UP, _WIDE)
    sign = "-" if power < 0 else "+" if section.signed_exponent else ""
    return f"{_fixed(section, mantissa)}E{sign}{_whole(section.exponent, str(abs(power)), grouped=False)}"
