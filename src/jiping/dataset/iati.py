"""Forms as IATI activities with results (version 2.03's elements), one activity a form.

What a form doesn't say (dates of agreements, sectors, countries of flow) is not made up, so the
file is like IATI's results and not a complete publication. Which element holds what:
``docs/dataset.md``.
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
    "form", "file", "ordinal", "year", "project_name", "project_code", "department_name",
    "department_code", "unit_name", "unit_code", "amount_unit", "goal_expected", "goal_actual",
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
    forms = ask(dataset, f"SELECT {', '.join(_FORMS)} FROM form ORDER BY form").rows()
    rows = _by_form(dataset, f'SELECT {_listed(_ROWS)} FROM indicator ORDER BY form, "row"')
    funds = _by_form(
        dataset,
        "SELECT form, \"row\", adjusted, executed FROM fund WHERE source = 'total'"
        ' ORDER BY form, "row"',
    )
    next_row, next_fund = next(rows, None), next(funds, None)
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
        yield "".join(_activity(form, own, money)), 1
    yield "</iati-activities>\n", 0


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _by_form(dataset: Dataset, sql: str) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    for form, rows in groupby(ask(dataset, sql).rows(), key=lambda row: row[0]):
        yield form, list(rows)


def _activity(
    form: Mapping[str, Any], rows: list[Mapping[str, Any]], money: tuple[Any, ...] | None
) -> Iterator[str]:
    code = form["department_code"] or form["unit_code"] or "unknown"
    own = form["project_code"] or f"{form['file']}#{form['ordinal']}"
    yield '<iati-activity xml:lang="zh" default-currency="CNY">\n'
    yield f"<iati-identifier>CN-{_text(code)}-{_text(own)}</iati-identifier>\n"
    yield f'<reporting-org ref={_attribute(code)} type="10">{_narrative(form["department_name"])}</reporting-org>\n'
    yield f"<title>{_narrative(form['project_name'])}</title>\n"
    for kind, name in (("1", "goal_expected"), ("2", "goal_actual")):
        if form[name]:
            yield f'<description type="{kind}">{_narrative(form[name])}</description>\n'
    if form["unit_name"]:
        reference = "" if form["unit_code"] is None else f" ref={_attribute(form['unit_code'])}"
        yield f'<participating-org role="4"{reference}>{_narrative(form["unit_name"])}</participating-org>\n'
    period = _period(form["year"])
    if money is not None and period:
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


def _period(year: int | None) -> str:
    if year is None:
        return ""
    return f'<period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'


def _plain(value: int, times: int) -> str:
    """A scaled integer times a whole number, exact."""
    return format((Decimal(value) * times / Decimal(10) ** 6).normalize(), "f")


def _narrative(text: str | None) -> str:
    return f"<narrative>{_text(text or '')}</narrative>"


def _text(text: str) -> str:
    return escape(text.translate(_BAD))


def _attribute(text: str) -> str:
    return quoteattr(text.translate(_BAD))
