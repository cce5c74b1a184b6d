"""From correct forms one thing is changed at a time: the matching rule fires at that place.

Three correct forms in different layouts; on none of them, unchanged, is anything an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest
from making.forms import sichuan_json, yuan_json

from jiping.audit.rule import REMOVE
from jiping.audit.sample import changed, sample_json
from jiping.engine.run import Engine

FORMS: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "training": (sample_json, "cn-2020"),
    "roads": (sichuan_json, "sc-2023"),
    "clinic": (yuan_json, "cn-2020"),
}
"""Name → the form and the scheme that scores it."""


class Mutation(NamedTuple):
    """One change, the rule that must fire, the pointer that one of its findings must name."""

    kind: str
    form: str
    rule: str
    at: str
    change: Mapping[str, Any]


def _rows(form: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = FORMS[form][0]()["indicators"]
    return rows


def _lines(form: str, **values: str) -> dict[str, str]:
    """``values`` put into the total and the first part, so that the parts still add up."""
    return {f"/funds/{n}/{name}": value for n in (0, 1) for name, value in values.items()}


def _swapped(form: str, row: int) -> dict[str, Any]:
    held = _rows(form)[row]
    return {
        f"/indicators/{row}/target": held["actual"],
        f"/indicators/{row}/actual": held["target"],
    }


HALF = _lines("training", executed="25.00", rate="50.00") | {
    "/funds/0/score": "5", "/total/score": "95", "/indicators/4/actual": "25.00",
}  # fmt: skip
"""Half of the money spent, every figure that follows from it put right."""

MUTATIONS = [
    Mutation("score lowered", "training", "C-SCR-02", "/indicators/0/score", {"/indicators/0/score": "9"}),
    Mutation("score off by 0.01", "roads", "C-SCR-02", "/indicators/3/score", {"/indicators/3/score": "4.73"}),
    Mutation("reached but points lost", "clinic", "C-SCR-04", "/indicators/1", {"/indicators/1/score": "9"}),
    Mutation("score above weight", "training", "C-SCR-01", "/indicators/0/score", {"/indicators/0/score": "11"}),
    Mutation("score above weight", "roads", "C-SCR-01", "/indicators/5/score", {"/indicators/5/score": "15.5"}),
    Mutation("negative score", "clinic", "C-SCR-01", "/indicators/2/score", {"/indicators/2/score": "-1"}),
    Mutation("weight changed", "training", "C-WGT-01", "/total/weight", {"/indicators/0/weight": "12"}),
    Mutation("weight changed", "roads", "C-WGT-01", "/total/weight", {"/indicators/0/weight": "14.5"}),
    Mutation("weight zero", "clinic", "C-WGT-05", "/indicators/2/weight", {"/indicators/2/weight": "0"}),
    Mutation("weight moved to another group", "training", "C-WGT-02", "/indicators", {"/indicators/0/weight": "5", "/indicators/5/weight": "20"}),
    Mutation("rate cut, not rounded", "roads", "C-FUND-03", "/funds/0/rate", {"/funds/0/rate": "96.24"}),
    Mutation("rate off by 0.01", "clinic", "C-FUND-03", "/funds/1/rate", {"/funds/1/rate": "99.85"}),
    Mutation("total off by 0.01", "training", "C-SCR-05", "/total/score", {"/total/score": "99.99"}),
    Mutation("total off by 0.01", "roads", "C-SCR-05", "/total/score", {"/total/score": "99.38"}),
    Mutation("execution score cut, not rounded", "roads", "C-FUND-05", "/funds/0/score", {"/funds/0/score": "9.62"}),
    Mutation("execution score full", "clinic", "C-FUND-05", "/funds/0/score", {"/funds/0/score": "10.00"}),
    Mutation("unit removed", "roads", "C-IND-05", "/indicators/5", {"/indicators/5/unit": None}),
    Mutation("percent above 100", "training", "C-IND-05", "/indicators/2", {"/indicators/2/actual": "197.5"}),
    Mutation("direction turned round", "training", "C-IND-03", "/indicators/0/operator", {"/indicators/0/operator": "<="}),
    Mutation("nature turned round", "clinic", "C-IND-03", "/indicators/4", {"/indicators/4/nature": "positive"}),
    Mutation("cost row rewards spending", "training", "C-IND-04", "/indicators/4", {"/indicators/4/nature": "positive", "/indicators/4/operator": ">="}),
    Mutation("reason removed", "roads", "C-SCR-06", "/indicators/3/reason", {"/indicators/3/reason": None}),
    Mutation("reason emptied of sense", "roads", "C-DEV-16", "/indicators/3/reason", {"/indicators/3/reason": "受疫情影响"}),
    Mutation("row doubled", "training", "C-IND-18", "/indicators/8", {"/indicators/-": _rows("training")[0]}),
    Mutation("row doubled", "roads", "C-WGT-01", "/total/weight", {"/indicators/-": _rows("roads")[1]}),
    Mutation("row removed", "clinic", "C-WGT-01", "/total/weight", {"/indicators/7": REMOVE}),
    Mutation("satisfaction removed", "training", "C-STR-05", "/indicators", {"/indicators/7": REMOVE}),
    Mutation("quantity rows moved", "roads", "C-STR-06", "/indicators", {"/indicators/0/level2": "质量指标", "/indicators/1/level2": "质量指标"}),
    Mutation("amounts times ten thousand", "training", "C-FUND-09", "/funds/0", {"/funds/1/initial": "500000.00", "/funds/1/adjusted": "500000.00", "/funds/1/executed": "500000.00"}),
    Mutation("cost times ten thousand", "training", "C-DEV-07", "/funds/0/executed", {"/indicators/4/actual": "500000"}),
    Mutation("a cost in the other unit", "clinic", "C-DEV-07", "/funds/0/executed", {"/indicators/4/unit": "万元"}),
    Mutation("executed over budget", "training", "C-FUND-04", "/funds/0/executed", _lines("training", executed="60.00", rate="120.00")),
    Mutation("parts don't add up", "training", "C-FUND-01", "/funds/0", {"/funds/1/executed": "45.00"}),
    Mutation("parts off by a cent", "clinic", "C-FUND-01", "/funds/0", {"/funds/1/adjusted": "1500000.10"}),
    Mutation("total empty, parts filled", "training", "C-FUND-02", "/funds/0", {"/funds/0/initial": "0.00", "/funds/0/adjusted": "0.00", "/funds/0/executed": "0.00"}),
    Mutation("half spent without a word", "training", "C-FUND-06", "/funds/0", HALF),
    Mutation("half spent, all outputs full", "training", "C-DEV-11", "/funds/0/executed", HALF),
    Mutation("budget raised without a word", "training", "C-FUND-07", "/funds/0", _lines("training", initial="30.00")),
    Mutation("money from nowhere", "roads", "C-FUND-12", "/funds/4", {"/funds/0/initial": "1210.00", "/funds/0/adjusted": "1210.00", "/funds/4/initial": "10.00", "/funds/4/adjusted": "10.00"}),
    Mutation("text with another amount", "training", "C-FUND-10", "/goal/actual", {"/goal/actual": "全年举办业务培训11场，全年执行数35万元。"}),
    Mutation("target and actual swapped", "training", "C-SCR-03", "/indicators/0/score", _swapped("training", 0)),
    Mutation("target and actual swapped", "roads", "C-SCR-03", "/indicators/5/score", _swapped("roads", 5)),
    Mutation("cost over its limit", "clinic", "C-SCR-03", "/indicators/5/score", {"/indicators/5/actual": "430000.00"}),
    Mutation("far above the target", "training", "C-DEV-01", "/indicators/0/actual", {"/indicators/0/actual": "14"}),
    Mutation("four times the target", "roads", "C-DEV-02", "/indicators/1/target", {"/indicators/1/actual": "144"}),
    Mutation("satisfaction hits its target", "clinic", "C-DEV-03", "/indicators/8", {"/indicators/8/actual": "90"}),
    Mutation("survey not mentioned", "roads", "C-DEV-04", "/indicators/8", {"/goal/actual": "新改建农村公路24.6公里，整治道路安全隐患38处。"}),
    Mutation("own staff asked", "roads", "C-DEV-05", "/indicators/8/name", {"/indicators/8/name": "干部职工满意度"}),
    Mutation("cost off by a part of the executed", "roads", "C-DEV-07", "/funds/0/executed", {"/indicators/4/actual": "1150.00"}),
    Mutation("cost target off by 0.01", "training", "C-DEV-08", "/funds/0/adjusted", {"/indicators/4/target": "50.01"}),
    Mutation("one cost twice", "roads", "C-DEV-09", "/indicators/9/actual", {"/indicators/-": {**_rows("roads")[4], "name": "工程宣传成本"}}),
    Mutation("cost copied from the budget", "roads", "C-DEV-10", "/funds/0/executed", {"/indicators/4/actual": "1200.00"}),
    Mutation("date after the deadline", "training", "C-DEV-14", "/indicators/3/actual", {"/indicators/3/actual": "2023.12"}),
    Mutation("date after the deadline", "clinic", "C-DEV-14", "/indicators/3/actual", {"/indicators/3/actual": "2024.7"}),
    Mutation("text tells another number", "clinic", "C-DEV-15", "/indicators/1/actual", {"/goal/actual": "免费筛查适龄妇女4836人；回收问卷260份。"}),
    Mutation("text tells another length", "roads", "C-DEV-15", "/indicators/0/actual", {"/indicators/0/actual": "26.4"}),
    Mutation("somebody else's event", "training", "C-DEV-18", "/goal/actual", {"/goal/actual": "由省医疗保障学会主办的培训顺利举办。"}),
    Mutation("placeholder left", "training", "C-STR-08", "/goal/actual", {"/goal/actual": "全年举办业务培训XX场，培训XX人次。"}),
    Mutation("project without a name", "roads", "C-STR-01", "/project/name", {"/project/name": None}),
    Mutation("year of the name differs", "training", "C-STR-07", "/project/name", {"/project/name": "2021年基层经办人员业务培训经费"}),
    Mutation("department is the unit", "clinic", "C-STR-12", "/unit/name", {"/department/name": "某区妇幼保健院"}),
    Mutation("empty row", "clinic", "C-STR-04", "/indicators/2", {"/indicators/2/name": "无", "/indicators/2/target": "无", "/indicators/2/actual": "无"}),
    Mutation("grade wrong", "roads", "C-SCR-09", "/total/grade", {"/total/grade": "良"}),
    Mutation("three decimals", "roads", "C-SCR-11", "/", {"/indicators/3/score": "4.737"}),
    Mutation("number turned into words", "training", "C-IND-02", "/indicators/0", {"/indicators/0/target": "若干"}),
    Mutation("number called qualitative", "training", "C-IND-01", "/indicators/0", {"/indicators/0/nature": "qualitative", "/indicators/0/operator": None}),
    Mutation("half done, full points", "clinic", "C-SCR-07", "/indicators/7/score", {"/indicators/7": {"nature": "qualitative", "operator": None, "unit": None, "target": "建立长效机制", "actual": "未完成"}}),
    Mutation("phone number", "training", "C-PUB-03", "/goal/actual", {"/goal/actual": "培训11场，联系人电话13812345678。"}),
    Mutation("identity card", "clinic", "C-PUB-03", "/goal/actual", {"/goal/actual": "筛查4386人，负责人身份证号110101199003077715。"}),
    Mutation("half the cost, all done", "training", "C-DEV-21", "/indicators/4/actual", {"/indicators/4/actual": "24.00"}),
    Mutation("result copied from the goal", "training", "C-DEV-22", "/goal/actual", {"/goal/actual": "已完成全年举办业务培训10场。", "/goal/expected": "全年举办业务培训10场"}),
    Mutation("text tells of what was not done", "training", "C-DEV-23", "/goal/actual", {"/goal/actual": "全年举办业务培训11场，另有2场未完成。"}),
    Mutation("measure left out", "roads", "C-DEV-24", "/indicators/3/reason", {"/indicators/3/reason": "连日暴雨致道路中断，工期受阻"}),
    Mutation("amount below zero", "training", "C-FUND-15", "/funds/2/initial", {"/funds/2/initial": "-5.00"}),
    Mutation("mark of secrecy", "training", "C-PUB-04", "/form/title", {"/form/title": "机密★项目支出绩效自评表"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.mark.parametrize("form", FORMS)
def test_unchanged_without_error(engine: Engine, form: str) -> None:
    make, scheme = FORMS[form]
    evaluation = changed({}, make())
    for chosen in (scheme, None):
        (audit,) = engine.audit([evaluation], scheme=chosen)
        assert [f.message for f in audit.findings if f.severity == "error"] == []
        assert audit.ledger.computed_total is not None


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.kind} ({m.form}) {m.rule}")
def test_fires_at_the_change(engine: Engine, mutation: Mutation) -> None:
    make, scheme = FORMS[mutation.form]
    right, wrong = (
        engine.audit([changed(change, make())], scheme=scheme)[0]
        for change in ({}, mutation.change)
    )
    targets = {t for f in wrong.findings if f.rule == mutation.rule for t in f.targets}
    before = {t for f in right.findings if f.rule == mutation.rule for t in f.targets}
    near = sorted(t for t in targets - before if t.startswith(mutation.at))
    assert near, [(f.rule, f.targets) for f in wrong.findings]


def test_enough_kinds() -> None:
    assert len({m.kind for m in MUTATIONS}) >= 60
    assert len({m.rule for m in MUTATIONS}) >= 40
    assert {m.form for m in MUTATIONS} == set(FORMS)
