"""A simulation says of every form what the engine says of it alone under both schemes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jiping.audit.catalogue import catalogue
from jiping.audit.sample import changed
from jiping.dataset.adding import add_forms
from jiping.dataset.errors import DatasetError
from jiping.dataset.simulating import Trial, simulate
from jiping.dataset.variants import CAUSES
from jiping.engine.results import Ledger
from jiping.engine.run import Engine
from jiping.forms.formats import form_format
from jiping.model.evaluation import Evaluation
from jiping.report.papers.simulated import GRADES
from jiping.report.papers.simulation import simulation
from jiping.score.scheme import Scheme, SchemeError, load, schemes
from jiping.score.stages import SCORING_PARAMETERS

CN, NM = (schemes()[name] for name in ("cn-2020", "nm-2023"))
DRAFT = load(
    'id = "draft"\ntitle = "征求意见稿"\nextends = "tj"\nregions = ["000000"]\nyears = [2030]\n'
    "[values]\n"
    'reverse_rule = { value = "zero", own = "试" }\n'
    'over_step_1 = { value = "130", own = "试" }\nover_cut_1 = { value = "50", own = "试" }\n'
)
"""A scheme that is in force nowhere: over-achievement costs half of the points."""
ROW = "/indicators/4/"
"""培训总成本: negative, at most 50 万元, 10 points."""


@cache
def forms() -> list[Evaluation]:
    """Forms of some rules' cases, and forms that spend too much, too little or far too well."""
    more = [
        {f"{ROW}actual": "60.00", f"{ROW}score": "8.00"},
        {f"{ROW}actual": "75.00", f"{ROW}score": "5.00"},
        {"/indicators/0/actual": "25"},
        {"/funds/0/executed": "20.00", "/funds/0/rate": "40.00", "/funds/0/score": "4.00"},
        {"/form/amount_unit": "元", f"{ROW}actual": "60.00"},
    ]
    changes = [case.change for rule in catalogue().values() for case in rule.cases][::4] + more
    return [
        replace(form, source=replace(form.source, file="many.json", ordinal=n))
        for n, form in enumerate(map(changed, changes), 1)
    ]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("simulation") / "set"
    add_forms(where, forms(), "many.json", "1" * 64, "test")
    return where


_made: dict[str, list[Ledger]] = {}


def ledgers(scheme: Scheme | None) -> list[Ledger]:
    """What the engine says of every form."""
    name = "" if scheme is None else scheme.id
    if name not in _made:
        engine = Engine(extra=[] if scheme is None else [scheme])
        _made[name] = engine.score(forms(), scheme=name or None)
    return _made[name]


def found_of(
    dataset: Path, trial: Trial, tmp_path: Path, rows: Any
) -> tuple[Any, dict[int, tuple[Any, ...]]]:
    out = tmp_path / "data.parquet"
    found = simulate(dataset, trial, data=out)
    return found, {row[1]: row for row in rows(out)}


def test_causes_are_all_that_scoring_uses() -> None:
    named = [name for names in CAUSES.values() for name in names]
    assert Counter(named) == Counter(SCORING_PARAMETERS)


@pytest.mark.parametrize(
    "sides", [(NM, CN), (CN, NM), (DRAFT, CN), (NM, None), (None, CN), (DRAFT, None)]
)
def test_scores_and_grades_are_those_of_each_form(
    sides: tuple[Scheme | None, Scheme | None], dataset: Path, tmp_path: Path, rows: Any
) -> None:
    tried, against = sides
    found, data = found_of(dataset, Trial(tried, against), tmp_path, rows)
    both = list(zip(ledgers(against), ledgers(tried), strict=True))
    assert len(data) == len(both) == found.forms
    for ordinal, (old, new) in enumerate(both, 1):
        row = data[ordinal]
        said = [None if text is None else Decimal(text) for text in (old.computed_total, new.computed_total)]  # fmt: skip
        assert [row[7], row[8]] == said
        assert row[10:12] == (old.grade, new.grade)
    pairs = [
        (Decimal(o.computed_total), Decimal(n.computed_total))
        for o, n in both
        if o.computed_total is not None and n.computed_total is not None
    ]
    assert found.compared == len(pairs)
    assert found.lower == sum(n < o for o, n in pairs)
    assert found.higher == sum(n > o for o, n in pairs)
    assert sum(n for _, n in found.changes) == len(pairs)
    assert [sum(b[k] for b in found.bins) for k in (1, 2)] == [len(pairs)] * 2


def test_ranks_are_of_the_totals(dataset: Path, tmp_path: Path, rows: Any) -> None:
    _, data = found_of(dataset, Trial(NM, CN), tmp_path, rows)
    held = [row for row in data.values() if row[7] is not None and row[8] is not None]
    for row in held:
        assert row[12] == 1 + sum(other[7] > row[7] for other in held)
        assert row[13] == 1 + sum(other[8] > row[8] for other in held)


def test_who_moves_most_and_why(dataset: Path) -> None:
    found = simulate(dataset, Trial(NM, CN))
    assert [d.parameter for d in found.differences] == ["反向指标计分办法"]
    assert found.rising == ()
    changes = [m.tried - m.against for m in found.falling]
    assert changes == sorted(changes)
    assert any("培训总成本：8 → 0（" in row for m in found.falling for row in m.rows)
    for mover in found.falling:
        assert mover.causes == (("反向指标计分办法", mover.tried - mover.against),)
    (effect,) = found.effects
    assert effect.cause == "反向指标计分办法"
    assert effect.forms == found.lower


def test_causes_and_what_is_left_make_up_the_change(
    dataset: Path, tmp_path: Path, rows: Any
) -> None:
    found = simulate(dataset, Trial(DRAFT, CN))
    total = sum((e.total for e in found.effects), Decimal(0))
    against, tried = found.against.mean, found.tried.mean
    assert against is not None
    assert tried is not None
    assert {e.cause for e in found.effects} >= {"反向指标计分办法", "超额完成扣分"}
    assert abs(total - (tried - against) * found.compared) <= Decimal("0.01") * found.compared


def test_money_follows_its_form(dataset: Path, tmp_path: Path, rows: Any) -> None:
    found, data = found_of(dataset, Trial(NM, CN), tmp_path, rows)
    for side, column in ((found.against, 10), (found.tried, 11)):
        for grade in GRADES:
            held = [
                row[14] for row in data.values()
                if row[column] == grade and row[10] and row[11] and row[14] is not None
            ]  # fmt: skip
            assert side.money.get(grade, Decimal(0)) == sum(held, Decimal(0))
    last = len(forms())
    # 50.00 元 are 0.005 万元.
    assert (data[last][14], data[last - 1][14]) == (Decimal("0.005000"), Decimal("50.000000"))
    assert (data[last - 1][15]) == Decimal("20.000000")


def test_a_cap_binds_forms_below_the_rate(dataset: Path, tmp_path: Path, rows: Any) -> None:
    cap = ((60_000_000, 89_000_000),)
    found, data = found_of(dataset, Trial(CN, CN, caps=cap), tmp_path, rows)
    for row in data.values():
        low = row[14] is not None and row[15] is not None and row[14] > 0 and row[15] >= 0 and row[15] * 100 < row[14] * 60  # fmt: skip
        if row[7] is not None:
            assert row[8] == (min(row[7], Decimal(89)) if low else row[7])
    assert [e.cause for e in found.effects] == ["低执行率封顶"]
    low_form = data[len(forms()) - 1]
    assert (low_form[7], low_form[8]) == (Decimal("94.00"), Decimal("89.00"))


def test_other_weights_stretch_the_groups(dataset: Path, tmp_path: Path, rows: Any) -> None:
    own = load(
        'id = "cn-2020"\ntitle = "试行"\nextends = "nm-2023"\nregions = ["000000"]\nyears = [2023]\n'
        '[values]\nexec_weight = { value = "20", own = "试" }\n'
        'output_weight = { value = "40", own = "试" }\n'
    )
    found, data = found_of(dataset, Trial(own, CN, weights=True), tmp_path, rows)
    assert {d.parameter for d in found.differences} >= {"预算执行率分值", "产出指标分值"}
    # 40 % executed: 8 of 20; a cost of 75 for 50 gets nothing: 40 of 50 in the group, 32 of 40.
    count = len(forms())
    assert data[count - 1][8] == Decimal("88.00")
    assert data[count - 3][8] == Decimal("92.00")
    assert data[count - 2][8] == Decimal("100.00")


def test_a_year_that_is_not_there(dataset: Path) -> None:
    with pytest.raises(DatasetError, match="没有 1999 年度的自评表"):
        simulate(dataset, Trial(NM, CN, year=1999))


@pytest.mark.parametrize("form", ["html", "docx", "md", "xlsx"])
def test_the_report_in_every_format(form: str, dataset: Path) -> None:
    found = simulate(dataset, Trial(DRAFT, CN))
    document = simulation(found)
    for drawing in document.drawings:
        drawing.check()
    data = form_format(form).write(document)
    if form == "html":
        text = data.decode()
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace(
            "http-equiv", ""
        )
        assert text.count("<svg") >= 4
        for words in ("一、总体情况", "等级的变化", "变化的原因", "超额完成扣分"):
            assert words in text


def test_nothing_to_compare_is_said(tmp_path: Path) -> None:
    form = changed({f"/indicators/{n}/weight": None for n in range(8)})
    add_forms(tmp_path / "set", [form], "x", "1" * 64, "test")
    found = simulate(tmp_path / "set", Trial(NM, CN))
    assert found.compared == 0
    assert "算不出总分" in form_format("md").write(simulation(found)).decode()


def test_the_same_way_of_scoring_changes_nothing(dataset: Path) -> None:
    found = simulate(dataset, Trial(CN, CN))
    assert (found.lower, found.higher, found.effects) == (0, 0, ())
    assert "没有变化" in form_format("md").write(simulation(found)).decode()


HEAD = 'id = "a"\ntitle = "甲"\nextends = "tj"\nregions = []\nyears = [2030]\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('id = "a"\ntitle = "甲"\nextends = "tj"\nregions = []', "缺少 years，即适用年度，例如"),
        ("a = [", "写法不对"),
        ('id = "a"\nx = = 1', "第 2 行第 5 列写法不对"),
        (
            HEAD + '[values]\ndenominator = { value = "年初", own = "试" }',
            "denominator 只能写 adjusted、initial 之一，不能写 年初",
        ),
    ],
)
def test_what_is_wrong_with_a_scheme_that_is_tried_is_said(text: str, words: str) -> None:
    with pytest.raises(SchemeError, match=words):
        load(text)


def test_what_a_draft_sets_itself_is_told_beside_the_schemes_in_force(dataset: Path) -> None:
    told = simulate(dataset, Trial(DRAFT, None)).differences
    assert ("反向指标计分办法", "各表现行的写法", "超标不得分", "试") in [
        (d.parameter, d.against, d.tried, d.source) for d in told
    ]
    assert simulate(dataset, Trial(None, DRAFT)).differences[0].tried == "各表现行的写法"
