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
        ("(路.*)(?:长度|公里数)$", r"\1里程"),
        ("公里数$", "长度"),
        ("(?:平方米|平米|亩)数$", "面积"),
        ("频次$", "次数"),
        ("(?:比例|比率|占比|百分比)$", "率"),
        ("(?<=[降增提减升改善])(?:程度|幅度|情况)$", ""),
    )
)
"""Endings that say the same, and what stands for them."""
_IN_TIME = re.compile("按期|按时")
_IDLE_INSIDE = re.compile("质量(?=合格|验收)|(?<=[人民])群众(?=满意度)")
_ASKED = re.compile(
    "(?:受益|受助|受资助|受补助|参训|受训|就诊|参观|入住|入园|来访)"
    "(?=(?:学生|学员|儿童|老年人|残疾人|农户|农民|农牧民|牧民|村民|居民|群众|职工|教师|家长|患者|观众|游客|企业)"
    "满意度$)"
)
"""受益群众满意度, 就诊患者满意度: the same people are asked, whatever brought them."""
_HOW = "(?:不断|持续|有效|逐步|显著|明显|进一步|切实|大力|稳步|全面|得到)+"
_ADVERB = re.compile(
    f"^(?:是否|{_HOW})+(?=..)"
    f"|(?<=...){_HOW}(?=(?:提高|提升|增强|改善|促进|保障|推动|减少|增加|降低|维护|完善|加强|优化|缓解|规范)$)"
)
"""是否…, 有效提升…, …得到有效提升: how it is done is not what is measured."""
_VERB = re.compile(
    "^(提高|改善|促进|保障|推动|减少|增加|降低|维护|完善|加强|优化|缓解|规范)"
    "(.{2,}(?<![率数度额量费值次积程间本价比]))$"
)
"""提高服务水平 is 服务水平提高; what ends in a measure is no such sentence: 减少排放量."""
_MEASURE = re.compile("(?<=..)[个家台套份篇辆册部件头处间条座张只株幅口盏块枚艘架]数$")
_HEADS = re.compile("(?<=..)人数$")
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
    found = _PEOPLE.sub("人数", idle.sub("", _ADVERB.sub("", form)))
    # Twice: a word that was put may stand in a longer one that is known.
    for _ in range(2):
        found = known.sub(lambda word: stands.get(word.group(), word.group()), found)
    found = _IN_TIME.sub("及时", _IDLE_INSIDE.sub("", found)).replace("竣工", "完工")
    found = _ASKED.sub("", found)
    for ending, put in _ENDINGS:
        found = ending.sub(put, found)
    if kind.startswith("money"):
        found = _OF_MONEY.sub("费", found)
    return _VERB.sub(r"\2\1", _WORKS.sub("", found)) or form


def without_measure(means: str, kind: str = "") -> str:
    """A meaning without the measure word of what is counted: 购买设备台数 → 购买设备数; where the unit
    says that people are counted, 引进人才人数 → 引进人才数.

    案件数 becomes 案数, which is nobody's name: compare with what the meaning itself says first.
    """
    return (_HEADS if kind == "人" else _MEASURE).sub("数", means)
