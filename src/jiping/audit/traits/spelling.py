"""Slips of the pen that can be told without a doubt, and one 文号 with two titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jiping.model.decimals import decimals_of, to_scaled
from jiping.model.evaluation import Evaluation
from jiping.model.text import squeeze
from jiping.model.traits import trait

_TYPOS = (
    ("结果市(?=优秀|良好|合格|称职|优等)", "结果是"), ("(?<![自已利知舍克律唯])己经", "已经"), ("己完成", "已完成"),
    ("末(?=完成|支付|达到|执行|开展|能)", "未"), ("按排", "安排"), ("截止(?:目前|到目前)", "截至目前"), ("部份", "部分"),
    ("帐(?=户|号|目|款)", "账"), ("布署", "部署"), ("既使", "即使"), ("迫不急待", "迫不及待"), ("通迅", "通讯"),
    ("绩校", "绩效"), ("满意渡", "满意度"), ("伎用", "使用"), ("拔付", "拨付"), ("拔款", "拨款"), ("凑备", "筹备"),
    ("做为(?=一|全|国|我|重)", "作为"), ("如期完工程", "如期完成工程"), ("陪训", "培训"), ("倍训", "培训"), ("竟争", "竞争"),
    ("松驰", "松弛"), ("渡过难关", "度过难关"), ("座落", "坐落"), ("震憾", "震撼"), ("重迭", "重叠"),
)  # fmt: skip
_WRONG = re.compile("|".join(f"(?:{wrong})" for wrong, _ in _TYPOS))
_RIGHT = tuple((re.compile(wrong), right) for wrong, right in _TYPOS)
_NUMBER = r"[一-龥]{1,8}[〔【\[(（]20\d{2}[〕】\])）]第?\d{1,4}号"
_NUMBERED = re.compile(_NUMBER)
_SQUARE = re.compile(r"[一-龥][【\[](20\d{2})[】\]]第?\d{1,4}号")
_TITLED = re.compile(rf"《([^《》]{{4,60}})》[(（]({_NUMBER})[)）]")


@trait("form", "int32")
def spelling_slips(e: Evaluation) -> list[int]:
    """错别字、同一文号的不同标题、文号年份括号不规范，共几处。"""
    return [len(slips(e))]


@trait("form", "bool")
def mixed_decimals(e: Evaluation) -> list[bool]:
    """同样是整数的得分，有的印小数位，有的不印；或同一栏金额小数位数不一。"""
    return [bool(mixed(e))]


def slips(e: Evaluation) -> list[tuple[str, str]]:
    """Pointer and words for each slip."""
    found: list[tuple[str, str]] = []
    titles: dict[str, tuple[str, str]] = {}
    for pointer, text in _texts(e):
        if not text:
            continue
        found += [(pointer, words) for words in _in(text)]
        for title, number in _TITLED.findall(squeeze(text)):
            first = titles.setdefault(_plain(number), (title, pointer))
            if first[0] != title:
                found.append((pointer, f"同一文号“{number}”有“{first[0]}”“{title}”两个标题"))
                if first[1] != pointer:
                    found.append((first[1], ""))
    return found


def mixed(e: Evaluation) -> list[tuple[str, str]]:
    """Pointer and printed text of whole scores with and without decimals, if there are both."""
    scores = [(f"/indicators/{k}/score", r.score) for k, r in enumerate(e.indicators)]
    scores += [(f"/funds/{k}/score", f.score) for k, f in enumerate(e.funds)]
    scores.append(("/total/score", e.total.score))
    plain = [(p, t) for p, t in scores if t and _whole_places(t) == 0]
    long = [(p, t) for p, t in scores if t and (_whole_places(t) or 0) > 0]
    if plain and long:
        return [min(plain, long, key=len)[0], max(plain, long, key=len)[0]]
    return []


@lru_cache(maxsize=4096)
def _whole_places(text: str) -> int | None:
    """Decimal places of a printed whole number; None for zero and for anything else."""
    value = to_scaled(text)
    return decimals_of(text) if value and value % 1_000_000 == 0 else None


@lru_cache(maxsize=4096)
def _in(text: str) -> tuple[str, ...]:
    words = []
    for match in _WRONG.finditer(text):
        right = next(r for pattern, r in _RIGHT if pattern.match(text, match.start()))
        shown = text[max(0, match.start() - 2) : match.end() + 2]
        words.append(f"“{shown}”疑为“{right}”")
    for match in _SQUARE.finditer(text):
        if _NUMBERED.search(text):
            words.append(f"文号年份写作“【{match[1]}】”，应用六角括号“〔{match[1]}〕”")
            break
    return tuple(words)


def _plain(number: str) -> str:
    return re.sub(r"[〔【\[(（〕】\])）第]", "|", number)


def _texts(e: Evaluation) -> Iterator[tuple[str, str | None]]:
    yield "/project/name", e.project.name
    yield "/goal/expected", e.goal.expected
    yield "/goal/actual", e.goal.actual
    for k, row in enumerate(e.indicators):
        yield f"/indicators/{k}/name", row.name
        yield f"/indicators/{k}/reason", row.reason
