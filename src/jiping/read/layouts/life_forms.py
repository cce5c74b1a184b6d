"""绩效目标申报表 and 绩效目标执行监控表 into their own records, from the lines of one form.

Both are read by column under their printed headers. What stands in no named column is listed as
unread; no value is moved to another column here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from jiping.model.evaluation import Doubtful, Named, Reading, Unread
from jiping.model.life_cycle import (
    MonitoredFund,
    MonitoredIndicator,
    MonitoringForm,
    Period,
    PlannedFund,
    PlannedIndicator,
    TargetForm,
)
from jiping.model.place import SourceMap
from jiping.read.layouts.align import align
from jiping.read.layouts.draft import Draft
from jiping.read.layouts.foot import is_page_number
from jiping.read.layouts.head import Head
from jiping.read.layouts.life_words import CAUSES, MONTHS_IN, POSSIBLE, TERM, header_role
from jiping.read.layouts.values import measure, number
from jiping.read.layouts.words import BRACKETS, narrow

if TYPE_CHECKING:
    from jiping.model.evaluation import Source
    from jiping.model.place import Place, Placed
    from jiping.read.layouts.lines import Atom, Line

MONEY: Final = ("initial", "executed", "rate", "forecast_sum")
ROWS: Final = frozenset(("name", "target", "progress", "forecast"))
INDICATOR: Final = ("level1", "level2", "name", "nature", "operator", "target", "unit", "weight")
PERIODS: Final[tuple[Period, ...]] = ("term", "year")
UNSURE: Final = "本行没有可用的列，按内容的先后归入各栏"


@dataclass(slots=True)
class _Columns:
    roles: list[str]
    periods: list[Period]
    at: dict[int, int]
    starts: list[int]


@dataclass(slots=True)
class LifeReader:
    """Reads the lines of one form; ``monitoring`` says which of the two it is."""

    monitoring: bool
    draft: Draft = field(default_factory=Draft)
    spots: dict[str, Place | Placed] = field(default_factory=dict)
    funds: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    goals: dict[Period, str] = field(default_factory=dict)
    doubts: list[Doubtful] = field(default_factory=list)
    months: str | None = None
    part: str = ""
    money: _Columns | None = None
    columns: _Columns | None = None
    goal_at: list[tuple[int, Period]] = field(default_factory=list)
    levels: dict[tuple[Period, str], str] = field(default_factory=dict)
    two_periods: bool = False

    def read(self, title: Atom | None, lines: list[Line]) -> None:
        """Take all lines in."""
        head = Head(self.draft)
        if title is not None:
            head.title(title)
        index = 0
        while index < len(lines):
            line = lines[index]
            block = [line]
            while index + 1 < len(lines) and _is_header([*block, lines[index + 1]], whole=True):
                index += 1
                block.append(lines[index])
            index += 1
            if self.draft.amount_unit is None and self.part != "rows":
                head.amount_unit(line, self.part)
            if _is_header(block):
                self._header(block)
            elif self.part == "rows":
                self._row(line)
            elif any(_fund_source(atom) for atom in line.atoms):
                self._fund(line)
            elif any(_goal_period(atom) for atom in line.atoms):
                self._goal_labels(line)
            elif self.part == "goal" and not line.groups & {"indicators", "head"}:
                self._goal_texts(line)
            elif line.groups & {"head", "filing"}:
                head.names(line)
            elif not line.groups & {"funds", "indicators"}:
                head.preface(line)
            else:
                for atom in line.atoms:
                    atom.read = atom.read or atom.look.kind == "label"

    # -- headers -------------------------------------------------------------------------------

    def _header(self, block: list[Line]) -> None:
        cells: list[tuple[int, int, str]] = []
        for depth, line in enumerate(block):
            for atom in line.atoms:
                role = header_role(atom.text)
                if role is None:
                    continue
                atom.read = True
                months = MONTHS_IN.search(narrow(atom.text))
                if months is not None:
                    self.months = f"{months[1]}-{months[2]}月"
                if role != "group":
                    cells.append((atom.column, atom.column + atom.span, role))
                elif TERM.search(atom.text) and depth == 0:
                    self.two_periods = True
        if block[0].columns:
            cells.sort()
        roles = [role for *_, role in cells]
        twice = roles.count("target") > 1
        first = roles.index("target") if twice else -1
        periods: list[Period] = [
            "term" if twice and i <= first else "year" for i, _ in enumerate(roles)
        ]
        at: dict[int, int] = {}
        ruled = block[0].ruled
        order = sorted(range(len(cells)), key=lambda i: cells[i][0] - cells[i][1])
        for i in order:
            start, end, _ = cells[i]
            for column in range(start, end if ruled else start + 1):
                at[column] = i
        columns = _Columns(roles, periods, at, [start for start, *_ in cells])
        if ROWS & set(roles):
            self.columns, self.part = columns, "rows"
        else:
            self.money, self.part = columns, "funds"

    # -- funds and goals -----------------------------------------------------------------------

    def _fund(self, line: Line) -> None:
        label: Atom | None = None
        row: dict[str, Any] = {}
        halves = sum(1 for a in line.atoms if _fund_source(a))
        seen = 0
        for atom in line.atoms:
            source = _fund_source(atom)
            if source:
                label, seen = atom, seen + 1
                atom.read = True
                if "资金总额" in atom.text and TERM.search(atom.text):
                    self.two_periods = True
                term = halves > 1 and seen == 1 and self.two_periods
                period = "term" if TERM.search(atom.text) or term else "year"
                row = {"period": period, "source": source, "label": atom.text}
                self._note(f"/funds/{len(self.funds)}/label", atom)
                self.funds.append(row)
            elif atom.look.group == "funds":
                atom.read = True
            elif label is not None:
                self._amount(row, line, atom)

    def _amount(self, row: dict[str, Any], line: Line, atom: Atom) -> None:
        role = "amount"
        if self.money is not None and self.monitoring:
            index = self.money.at.get(atom.column, -1) if line.columns else -1
            if index < 0:
                free = [r for r in self.money.roles if r in MONEY and r not in row]
                role = free[0] if free else ""
                where = f"/funds/{len(self.funds) - 1}"
                if all(d.pointer != where for d in self.doubts):
                    self.doubts.append(Doubtful(where, UNSURE, "0.6"))
            else:
                role = self.money.roles[index]
        if atom.look.kind in ("dash", "empty"):
            atom.read = True
            row.setdefault(role, None)
            return
        digits, tail = number(atom.text)
        if digits is None or not role or row.get(role) is not None:
            return
        if tail in ("万元", "元") and self.draft.amount_unit is None:
            self.draft.amount_unit, self.draft.unit_atom = cast("Any", tail), atom
        row[role] = digits
        self._note(f"/funds/{len(self.funds) - 1}/{role}", atom)

    def _goal_labels(self, line: Line) -> None:
        self.part = "goal"
        period: Period | None = None
        self.goal_at = []
        for atom in line.atoms:
            named = _goal_period(atom)
            if named is not None:
                atom.read = True
                period = named
                self.goal_at.append((atom.column, named))
            elif atom.look.group in ("goal", "indicators"):
                atom.read = True
            elif period is not None:
                self._goal(period, atom)

    def _goal_texts(self, line: Line) -> None:
        for number_, atom in enumerate(line.atoms):
            if atom.look.group in ("goal", "goalcol", "indicators"):
                atom.read = True
                continue
            periods = [p for column, p in self.goal_at if column <= atom.column]
            if len(line.atoms) == len(self.goal_at) and not line.ruled:
                periods = [self.goal_at[number_][1]]
            if periods or self.goal_at:
                self._goal(periods[-1] if periods else self.goal_at[0][1], atom)

    def _goal(self, period: Period, atom: Atom) -> None:
        atom.read = True
        if atom.look.kind == "dash":
            return
        old = self.goals.get(period)
        self.goals[period] = f"{old}\n{atom.text}" if old else atom.text
        self.spots.setdefault(f"/goals/{period}", atom.spot)

    # -- indicators ----------------------------------------------------------------------------

    def _row(self, line: Line) -> None:
        columns = self.columns
        if columns is None or (len(line.atoms) == 1 and is_page_number(line.atoms[0])):
            return
        first = line.atoms[0].look
        lone = len(line.atoms) == 1 and first.kind not in ("level1", "level2", "text")
        if lone or first.group in ("remark", "filing", "head"):
            return
        atoms = [a for a in line.atoms if a.look.group != "indicators"]
        for atom in line.atoms:
            atom.read = atom.read or atom.look.group == "indicators"
        pairs = [(columns.at.get(atom.column, -1), atom) for atom in atoms] if line.columns else []
        loose = not line.columns
        if loose and len(atoms) > 1:
            known = [r if r in INDICATOR else "other" for r in columns.roles]
            if len(atoms) <= len(known):
                pairs = list(
                    zip(align([a.look for a in atoms], known, None)[1], atoms, strict=True)
                )
        for period in PERIODS:
            part = [(i, a) for i, a in pairs if i >= 0 and columns.periods[i] == period]
            self._indicator(period, part, loose=loose)

    def _indicator(self, period: Period, pairs: list[tuple[int, Atom]], *, loose: bool) -> None:
        assert self.columns is not None  # noqa: S101 - a row is only read below its header
        got = {self.columns.roles[i]: atom for i, atom in pairs}
        first = got.get("level1")
        below = self.levels.get((period, "level1")) == "产出指标" and "level2" not in got
        if below and first is not None and first.look.role == "成本指标":
            got["level2"] = got.pop("level1")
        for level in ("level1", "level2"):
            if level in got:
                atom = got[level]
                atom.read = True
                self.levels[period, level] = (
                    atom.look.role if atom.look.kind == level else atom.text
                )
                if level == "level1":
                    self.levels.pop((period, "level2"), None)
        if "name" not in got and not ROWS & got.keys():
            return
        where = f"/indicators/{len(self.rows)}"
        row: dict[str, Any] = {"period": period, "causes": []}
        for level in ("level1", "level2"):
            source: Period = period if (period, level) in self.levels else "term"
            row[level] = self.levels.get((source, level))
        for role, atom in got.items():
            if role in ("level1", "level2"):
                continue
            atom.read = True
            self._value(row, role, atom)
            self._note(f"{where}/{role}", atom)
        if loose:
            self.doubts.append(Doubtful(where, UNSURE, "0.6"))
        self.rows.append(row)

    def _value(self, row: dict[str, Any], role: str, atom: Atom) -> None:
        kind = atom.look.kind
        if kind == "dash":
            return
        if role in CAUSES:
            row["causes"].append(role)
        elif role in POSSIBLE:
            row["possibility"] = POSSIBLE[role]
        elif role == "nature":
            row["nature" if kind == "nature" else "operator"] = atom.look.role or None
        elif role == "target":
            operator, value, unit = measure(atom.text)
            row["target"] = value
            row.setdefault("operator", operator)
            if unit:
                row.setdefault("unit", unit)
        elif role == "weight":
            row[role] = number(atom.text)[0]
        else:
            row[role] = atom.text

    # -- results -------------------------------------------------------------------------------

    def _note(self, pointer: str, atom: Atom) -> None:
        atom.read = True
        self.spots[pointer] = atom.spot

    def _common(self, source: Source, lines: list[Line]) -> dict[str, Any]:
        draft = self.draft
        names: dict[str, Named] = {}
        for role in ("project", "department", "unit"):
            held = draft.names.get(role) or (draft.names.get("filer") if role == "unit" else None)
            names[role] = held[0] if held is not None else Named(None)
            if held is not None:
                self.spots[f"/{role}/name"] = held[1].spot
        unread = tuple(
            Unread(atom.text, atom.spot.place())
            for line in lines
            for atom in line.atoms
            if not atom.read and atom.look.kind != "empty"
        )
        return {
            "source": source, "title": draft.title, "year": draft.year,
            "amount_unit": draft.amount_unit, **names,
            "remarks": {label: text or None for label, (text, _) in draft.remarks.items()},
            "reading": Reading(None, tuple(draft.repairs), unread, tuple(self.doubts)),
            "places": SourceMap(self.spots),
        }  # fmt: skip

    def target_form(self, source: Source, lines: list[Line]) -> TargetForm:
        """What was read, as a target form."""
        return TargetForm(
            **self._common(source, lines),
            funds=tuple(_made(PlannedFund, row) for row in self.funds),
            goals=self.goals,
            indicators=tuple(_made(PlannedIndicator, row) for row in self.rows),
        )

    def monitoring_form(self, source: Source, lines: list[Line]) -> MonitoringForm:
        """What was read, as a monitoring form."""
        for row in self.funds:
            row["forecast"] = row.get("forecast_sum")
        for row in self.rows:
            row["causes"] = tuple(row["causes"])
        return MonitoringForm(
            **self._common(source, lines),
            months=self.months,
            funds=tuple(_made(MonitoredFund, row) for row in self.funds),
            goal=self.goals.get("year") or self.goals.get("term"),
            indicators=tuple(_made(MonitoredIndicator, row) for row in self.rows),
        )


def _made(kind: type[Any], row: dict[str, Any]) -> Any:
    return kind(**{k: row[k] for k in kind.__dataclass_fields__ if k in row})


def _is_header(block: list[Line], *, whole: bool = False) -> bool:
    """Whether the lines are header cells: two columns at least; ``whole``: nothing else in them."""
    last = [header_role(atom.text) for atom in block[-1].atoms]
    if whole:
        first = [header_role(atom.text) for atom in block[0].atoms]
        return all(last) and sum(1 for role in first if role not in (None, "group")) >= 2
    named = [role for role in last if role not in (None, "group", "其他")]
    numbers = any(a.look.kind in ("number", "percent", "quantity") for a in block[0].atoms)
    return len(named) >= 2 and not numbers


def _fund_source(atom: Atom) -> str:
    if atom.look.group == "fundrow":
        return atom.look.role
    flat = narrow(atom.text).rstrip(":")
    return "total" if len(flat) <= 10 and flat.endswith("资金总额") else ""


def _goal_period(atom: Atom) -> Period | None:
    flat = BRACKETS.sub("", narrow(atom.text)).rstrip(":")
    if len(flat) > 12 or not flat.endswith(("目标", "总体目标")):
        return None
    if flat in ("绩效目标", "年度绩效目标"):
        return None
    return "term" if TERM.search(flat) else "year"
