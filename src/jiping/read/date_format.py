"""What a spreadsheet shows for a stored date or time: the date sections of number format codes.

Serial numbers count days from 1900 (with the 29 February 1900 that never was) or from 1904.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

_DAY = 86400
_LAST = 2_958_466  # the serial number after 9999-12-31
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_WEEKDAYS = "一二三四五六日"
_CHINESE_DIGITS = "〇一二三四五六七八九"

_DATE_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.?)"
    r"|_(?P<wide>.?)|\*(?P<fill>.?)"
    r"|\[(?P<elapsed>h+|m+|s+)\]"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<noon>AM/PM|A/P|上午/下午)"
    r"|(?P<unit>y+|m+|d+|h+|s+|a{3,4}|e+)"
    r"|\.(?P<part>0+)"
    r"|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_CODE = re.compile(
    r'"[^"]*"?|\\.?|_.?|\*.?|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[Ee][+-]|General|G/通用格式|通用格式',
    re.IGNORECASE | re.DOTALL,
)
_HAS_DATE = re.compile(r"[ymdhs]|aaa|(?<![a-z])e(?![a-z])|上午/下午|AM/PM", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateSection:
    """One section of a code that shows a date, a time or a span of time.

    Items are (kind, width or text); kind "text" is shown as it stands.
    """

    items: tuple[tuple[str, str], ...]
    chinese: bool = False

    def show(self, value: Decimal, *, from_1904: bool) -> str | None:
        """The date as displayed; None for a number that is no date (negative, too large)."""
        if value < 0 or value >= _LAST:
            return None
        kinds = {kind for kind, _ in self.items}
        exact = value * _DAY
        decimals = max((len(width) for kind, width in self.items if kind == "part"), default=0)
        # Minutes shown without seconds are cut, seconds are rounded.
        rounding = ROUND_HALF_UP if kinds & {"s", "part", "[s]"} else ROUND_FLOOR
        near = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if abs(near - exact) < Decimal("0.001"):
            exact = near
        seconds = exact.quantize(Decimal(1).scaleb(-decimals), rounding)
        days, within = int(seconds // _DAY), seconds % _DAY
        clock = int(within)
        hour, minute, second = clock // 3600, clock // 60 % 60, clock % 60
        year, month, day, weekday = _calendar(days, from_1904=from_1904)
        noon = "noon" in kinds
        out: list[str] = []
        for kind, width in self.items:
            size = len(width)
            if kind == "text":
                out.append(width)
            elif kind == "y":
                out.append(self._year(year, size))
            elif kind == "month":
                out.append(self._month(month, size))
            elif kind == "d":
                out.append(self._day(day, weekday, size))
            elif kind == "a":
                out.append(("星期" if size > 3 else "") + _CHINESE_WEEKDAYS[weekday])
            elif kind == "h":
                shown = (hour % 12 or 12) if noon else hour
                out.append(self._count(shown, size))
            elif kind == "minute":
                out.append(self._count(minute, size))
            elif kind == "s":
                out.append(self._count(second, size))
            elif kind == "part":
                out.append("." + f"{within % 1:.{size}f}"[2:])
            elif kind == "noon":
                out.append(_noon(width, hour))
            elif kind == "[h]":
                out.append(str(int(seconds // 3600)).zfill(size))
            elif kind == "[m]":
                out.append(str(int(seconds // 60)).zfill(size))
            elif kind == "[s]":
                out.append(str(int(seconds)).zfill(size))
        return "".join(out).strip()

    def _year(self, year: int, size: int) -> str:
        text = f"{year:04d}" if size > 2 else f"{year % 100:02d}"
        return "".join(_CHINESE_DIGITS[int(c)] for c in text) if self.chinese else text

    def _month(self, month: int, size: int) -> str:
        if size < 3:
            return self._count(month, size)
        name = _MONTHS[month - 1]
        return name[:3] if size == 3 else name if size == 4 else name[0]

    def _day(self, day: int, weekday: int, size: int) -> str:
        if size < 3:
            return self._count(day, size)
        return _WEEKDAYS[weekday][:3] if size == 3 else _WEEKDAYS[weekday]

    def _count(self, number: int, size: int) -> str:
        if not self.chinese:
            return str(number).zfill(min(size, 2))
        tens, ones = divmod(number, 10)
        if not tens:
            return _CHINESE_DIGITS[ones]
        head = _CHINESE_DIGITS[tens] if tens > 1 else ""
        return head + "十" + (_CHINESE_DIGITS[ones] if ones else "")


def date_section(part: str) -> DateSection | None:
    """The section of a code as a date, or None where it is for numbers."""
    bare = _NOT_CODE.sub("", part)
    if not _HAS_DATE.search(bare) or "#" in bare or "?" in bare:
        return None
    items: list[tuple[str, str]] = []
    chinese = False
    for match in _DATE_TOKEN.finditer(part):
        kind, text = match.lastgroup or "plain", match.group(match.lastgroup or "plain")
        if kind in ("quoted", "escaped", "plain"):
            items.append(("text", text))
        elif kind == "wide":
            items.append(("text", " "))
        elif kind == "elapsed":
            items.append((f"[{text[0].lower()}]", text))
        elif kind == "bracket":
            chinese |= text.upper() in ("DBNUM1", "DBNUM2")
        elif kind in ("noon", "part"):
            items.append((kind, text))
        elif kind == "unit":
            letter = text[0].lower()
            items.append(("y" if letter == "e" else letter, "yyyy" if letter == "e" else text))
    return DateSection(tuple(_minutes(items)), chinese)


def _minutes(items: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Tell the m of months from the m of minutes: after hours or before seconds it is minutes."""
    out = list(items)
    units = [i for i, (kind, _) in enumerate(items) if kind not in ("text", "noon", "part")]
    for position, index in enumerate(units):
        kind, text = items[index]
        if kind != "m":
            continue
        before = items[units[position - 1]][0] if position else ""
        after = items[units[position + 1]][0] if position + 1 < len(units) else ""
        minute = before in ("h", "[h]") or after in ("s", "[s]")
        out[index] = ("minute" if minute and len(text) < 3 else "month", text)
    return out


def _calendar(days: int, *, from_1904: bool) -> tuple[int, int, int, int]:
    """Year, month, day and weekday (Monday 0) of a serial day."""
    if from_1904:
        found = date(1904, 1, 1) + timedelta(days=min(days, _LAST - 1463))
    elif days == 60:
        return 1900, 2, 29, 2
    elif days == 0:
        return 1900, 1, 0, 5
    else:
        found = date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)
    return found.year, found.month, found.day, found.weekday()


def _noon(code: str, hour: int) -> str:
    if "上" in code:
        return "下午" if hour >= 12 else "上午"
    return code.partition("/")[0 if hour < 12 else 2]
