"""Two versions of a form: findings keep their identity whatever happens to the rows."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jiping
from jiping.engine.compare.changes import moved_pairs
from jiping.engine.compare.comparison import Comparison, compared
from jiping.engine.compare.matching import _best, likeness_of_texts, paired
from jiping.engine.compare.rows import forms_of, rows_of
from jiping.engine.results import Audit
from jiping.model.evaluation import Evaluation, Indicator

ROOT = Path(__file__).resolve().parents[2]


@cache
def tables() -> tuple[Audit, ...]:
    return tuple(jiping.audit(ROOT / f"examples/reference/table-{n}.docx")[0] for n in range(1, 6))


def again(form: Evaluation) -> Audit:
    audit: Audit = jiping.audit(form)
    return audit


def identities(result: Comparison, what: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(told.finding.rule, told.finding.targets) for told in getattr(result, what)]


FRESH = Indicator(
    "产出指标", "数量指标", "全新的一项", "positive", ">=", "12", "12", "份", "0", "0"
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[int, tuple[Indicator, ...], dict[int, int]]:
    """A table, its indicators after some rows were put in, taken out and moved, and which of the
    old rows is which of the new ones."""
    which = draw(st.integers(0, 4))
    rows = list(enumerate(tables()[which].evaluation.indicators))
    for _ in range(draw(st.integers(0, 3))):
        act = draw(st.sampled_from(["insert", "remove", "move"]))
        at = draw(st.integers(0, len(rows) - 1))
        if act == "insert":
            rows.insert(at, (-1, replace(FRESH, name=f"全新的一项{draw(st.integers(0, 9))}")))
        elif act == "remove" and len(rows) > 3:
            del rows[at]
        else:
            rows.insert(draw(st.integers(0, len(rows) - 1)), rows.pop(at))
    kept = {old: new for new, (old, _) in enumerate(rows) if old >= 0}
    return which, tuple(row for _, row in rows), kept


@settings(max_examples=40)
@given(edits())
def test_a_finding_that_stays_is_told_as_remaining(
    case: tuple[int, tuple[Indicator, ...], dict[int, int]],
) -> None:
    which, rows, kept = case
    before = tables()[which]
    after = again(replace(before.evaluation, indicators=rows))
    result = compared([before], [after])

    def moved(targets: tuple[str, ...]) -> tuple[str, ...] | None:
        out = []
        for target in targets:
            parts = target.split("/")
            if len(parts) > 2 and parts[1] == "indicators":
                if int(parts[2]) not in kept:
                    return None
                parts[2] = str(kept[int(parts[2])])
            out.append("/".join(parts))
        return tuple(out)

    fresh = identities(result, "new")
    for rule, targets in identities(result, "gone"):
        assert (rule, moved(targets)) not in fresh
    assert len(result.gone) + len(result.remaining) == len(before.findings)
    assert len(result.new) + len(result.remaining) == len(after.findings)
    said = {c.change.kind for c in result.changed}
    assert said <= {"row_added", "row_removed", "row_moved"}


@settings(max_examples=40)
@given(edits())
def test_the_rows_are_told_apart(case: tuple[int, tuple[Indicator, ...], dict[int, int]]) -> None:
    which, rows, kept = case
    before = tables()[which].evaluation
    after = replace(before, indicators=rows)
    for i, j in rows_of(before, after).indicators:
        assert before.indicators[i] == rows[j]
        if before.indicators.count(before.indicators[i]) == 1:
            assert kept[i] == j
    assert len(rows_of(before, after).indicators) == len(kept)


@settings(max_examples=25)
@given(edits(), edits())
def test_the_other_way_round_gone_is_new(
    one: tuple[int, tuple[Indicator, ...], dict[int, int]],
    other: tuple[int, tuple[Indicator, ...], dict[int, int]],
) -> None:
    audits = [
        again(replace(tables()[which].evaluation, indicators=rows))
        for which, rows, _ in (one, other)
    ]
    there, back = compared(audits[:1], audits[1:]), compared(audits[1:], audits[:1])
    assert identities(there, "gone") == identities(back, "new")
    assert identities(there, "new") == identities(back, "gone")
    pairs = [(t.was.targets, t.finding.targets) for t in there.remaining if t.was]
    turned = [(t.finding.targets, t.was.targets) for t in back.remaining if t.was]
    assert sorted(pairs) == sorted(turned)
    assert len(there.changed) == len(back.changed)


@pytest.mark.parametrize("number", range(5))
def test_with_itself_nothing_changed(number: int) -> None:
    audit = tables()[number]
    result = compared([audit], [audit])
    assert (result.gone, result.new, result.changed) == ((), (), ())
    assert [t.finding for t in result.remaining] == list(audit.findings)
    assert [t.was for t in result.remaining] == list(audit.findings)


def test_a_row_renamed_slightly_is_the_same_row() -> None:
    before = tables()[3]
    rows = list(before.evaluation.indicators)
    rows[2] = replace(rows[2], name="产品宣传的成果率")
    rows = [*rows[5:], *rows[:5]]
    result = compared([before], [again(replace(before.evaluation, indicators=tuple(rows)))])
    changed = [c.change for c in result.changed if c.change.kind == "field"]
    assert [(c.old, c.new, c.old_pointer) for c in changed] == [
        ("产品宣传成果率", "产品宣传的成果率", "/indicators/2/name")
    ]
    assert ("C-IND-06", ("/indicators/9/target", "/indicators/9/name")) in identities(
        result, "remaining"
    )


def test_a_corrected_value_is_told_with_both_places() -> None:
    before = tables()[3]
    form = before.evaluation
    funds = (replace(form.funds[0], reason="年底追加预算，结转下年使用。"), *form.funds[1:])
    result = compared([before], [again(replace(form, funds=funds))])
    assert [t.finding.rule for t in result.gone] == ["C-FUND-06"]
    [changed] = result.changed
    change = changed.change
    assert (change.old, change.new) == (None, "年底追加预算，结转下年使用。")
    assert change.old_pointer == change.new_pointer == "/funds/0/reason"
    assert change.old_place is not None
    assert change.old_place.row == 4


def test_forms_are_paired_by_what_they_are_about() -> None:
    forms = [audit.evaluation for audit in tables()]
    mixed = [forms[3], forms[0], forms[4]]
    assert forms_of(forms, mixed) == [(0, 1), (3, 0), (4, 2)]
    renamed = replace(forms[0], project=replace(forms[0].project, name="口岸工作经费"), year=2024)
    assert forms_of(forms, [renamed, forms[2]]) == [(0, 0), (2, 1)]
    result = compared(list(tables()), [tables()[1]])
    kinds = [c.change.kind for c in result.changed]
    assert kinds == ["form_removed"] * 4
    assert len(result.gone) == sum(len(a.findings) for n, a in enumerate(tables()) if n != 1)


def test_the_document_is_one_of_the_contract() -> None:
    result = compared([tables()[0]], [tables()[0]]).to_json()
    assert set(result) >= {"gone", "remaining", "new", "changed"}
    one = result["remaining"][0]
    whole = tables()[0].to_json()["findings"][0]
    assert {name: one[name] for name in whole} == whole
    assert one["form"]["project"] == "口岸经费"


@given(st.integers(1, 6), st.integers(1, 6), st.randoms(use_true_random=False))
def test_the_assignment_is_the_best_there_is(n: int, m: int, chance: random.Random) -> None:
    from itertools import permutations

    values = [[chance.randrange(50) for _ in range(m)] for _ in range(n)]
    chosen = _best(values)
    assert len({a for a, _ in chosen}) == len({b for _, b in chosen}) == min(n, m)
    if n <= m:
        best = max(sum(values[i][p[i]] for i in range(n)) for p in permutations(range(m), n))
    else:
        best = max(sum(values[p[j]][j] for j in range(m)) for p in permutations(range(n), m))
    assert sum(values[a][b] for a, b in chosen) == best


@given(st.permutations(range(8)))
def test_the_fewest_rows_are_said_to_have_moved(order: list[int]) -> None:
    pairs = tuple(enumerate(order))
    rest = [j for i, j in pairs if (i, j) not in moved_pairs(pairs)]
    assert rest == sorted(rest)
    if order == [*order[1:], order[0]]:
        assert len(moved_pairs(pairs)) <= 1


@given(
    st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=9),
    st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=9),
)
def test_pairs_are_the_same_both_ways(one: list[str], other: list[str]) -> None:
    there = paired(one, other, (lambda x: x,), likeness_of_texts, 500)
    back = paired(other, one, (lambda x: x,), likeness_of_texts, 500)
    assert sorted((j, i) for i, j in back) == there
