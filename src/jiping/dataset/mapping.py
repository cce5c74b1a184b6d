"""Tables of other systems as forms: which column is which, told by a file of the user's (TOML).

A row of such a table is an indicator, with what belongs to the form repeated in every row; rows
with the same key are one form. ``docs/dataset.md`` has a whole example.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, cast, get_args

from jiping.dataset.errors import DatasetError
from jiping.law.glossary import identifier, value_term
from jiping.model.decimals import plain
from jiping.model.evaluation import (
    AmountUnit,
    Evaluation,
    Form,
    FundLine,
    FundSource,
    Goal,
    Indicator,
    Named,
    Reading,
    Source,
    Total,
)
from jiping.model.place import Place
from jiping.model.text import squeeze
from jiping.model.trouble import of_system, of_toml
from jiping.read.layouts.values import measure, number

_FORM = ("title", "family", "amount_unit", "year", "project_name", "project_code",
         "department_name", "department_code", "unit_name", "unit_code", "goal_expected",
         "goal_actual", "total_weight", "total_score", "grade")  # fmt: skip
_FUND = ("label", "initial", "adjusted", "executed", "weight", "rate", "score", "reason")
_INDICATOR = tuple(Indicator.__dataclass_fields__)
_OPERATORS = {"≥": ">=", "＞": ">", "≤": "<=", "＜": "<", "＝": "=", ">=": ">=", ">": ">", "<=": "<=",
              "<": "<", "=": "="}  # fmt: skip
_SHOWN, _MOST = 20, 40
"""Characters of a column's name, and columns, that a message shows."""
Words = Mapping[str, str]
Row = Sequence[str | None]


@dataclass(slots=True)
class LeftOut:
    """Rows of a table that gave nothing, by their numbers. ``keyless``: of no form (totals, notes);
    ``bare``: with a key that no row with an indicator has (totals again, where blanks are filled);
    ``nameless``: with a target, a result or points, but no name of an indicator. ``small``: rows
    that were taken, in which a percentage stands as a fraction perhaps (0.95 under %)."""

    keyless: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)
    small: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What a mapping file says: field → column of the table, or a text that begins with “=”."""

    key: tuple[str, ...]
    form: Words
    funds: Mapping[str, Words]
    indicator: Words
    words: Mapping[str, Words] = field(default_factory=dict)
    """Field → a word of the table → jiping's word for it."""
    fill: tuple[str, ...] = ()
    """Columns in which a blank says what stands above it."""
    fraction: tuple[str, ...] = ()
    """Columns of targets and results in which 95 % stands as 0.95."""
    sheet: str | None = None
    encoding: str | None = None

    def columns(self) -> set[str]:
        """The columns of the table that it names."""
        named = [
            *self.key,
            *self.fill,
            *self.fraction,
            *self.form.values(),
            *self.indicator.values(),
        ]
        named += [c for words in self.funds.values() for c in words.values()]
        return {c for c in named if not c.startswith("=")}


def load(path: str | Path) -> TableMapping:
    """A mapping from its file. Raises DatasetError, saying what is wrong in it."""
    try:
        data = tomllib.loads(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        raise DatasetError(f"{path} 打不开（{of_system(error)}）") from error
    except ValueError as error:
        raise DatasetError(f"{path}：{of_toml(error)}") from error
    known = {
        "title",
        "key",
        "fill",
        "fraction",
        "form",
        "fund",
        "indicator",
        "words",
        "sheet",
        "encoding",
    }
    _only(path, data, known, "栏目")
    _only(path, data.get("form", {}), _FORM, "form 下的字段")
    _only(path, data.get("indicator", {}), _INDICATOR, "indicator 下的字段")
    _only(path, data.get("fund", {}), get_args(FundSource), "fund 下的资金来源")
    for source, words in data.get("fund", {}).items():
        _only(path, words, _FUND, f"fund.{source} 下的字段")
    if not data.get("key"):
        raise DatasetError(f"{path}：缺少 key，即哪些栏目合起来确定一张表")
    return TableMapping(
        tuple(data["key"]), data.get("form", {}), data.get("fund", {}), data.get("indicator", {}),
        data.get("words", {}), tuple(data.get("fill", ())), tuple(data.get("fraction", ())),
        data.get("sheet"), data.get("encoding"),
    )  # fmt: skip


def _only(path: str | Path, data: Mapping[str, Any], known: Iterable[str], what: str) -> None:
    unknown = sorted(set(data) - set(known))
    if unknown:
        raise DatasetError(f"{path}：不认识{what} {'、'.join(unknown)}，可以是 {'、'.join(known)}")


def forms(
    mapping: TableMapping, columns: Sequence[str], rows: Iterable[tuple[int, Row]], source: Source,
    left_out: LeftOut | None = None,
) -> Iterator[Evaluation]:  # fmt: skip
    """The forms of a table, in the order of their first rows; ``source`` is the file's.

    ``rows`` with their numbers in the file; what gives nothing is noted in ``left_out``. Raises DatasetError where a column that the mapping names isn't there.
    """
    at = {name: number for number, name in enumerate(columns)}
    for name in mapping.columns() - set(columns):
        # “项目/编码” and “编码” may both be written for one column under two rows of names.
        short = name.rpartition("/")[2]
        if short in at and short in mapping.columns():
            at[name] = at[short]
    missing = sorted(mapping.columns() - set(at))
    if missing:
        there = [name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…" for name in columns if name]
        more = f"等 {len(there)} 栏" if len(there) > _MOST else ""
        raise DatasetError(
            f"{source.file} 里没有 {'、'.join(missing)} 这些栏目，有：{'、'.join(there[:_MOST])}{more}"
        )
    grouped: dict[tuple[str | None, ...], list[tuple[int, Row]]] = {}
    noted = left_out or LeftOut()
    keys = [at[name] for name in mapping.key]
    named, said = (
        [mapping.indicator[n] for n in fields if mapping.indicator.get(n, "=")[0] != "="]
        for fields in (("name",), ("target", "actual", "weight", "score"))
    )
    # What is filled up belongs to the form that it stands in; the key itself says which that is.
    filled = sorted((at[name] for name in mapping.fill), key=lambda n: n not in keys)
    above: dict[int, str | None] = {}
    last: tuple[str | None, ...] | None = None
    for line, given in rows:
        if not any(given):
            continue
        row = list(given)
        for n in filled:
            if n not in keys and tuple(row[k] for k in keys) != last:
                above = {k: above.get(k) for k in keys}
                last = tuple(row[k] for k in keys)
            row[n] = above[n] = row[n] if row[n] is not None else above.get(n)
        key = tuple(row[n] for n in keys)
        if any(key):
            grouped.setdefault(key, []).append((line, row))
            if all(row[at[n]] is None for n in named) and any(row[at[n]] for n in said):
                noted.nameless.append(line)
        else:
            noted.keyless.append(line)
    if named:
        for key, held in list(grouped.items()):
            if all(row[at[n]] is None for _, row in held for n in named):
                noted.bare += [line for line, _ in grouped.pop(key)]
    for ordinal, held in enumerate(grouped.values(), 1):
        first = held[0][0]
        place = Place(sheet=mapping.sheet, row=first) if mapping.sheet else Place(line=first)
        where = Source(source.file, source.sha256, source.format, ordinal, place)
        made = _evaluation(mapping, at, [row for _, row in held], where)
        lines = [line for line, row in held if all(row[at[n]] is not None for n in named)]
        noted.small += [
            line for line, each in zip(lines, made.indicators, strict=False) if _small(each)
        ]
        yield made


def _evaluation(
    mapping: TableMapping, at: Mapping[str, int], rows: Sequence[Row], source: Source
) -> Evaluation:
    def reader(words: Words, row: Row) -> Callable[[str], str | None]:
        def read(name: str) -> str | None:
            column = words.get(name)
            if column is None:
                return None
            text = column[1:] if column.startswith("=") else row[at[column]]
            said = mapping.words.get(name, {}).get(text or "", text)
            return said.strip() or None if said is not None else None

        return read

    form = reader(mapping.form, rows[0])
    year = _digits(form("year"))
    unit = form("amount_unit")
    return Evaluation(
        source=source,
        form=Form(
            form("title") or "项目支出绩效自评表",
            form("family") or "unknown",
            cast("AmountUnit | None", unit if unit in get_args(AmountUnit) else None),
        ),
        year=int(year[:4]) if year and year[:4].isdigit() else None,
        project=Named(form("project_name"), form("project_code")),
        department=Named(form("department_name"), form("department_code")),
        unit=Named(form("unit_name"), form("unit_code")),
        funds=tuple(_fund(name, reader(words, rows[0])) for name, words in mapping.funds.items()),
        goal=Goal(form("goal_expected"), form("goal_actual")),
        indicators=tuple(
            _indicator(mapping, read)
            for read in (reader(mapping.indicator, row) for row in rows)
            if read("name") is not None
        ),
        total=Total(_digits(form("total_weight")), _digits(form("total_score")), form("grade")),
        remarks={},
        reading=Reading(balanced=None),
    )


def _fund(source: str, read: Callable[[str], str | None]) -> FundLine:
    return FundLine(
        source=cast("FundSource", source),
        label=read("label") or value_term("FundSource", source),
        reason=read("reason"),
        **{name: _digits(read(name)) for name in ("initial", "adjusted", "executed", "weight", "rate", "score")},
    )  # fmt: skip


def _indicator(mapping: TableMapping, read: Callable[[str], str | None]) -> Indicator:
    unit, operator = read("unit"), read("operator")
    target, actual = (
        _whole(read(name), unit) if mapping.indicator.get(name) in mapping.fraction else read(name)
        for name in ("target", "actual")
    )
    sign = _OPERATORS.get(operator or "") or (
        identifier("Operator", operator) if operator else None
    )
    if target is not None:
        own_sign, target, own_unit = measure(target)
        sign, unit = sign or own_sign, unit or own_unit
    nature = read("nature")
    if nature is not None:
        nature = identifier("Nature", nature.removesuffix("指标")) or nature
    return Indicator(
        level1=read("level1"),
        level2=read("level2"),
        name=read("name"),
        nature=cast("Any", nature if nature in _NATURES else None),
        operator=cast("Any", sign),
        target=target,
        actual=None if actual is None else _digits(actual),
        unit=unit,
        weight=_digits(read("weight")),
        score=_digits(read("score")),
        reason=read("reason"),
    )


def _whole(text: str | None, unit: str | None) -> str | None:
    """0.95 under the unit % as 95; what bears a sign of its own, or is ten or more, as it stands."""
    if text is None or squeeze(unit or "") != "%":
        return text
    sign, value, own = measure(text)
    found = None if own else number(value)[0]
    if found is None or not 0 <= Decimal(found) < _TEN:
        return text
    return f"{sign or ''}{plain(Decimal(found) * 100)}%"


def _small(row: Indicator) -> bool:
    """Whether a percentage looks like a fraction: 0.95 under %; 1 where the other is no more."""
    if squeeze(row.unit or "") != "%" or row.operator in ("<=", "<"):
        return False
    found = [number(text)[0] for text in (row.target, row.actual) if text is not None]
    held = [Decimal(value) for value in found if value is not None]
    return any(0 < value < 1 for value in held) or set(held) == {1}


_TEN = 10
_NATURES = ("positive", "negative", "equal", "qualitative")


def _digits(text: str | None) -> str | None:
    """A number without separators and unit; anything else as it stands."""
    if text is None:
        return None
    found, unit = number(text)
    return text if found is None or unit in ("万元", "亿元", "万") else found
