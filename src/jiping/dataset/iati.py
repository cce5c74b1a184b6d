"""Forms as IATI activities with results, one activity a form; valid against the schema of 2.03.

What a form doesn't say (sectors, countries of flow, days of agreements) is not made up, so the file
is no complete publication. The dates that the schema asks for are those of the year that the form
evaluates; a form without a year is left out. Which element holds what: ``docs/dataset.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from jiping.dataset.folder import Dataset
from jiping.dataset.querying import ask

_RESULTS = {"output": "1", "benefit": "2", "satisfaction": "2", "cost": "9"}
"""Level 1 → IATI's result type: 1 output, 2 outcome, 9 other."""
_MEASURES = {"percent": "2"}
"""Kind of unit → IATI's measure: 1 unit, 2 percentage, 5 qualitative."""
_FORMS = (
    "form", "title", "year", "project_name", "project_code", "department_name",
    "department_code", "unit_name", "unit_code", "amount_unit", "goal_expected", "goal_actual",
    "digest",
)  # fmt: skip
_ROWS = (
    "form", "row", "level1", "level1_text", "level2_text", "name", "nature", "operator",
    "target_text", "target", "actual_text", "actual", "unit", "unit_kind", "reason",
)  # fmt: skip
_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_BAD = {n: None for n in range(32) if n not in (9, 10, 13)} | dict.fromkeys(range(0xD800, 0xE000))


def iati(dataset: Dataset) -> Iterator[tuple[str, int]]:
    """The file in pieces, each with the number of activities in it."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n', 0
    dated = "year IS NOT NULL ORDER BY form"
    forms = ask(dataset, f"SELECT {', '.join(_FORMS)} FROM form WHERE {dated}").rows()
    rows = _by_form(
        dataset,
        f'SELECT {_listed(_ROWS)} FROM indicator WHERE year IS NOT NULL ORDER BY form, "row"',
    )
    funds = _by_form(
        dataset,
        "SELECT form, \"row\", adjusted, executed FROM fund WHERE source = 'total'"
        ' AND year IS NOT NULL ORDER BY form, "row"',
    )
    next_row, next_fund = next(rows, None), next(funds, None)
    named: set[int] = set()
    for values in forms:
        form = dict(zip(_FORMS, values, strict=True))
        own: list[Mapping[str, Any]] = []
        if next_row is not None and next_row[0] == form["form"]:
            own = [dict(zip(_ROWS, row, strict=True)) for row in next_row[1]]
            next_row = next(rows, None)
        money: tuple[Any, ...] | None = None
        if next_fund is not None and next_fund[0] == form["form"]:
            money = next_fund[1][0]
            next_fund = next(funds, None)
        yield "".join(_activity(form, own, money, _identifier(form, named))), 1
    yield "</iati-activities>\n", 0


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _by_form(dataset: Dataset, sql: str) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    for form, rows in groupby(ask(dataset, sql).rows(), key=lambda row: row[0]):
        yield form, list(rows)


def _identifier(form: Mapping[str, Any], named: set[int]) -> str:
    """A project's year has one name; a second form of it, which there should not be, a number."""
    code = form["department_code"] or form["unit_code"] or "unknown"
    own = form["project_code"] or form["digest"][:16]
    name = found = f"CN-{code}-{own}-{form['year']}"
    number = 1
    while hash(found) in named:
        number += 1
        found = f"{name}-{number}"
    named.add(hash(found))
    return found


def _activity(
    form: Mapping[str, Any], rows: list[Mapping[str, Any]], money: tuple[Any, ...] | None, name: str
) -> Iterator[str]:
    code = form["department_code"] or form["unit_code"] or "unknown"
    yield '<iati-activity xml:lang="zh" default-currency="CNY">\n'
    yield f"<iati-identifier>{_text(name)}</iati-identifier>\n"
    yield f'<reporting-org ref={_attribute(code)} type="10">{_narrative(form["department_name"])}</reporting-org>\n'
    yield f"<title>{_narrative(form['project_name'])}</title>\n"
    goals = [(kind, form[n]) for kind, n in (("1", "goal_expected"), ("2", "goal_actual"))]
    for kind, goal in [each for each in goals if each[1]] or [("1", form["title"])]:
        yield f'<description type="{kind}">{_narrative(goal)}</description>\n'
    does = form["unit_name"] or form["department_name"]
    reference = "" if form["unit_code"] is None else f" ref={_attribute(form['unit_code'])}"
    yield f'<participating-org role="4"{reference}>{_narrative(does)}</participating-org>\n'
    # Finalisation: the work of the year is over, its evaluation under way.
    yield '<activity-status code="3"/>\n'
    for kind, day in (("1", "01-01"), ("3", "12-31")):
        yield f'<activity-date type="{kind}" iso-date="{form["year"]:04}-{day}"/>\n'
    period = _period(form["year"])
    if money is not None:
        yield from _money(form, money, period)
    for level, group in groupby(rows, key=lambda row: (row["level1"], row["level1_text"])):
        yield f'<result type="{_RESULTS.get(level[0] or "", "9")}">\n'
        yield f"<title>{_narrative(level[1])}</title>\n"
        for row in group:
            yield from _indicator(row, period)
        yield "</result>\n"
    yield "</iati-activity>\n"


def _money(form: Mapping[str, Any], money: tuple[Any, ...], period: str) -> Iterator[str]:
    """年度资金总额 in 元: the budget, and what was paid as expenditure at the year's end."""
    times = _YUAN[form["amount_unit"] or "万元"]
    day = f"{form['year']}-12-31"
    if money[2] is not None:
        yield f'<budget type="2" status="2">{period}<value value-date="{day}">{_plain(money[2], times)}</value></budget>\n'
    if money[3] is not None:
        yield (
            f'<transaction><transaction-type code="4"/><transaction-date iso-date="{day}"/>'
            f'<value value-date="{day}">{_plain(money[3], times)}</value></transaction>\n'
        )


def _indicator(row: Mapping[str, Any], period: str) -> Iterator[str]:
    number = row["target"] is not None
    measure = _MEASURES.get(row["unit_kind"] or "", "1") if number else "5"
    down = row["nature"] == "negative" or row["operator"] in ("<=", "<")
    yield f'<indicator measure="{measure}" ascending="{"0" if down else "1"}">\n'
    yield f"<title>{_narrative(row['name'])}</title>\n"
    said = " ".join(filter(None, (row["level2_text"], row["unit"] and f"计量单位：{row['unit']}")))
    if said:
        yield f"<description>{_narrative(said)}</description>\n"
    yield f"<period>{period}"
    for name, field in (("target", "target"), ("actual", "actual")):
        text, value = row[f"{field}_text"], row[field]
        if text is None:
            continue
        given = f' value="{_plain(value, 1)}"' if value is not None else ""
        words = [text] if value is None else []
        words += [row["reason"]] if name == "actual" and row["reason"] else []
        inner = "".join(f"<comment>{_narrative(w)}</comment>" for w in words)
        yield f"<{name}{given}>{inner}</{name}>"
    yield "</period>\n</indicator>\n"


def _period(year: int) -> str:
    return f'<period-start iso-date="{year:04}-01-01"/><period-end iso-date="{year:04}-12-31"/>'


def _plain(value: int, times: int) -> str:
    """A scaled integer times a whole number, exact."""
    return format((Decimal(value) * times / Decimal(10) ** 6).normalize(), "f")


def _narrative(text: str | None) -> str:
    return f"<narrative>{_text(text or '')}</narrative>"


def _text(text: str) -> str:
    return escape(text.translate(_BAD))


def _attribute(text: str) -> str:
    return quoteattr(text.translate(_BAD))
