"""绩效指标: its header, its rows with merged levels, and the total."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from jiping.forms.cells import Columns, blank, head, label, prose, proved, text, value
from jiping.forms.drawing import Cell, Row
from jiping.forms.families import Column, Family
from jiping.forms.figures import NATURES, OPERATORS, SYMBOLS, number, told
from jiping.forms.formula import Formula
from jiping.model.evaluation import Evaluation, Indicator

_LOW = 72
_LEVELS = ("level1", "level2")


def indicator_grid(held: Evaluation, family: Family) -> list[Row]:
    """All rows from the header to the total."""
    block = family.indicators
    columns = Columns(block.columns, block.side)
    width = len(family.widths)
    header = _header(held, family, columns, width)
    rows = held.indicators
    out = list(header)
    spans = {name: _spans(rows, name) for name in _LEVELS}
    known = _known(held, family)
    for n, row in enumerate(rows):
        cells: list[Cell] = []
        if n == 0:
            cells.append(label(0, block.label, block.side, len(rows)))
        for at, column in columns:
            if column.role in _LEVELS:
                down = spans[column.role].get(n)
                if down is not None:
                    said = getattr(row, column.role)
                    cells.append(
                        replace(text(at, said, f"/indicators/{n}/{column.role}"),
                                down=down, across=column.across)
                    )  # fmt: skip
                continue
            cells.append(_cell(at, column, n, row, family, known))
        cells += blank(columns.end, width)
        out.append(Row(tuple(cells), least=_LOW))
    if family.total:
        out.append(_total(held, family, columns, width, known))
    return out


def _header(held: Evaluation, family: Family, columns: Columns, width: int) -> list[Row]:
    """One row of titles, or two where titles stand above titles."""
    block = family.indicators
    two = any(column.group for _, column in columns)
    down = 2 if two else 1
    side = label(0, "" if held.indicators else block.label, block.side, down)
    upper: list[Cell] = [replace(side, open_below=bool(held.indicators))]
    lower: list[Cell] = []
    group = ""
    for at, column in columns:
        if not column.group:
            upper.append(head(at, column.title, column.across, down))
            continue
        lower.append(head(at, column.title, column.across))
        if column.group != group:
            group = column.group
            across = sum(c.across for _, c in columns if c.group == group)
            upper.append(head(at, group, across))
    rest = blank(columns.end, width)
    upper += [replace(cell, down=down) for cell in rest]
    rows = [Row(tuple(upper), header=True, least=_LOW)]
    if two:
        rows.append(Row(tuple(lower), header=True, least=_LOW))
    return rows


def _spans(rows: Sequence[Indicator], name: str) -> dict[int, int]:
    """First row of every merged level cell → how many rows it stands for."""
    keys: list[Callable[[Indicator], object]] = [lambda r: r.level1, lambda r: (r.level1, r.level2)]
    key = keys[_LEVELS.index(name)]
    out: dict[int, int] = {}
    start = 0
    for n, row in enumerate(rows):
        if n and key(row) != key(rows[n - 1]):
            start = n
        out[start] = n - start + 1
    return out


def _cell(
    at: int, column: Column, n: int, row: Indicator, family: Family, known: dict[str, str | None]
) -> Cell:
    role = column.role
    pointer = f"/indicators/{n}/{role}"
    block = family.indicators
    said = getattr(row, role)
    across = column.across
    if role in ("name", "reason"):
        return prose(at, said, pointer, across)
    if role == "nature":
        if block.symbols:
            printed = SYMBOLS[row.operator] if row.operator else NATURES[said] if said else ""
            choices = (*SYMBOLS.values(), NATURES["qualitative"])
        else:
            printed = NATURES[said] if said else ""
            choices = (NATURES["positive"], NATURES["negative"], NATURES["qualitative"])
        return replace(text(at, printed, pointer, across=across), choices=choices)
    if role == "operator":
        printed = OPERATORS[row.operator] if row.operator else ""
        return replace(
            text(at, printed, pointer, across=across),
            choices=(OPERATORS[">="], OPERATORS["<="], OPERATORS["="]),
        )
    if role == "unit":
        return text(at, said, pointer, across=across)
    if role == "target" and block.inside:
        sign, digits, unit = told(row)
        if number(digits, sign, unit) is None:
            return value(at, (sign + digits + unit) or None, pointer, across=across)
        return value(at, digits, pointer, before=sign, behind=unit, across=across)
    cell = value(at, said, pointer, across=across)
    if role == "weight":
        return replace(cell, least="0", most="100")
    if role == "score":
        return replace(
            cell,
            formula=_score_formula(n, row, known),
            least="0",
            most=f"/indicators/{n}/weight" if f"/indicators/{n}/weight" in known else "100",
        )
    return cell


def _score_formula(n: int, row: Indicator, known: dict[str, str | None]) -> Formula | None:
    """How the score follows from the row, where a plain way gives exactly what is printed.

    正向 in proportion; 反向 and 等于 all or nothing. Others (bands, deadlines) stay figures.
    """
    base = f"/indicators/{n}"
    weight, actual, target = f"{base}/weight", f"{base}/actual", f"{base}/target"
    if row.nature == "qualitative":
        return None
    if row.operator in (">=", ">") or (row.operator is None and row.nature == "positive"):
        return proved("share", (weight, actual, target), row.score, known)
    if row.operator is None:
        return None
    return proved("met", (weight, actual, target), row.score, known, row.operator)


def _known(held: Evaluation, family: Family) -> dict[str, str | None]:
    """The figures of the form's cells by pointer; those without a column are left out."""
    shown = family.indicator_fields()
    funds = family.fund_fields()
    return {
        f"/indicators/{n}/{name}": getattr(row, name)
        for n, row in enumerate(held.indicators)
        for name in ("target", "actual", "weight", "score")
        if name in shown
    } | {
        f"/funds/{n}/{name}": getattr(line, name)
        for n, line in enumerate(held.funds)
        for name in ("weight", "score")
        if name in funds and not (name == "weight" and family.funds.weight_in_title)
    }


def _total(
    held: Evaluation, family: Family, columns: Columns, width: int, known: dict[str, str | None]
) -> Row:
    """总分 under the columns of weights and scores; a grade in the column behind them."""
    places = {column.role: (at, column) for at, column in columns}
    first = min(at for role, (at, _) in places.items() if role in ("weight", "score"))
    cells = [label(0, family.total or "", first)]
    last = first
    for at, column in columns:
        if at < first:
            continue
        role = column.role
        if role in ("weight", "score"):
            said = getattr(held.total, role)
            cell = value(at, said, f"/total/{role}", across=column.across)
            cells.append(replace(cell, formula=_sum(held, role, said, known)))
        elif role == "reason" and family.grade:
            cells.append(text(at, held.total.grade, "/total/grade", across=column.across))
        else:
            cells.append(Cell(at, across=column.across))
        last = at + column.across
    cells += blank(last, width)
    return Row(tuple(cells), least=_LOW)


def _sum(
    held: Evaluation, role: str, printed: str | None, known: dict[str, str | None]
) -> Formula | None:
    """The sum of the total fund row and all indicators, if it is what is printed."""
    of = tuple(_addends(held, role, known))
    if any(known[pointer] is not None and number(known[pointer]) is None for pointer in of):
        return None
    return proved("sum", of, printed, known) if of else None


def _addends(held: Evaluation, role: str, known: dict[str, str | None]) -> Iterator[str]:
    for n, line in enumerate(held.funds):
        pointer = f"/funds/{n}/{role}"
        if line.source == "total" and pointer in known:
            yield pointer
            break
    yield from (f"/indicators/{n}/{role}" for n in range(len(held.indicators)))
