"""The worked examples: what each method gives, through the engine as everywhere else."""

from __future__ import annotations

from typing import Any

import pytest

from jiping.audit.sample import changed
from jiping.engine.results import LedgerRow
from jiping.engine.run import Engine, grade
from jiping.model.decimals import to_scaled
from jiping.score.scheme import load, schemes

OWN = """
id = "own"
title = "自定方案"
extends = "{base}"
regions = ["000000"]
years = [2020]
[values]
{values}
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def row(engine: Engine, scheme: str, at: int = 0, **fields: Any) -> LedgerRow:
    evaluation = changed({f"/indicators/{at}/{name}": value for name, value in fields.items()})
    (ledger,) = engine.score([evaluation], scheme=scheme)
    return next(r for r in ledger.rows if r.row == f"/indicators/{at}")


def execution(engine: Engine, scheme: str = "cn-2020", **fields: Any) -> LedgerRow:
    evaluation = changed({f"/funds/0/{name}": value for name, value in fields.items()})
    (ledger,) = engine.score([evaluation], scheme=scheme)
    return next(r for r in ledger.rows if r.row == "/funds/0")


@pytest.mark.parametrize(
    ("adjusted", "executed", "expected", "words"),
    [
        (
            "80.00",
            "45.70",
            "5.71",
            "45.70 ÷ 80.00 = 57.125 % → 57.13 %；10 × 57.125 % = 5.7125 → 5.71",
        ),
        ("15.36", "13.75", "8.95", "13.75 ÷ 15.36 ≈ 89.518229 % → 89.52 %"),
        ("156.47", "140.00", "8.95", "140.00 ÷ 156.47 ≈ 89.474020 % → 89.47 %"),
        ("100", "120", "10.00", "按分值封顶"),
        ("0", "0", None, "执行率无法计算"),
    ],
    ids=["V1", "V2", "V3", "V5 封顶", "V4 零预算"],
)
def test_execution(
    engine: Engine, adjusted: str, executed: str, expected: str | None, words: str
) -> None:
    found = execution(engine, adjusted=adjusted, executed=executed)
    assert (found.computed, found.method) == (expected, "ratio")
    assert words.replace("89.474020", "89.47402") in found.derivation


def test_execution_weight_of_hubei(engine: Engine) -> None:
    found = execution(
        engine, "hb-2020", adjusted="1.5612", executed="1.5612", weight="20", score="20.00"
    )
    assert found.computed == "20.00"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"target": "10", "actual": "40", "weight": "3.75"}, "3.75"),
        ({"target": "95", "actual": "80", "weight": "5"}, "4.21"),
        ({"target": "10", "actual": "-3", "weight": "5"}, "0.00"),
        ({"target": "0", "actual": "3", "weight": "5"}, "5.00"),
        ({"nature": "equal", "operator": "=", "target": "0", "actual": "0", "weight": "5"}, "5.00"),
        ({"nature": "equal", "operator": "=", "target": "0", "actual": "1", "weight": "5"}, "0.00"),
        (
            {"nature": "equal", "operator": "=", "target": "100", "actual": "100", "weight": "5"},
            "5.00",
        ),
        (
            {"nature": "equal", "operator": "=", "target": "100", "actual": "80", "weight": "5"},
            "4.00",
        ),
    ],
    ids=["V6", "V7", "负数", "目标为零", "V11 等于零", "V11 不等于零", "V12", "等于未达到"],
)
def test_positive_and_equal(engine: Engine, fields: dict[str, str], expected: str) -> None:
    assert row(engine, "cn-2020", **fields).computed == expected


@pytest.mark.parametrize(
    ("target", "actual", "weight", "zero", "linear", "ratio"),
    [
        ("7.8", "10.154302", "2.5", "0.00", "1.75", "1.92"),
        ("40", "26.187164", "5", "5.00", "5.00", "5.00"),
        ("10", "20", "5", "0.00", "0.00", "2.50"),
        ("0", "1", "5", "0.00", "0.00", "0.00"),
    ],
    ids=["V8", "V9", "V10", "上限为零"],
)
def test_reverse(
    engine: Engine, target: str, actual: str, weight: str, zero: str, linear: str, ratio: str
) -> None:
    fields = {"target": target, "actual": actual, "weight": weight, "score": zero}
    for scheme, expected in (("nm-2023", zero), ("cn-2020", linear), ("hb-2020", ratio)):
        found = row(engine, scheme, at=4, **fields)
        assert found.computed == expected, scheme
        if len({zero, linear, ratio}) > 1:
            assert found.alternatives == {
                "reverse-zero": zero,
                "reverse-linear": linear,
                "reverse-ratio": ratio,
            }
        else:
            assert found.alternatives == {}


@pytest.mark.parametrize(
    ("scheme", "actual", "inside", "outside"),
    [
        ("cn-2020", "达成预期指标", ("8.00", "10.00"), ("7.99",)),
        ("cn-2020", "部分达成", ("6.00", "7.99"), ("5.99", "8.00")),
        ("cn-2020", "未达成，效果较差", ("0", "5.99"), ("6.00",)),
        ("hb-2020", "部分达成", ("5.00", "7.99"), ("4.99", "8.00")),
    ],
    ids=["V13", "V14", "V15", "V16"],
)
def test_qualitative(
    engine: Engine, scheme: str, actual: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    fields = {"nature": "qualitative", "operator": None, "target": "效果明显", "unit": None}
    for score in inside:
        found = row(engine, scheme, actual=actual, score=score, **fields)
        assert found.method == "qualitative-band"
        assert to_scaled(found.computed) == to_scaled(score)
    for score in outside:
        found = row(engine, scheme, actual=actual, score=score, **fields)
        assert to_scaled(found.computed) != to_scaled(score)
        assert found.agrees is False


@pytest.mark.parametrize(
    ("total", "expected"),
    [("90.00", "优"), ("89.99", "良"), ("80.00", "良"), ("60.00", "中"), ("59.99", "差")],
)
def test_grades(total: str, expected: str) -> None:
    assert grade(to_scaled(total), schemes()["cn-2020"]) == expected


def test_deadline(engine: Engine) -> None:
    assert row(engine, "cn-2020", at=3).method == "deadline"
    late = row(engine, "cn-2020", at=3, actual="2023.11", score="9")
    assert (late.computed, "晚于规定时限" in late.derivation) == ("9.00", True)


def test_steps_of_over_achievement_and_pass_threshold() -> None:
    values = (
        'over_step_1 = { value = "150", own = "试算" }\nover_cut_1 = { value = "10", own = "试算" }\n'
        'over_step_2 = { value = "200", own = "试算" }\nover_cut_2 = { value = "20", own = "试算" }\n'
        'pass_threshold = { value = "60", own = "试算" }'
    )
    engine = Engine(extra=[load(OWN.format(base="cn-2020", values=values))])
    for actual, expected in (
        ("14.9", "10.00"), ("15", "9.00"), ("20", "8.00"), ("6", "6.00"), ("5.9", "0.00"),
    ):  # fmt: skip
        assert row(engine, "own", target="10", actual=actual).computed == expected


def test_satisfaction_bands() -> None:
    values = (
        'satisfaction_full = { value = "90", own = "试算" }\n'
        'satisfaction_floor = { value = "60", own = "试算" }'
    )
    engine = Engine(extra=[load(OWN.format(base="cn-2020", values=values))])
    for actual, expected in (("90", "10.00"), ("81", "9.00"), ("59.9", "0.00")):
        found = row(engine, "own", at=7, actual=actual, target="95")
        assert (found.method, found.computed) == ("satisfaction-band", expected)


def test_unmeasurable_row_is_said_to_be(engine: Engine) -> None:
    found = row(engine, "cn-2020", actual="已完成")
    assert found.computed is None
    assert "无法重算" in found.derivation
