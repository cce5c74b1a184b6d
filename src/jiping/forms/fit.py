"""What of an evaluation a family's form can hold, and what is to be said about the rest.

`fit` comes before drawing: it gives the evaluation that the drawn form will say, so that drawing
never has to leave anything out, and a message for everything that has no place on the form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Any, TypeVar

from jiping.forms.drawing import Omitted
from jiping.forms.families import Family
from jiping.forms.figures import bare, heard
from jiping.law.glossary import field_term
from jiping.model.evaluation import Evaluation, Form, FundLine, Goal, Indicator, Named, Total
from jiping.model.quantity import split_value

_Row = TypeVar("_Row", FundLine, Indicator, Total)
_OWN = frozenset({"source", "label"})
_CODE = re.compile(r"[0-9A-Za-z]{2,}")
_MARK = "；"


class Fitting:
    """Fits one evaluation to one family; ``omitted`` grows on the way."""

    def __init__(self, evaluation: Evaluation, family: Family) -> None:
        self.given = evaluation
        self.family = family
        self.omitted: list[Omitted] = []
        self.moved: list[str] = []

    def fit(self) -> Evaluation:
        """The evaluation that the form says."""
        e = self.given
        family = self.family
        funds = self._funds()
        indicators = self._indicators()
        remarks: dict[str, str | None] = {
            label: None
            for remark in family.remarks
            if remark.where not in ("line", "head")
            for label in remark.labels()
        }
        remarks |= e.remarks
        if self.moved and family.reasons_to:
            old = remarks.get(family.reasons_to)
            remarks[family.reasons_to] = _MARK.join([*([old] if old else []), *self.moved])
        return replace(
            e,
            form=Form(self._title(), family.reads_as, e.form.amount_unit),
            project=self._named("project"),
            department=self._named("department"),
            unit=self._named("unit"),
            funds=funds,
            goal=self._goal(),
            indicators=indicators,
            total=self._total(),
            remarks=remarks,
        )

    def _say(self, pointer: str, message: str) -> None:
        self.omitted.append(Omitted(pointer, message))

    def _title(self) -> str:
        own = self.given.form.title
        if own and any(word in own for word in self.family.titles) and own.endswith("自评表"):
            return own
        if own:
            self._say("/form/title", f"原表名“{own}”按本表式改为“{self.family.title}”。")
        return self.family.title

    def _named(self, group: str) -> Named:
        value: Named = getattr(self.given, group)
        if value.code is None:
            return value
        term = field_term(f"Evaluation.{group}")
        if value.name is None or not _CODE.fullmatch(value.code):
            self._say(f"/{group}/code", f"{term}的代码“{value.code}”没有写入：不能与名称连写。")
            return replace(value, code=None)
        return value

    def _funds(self) -> tuple[FundLine, ...]:
        shown = self.family.fund_fields() | _OWN
        lost: Counter[str] = Counter()
        out = []
        for n, line in enumerate(self.given.funds):
            got = line
            for name in _filled(line):
                weightless = self.family.funds.weight_in_title and line.source != "total"
                if name in shown and not (name == "weight" and weightless):
                    continue
                if name == "reason" and self.family.reasons_to:
                    self.moved.append(f"{line.label}：{line.reason}")
                else:
                    lost[name] += 1
                    self._say(f"/funds/{n}/{name}", "")
                got = _without(got, name)
            out.append(got)
        self._tell("funds", "项目资金", "FundLine", lost)
        return tuple(out)

    def _indicators(self) -> tuple[Indicator, ...]:
        shown = self.family.indicator_fields()
        block = self.family.indicators
        lost: Counter[str] = Counter()
        out: list[Indicator] = []
        level1 = level2 = None
        for n, row in enumerate(self.given.indicators):
            got = self._measured(row)
            for name in _filled(got):
                if name in shown or (block.inside and name in ("operator", "unit")):
                    continue
                if block.symbols and name == "operator":
                    continue
                if name == "reason" and self.family.reasons_to:
                    self.moved.append(f"{row.name or f'第{n + 1}行'}：{row.reason}")
                got = _without(got, name)
            moved = self.family.reasons_to
            for name in _filled(row):
                if getattr(got, name) is None and not (name == "reason" and moved):
                    lost[name] += 1
                    self._say(f"/indicators/{n}/{name}", "")
            if got.level1 is None and level1 is not None:
                got = replace(got, level1=level1)
            if got.level1 != level1:
                level1, level2 = got.level1, None
            if got.level2 is None and level2 is not None:
                got = replace(got, level2=level2)
            level2 = got.level2
            out.append(got)
        self._tell("indicators", "绩效指标", "Indicator", lost)
        return tuple(out)

    def _measured(self, row: Indicator) -> Indicator:
        """The row as the form's columns for nature, operator, target and unit say it."""
        block = self.family.indicators
        if block.inside:
            return heard(row)
        if block.symbols and row.operator is not None:
            row = replace(row, nature=None)
        if not block.symbols and row.nature == "equal" and row.operator is None:
            row = replace(row, operator="=")
        actual = None if row.actual is None else bare(row.actual)
        if row.target is None:
            return replace(row, actual=actual)
        operator, value, said = split_value(row.target)
        own = row.unit or said
        if operator is None or row.operator is not None or (said and said != own):
            return replace(row, target=bare(row.target), actual=actual)
        return replace(row, operator=operator, target=bare(value), unit=own, actual=actual)

    def _goal(self) -> Goal:
        if self.family.goal is not None:
            return self.given.goal
        for name in ("expected", "actual"):
            if getattr(self.given.goal, name):
                self._say(
                    f"/goal/{name}", f"本表式没有“{field_term(f'Goal.{name}')}”一栏，没有写入。"
                )
        return Goal()

    def _total(self) -> Total:
        total = self.given.total
        shown = {"score"} if self.family.total else set()
        if self.family.total and "weight" in self.family.indicator_fields():
            shown.add("weight")
        if self.family.grade:
            shown.add("grade")
        for name in ("weight", "score", "grade"):
            value = getattr(total, name)
            if value is not None and name not in shown:
                term = field_term(f"Total.{name}")
                self._say(f"/total/{name}", f"本表式没有“{term}”一栏，{value} 没有写入。")
                total = _without(total, name)
        return total

    def _tell(self, group: str, block: str, owner: str, lost: Counter[str]) -> None:
        for name, count in lost.items():
            term = field_term(f"{owner}.{name}")
            self._say(f"/{group}", f"本表式的{block}没有“{term}”一栏，{count} 行的{term}没有写入。")


def fit(evaluation: Evaluation, family: Family) -> tuple[Evaluation, tuple[Omitted, ...]]:
    """The evaluation as the family's form says it, and what has no place there."""
    fitting = Fitting(evaluation, family)
    return fitting.fit(), tuple(fitting.omitted)


def messages(omitted: Iterable[Omitted]) -> list[str]:
    """What to tell people; the entries of single rows are summed up by one of their block."""
    return list(dict.fromkeys(found.message for found in omitted if found.message))


def _without(row: _Row, name: str) -> _Row:
    nothing: Any = {name: None}
    return replace(row, **nothing)


def _filled(row: FundLine | Indicator) -> list[str]:
    return [
        f.name for f in fields_of(row) if f.name not in _OWN and getattr(row, f.name) is not None
    ]
