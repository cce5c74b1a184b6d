"""The engine's own promises: crashes stay alone, schemes are chosen with a reason, order is free."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jiping.audit.sample import changed
from jiping.engine.plan import Part, digest, load_plan
from jiping.engine.run import Engine
from jiping.model.evaluation import Named


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def test_the_plan_fits_the_rules() -> None:
    assert load_plan().digest == digest(), "run dev.py fix: rules changed, the plan did not"


def test_a_crashing_rule_is_reported_and_stops_nothing() -> None:
    plan = load_plan()
    part = Part(("1/'x'::INTEGER", *["NULL"] * 5), (), None)
    broken = replace(plan.rules["C-SCR-02"], parts=(part,))
    crippled = Engine(replace(plan, rules={**plan.rules, "C-SCR-02": broken}))
    (audit,) = crippled.audit([changed({"/total/score": "90"})], scheme="cn-2020")
    checks = {c.rule: c for c in audit.checks}
    assert checks["C-SCR-02"].outcome == "skip"
    assert "运行出错" in (checks["C-SCR-02"].reason or "")
    assert checks["C-SCR-05"].outcome == "fail"
    assert set(checks) == set(plan.rules)


def test_every_rule_is_considered_once(engine: Engine) -> None:
    (audit,) = engine.audit([changed({})])
    assert [c.rule for c in audit.checks] == sorted(engine.plan.rules)
    assert all(c.reason for c in audit.checks if c.outcome == "skip")


@pytest.mark.parametrize(
    ("unit", "family", "year", "scheme", "choice"),
    [
        ("兴安盟商务口岸局", "unknown", 2023, "nm-2023", "form"),
        ("中江县水利局", "unknown", 2022, "sc-2023", "form"),
        ("池州市贵池区棠溪镇人民政府", "mof-2020", 2022, "ah-2022", "form"),
        ("黄石市图书馆", "hb-2020", 2022, "hb-2020", "form"),
        ("某单位", "nm-2023", 2023, "nm-2023", "form"),
    ],
)
def test_scheme_named_by_the_form(
    engine: Engine, unit: str, family: str, year: int, scheme: str, choice: str
) -> None:
    sample = changed({})
    form = replace(
        sample,
        department=Named(unit),
        unit=Named(unit),
        year=year,
        form=replace(sample.form, family=family),
    )
    (ledger,) = engine.score([form])
    assert (ledger.scheme, ledger.scheme_choice) == (scheme, choice)


def test_scheme_inferred_from_a_reverse_row(engine: Engine) -> None:
    over = {"/indicators/4/actual": "60", "/funds/0/adjusted": "50.00"}
    for score, scheme in (("0", "nm-2023"), ("8.33", "hb-2020"), ("8", "cn-2020")):
        (ledger,) = engine.score([changed({**over, "/indicators/4/score": score})])
        assert ledger.scheme_choice == "inferred"
        assert ledger.scheme == scheme
        assert "能重现全部" in ledger.scheme_note


def test_another_region_binds_nobody(engine: Engine) -> None:
    """A reverse row scored 0 as in 内蒙古: a unit of 云南 is still scored by the nation's scheme."""
    over = {"/indicators/4/actual": "60", "/funds/0/adjusted": "50.00", "/indicators/4/score": "0"}
    there = {"/unit/name": "永德县明朗中学", "/department/name": "永德县教育体育局"}
    (ledger,) = engine.score([changed(over | there)])
    assert (ledger.scheme, ledger.scheme_choice) == ("cn-2020", "inferred")
    assert "没有收录云南省 2023 年度的办法" in ledger.scheme_note
    sample = changed(over | there)
    form = replace(sample, form=replace(sample.form, family="hb-2020"))
    (ledger,) = engine.score([replace(form, year=None)])
    assert "地区不明" not in ledger.scheme_note


def test_before_any_scheme_the_national_one_is_named_as_such(engine: Engine) -> None:
    (ledger,) = engine.score([changed({"/year": 2012})])
    assert (ledger.scheme, ledger.scheme_choice) == ("cn-2020", "default")
    assert "没有收录2012 年度这种表的办法" in ledger.scheme_note


def test_ties_are_said(engine: Engine) -> None:
    (ledger,) = engine.score([changed({})])
    assert (ledger.scheme, ledger.scheme_choice) == ("cn-2020", "inferred")
    assert "cn-2021" in ledger.scheme_note


def test_given_scheme(engine: Engine) -> None:
    (ledger,) = engine.score([changed({})], scheme="gx")
    assert (ledger.scheme, ledger.scheme_choice) == ("gx", "given")
    with pytest.raises(KeyError):
        engine.score([changed({})], scheme="no-such")


def test_a_batch_gives_what_single_forms_give(engine: Engine) -> None:
    forms = [changed({"/total/score": f"{n}"}) for n in (90, 95, 100)]
    together = engine.audit(forms, scheme="cn-2020")
    alone = [engine.audit([f], scheme="cn-2020")[0] for f in forms]
    assert together == alone
    assert engine.audit(forms[::-1], scheme="cn-2020") == alone[::-1]
