"""Numbers named in running text: "组织盟内30余家企业" → 30, 余, 家, 企业.

Rules compare them with the table's own figures; a column expression could not find them. Years,
months, document numbers and ordinals (2023年, 11月, 26号, 第五届, 2023年14次会议) are no facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jiping.model.decimals import to_scaled
from jiping.model.evaluation import Evaluation
from jiping.model.numerals import chinese_number
from jiping.model.text import half_width

Nearness = Literal["exact", "more", "about", "least", "most"]
"""How the text means its number: exactly, 30余 (a little above), 约 (near), 超过/以上, 不超过/以内."""

_COUNTED = (
    "人次|人份|户次|场次|批次|台套|课时|学时|平方米|立方米|公顷|公里|千米|公斤|小时"
    "|[家种名人次批项台套件份篇场期座户亩吨米班条处所间只头株辆本册起座栋艘架眼口盏]"
)
_FACT = re.compile(
    r"(?P<before>不少于|不低于|至少|不超过|不高于|控制在|大约|约|将近|近|超过|突破|超|逾)?"
    r"(?P<number>"
    r"(?<![0-9.A-Za-z〔\[【(第\-/~—～:：])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
    r"|(?<![第十百千万零一二两三四五六七八九])(?=[一二两三四五六七八九十])"
    r"[零一二两三四五六七八九十百千万]*[十百千万][零一二三四五六七八九十百千]*"
    r")"
    r"(?P<more>余|多)?"
    rf"(?P<unit>[万亿]?(?:[美欧港日]?元(?:/[一-鿿]{{1,3}})?|{_COUNTED})"
    r"|个百分点|个工作日|个小时|个月|%|[万亿]?个|天|年|月|[万亿])"
    r"(?P<more2>余|多)?"
    r"(?P<after>(?:\(含\)|（含）|及|或)?(?:以上|以下|以内|之内)|左右|上下)?"
    r"(?P<noun>[一-鿿]{0,8})"
)
_MEETING = re.compile(r"(?:常委|常务|党组|委员|全体|代表|办公|工作)?(?:会|大会|全会|届)")
_LEAST = frozenset({"不少于", "不低于", "至少", "超过", "突破", "超", "逾"})
_MOST = frozenset({"不超过", "不高于", "控制在"})
_ABOUT = frozenset({"大约", "约", "将近", "近"})
_DIVISIBLE = frozenset({"万", "亿", "元", "米", "亩", "吨"})
_CLAUSE = re.compile("[，。；！？,;!?\n]")


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a text. ``number`` is scaled (10⁻⁶) and as printed: 5万人次 is 5 and 万人次.

    ``decimals``: how many places are printed. ``clause``: the words of its clause on both sides,
    up to the neighbouring numbers. ``lead``: what stands directly before it, up to eight
    characters.
    """

    text: str
    number: int
    decimals: int
    nearness: Nearness
    unit: str
    noun: str | None
    clause: str
    lead: str

    @property
    def approximate(self) -> bool:
        """Whether the text doesn't mean the number exactly."""
        return self.nearness != "exact"


def facts_of(evaluation: Evaluation) -> Iterator[dict[str, int | str | bool | None]]:
    """The rows of the ``fact`` table of one evaluation, the form's number apart."""
    texts = {
        "/goal/expected": evaluation.goal.expected,
        "/goal/actual": evaluation.goal.actual,
    }
    for where, text in texts.items():
        for ordinal, fact in enumerate(facts_in(text) if text else ()):
            yield {
                "where": where,
                "ordinal": ordinal,
                "text": fact.text,
                "number": fact.number,
                "approximate": fact.approximate,
                "unit": fact.unit,
                "noun": fact.noun,
            }


@lru_cache(maxsize=512)
def facts_in(text: str) -> tuple[Fact, ...]:
    """The numbers that ``text`` names, in their order."""
    text = half_width(text)
    matches = [m for m in _FACT.finditer(text) if _is_fact(m)]
    facts = []
    for index, match in enumerate(matches):
        number = _number(match["number"])
        if number is None:
            continue
        start = matches[index - 1].end("unit") if index else 0
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        digits = match["number"]
        facts.append(
            Fact(
                text=match[0],
                number=number,
                decimals=len(digits.partition(".")[2]),
                nearness=_nearness(match),
                unit=match["unit"],
                noun=match["noun"] or None,
                clause=_CLAUSE.split(text[start : match.start()])[-1]
                + _CLAUSE.split(text[match.end("unit") : end])[0],
                lead=text[max(0, match.start() - 8) : match.start()],
            )
        )
    return tuple(facts)


def _is_fact(match: re.Match[str]) -> bool:
    digits, unit = match["number"], match["unit"]
    before = match.string[max(0, match.start("number") - 2) : match.start("number")]
    if unit == "月" or (unit == "年" and (len(digits) == 4 or not digits[0].isdigit())):
        return False
    if before.endswith("年") and unit in ("次", "届", "期"):
        return _MEETING.match(match["noun"] or "") is None
    if "." in digits and unit[-1] not in _DIVISIBLE and unit[0] not in "万亿%":
        # 2.3场 is item 2 of a list and three of something: nobody can vouch for it.
        return "/" in unit or unit in ("公里", "千米", "公顷", "公斤", "小时", "平方米", "立方米",
                                       "个百分点")  # fmt: skip
    return digits[0].isdigit() or unit not in ("个", "条", "项", "年", "天", "万", "亿")


def _number(digits: str) -> int | None:
    if digits[0].isdigit():
        return to_scaled(digits)
    value = chinese_number(digits)
    return None if value is None else to_scaled(str(value))


def _nearness(match: re.Match[str]) -> Nearness:
    after = match["after"] or ""
    if match["more"] or match["more2"]:
        return "more"
    if match["before"] in _ABOUT or after in ("左右", "上下"):
        return "about"
    if match["before"] in _LEAST or after.endswith("以上"):
        return "least"
    if match["before"] in _MOST or after:
        return "most"
    return "exact"
