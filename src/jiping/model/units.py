"""Units of measure as forms print them, and what kind of thing each of them counts."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from jiping.model.text import squeeze

UnitKind = Literal[
    "money", "money_rate", "percent", "count", "time", "length", "area", "volume", "weight",
    "data", "temperature", "energy", "rate", "other",
]  # fmt: skip
"""``money_rate``: money a something (元/人); ``rate``: anything else a something (次/年)."""

_WORDS: dict[UnitKind, str] = {
    "money": "元 块 美元 欧元 港元 港币 人民币 人民币元 RMB 圆",
    "percent": "% ％ %(百分比) 百分比 百分点 个百分点 ‰ 千分比 pct",
    "time": (
        "天 日 周 星期 旬 年 月 个月 季 季度 个季度 小时 时 分钟 秒 秒钟 毫秒 日历天 日历日 工作日 "
        "个工作日 个小时 自然日 个自然日 个日历天 周年 年度 个年度 学年 学期 个学期 个星期 个周 "
        "工作天 h min s ms d"
    ),
    "length": "米 千米 公里 里 厘米 毫米 分米 延米 延长米 m km cm mm dm 车道公里 管公里 皮长公里",
    "area": (
        "平方米 平方公里 平方千米 平方厘米 平米 平方 公顷 亩 亩次 公亩 顷 ㎡ m² m2 km² km2 ㎢ hm² hm2 "
        "平方毫米"
    ),
    "volume": "立方米 立方 方 升 毫升 m³ m3 ㎥ L l mL ml 立方厘米 立方千米 标方 标准立方米 方量 公升",
    "weight": "吨 公斤 千克 克 毫克 斤 担 kg g mg t 标煤吨 吨标准煤 吨标煤 吨公里 微克",
    "data": "TB GB MB KB PB Mbps Gbps bps 兆 条数据 Mb Gb MB/s",
    "temperature": "℃ °C 摄氏度 °F ℉",
    "energy": "度 度电 千瓦时 千瓦 瓦 兆瓦 kW kWh KW KWH MW W KVA kVA 千伏安 千伏 伏 KV kV dB 分贝 Hz",
    "count": (
        "个 人 名 位 户 家 次 项 件 种 批 套 台 辆 艘 架 部 册 本 份 张 幅 篇 条 座 栋 幢 间 处 所 座次 "
        "场 届 期 班 组 队 支 只 头 匹 羽 尾 棵 株 粒 颗 根 枝 盆 盏 块次 片 面 扇 把 台次 台套 "
        "台件 件套 套次 人次 人日 人天 人月 人年 人数 户次 户数 家次 个次 项次 件次 例 起 宗 桩 笔 单 票 枚 "
        "车次 车 架次 班次 批次 场次 期次 频次 标段 课 课时 学时 节 堂 门 科 类 款 档 级 层 步 轮 "
        "趟 遍 回 顿 餐 份次 袋 箱 包 盒 瓶 罐 桶 捆 卷 页 字 词 句 行 列 点 点位 站 站点 孔 眼 口 道 "
        "段 路 线 网 端 芯 床 床位 席 座位 车位 机位 泊位 工位 岗位 岗 工日 篇次 户籍 对 双 副 付 "
        "盘 桌 份数 个数 次数 名次 样 样品 批样 样本 标本 剂 剂次 针 针次 片次 支次 人份 人户 "
        "家庭 企业 部门 单位 机构 项目 工程 村 镇 乡 县 市 省 区 社区 街道 学校 所学校 个村 个乡镇 "
        "个项目 个单位 个机构 个企业 个社区 个部门 家企业 家单位 家机构 亿人次 棚 栏 窝 群 箱次 胎 "
        "牛单位 羊单位 标准箱 TEU 宗地 图幅 景 帧 集 部次 首 曲 出 幕 讲 专题 版 期刊 平台 系统 "
        "模块 接口 套件 组件 基 杆 樘 榀 孔次 公里次 尺 辆次 艘次 吨次 门次 次数/次 人工日 幢次"
    ),
    "other": "分 倍 比 成 折 星 星级 等级 级别 名额 MPa Pa 度数 lx lm mg/L g/L ppm 摩尔 转 人气 安培 项分",
}  # fmt: skip

_KINDS: dict[str, UnitKind] = {
    word: kind for kind, words in _WORDS.items() for word in words.split()
}
_MULTIPLIERS = {
    "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000),
    "十万": Decimal(100_000), "百万": Decimal(1_000_000), "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000), "万亿": Decimal(1_000_000_000_000),
}  # fmt: skip
_MULTIPLIED = re.compile(r"(十万|百万|千万|万亿|亿|万|千|百|十)(.*)")
_PER = re.compile(r"[/·•∙・⋅*×、每]|平均每")
_LATIN = re.compile(r"[A-Za-zμ°Ω℃]{2,6}[²³23]?")
_BRACKET = re.compile(r"(.+)[(（](.+)[)）]")
_SAME_THING = frozenset({"台", "套", "件", "个", "组"})
"""台/套 is one measure word in two, no rate."""
_COUNTED = (
    "个 人 名 位 户 家 次 项 件 种 批 套 台 辆 本 份 张 篇 条 座 栋 处 所 场 支 只 头 棵 株 间 起 笔 "
    "人次 户次 场次 批次 天 周 年 个月 小时 分钟 个工作日 工作日 倍"
)
_AFTER_NUMERAL = frozenset(_COUNTED.split())
"""What may follow 一, 两, 三: a numeral before 级, 类, 期, 流, 般 is no count."""
_NOT_ALONE = frozenset(
    "的了以和与及或在无不约上下内外前后中等型高好低优良差余多来几底初末第号至到完是有按"
)
"""A single unlisted character after a number is taken for a measure word, but not these."""


@lru_cache(maxsize=4096)
def split_multiplier(unit: str) -> tuple[Decimal, str]:
    """ "万元" → (10000, "元"), "亿" → (10⁸, ""), "千米" → (1, "千米"): a whole word stays whole."""
    unit = squeeze(unit)
    if unit in _KINDS:
        return Decimal(1), unit
    match = _MULTIPLIED.fullmatch(unit)
    if match is None:
        return Decimal(1), unit
    return _MULTIPLIERS[match[1]], match[2]


def follows_numeral(unit: str) -> bool:
    """Whether a Chinese numeral before ``unit`` counts something (三家), or is a word (一级)."""
    first = split_multiplier(_PER.split(squeeze(unit))[0])[1]
    measured = ("money", "percent", "length", "area", "weight", "data")
    return first in _AFTER_NUMERAL or _KINDS.get(first) in measured


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether ``text`` is a unit and nothing more: 个, 万元, 元/人·月, TB, 台（套）; not 个机构数."""
    text = squeeze(text)
    if not text or len(text) > 16:
        return False
    if text in _KINDS:
        return True
    parts = _PER.split(text)
    return all(_is_part(part, first=index == 0) for index, part in enumerate(parts))


def _is_part(text: str, *, first: bool) -> bool:
    if not text:
        return False
    if _is_word(text):
        return True
    multiplier, rest = split_multiplier(text)
    if multiplier != 1 and (_is_word(rest) or (first and not rest)):
        return True
    bracket = _BRACKET.fullmatch(text)
    return bracket is not None and is_unit(bracket[1]) and is_unit(bracket[2])


def _is_word(text: str) -> bool:
    if text in _KINDS or _LATIN.fullmatch(text):
        return True
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff" and text not in _NOT_ALONE


@lru_cache(maxsize=4096)
def unit_kind(unit: str | None) -> UnitKind:
    """What a unit counts. No unit, and a bare multiplier (万), are "other"."""
    if not unit:
        return "other"
    text = squeeze(unit)
    if text in _KINDS:
        return _KINDS[text]
    first, *per = _PER.split(text)
    bracket = _BRACKET.fullmatch(first)
    if bracket is not None:
        first = bracket[1]
    kind = _KINDS.get(split_multiplier(first)[1], "other")
    if not any(per) or {first, *per} <= _SAME_THING:
        return kind
    if kind == "money":
        return "money_rate"
    return "rate" if kind != "other" else "other"
