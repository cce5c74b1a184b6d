"""The filler's workbook gives the engine's figures: every method, every scheme, every family."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from making.recalculation import program, recalculated
from making.workbooks import OWN, books

from jiping.engine.inputs import columns_of
from jiping.engine.run import Engine
from jiping.forms.workbook.expression import Address, Cells, Plain, evaluate
from jiping.forms.workbook.inputs import NATURES, OPERATORS, Spots, read_row, scaled
from jiping.forms.workbook.scoring import Sheet, score_execution, score_indicator
from jiping.forms.workbook.texts import ATTAINED, NOT_ATTAINED, PARTLY_ATTAINED
from jiping.forms.workbook.writing import write
from jiping.model.columns import to_columns
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
from jiping.read.reading import read_bytes, read_file
from jiping.score.scheme import schemes
from jiping.score.traits import attainment

SCHEMES = {**schemes(), OWN.id: OWN}
ENGINE = Engine(extra=[OWN])
FIELDS = (
    "target",
    "actual",
    "weight",
    "judgement",
    "nature",
    "operator",
    "unit",
    "level1",
    "level2",
)
NATURE_WORDS = {meaning: word for word, meaning in NATURES.items()}
OPERATOR_WORDS = {meaning: word for word, meaning in OPERATORS.items()}
WORDS = (
    "达成年度指标",
    "部分达成年度指标并具有一定效果",
    "未达成年度指标且效果较差",
    "效果明显",
    "基本完成",
    "是",
)
DATES = ("2023年11月", "2023.11", "2023-11-30", "2023.1-12", "2023年9-12月", "2023年12月底", "2023年",
         "2023年11月30日前完成", "2023.1-12月", "2023/10/1")  # fmt: skip


def form(rows: list[Indicator], funds: tuple[FundLine, ...] = ()) -> Evaluation:
    nobody = Named(None)
    return Evaluation(
        Source("表", "", "json", 1), Form(None, "nm-2023", "万元"), 2023, nobody, nobody, nobody,
        funds, Goal(), tuple(rows), Total(),
    )  # fmt: skip


def number(rnd: random.Random) -> str:
    if rnd.random() < 0.1:
        return "0"
    if rnd.random() < 0.4:
        return str(rnd.randint(1, 200))
    places = rnd.randint(1, 6)
    whole = rnd.randint(0, rnd.choice([9, 9999, 9_999_999]))
    return f"{whole}.{rnd.randint(0, 10**places - 1):0{places}d}"


def near(target: str, rnd: random.Random) -> str:
    """An actual value at or beside the lines that matter."""
    times = Decimal(rnd.choice(["1", "0.9", "1.5", "2", "2.99", "3", "0.6", "0.5", "1.0001"]))
    return format(round(Decimal(target) * times, 6), "f")


def row(rnd: random.Random) -> Indicator:
    nature: Any = rnd.choice([*NATURE_WORDS, "positive", "negative", None])
    operator: Any = None
    if nature != "qualitative":
        operator = rnd.choice([None, *OPERATOR_WORDS])
    unit = rnd.choice([None, "个", "%", "万元", "人次"])
    target = number(rnd)
    actual = rnd.choice([number(rnd), near(target, rnd)])
    if rnd.random() < 0.25:
        target = rnd.choice(WORDS)
        actual = rnd.choice([*WORDS, target])
    elif rnd.random() < 0.15:
        target, actual = rnd.choice(DATES), rnd.choice(DATES)
        unit = operator = None
    elif unit and rnd.random() < 0.2:
        actual += unit
    return Indicator(
        rnd.choice(["产出指标", "满意度指标"]),
        rnd.choice(["数量指标", "时效指标", "成本指标", "经济成本指标"]),
        "名", nature, operator, target, actual, unit,
        rnd.choice(["10", "7.5", "3.75", "10.3", "3.3333", "0", "20", "100"]),
        rnd.choice([None, "5", "8.25", "0", "10", "6.66"]),
    )  # fmt: skip


def computed(steps: Sheet, cells: dict[tuple[str, int, int], Plain], what: Any) -> Plain:
    for at, expression in steps.cells.items():
        cells[at.sheet, at.row, at.column] = evaluate(expression, cells)
    return evaluate(what, cells)


def typed(r: Indicator) -> dict[tuple[str, int, int], Plain]:
    values: dict[str, Any] = {
        "target": r.target, "actual": r.actual, "unit": r.unit, "level1": r.level1,
        "level2": r.level2, "weight": float(r.weight or 0),
        "judgement": None if r.score is None else float(r.score),
        "nature": NATURE_WORDS.get(r.nature or ""), "operator": OPERATOR_WORDS.get(r.operator or ""),
    }  # fmt: skip
    return {("表", 0, FIELDS.index(k)): v for k, v in values.items() if v is not None}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("live", [False, True], ids=["批复的行", "自填的行"])
def test_every_row_gets_the_engines_points(scheme: str, live: bool) -> None:
    rnd = random.Random(f"{scheme} {live}")
    rows = [row(rnd) for _ in range(100)]
    e = form(rows)
    wanted = {r.row: r.computed for r in ENGINE.score([e], scheme=scheme)[0].rows}
    columns = {**to_columns([e]).tables["indicator"], **columns_of([e])["indicator"]}
    for at, r in enumerate(rows):
        fixed = None
        if not live:
            fixed = {k: columns[k][at] for k in ("level1", "level2", "nature", "operator", "target",
                                                 "target_high", "target_end")}  # fmt: skip
            fixed |= {"unit": r.unit, "target_text": r.target}
        steps = Sheet("算")
        spots = Spots(**{name: Address("表", 0, n) for n, name in enumerate(FIELDS)})
        read = read_row(partial(steps.keep, 0), spots, "columns", fixed)
        scored = score_indicator(steps, 0, read.columns, SCHEMES[scheme])
        got = computed(steps, typed(r), scored.computed.cell())
        points = None if got == "" else f"{Decimal(int(got)) / 10**6:.2f}"
        assert points == wanted[f"/indicators/{at}"], r


@pytest.mark.parametrize(
    ("budget", "executed", "rate", "points"),
    [("80.00", "45.70", "57.13", "5.71"), ("15.36", "13.75", "89.52", "8.95"),
     ("156.47", "140.00", "89.47", "8.95"), ("0", "0", None, None), ("100", "120", "120.00", "10.00"),
     ("8827620.53", "8827620.525", "100.00", "10.00")],
)  # fmt: skip
def test_execution(budget: str, executed: str, rate: str | None, points: str | None) -> None:
    e = form([], (FundLine("total", "年度资金总额", None, budget, executed, "10"),))
    wanted = ENGINE.score([e], scheme="cn-2020")[0].rows[0].computed
    steps = Sheet("算")
    at = [Address("表", 0, n) for n in range(3)]
    cells: dict[tuple[str, int, int], Plain] = {
        ("表", 0, n): float(v) for n, v in enumerate((budget, executed, "10"))
    }
    parts = score_execution(steps, 0, *map(scaled, at), SCHEMES["cn-2020"])
    got = [computed(steps, cells, part.cell()) for part in parts]
    shown = [None if v == "" else f"{Decimal(int(v)) / 10**6:.2f}" for v in got]
    assert shown == [rate, points]
    assert points == wanted


def test_halves_are_rounded_up_exactly() -> None:
    """Every quotient that ends in half a cent, where floating point is wrong most easily."""
    steps = Sheet("算")
    at = [Address("表", 0, n) for n in range(3)]
    _, part = score_execution(steps, 0, *map(scaled, at), SCHEMES["cn-2020"])
    rnd = random.Random(1)
    for _ in range(400):
        cents = rnd.randint(0, 999)
        budget = Decimal(rnd.randint(1, 99_999)) * 20
        executed = budget * (Decimal(cents) + Decimal("0.5")) / 1000
        for off, want in ((Decimal(0), cents + 1), (Decimal("-0.000001"), cents)):
            cells: Cells = {
                ("表", 0, 0): float(budget), ("表", 0, 1): float(executed + off), ("表", 0, 2): 10.0,
            }  # fmt: skip
            got = computed(steps, dict(cells), part.cell())
            assert got == want * 10_000, (budget, executed + off)


def test_words_of_attainment_are_the_engines() -> None:
    assert "|".join(NOT_ATTAINED) == attainment._NOT.pattern
    assert "|".join(PARTLY_ATTAINED) == attainment._PART.pattern
    assert "|".join([*ATTAINED, "是$"]).split("|") == [
        w for w in [*ATTAINED, "是$"] if w in attainment._FULL.pattern.split("|")
    ]
    extra = set(attainment._FULL.pattern.split("|")) - {*ATTAINED, "是$"}
    assert all(any(w in word for w in ATTAINED) for word in extra)


@cache
def filled() -> dict[str, Any]:
    table = Path(__file__).parents[2] / "examples" / "reference" / "table-1.txt"
    return books(read_file(table).evaluations[0], SCHEMES)


def differences(data: bytes, scheme: str, name: str) -> list[tuple[str, str | None, str | None]]:
    """Rows whose score in the file isn't what the engine makes of the file."""
    reading = read_bytes(data, f"{name}.xlsx")
    assert reading.workbook is not None
    assert reading.workbook.damaged is None
    assert reading.workbook.changes == ()
    (e,) = reading.evaluations
    assert e.reading.unread == ()
    if not any(i.weight for i in e.indicators):
        return []
    ledger = ENGINE.score([e], scheme=scheme)[0]
    rows: list[tuple[str, str | None, str | None]] = [
        (r.row, r.printed, r.computed) for r in ledger.rows if r.computed is not None
    ]
    if ledger.computed_total is not None:
        rows.append(("/total/score", e.total.score, ledger.computed_total))
    return [(at, a, b) for at, a, b in rows if a is None or b is None or Decimal(a) != Decimal(b)]


def test_filled_workbooks_are_read_and_scored_as_they_say() -> None:
    assert {scheme.id for _, scheme in filled().values()} == set(SCHEMES)
    for name, (book, scheme) in filled().items():
        assert differences(write(book), scheme.id, name) == [], name


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_the_same() -> None:
    made = {name: (write(book), scheme) for name, (book, scheme) in filled().items()}
    saved = recalculated({name: data for name, (data, _) in made.items()})
    for name, data in saved.items():
        assert differences(data, made[name][1].id, name) == [], name
        before = read_bytes(made[name][0], f"{name}.xlsx").evaluations[0]
        after = read_bytes(data, f"{name}.xlsx").evaluations[0]
        assert after.indicators == before.indicators, name
        assert after.funds == before.funds, name
        assert after.total == before.total, name
