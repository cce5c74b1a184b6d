"""Evaluations as people fill them in, for Hypothesis: any wording that is no label of the form."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from jiping.model.evaluation import (
    Evaluation,
    Form,
    FundLine,
    Goal,
    Indicator,
    Named,
    Source,
    Total,
)
from jiping.model.text import is_blank_mark, squeeze
from jiping.read.layouts.locate import title_of
from jiping.read.layouts.words import clean, look

LETTERS = "购买办公设备完成培训建道路维修服务群众推广数据库万元人次覆盖率及时ABCxyz0123456789，。；、（）()“”《》—·%≥≤<>&|*\"'#_~/\\+=-. \n"
_UNTOLD = re.compile(r"指标\d|^\[|^【|^[0-9]")
UNITS = ("个", "次", "人次", "万元", "元/人", "%", "平方米", "批次", "家", "天", "公里")
WORDS = (
    "有效促进",
    "明显提升",
    "长期",
    "达到预期",
    "及时拨付",
    "2023年12月底前",
    "2023.1-12",
    "100%覆盖",
)
LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益", "社会效益指标", "生态效益", "可持续影响指标"),
    "满意度指标": ("服务对象满意度", "服务对象满意度指标"),
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
}
FUND_ROWS = (
    ("fiscal", "其中：财政拨款"),
    ("carryover", "上年结转资金"),
    ("other", "其他资金"),
)


def plausible(text: str) -> bool:
    """Whether a text is a wording of the filler: no label, number or title of the form itself."""
    seen = look(text)
    return (
        seen.kind == "text"
        and not seen.group
        and not seen.points
        and title_of(text) is None
        and not is_blank_mark(clean(text))
        and _UNTOLD.search(text) is None
        and any("\u4e00" <= c <= "\u9fff" for c in text)
    )


def wordings(most: int = 60) -> st.SearchStrategy[str]:
    """Texts of people: Chinese, signs, quotes, pipes, markup, line breaks."""
    made = st.text(LETTERS, min_size=1, max_size=most).map(lambda t: "本" + t.strip() + "项")
    return made.filter(plausible)


def digits(whole: int = 99999, places: int = 4) -> st.SearchStrategy[str]:
    """Digits as printed, trailing zeros and all."""
    return st.builds(
        lambda a, n, b: str(a) if n == 0 else f"{a}.{str(b).rjust(n, '0')[-n:]}",
        st.integers(0, whole),
        st.integers(0, places),
        st.integers(0, 10**places - 1),
    )


def _maybe(given: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), given, given, given)


def _points() -> st.SearchStrategy[str]:
    return st.one_of(digits(50, 2), st.sampled_from(["10", "5", "7.5", "0"]))


@st.composite
def _indicators(draw: st.DrawFn) -> tuple[Indicator, ...]:
    rows: list[Indicator] = []
    for level1 in draw(
        st.lists(st.sampled_from(sorted(LEVELS)), min_size=1, max_size=4, unique=True)
    ):
        seconds = draw(
            st.lists(st.sampled_from(LEVELS[level1]), min_size=1, max_size=3, unique=True)
        )
        for level2 in seconds:
            rows += [draw(_indicator(level1, level2)) for _ in range(draw(st.integers(1, 3)))]
    return tuple(rows)


@st.composite
def _indicator(draw: st.DrawFn, level1: str, level2: str) -> Indicator:
    name = draw(wordings(30).filter(lambda t: t[-1] not in ")）"))
    weight, score = draw(_points()), draw(_points())
    reason = draw(st.one_of(st.none(), st.none(), wordings()))
    if draw(st.booleans()):
        words = st.one_of(st.sampled_from(WORDS), wordings(20))
        return Indicator(
            level1, level2, name, "qualitative", None, draw(words), draw(words), None, weight,
            score, reason,
        )  # fmt: skip
    nature, operators = draw(
        st.sampled_from(
            [("positive", (">=", ">", "=")), ("negative", ("<=", "<")), ("equal", ("=",))]
        )
    )
    operator: Any = draw(st.sampled_from(operators))
    return Indicator(
        level1, level2, name, nature, operator, draw(digits()), draw(_maybe(digits())),
        draw(st.sampled_from(UNITS)), weight, score, reason,
    )  # fmt: skip


@st.composite
def _funds(draw: st.DrawFn) -> tuple[FundLine, ...]:
    def line(source: Any, label: str, weight: str | None) -> FundLine:
        initial, adjusted, executed = (draw(_maybe(digits(99999, 2))) for _ in range(3))
        # A rate stands where it can be told from two amounts; else a reader may take it for one.
        told = adjusted is not None and executed is not None
        rate = draw(_maybe(digits(100, 2))) if told else None
        score = draw(_maybe(digits(10, 2))) if weight is not None and told else None
        return FundLine(source, label, initial, adjusted, executed, weight, rate, score)

    lines = [line("total", "年度资金总额", draw(st.sampled_from(["10", "20"])))]
    lines += [line(*row, None) for row in FUND_ROWS[: draw(st.integers(0, 3))]]
    return tuple(lines)


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """One evaluation of the national kind of form, filled in by somebody."""
    names = wordings(20).filter(lambda t: "\n" not in t)
    return Evaluation(
        source=Source("表.docx", "0" * 64, "docx", 1),
        form=Form("项目支出绩效自评表", "nm-2023", draw(st.sampled_from(["万元", "元", "亿元"]))),
        year=draw(st.one_of(st.none(), st.integers(2018, 2026))),
        project=Named(draw(names), draw(st.one_of(st.none(), st.sampled_from(["219001", "51092324T0001"])))),
        department=Named(draw(names)),
        unit=Named(draw(names)),
        funds=draw(_funds()),
        goal=Goal(draw(_maybe(wordings(400))), draw(_maybe(wordings(400)))),
        indicators=draw(_indicators()),
        total=Total(draw(st.sampled_from(["100", "100.00"])), draw(_points())),
        remarks={},
    )  # fmt: skip


def laid(evaluation: Evaluation) -> Evaluation:
    """The evaluation without what a layout puts into texts: blanks, line breaks, widths of brackets.

    Source, reading and places are those of a file and are left out.
    """
    title = evaluation.form.title
    return replace(
        evaluation,
        source=Source("", "", "", 1),
        form=replace(evaluation.form, title=None if title is None else squeeze(title).translate(_BRACKETS)),
        project=_cleaned(evaluation.project),
        department=_cleaned(evaluation.department),
        unit=_cleaned(evaluation.unit),
        goal=_cleaned(evaluation.goal),
        funds=tuple(map(_cleaned, evaluation.funds)),
        indicators=tuple(map(_cleaned, evaluation.indicators)),
        remarks={k: None if v is None else clean(v) for k, v in evaluation.remarks.items()},
        reading=type(evaluation.reading)(),
    )  # fmt: skip


_BRACKETS = str.maketrans("（）", "()")


def _cleaned(value: Any) -> Any:
    texts = {f.name: getattr(value, f.name) for f in fields(value)}
    return replace(value, **{k: clean(v) if isinstance(v, str) else v for k, v in texts.items()})
