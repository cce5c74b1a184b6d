"""What rules and stages must not hold, lest Spark compute something else than DuckDB."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import pytest

from jiping.audit.rule import Compare
from jiping.engine.compile_bulk import failing
from jiping.engine.plan import load_plan
from jiping.engine.plan_bulk import load_bulk
from jiping.engine.portable import ALIKE, FORBIDDEN, WORDING, macro, offences, to_spark


def statements() -> Iterator[tuple[str, str]]:
    """Every stage, and every expression of every rule; words and figures are for one form alone."""
    for kind, plan in (("plan", load_plan()), ("bulk", load_bulk())):
        yield from ((f"{kind} {name}", sql) for name, sql in plan.stages.items())
    for code, rule in load_plan().rules.items():
        for part in rule.parts:
            yield from ((f"plan {code}", sql) for sql in part.sql[:4])
    for code, bulk in load_bulk().rules.items():
        for failing_part in bulk.parts:
            yield from ((f"bulk {code}", sql) for sql in failing_part)


def test_every_rule_and_stage_is_computed_alike_by_all_engines() -> None:
    held = list(statements())
    assert {name for name, _ in held} > {"bulk form_wide", "bulk C-FUND-01", "plan C-SCR-05"}
    found = {name: said for name, sql in held if (said := offences(sql))}
    assert found == {}


TABLE = ibis.table({"form": "int64", "row": "int32", "name": "string", "a": "int64", "b": "int64"})
PLANTED = {
    "Round": (TABLE.a / TABLE.b).round() == TABLE.a,
    "Div": TABLE.a / TABLE.b > 1,
    "Avg": TABLE.a.mean().over(ibis.window(group_by="form")) > TABLE.a,
    "RowNumber": ibis.row_number().over(ibis.window(group_by="form")) == 0,
    "RegexpLike": TABLE.name.re_search("第.+次"),
    "Like": TABLE.name.like("%次"),
    "Lower": TABLE.name.lower() == "a",
    "Length": TABLE.name.length() > 3,
    "Literal": TABLE.a * 1.5 > TABLE.b,
    "Cast": TABLE.a.cast("float64") > TABLE.b,
    "Window": TABLE.a.sum().over(ibis.cumulative_window(group_by="form", order_by="row")) > 1,
}


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_planted_offender_is_caught(name: str) -> None:
    planted = Compare(left=TABLE.a, right=TABLE.b, agree=PLANTED[name])
    said = [one for sql in failing(planted, TABLE, "duckdb") for one in offences(sql)]
    assert any(one.startswith(f"{name}: ") for one in said), said


SPELT = {
    "AnyValue": "any_value(a)", "ArrayAgg": "list(a)", "BitwiseXor": "xor(a, b)", "Bracket": "a[1]",
    "Ceil": "ceil(a)", "CurrentDate": "current_date", "DateDiff": "date_diff('day', a, b)",
    "Distinct": "count(DISTINCT a)", "Extract": "extract(year FROM a)", "First": "first(a)",
    "GroupConcat": "string_agg(a, ',')", "IntDiv": "a // b", "Lag": "lag(a) OVER (ORDER BY b)",
    "Limit": "(SELECT a FROM u LIMIT 1)", "PercentileCont": "quantile_cont(a, 0.5)", "Pow": "a ** 2",
    "Rand": "random()", "RegexpExtract": "regexp_extract(a, 'x')", "Sqrt": "sqrt(a)",
    "Stddev": "stddev(a)", "Struct": "{'a': 1}", "Explode": "unnest(a)", "Upper": "upper(a)",
    "ArgMin": "arg_min(a, b)", "BitwiseAnd": "a & b", "BitwiseLeftShift": "a << 1", "DPipe": "a || b",
    "Median": "median(a)", "Mode": "mode(a)", "Substring": "substr(a, 1, 2)", "Anonymous": "hash(a)",
}  # fmt: skip
"""What DuckDB's writers would reach for, as the words of a rule."""


@pytest.mark.parametrize("name", sorted(SPELT))
def test_each_way_to_differ_is_refused_as_it_is_spelt(name: str) -> None:
    assert any(one.startswith(f"{name}: ") for one in offences(f"SELECT {SPELT[name]} FROM t"))


def test_what_nobody_has_looked_at_is_an_offence() -> None:
    assert offences("SELECT levenshtein(a, b) FROM t")[0].startswith("Levenshtein: nobody")
    assert offences("SELECT first(a ORDER BY b) FROM t")


def test_the_lists_do_not_contradict_each_other() -> None:
    assert not set(FORBIDDEN) & ALIKE
    assert set(FORBIDDEN) & WORDING == {"IntDiv"}
    assert all(len(reason) > 5 for reason in FORBIDDEN.values())


def test_wide_integers_and_macros_in_the_words_of_spark() -> None:
    assert to_spark('SELECT sum("a")::HUGEINT * 2 AS "left" FROM t') == (
        "SELECT CAST(SUM(CAST(`a` AS DECIMAL(38, 0))) AS DECIMAL(38, 0)) * 2 AS `left` FROM `t`"
    )
    macros = dict([macro("half(v) AS v // 2"), macro("twice(v, w) AS half(v) || w")])
    assert to_spark("SELECT twice(h.a, 'x') FROM h", macros) == (
        "SELECT ((((`h`.`a`)) DIV 2) || ('x')) FROM `h`"
    )
