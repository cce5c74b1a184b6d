"""One 项目支出绩效自评表 as frozen values: what the document says, and nothing computed.

Numbers are strings holding the digits as printed ("16.00"); ``None`` where the cell is blank or
holds a dash. The JSON form of these values is fixed by ``contract/evaluation.schema.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from jiping.model.place import Place, SourceMap

if TYPE_CHECKING:
    from jiping.model.fingerprint import TakenBack

Nature = Literal["positive", "negative", "equal", "qualitative"]
"""指标性质: 正向, 反向, 等于, 定性."""
Operator = Literal[">=", ">", "=", "<", "<="]
"""指标方向: 大于等于, 大于, 等于, 小于, 小于等于."""
FundSource = Literal[
    "total", "fiscal", "central", "local", "province", "city", "county",
    "special_account", "unit", "carryover", "other",
]  # fmt: skip
"""资金来源: 年度资金总额, 财政拨款, 中央补助, 地方资金, 省/市/县级, 财政专户, 单位, 上年结转, 其他."""
AmountUnit = Literal["万元", "元", "亿元"]


@dataclass(frozen=True, slots=True)
class Source:
    """The file a form came from; ``ordinal`` is the form's 1-based position in it."""

    file: str
    sha256: str
    format: str
    ordinal: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """表式: title, layout family ('unknown' when read by its words alone), unit of amounts."""

    title: str | None
    family: str
    amount_unit: AmountUnit | None


@dataclass(frozen=True, slots=True)
class Named:
    """A project, department or unit: its name and the code printed in front of it."""

    name: str | None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class FundLine:
    """One row of 项目资金. Amounts in the form's unit, ``rate`` in percent."""

    source: FundSource
    label: str
    initial: str | None = None
    adjusted: str | None = None
    executed: str | None = None
    weight: str | None = None
    rate: str | None = None
    score: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """年度总体目标: 预期目标 and 实际完成情况."""

    expected: str | None = None
    actual: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One 绩效指标 row; ``level1`` in standard wording, ``level2`` as printed."""

    level1: str | None = None
    level2: str | None = None
    name: str | None = None
    nature: Nature | None = None
    operator: Operator | None = None
    target: str | None = None
    actual: str | None = None
    unit: str | None = None
    weight: str | None = None
    score: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """总分: printed weight, score and grade."""

    weight: str | None = None
    score: str | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell that was moved, split or joined, and what made that reading the right one."""

    what: str
    why: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A non-empty cell of the form that ended up in no field."""

    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A value that was not plainly read: its JSON pointer (a row's stands for all its fields), why,
    and how far it may be trusted ("0.6" of "1")."""

    pointer: str
    reason: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How the form was read. ``balanced`` is None when the form carries no identity to check.

    What ``doubtful`` does not name was read plainly. ``absent``: pointers of fields for which the
    document prints no label, so that nobody could have filled them in. ``workbook`` is set for a filler's workbook:
    the scheme that it was made for, and what of it was changed that was locked.
    """

    balanced: bool | None = None
    repairs: tuple[Repair, ...] = ()
    unread: tuple[Unread, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    absent: tuple[str, ...] = ()
    workbook: TakenBack | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One form, whole. ``places`` says where each value stands; it takes no part in equality."""

    source: Source
    form: Form
    year: int | None
    project: Named
    department: Named
    unit: Named
    funds: tuple[FundLine, ...]
    goal: Goal
    indicators: tuple[Indicator, ...]
    total: Total
    remarks: Mapping[str, str | None] = field(default_factory=dict)
    reading: Reading = Reading()
    places: SourceMap = field(default_factory=SourceMap, compare=False, repr=False)
