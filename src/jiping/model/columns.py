"""Evaluations as columns: one table a grain, numbers as integers of 10⁻⁶.

Four tables joined by ``form`` (the form's number in its batch): ``form``, ``fund``, ``indicator``
(``row`` counts from 0, as in the JSON pointers) and ``fact`` (numbers named in running text).
Every printed text is kept (``*_text``), so evaluations come back from their columns unchanged,
places apart. The engine reads the number columns; Parquet keeps them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from jiping.model.decimals import decimals_of, to_scaled
from jiping.model.evaluation import (
    Evaluation,
    Form,
    FundLine,
    Goal,
    Indicator,
    Named,
    Reading,
    Source,
    Total,
)
from jiping.model.facts import facts_of
from jiping.model.levels import level1_kind, level2_kind
from jiping.model.place import Place
from jiping.model.quantity import parse_quantity, unit_kind

if TYPE_CHECKING:
    import pyarrow

Grain = Literal["form", "fund", "indicator", "fact"]
Type = Literal["int64", "int32", "int8", "bool", "text"]
Value = int | bool | str | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``scaled`` numbers are integers of 10⁻⁶ of what is printed."""

    name: str
    type: Type
    doc: str
    scaled: bool = False


def _number(name: str, doc: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}_text", "text", f"{doc}，原文数字"),
        Column(name, "int64", f"{doc}，10⁻⁶", scaled=True),
        Column(f"{name}_decimals", "int8", f"{doc}，印出的小数位数"),
    )


SCHEMA: dict[Grain, tuple[Column, ...]] = {
    "form": (
        Column("form", "int64", "表的序号，批内唯一"),
        Column("file", "text", "来源文件"),
        Column("sha256", "text", "来源文件的 SHA-256"),
        Column("format", "text", "文件格式"),
        Column("ordinal", "int32", "文件中的第几张表"),
        Column("source_place", "text", "表在文件中的位置（JSON）"),
        Column("title", "text", "表名"),
        Column("family", "text", "表式"),
        Column("amount_unit", "text", "金额单位"),
        Column("year", "int32", "评价年度"),
        Column("project_name", "text", "项目名称"),
        Column("project_code", "text", "项目代码"),
        Column("department_name", "text", "主管部门"),
        Column("department_code", "text", "主管部门代码"),
        Column("unit_name", "text", "实施单位"),
        Column("unit_code", "text", "实施单位代码"),
        Column("goal_expected", "text", "预期目标"),
        Column("goal_actual", "text", "实际完成情况"),
        *_number("total_weight", "总分的分值"),
        *_number("total_score", "总分"),
        Column("grade", "text", "等级"),
        Column("remarks", "text", "表尾各栏（JSON）"),
        Column("balanced", "bool", "表内恒等式是否成立"),
        Column("repairs", "text", "读取时的修复（JSON）"),
        Column("unread", "text", "未能归位的单元格（JSON）"),
        Column("doubtful", "text", "读得不确定的值（JSON）"),
        Column("absent", "text", "原表没有的栏目：字段的 JSON 指针（JSON）"),
    ),
    "fund": (
        Column("form", "int64", "表的序号"),
        Column("row", "int32", "第几行资金，从 0 起"),
        Column("source", "text", "资金来源"),
        Column("label", "text", "行名，原文"),
        *_number("initial", "年初预算数"),
        *_number("adjusted", "全年预算数"),
        *_number("executed", "全年执行数"),
        *_number("weight", "分值"),
        *_number("rate", "执行率（%）"),
        *_number("score", "得分"),
        Column("reason", "text", "原因"),
    ),
    "indicator": (
        Column("form", "int64", "表的序号"),
        Column("row", "int32", "第几个指标，从 0 起"),
        Column("level1_text", "text", "一级指标"),
        Column("level1", "text", "一级指标类别：output, benefit, satisfaction, cost …"),
        Column("level2_text", "text", "二级指标，原文"),
        Column("level2", "text", "二级指标类别：quantity, quality, timeliness, cost …"),
        Column("name", "text", "三级指标"),
        Column("nature", "text", "指标性质"),
        Column("operator", "text", "指标方向"),
        Column("target_text", "text", "年度指标值"),
        Column("target", "int64", "年度指标值为单一数量时的数，10⁻⁶", scaled=True),
        Column("target_high", "int64", "指标值为区间时的上限，10⁻⁶", scaled=True),
        Column("target_decimals", "int8", "年度指标值印出的小数位数"),
        Column("actual_text", "text", "实际完成值"),
        Column("actual", "int64", "实际完成值为单一数量时的数，10⁻⁶", scaled=True),
        Column("actual_high", "int64", "完成值为区间时的上限，10⁻⁶", scaled=True),
        Column("actual_decimals", "int8", "实际完成值印出的小数位数"),
        Column("unit", "text", "计量单位"),
        Column("unit_kind", "text", "计量单位类别：money, money_rate, percent, count, time …"),
        *_number("weight", "分值"),
        *_number("score", "得分"),
        Column("reason", "text", "偏差原因分析及改进措施"),
    ),
    "fact": (
        Column("form", "int64", "表的序号"),
        Column("where", "text", "所在字段的 JSON 指针"),
        Column("ordinal", "int32", "该字段中的第几个数，从 0 起"),
        Column("text", "text", "原文"),
        Column("number", "int64", "数，10⁻⁶", scaled=True),
        Column("approximate", "bool", "原文带有“余”“约”等字样"),
        Column("unit", "text", "单位"),
        Column("noun", "text", "所数的事物"),
    ),
}


@dataclass(slots=True)
class Batch:
    """Some forms as columns: grain → column name → values, all columns of a grain equally long."""

    tables: dict[Grain, dict[str, list[Value]]] = field(
        default_factory=lambda: {
            grain: {column.name: [] for column in columns} for grain, columns in SCHEMA.items()
        }
    )

    def rows(self, grain: Grain) -> int:
        """How many rows the table of this grain has."""
        return len(self.tables[grain]["form"])

    def append(self, form: int, evaluation: Evaluation) -> None:
        """Add one evaluation under the number ``form``."""
        self._put("form", _form_row(form, evaluation))
        for row, line in enumerate(evaluation.funds):
            self._put("fund", _fund_row(form, row, line))
        for row, indicator in enumerate(evaluation.indicators):
            self._put("indicator", _indicator_row(form, row, indicator))
        for fact in facts_of(evaluation):
            self._put("fact", {"form": form, **fact})

    def _put(self, grain: Grain, values: dict[str, Value]) -> None:
        for name, column in self.tables[grain].items():
            column.append(values[name])

    def to_arrow(self) -> dict[Grain, pyarrow.Table]:
        """The tables as Arrow (needs the extra ``arrow``)."""
        import pyarrow

        types = {
            "int64": pyarrow.int64(),
            "int32": pyarrow.int32(),
            "int8": pyarrow.int8(),
            "bool": pyarrow.bool_(),
            "text": pyarrow.string(),
        }
        return {
            grain: pyarrow.table(
                {c.name: pyarrow.array(self.tables[grain][c.name], types[c.type]) for c in columns}
            )
            for grain, columns in SCHEMA.items()
        }

    @classmethod
    def from_arrow(cls, tables: dict[Grain, pyarrow.Table]) -> Batch:
        """The inverse of `to_arrow`; further columns of the tables are ignored."""
        return cls(
            {
                grain: {c.name: tables[grain].column(c.name).to_pylist() for c in columns}
                for grain, columns in SCHEMA.items()
            }
        )


def to_columns(evaluations: Iterable[Evaluation]) -> Batch:
    """Evaluations as columns; the form numbers count from 0 in the order given."""
    batch = Batch()
    for form, evaluation in enumerate(evaluations):
        batch.append(form, evaluation)
    return batch


def from_columns(batch: Batch) -> list[Evaluation]:
    """The inverse of `to_columns`, in the order of the form numbers. Places are not in columns."""
    funds: dict[int, list[FundLine]] = {}
    indicators: dict[int, list[Indicator]] = {}
    for line in _by_row(batch, "fund"):
        funds.setdefault(line["form"], []).append(
            FundLine(
                source=line["source"],
                label=line["label"],
                initial=line["initial_text"],
                adjusted=line["adjusted_text"],
                executed=line["executed_text"],
                weight=line["weight_text"],
                rate=line["rate_text"],
                score=line["score_text"],
                reason=line["reason"],
            )
        )
    for row in _by_row(batch, "indicator"):
        indicators.setdefault(row["form"], []).append(
            Indicator(
                level1=row["level1_text"],
                level2=row["level2_text"],
                name=row["name"],
                nature=row["nature"],
                operator=row["operator"],
                target=row["target_text"],
                actual=row["actual_text"],
                unit=row["unit"],
                weight=row["weight_text"],
                score=row["score_text"],
                reason=row["reason"],
            )
        )
    return [
        _evaluation(row, funds.get(row["form"], []), indicators.get(row["form"], []))
        for row in sorted(_by_row(batch, "form"), key=lambda r: r["form"])
    ]


_FUND_NUMBERS = ("initial", "adjusted", "executed", "weight", "rate", "score")


POINTS_LIMIT = 10**10
"""Scaled: ten thousand points. A larger number in a column of points is something else."""


def _numbers(name: str, text: str | None) -> dict[str, Value]:
    value = to_scaled(text)
    if name.endswith(("weight", "score")) and value is not None and abs(value) > POINTS_LIMIT:
        value = None
    return {f"{name}_text": text, name: value, f"{name}_decimals": decimals_of(text)}


def _form_row(form: int, e: Evaluation) -> dict[str, Value]:
    from jiping.model.contract import evaluation_to_json

    reading = evaluation_to_json(e)["reading"]
    return {
        "form": form,
        "file": e.source.file,
        "sha256": e.source.sha256,
        "format": e.source.format,
        "ordinal": e.source.ordinal,
        "source_place": _dump(e.source.place.to_json()) if e.source.place else None,
        "title": e.form.title,
        "family": e.form.family,
        "amount_unit": e.form.amount_unit,
        "year": e.year,
        "project_name": e.project.name,
        "project_code": e.project.code,
        "department_name": e.department.name,
        "department_code": e.department.code,
        "unit_name": e.unit.name,
        "unit_code": e.unit.code,
        "goal_expected": e.goal.expected,
        "goal_actual": e.goal.actual,
        **_numbers("total_weight", e.total.weight),
        **_numbers("total_score", e.total.score),
        "grade": e.total.grade,
        "remarks": _dump(dict(e.remarks)),
        "balanced": e.reading.balanced,
        "repairs": _dump(reading["repairs"]),
        "unread": _dump(reading["unread"]),
        "doubtful": _dump(reading["doubtful"]),
        "absent": _dump(reading["absent"]),
    }


def _fund_row(form: int, row: int, line: FundLine) -> dict[str, Value]:
    values: dict[str, Value] = {
        "form": form,
        "row": row,
        "source": line.source,
        "label": line.label,
        "reason": line.reason,
    }
    for name in _FUND_NUMBERS:
        values |= _numbers(name, getattr(line, name))
    return values


def _indicator_row(form: int, row: int, i: Indicator) -> dict[str, Value]:
    return {
        "form": form,
        "row": row,
        "level1_text": i.level1,
        "level1": level1_kind(i.level1),
        "level2_text": i.level2,
        "level2": level2_kind(i.level2),
        "name": i.name,
        "nature": i.nature,
        "operator": i.operator,
        **_quantity("target", i.target),
        **_quantity("actual", i.actual),
        "unit": i.unit,
        "unit_kind": unit_kind(i.unit),
        **_numbers("weight", i.weight),
        **_numbers("score", i.score),
        "reason": i.reason,
    }


def _quantity(name: str, text: str | None) -> dict[str, Value]:
    quantity = parse_quantity(text) if text is not None else None
    low = high = decimals = None
    if quantity is not None and quantity.low is not None:
        low = to_scaled(str(quantity.low))
        decimals = decimals_of(str(quantity.low))
        if quantity.high is not None and quantity.high != quantity.low:
            high = to_scaled(str(quantity.high))
    return {
        f"{name}_text": text,
        name: low,
        f"{name}_high": high,
        f"{name}_decimals": decimals,
    }


def _evaluation(row: dict[str, Any], funds: list[FundLine], rows: list[Indicator]) -> Evaluation:
    from jiping.model.contract import reading_from_json

    reading: Reading = reading_from_json(
        {
            "balanced": row["balanced"],
            "repairs": json.loads(row["repairs"]),
            "unread": json.loads(row["unread"]),
            "doubtful": json.loads(row["doubtful"]),
            # Batches that were written before forms said so have none.
            "absent": json.loads(row["absent"] or "[]"),
        }
    )
    place = row["source_place"]
    return Evaluation(
        source=Source(
            row["file"],
            row["sha256"],
            row["format"],
            row["ordinal"],
            Place.from_json(json.loads(place)) if place else None,
        ),
        form=Form(row["title"], row["family"], row["amount_unit"]),
        year=row["year"],
        project=Named(row["project_name"], row["project_code"]),
        department=Named(row["department_name"], row["department_code"]),
        unit=Named(row["unit_name"], row["unit_code"]),
        funds=tuple(funds),
        goal=Goal(row["goal_expected"], row["goal_actual"]),
        indicators=tuple(rows),
        total=Total(row["total_weight_text"], row["total_score_text"], row["grade"]),
        remarks=json.loads(row["remarks"]),
        reading=reading,
    )


def _by_row(batch: Batch, grain: Grain) -> Iterator[dict[str, Any]]:
    table = batch.tables[grain]
    names = list(table)
    order = sorted(
        range(batch.rows(grain)),
        key=lambda k: (table["form"][k], table["row"][k] if "row" in table else 0),
    )
    for k in order:
        yield {name: table[name][k] for name in names}


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
