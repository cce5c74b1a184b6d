"""What a normal form means, as far as words that say the same are known (``words.toml``).

Only names are brought together by it: nobody sees it, and nothing is kept under it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

_PEOPLE = re.compile("(?:人员|学员|对象|群众|人口)(?:人数|数|口数)?(?<=数|口)$")
"""培训人员数, 受益群众人数, 受益人口: how many people."""
_ENDINGS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        ("(?<=及时|准确|合规|完好|知晓|覆盖)(?:性|度|程度)$", "率"),
        # 服务老年人人数, 消防员人数: the people are named already.
        ("(?<=[人员者生师童才工民兵])人数$", "数"),
        ("家庭户数$", "户数"),
        ("(?<!质|容)量$", "数"),
        ("(?<=人次|批次|剂次)数$", ""),
        ("场(?:次|数)$", "场次"),
        ("户数量$", "户数"),
        ("时[长限]$", "时间"),
        ("金额$", "额"),
        ("增收额$", "增收"),
        ("事故(?:发生)?(?:起数|次数|数)$", "事故次数"),
        ("事故发生率$", "事故率"),
        ("(路.*)长度$", r"\1里程"),
    )
)
"""Endings that say the same, and what stands for them."""
_IN_TIME = re.compile("按期|按时")
_IDLE_INSIDE = re.compile("质量(?=合格|验收)|(?<=[人民])群众(?=满意度)")
_MEASURE = re.compile("(?<=..)[个家台套份篇辆册部件头处间条座张只株幅口盏块枚艘架]数$")
_OF_MONEY = re.compile("(?:费总成本|费成本|费支出|费用|总成本|成本|造价|支出|费)$")
"""差旅费, 差旅费用, 差旅费成本: of one level and one kind of unit they are the same."""
_WORKS = re.compile("^(?:项目|工作|任务)(?=及时完成|验收|费$|单位费$|单价$)")


@cache
def _words() -> tuple[Mapping[str, str], re.Pattern[str], re.Pattern[str]]:
    given = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    stands = {word: line[0] for line in given["same"] for word in line[1:]}
    words = {word for line in given["same"] for word in line}
    longest = sorted(words, key=lambda word: (-len(word), word))
    idle = sorted(given["idle"], key=lambda word: (-len(word), word))
    return (
        stands,
        re.compile("|".join(longest)),
        re.compile(f"^(?:{'|'.join(idle)})(?!时|及时|进度|质量)(?=...)"),
    )


@lru_cache(maxsize=65536)
def meaning(form: str, kind: str = "") -> str:
    """The words of a normal form put for those that stand for them; ``kind``: of its unit."""
    stands, known, idle = _words()
    found = _PEOPLE.sub("人数", idle.sub("", form))
    # Twice: a word that was put may stand in a longer one that is known.
    for _ in range(2):
        found = known.sub(lambda word: stands.get(word.group(), word.group()), found)
    found = _IN_TIME.sub("及时", _IDLE_INSIDE.sub("", found)).replace("竣工", "完工")
    for ending, put in _ENDINGS:
        found = ending.sub(put, found)
    if kind.startswith("money"):
        found = _OF_MONEY.sub("费", found)
    return _WORKS.sub("", found) or form


def without_measure(means: str) -> str:
    """A meaning without the measure word of what is counted: 购买设备台数 → 购买设备数.

    案件数 becomes 案数, which is nobody's name: compare with what the meaning itself says first.
    """
    return _MEASURE.sub("数", means)
