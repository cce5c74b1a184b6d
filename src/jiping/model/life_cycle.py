"""The forms before the self-evaluation, as frozen values: 绩效目标申报表 and 绩效目标执行监控表.

Numbers are strings holding the digits as printed; ``None`` where the cell is blank or holds a
dash, as in `jiping.model.evaluation`. Field lists: 财预〔2020〕10号 and 财预〔2019〕136号 forms as published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from jiping.model.evaluation import FundSource, Named, Nature, Operator, Reading, Source
from jiping.model.place import Place, SourceMap

Period = Literal["term", "year"]
"""中期 (the whole project) or 年度. Sums of the two must never be compared with each other."""
Possibility = Literal["certain", "likely", "impossible"]
"""完成目标可能性: 确定能, 有可能, 完全不可能."""


@dataclass(frozen=True, slots=True)
class PlannedFund:
    """One line of 项目资金 of a target form; ``amount`` in the form's unit."""

    period: Period
    source: FundSource
    label: str
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    """One 绩效指标 of a target form."""

    period: Period
    level1: str | None = None
    level2: str | None = None
    name: str | None = None
    nature: Nature | None = None
    operator: Operator | None = None
    target: str | None = None
    unit: str | None = None
    weight: str | None = None


@dataclass(frozen=True, slots=True)
class TargetForm:
    """One 项目支出绩效目标申报表. ``goals`` by period; ``remarks`` by printed label (项目属性, 项目期 …)."""

    source: Source
    title: str | None
    year: int | None
    amount_unit: str | None
    project: Named
    department: Named
    unit: Named
    funds: tuple[PlannedFund, ...]
    goals: Mapping[Period, str]
    indicators: tuple[PlannedIndicator, ...]
    remarks: Mapping[str, str | None] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    places: SourceMap = field(default_factory=SourceMap, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MonitoredFund:
    """One line of 项目资金 of a monitoring form; ``rate`` in percent."""

    source: FundSource
    label: str
    initial: str | None = None
    executed: str | None = None
    rate: str | None = None
    forecast: str | None = None


@dataclass(frozen=True, slots=True)
class MonitoredIndicator:
    """One indicator under way. ``causes`` are the ticked kinds of 偏差原因 (经费保障, 制度保障 …)."""

    level1: str | None = None
    level2: str | None = None
    name: str | None = None
    nature: Nature | None = None
    operator: Operator | None = None
    target: str | None = None
    unit: str | None = None
    progress: str | None = None
    forecast: str | None = None
    causes: tuple[str, ...] = ()
    reason: str | None = None
    possibility: Possibility | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MonitoringForm:
    """One 项目支出绩效目标执行监控表; ``months`` as its headers print them ("1-7月")."""

    source: Source
    title: str | None
    year: int | None
    amount_unit: str | None
    months: str | None
    project: Named
    department: Named
    unit: Named
    funds: tuple[MonitoredFund, ...]
    goal: str | None
    indicators: tuple[MonitoredIndicator, ...]
    remarks: Mapping[str, str | None] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    places: SourceMap = field(default_factory=SourceMap, compare=False, repr=False)


def to_json(form: TargetForm | MonitoringForm, *, places: bool = False) -> dict[str, Any]:
    """The form as a JSON object: the names of its fields, ``kind`` target_form or monitoring_form."""
    from jiping.model.contract import reading_to_json

    out: dict[str, Any] = {
        "kind": "target_form" if isinstance(form, TargetForm) else "monitoring_form"
    }
    for name in type(form).__dataclass_fields__:
        value = getattr(form, name)
        if name == "source":
            out[name] = {k: getattr(value, k) for k in ("file", "sha256", "format", "ordinal")}
            if value.place is not None:
                out[name]["place"] = value.place.to_json()
        elif name == "reading":
            out[name] = reading_to_json(value)
        elif name == "places":
            if places:
                out[name] = value.to_json()
        elif isinstance(value, Named):
            out[name] = {"name": value.name, "code": value.code}
        elif isinstance(value, Mapping):
            out[name] = dict(value)
        elif isinstance(value, tuple):
            out[name] = [
                {
                    k: list(v) if isinstance(v := getattr(row, k), tuple) else v
                    for k in type(row).__dataclass_fields__
                }
                for row in value
            ]
        else:
            out[name] = value
    return out


def from_json(data: Mapping[str, Any]) -> TargetForm | MonitoringForm:
    """The inverse of `to_json`; fields that this version does not know are ignored."""
    from jiping.model.contract import reading_from_json

    target = data["kind"] == "target_form"
    kind: type[Any] = TargetForm if target else MonitoringForm
    fund: type[Any] = PlannedFund if target else MonitoredFund
    indicator: type[Any] = PlannedIndicator if target else MonitoredIndicator
    source = data["source"]
    place = source.get("place")
    values = {k: data[k] for k in kind.__dataclass_fields__ if k in data}
    values |= {name: Named(**data[name]) for name in ("project", "department", "unit")}
    values |= {
        "source": Source(
            source["file"], source["sha256"], source["format"], source["ordinal"],
            Place.from_json(place) if place is not None else None,
        ),
        "funds": tuple(_row(fund, row) for row in data["funds"]),
        "indicators": tuple(_row(indicator, row) for row in data["indicators"]),
        "reading": reading_from_json(data["reading"]),
        "places": SourceMap.from_json(data.get("places", {})),
    }  # fmt: skip
    made: TargetForm | MonitoringForm = kind(**values)
    return made


def _row(kind: type[Any], data: Mapping[str, Any]) -> Any:
    values = {k: data[k] for k in kind.__dataclass_fields__ if k in data}
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})
