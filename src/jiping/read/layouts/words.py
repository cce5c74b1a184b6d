"""The words of the forms: what one cell text is, told by its wording alone.

`look` is cached on the raw text: a form repeats the same few dozen labels, and so do the
thousands of forms of a batch.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from jiping.model.patterns import lazy
from jiping.model.units import is_unit
from jiping.read.layouts.lexicon import EXACT, GRADES, LEVEL2, NATURES, OPERATORS, UNITS

WIDE: Final[dict[int, int | str]] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
WIDE.update({0x3000: " ", 0xA0: " ", 0xFEFF: "", 0x200B: "", ord("【"): "[", ord("】"): "]"})
DASHES: Final = frozenset("-—–－―─/\\一~")
NUMBER = lazy(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
QUANTITY = lazy(
    r"(≥|≤|>=|<=|=|>|<|≧|≦|═|大于等于|小于等于|等于|不少于|不低于|不高于|不超过|不大于|不小于|至少|大于|小于)?"
    r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([^\d,.;:,。;:、]{0,10})"
)
DATE = lazy(
    r"(?:19|20)\d\d(?:[.年/-][\d.年月日号/至到前后底末初中上旬下半季度全内以止完成起—–~～()-]{0,16}|年?)|"
    r"\d{1,2}-\d{1,2}月.{0,4}|\d{1,2}月(?:\d{1,2}日|底|末|前)?.{0,4}"
)
SPREAD = lazy(r"-?\d+(?:\.\d+)?%?[-—–~～至]-?\d+(?:\.\d+)?(%|\D{1,8})")
BRACKETS = lazy(r"\([^()]*\)|\[[^\[\]]*\]")
FORMULA = lazy(r"[A-F](?:[=/-][A-F])*$")
POINTS = lazy(r"\((\d+(?:\.\d+)?)分?%?\)")
INLINE = lazy(r"\s*([^\s:：][^:：]{0,15}?)\s*[:：]\s*(\S.*)", re.S)
SPACED = lazy(r"\s*([^\s]{2,10})\s+(\S.*)", re.S)
BULLET = lazy(r"^[\d一二三四五六七八九十]{1,2}[.、]")


class Look(NamedTuple):
    """What a text is. ``kind`` is one of: empty, dash, number, percent, quantity, operator,
    nature, unit, date, level1, level2, label, text.

    ``group``/``role`` say which label (see `lexicon`); ``points`` is the number printed in
    brackets behind it; ``inline`` the label and the value of a cell that holds both.
    """

    text: str
    kind: str
    group: str = ""
    role: str = ""
    points: str | None = None
    inline: tuple[str, str, str] | None = None


EMPTY: Final = Look("", "empty")


@lru_cache(maxsize=65536)
def clean(raw: str) -> str:
    """``raw`` without the white space that a layout put inside it; the wording stays.

    A blank stays between two Latin words, a line break between two sentences does not.
    """
    parts = raw.replace("\u3000", " ").replace("\u200b", "").replace("\ufeff", "").split()
    if len(parts) <= 1:
        return parts[0] if parts else ""
    out = parts[0]
    for part in parts[1:]:
        a, b = out[-1], part[0]
        latin = a.isascii() and b.isascii() and a.isalnum() and b.isalnum()
        out = f"{out} {part}" if latin and not (a.isdigit() and b.isdigit()) else out + part
    return out


@lru_cache(maxsize=65536)
def narrow(text: str) -> str:
    """Full-width signs, digits and Latin letters made half-width, all white space removed."""
    return "".join(text.translate(WIDE).split())


@lru_cache(maxsize=65536)
def look(raw: str) -> Look:
    """What the text of one cell is."""
    text = clean(raw)
    if not text:
        return EMPTY
    flat = narrow(text)
    if len(flat) <= 60:
        found = _label(text, flat) or _value(text, flat)
        if found is not None:
            return found
    held = POINTS.search(flat) if flat[-1] == ")" and len(flat) <= 20 else None
    return _inline(raw, text) or Look(text, "text", points=held[1] if held else None)


def _label(text: str, flat: str) -> Look | None:
    key = flat.rstrip(":")
    if key.startswith("*"):
        key = key.lstrip("*")
    points: str | None = None
    if "(" in key or "[" in key:
        found = POINTS.search(key)
        points = found[1] if found else None
        hit = EXACT.get(key)
        if hit is None:
            key = BRACKETS.sub("", key)
            if not key:
                return None
    hit = EXACT.get(key)
    if hit is None and key and key[-1] in "ABCDEF":
        hit = EXACT.get(FORMULA.sub("", key))
    if hit is None and key and key[0] in "0123456789一二三四五六七八九十":
        hit = EXACT.get(BULLET.sub("", key))
    if hit is None:
        hit = _family_label(key)
    if hit is None:
        return None
    group, role = hit
    kind = group if group in ("level1", "level2", "nature", "operator", "unit") else "label"
    return Look(text, kind, group, role, points)


def _family_label(key: str) -> tuple[str, str] | None:
    """Labels that are a pattern rather than a word."""
    if key.startswith("其中"):
        rest = key[2:].lstrip(":、,")
        hit = EXACT.get(rest)
        if hit is not None and hit[0] == "fundrow":
            return hit
        if len(rest) <= 14 and rest.endswith(("资金", "拨款", "补助", "经费")):
            return "fundrow", _source(rest)
    if len(key) <= 22 and "原因" in key and ("措施" in key or "分析" in key or "说明" in key):
        return "col", "reason"
    if key.startswith(("绩效指标", "年度绩效指标", "年度绩效目标")) and len(key) <= 8:
        return "indicators", ""
    if key.endswith("指标等") and key[:-3] in LEVEL2:
        return "level2", key
    if 3 <= len(key) <= 12 and key.endswith(("满意度指标", "对象满意度")):
        return "level2", key
    return None


def _source(label: str) -> str:
    for word, source in (
        ("中央", "central"), ("省", "province"), ("市", "city"), ("县", "county"), ("区级", "county"),
        ("地方", "local"), ("专户", "special_account"), ("单位", "unit"), ("结转", "carryover"),
        ("结余", "carryover"), ("财政", "fiscal"),
    ):  # fmt: skip
        if word in label:
            return source
    return "other"


def _value(text: str, flat: str) -> Look | None:
    first = flat[0]
    if first in DASHES and all(c in DASHES for c in flat):
        return Look(text, "dash")
    if first.isdigit() or first == "-":
        if NUMBER.fullmatch(flat):
            return Look(text, "number")
        if flat[-1] == "%" and NUMBER.fullmatch(flat[:-1]):
            return Look(text, "percent")
        if DATE.fullmatch(flat):
            return Look(text, "date")
    if flat in OPERATORS:
        return Look(text, "operator", "operator", OPERATORS[flat])
    if flat in NATURES:
        return Look(text, "nature", "nature", NATURES[flat])
    if flat in UNITS:
        return Look(text, "unit")
    if len(flat) <= 24:
        found = QUANTITY.fullmatch(flat)
        if found is not None and (len(found[3]) <= 3 or is_unit(found[3])):
            return Look(text, "quantity")
        spread = SPREAD.fullmatch(flat)
        if spread is not None and (spread[1] == "%" or is_unit(spread[1])):
            return Look(text, "quantity")
    if len(flat) <= 24 and flat.endswith(("以上", "以下", "以内")) and first.isdigit():
        return Look(text, "quantity")
    if flat in GRADES:
        return Look(text, "text", "grade", flat)
    return None


def _inline(raw: str, text: str) -> Look | None:
    """A label with its value in the same cell: “实施单位 某局”, “单位名称：某局”."""
    for pattern in (INLINE, SPACED):
        found = pattern.fullmatch(raw)
        if found is None:
            continue
        hit = EXACT.get(BULLET.sub("", BRACKETS.sub("", narrow(found[1]))))
        if hit is not None and hit[0] in ("head", "remark", "filing"):
            value = clean(found[2])
            return Look(text, "label", hit[0], hit[1], None, (clean(found[1]), value, found[2]))
    return None
