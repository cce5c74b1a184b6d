"""What an indicator's name says once numbers, brackets, units and words of course are gone.

`core` is the normal form under which a name is kept; `alike` decides whether two different normal
forms mean the same. Both are plain functions of texts: the same everywhere, in every order.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from jiping.model.text import label_key

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|《[^《》]*》|〔[^〔〕]*〕")
_QUOTES = re.compile("[“”\"'‘’「」]")
_NUMBERING = re.compile(
    r"^(?:[①-⑳]|(?:三级)?(?:指标|目标)[0-9一二三四五六七八九十]*[:.、]|[0-9]{1,2}[.、)]|[一二三四五六七八九十]{1,2}[、.])"
)
_VALUE = re.compile(
    r"(?:大于等于|小于等于|不低于|不少于|不高于|不超过|不多于|控制在|达到|大于|小于|达|[≥≤<>=])+约?[0-9].*$"
)
_YEAR = re.compile(
    r"(?:19|20)[0-9]{2}(?:年度|学年|年)?|^(?:本年度|本年|全年度|全年|年度|当年|年内)"
)
_NUMBER = re.compile(
    r"(?<![0-9.a-z])"
    r"[0-9]+(?:[.,][0-9]+)*(?:%|‰|(?:km|kg|mm|cm|m[23]?|t)(?![0-9a-z])"
    r"|(?:余|多)?[万亿]?(?:平方米|人次|万元|场次|公里|[个人次项家户场套台份件名元亩篇天期批处条辆吨米]))?"
    r"(?![0-9.a-z]|(?:[-~—至][0-9]+)?(?:岁|周岁|型|[类级](?!别)|号|年级|热线|平台|急救|接处?警|报警))"
)
"""A value. 80岁以上老年人, PM2.5, 4A级景区, 5G基站, 2型糖尿病, 12345热线: what is counted, no value."""
_SIGNS = re.compile(r"[^0-9a-z㐀-鿿]+")
_COURSE = re.compile(
    "工作|项目|任务|情况|相关|有关|各类|各项|开展|组织|进行|实施|举办|本次|指标(?=.)|(?<=.)指标$|[的之]"
)
"""Words that say nothing of what is measured."""
_COUNT = re.compile("(?:总数量|数量|总数|个数|数目)$")
_PEOPLE = re.compile("(?<=[一-鿿]{2})(?:群体|对象)?满意[度率](?:指标)?$")
"""受众群体满意度, 受众满意率: the same people asked the same."""
_PLACE = re.compile("^(?:[一-鿿]{2,5}?(?:省|自治区|自治州|市|县|旗|盟))(?=[一-鿿]{4})")
_SAID = frozenset("城县都超本门我各同全上入开闭股楼夜早集菜节")
"""城市, 都市, 超市, 本市 … are no names of places."""
_DISTINCT = re.compile("[不未非无违副零一二三四五六七八九十百甲乙丙丁a-z0-9]")
"""A letter more of these makes another indicator."""
SHORTEST = 3
SLIPS = 16
"""Characters from which a slip of the pen makes no other indicator."""


def core(name: str, project: str | None = None) -> str:
    """The normal form of a name: "3、2023年举办培训工作场次（≥10场）" → "培训场次".

    ``project``: name of the one project that uses the wording, whose own words go too.
    """
    found = _core(name)
    return without(found, project) if project else found


@lru_cache(maxsize=65536)
def _core(name: str) -> str:
    key = label_key(name)
    plain = key
    while (shorter := _BRACKETS.sub("", plain)) != plain:
        plain = shorter
    plain = _VALUE.sub("", _NUMBERING.sub("", _QUOTES.sub("", plain)))
    plain = _SIGNS.sub("", _NUMBER.sub("", _YEAR.sub("", plain)))
    place = _PLACE.match(plain)
    if place and not _SAID.intersection(place.group()[:-1]):
        plain = plain[place.end() :]
    spare = _COURSE.sub("", plain)
    plain = spare if len(spare) >= SHORTEST else plain
    plain = _COUNT.sub("数", plain) if len(plain) > SHORTEST else plain
    plain = _PEOPLE.sub("满意度", plain)
    return plain or _SIGNS.sub("", key) or key


def without(found: str, project: str) -> str:
    """A normal form without the words of its project, four of them at least in a row.

    What is left must still name something: three characters, not the project alone.
    """
    theirs = _SIGNS.sub("", label_key(project))
    for size in range(len(found) - SHORTEST, 3, -1):
        for start in range(len(found) - size):
            if found[start : start + size] in theirs:
                rest = found[:start] + found[start + size :]
                return rest if len(rest) >= SHORTEST else found
    return found


@lru_cache(maxsize=65536)
def grams(text: str) -> tuple[str, ...]:
    """The pairs of neighbouring characters, each once, in order; a text of one character is its own."""
    if len(text) < 2:
        return (text,) if text else ()
    return tuple(dict.fromkeys(text[n : n + 2] for n in range(len(text) - 1)))


def shared(one: str, two: str) -> int:
    """How much two texts have in common, of 1000: Dice's measure over characters and pairs."""
    first, second = _parts(one), _parts(two)
    both = sum((first & second).values())
    return 2000 * both // max(sum(first.values()) + sum(second.values()), 1)


@lru_cache(maxsize=65536)
def _parts(text: str) -> Counter[str]:
    return Counter(text) + Counter(text[n : n + 2] for n in range(len(text) - 1))


def alike(one: str, two: str) -> bool:
    """Whether two different forms are one indicator. Cautious: a wrong yes spoils figures.

    They end alike, and either have the same characters in another order (人员培训 — 培训人员), or
    both are long and differ by a slip of the pen. A word more is another indicator: 道路照明设施 is
    not 道路设施; words that say nothing were taken out before (`core`, `meaning`).
    """
    if one[-1:] != two[-1:]:
        return False
    short, long = sorted((one, two), key=len)
    gap = len(long) - len(short)
    if not gap and sorted(short) == sorted(long):
        return shared(short, long) >= 600
    if one[-2:] != two[-2:] or len(short) < SLIPS or gap > 1 or shared(short, long) < 900:
        return False
    more, less = Counter(long) - Counter(short), Counter(short) - Counter(long)
    return not any(map(_DISTINCT.match, (*more, *less)))
