"""The verb `collect`: a folder of filled workbooks into one summary."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.api.filling import COLUMNS, ISSUED
from jiping.api.sources import reading_of
from jiping.model.text import squeeze

if TYPE_CHECKING:
    from jiping.engine.results import Audit
    from jiping.forms.workbook.collected import Listing, Value
    from jiping.model.evaluation import Evaluation
    from jiping.read.reading import FileReading

DONE, PART, EMPTY, BROKEN = "已填完", "没有填完", "没有填写", "读不了"
UNCALCULATED, UNMARKED = "公式没有计算", "没有指纹"
SUFFIXES = (".xlsx", ".xls", ".et", ".ods", ".xlsm")
OPEN_FILE = "~$"


@dataclass(frozen=True, slots=True)
class Returned:
    """收回的一个文件。``audit`` 是审核结果，读不了时为空；``state`` 是填报状态，``note`` 是要说明的。"""

    file: str
    state: str
    note: str
    reading: FileReading
    audit: Audit | None


@dataclass(frozen=True, slots=True)
class Collection:
    """收回的全部文件，和下发清单中还没有交的项目（项目名称，单位，文件）。``data`` 是汇总表（xlsx）。

    ``passed`` 是不是工作簿、没有读的文件。
    """

    returned: tuple[Returned, ...]
    missing: tuple[tuple[str, str, str], ...]
    data: bytes
    passed: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """各种状态的个数。"""
        return dict(Counter(r.state for r in self.returned))


def collect(
    folder: str | os.PathLike[str], *, said: Callable[[str], None] | None = None
) -> Collection:
    """把一个文件夹里填好的工作簿汇总：状态、得分、问题、锁定内容的改动、未交的项目。

    个别文件读不了不影响其余；``said`` 每读一个文件叫一次，得到文件名。每份表按它的工作簿所定的计分办法审核。

    >>> import jiping
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     jiping.template("nm-2023", "examples/reference/table-1.txt").save(Path(folder, "甲.xlsx"))
    ...     found = jiping.collect(folder)
    >>> [(r.file, r.state) for r in found.returned]
    [('甲.xlsx', '没有填写')]
    """
    base = Path(folder)
    returned = []
    found, passed = _files(base)
    for path in found:
        if said is not None:
            said(path.name)
        returned.append(_returned(path, base))
    missing = _missing(base, returned)
    return Collection(tuple(returned), missing, _written(returned, missing, passed), passed)


def _files(base: Path) -> tuple[list[Path], tuple[str, ...]]:
    """The workbooks of the folder, and the names of its other files."""
    found = sorted(p for p in base.rglob("*") if p.is_file())
    own = [p for p in found if not p.name.startswith((OPEN_FILE, ".")) and p != base / ISSUED]
    books = [p for p in own if p.suffix.lower() in SUFFIXES]
    return books, tuple(p.relative_to(base).as_posix() for p in own if p not in books)


def _returned(path: Path, base: Path) -> Returned:
    from jiping.api.verbs import audit

    reading = reading_of(path, None, None)
    name = path.relative_to(base).as_posix()
    notes = "".join(reading.notes)
    if not reading.evaluations:
        return Returned(name, BROKEN, reading.reason or "", reading, None)
    form = reading.evaluations[0]
    result = audit(form)
    if len(reading.evaluations) > 1:
        notes += f"文件中有 {len(reading.evaluations)} 张表，只汇总第一张。"
    return Returned(name, _state(reading, form), notes, reading, result)


def _state(reading: FileReading, form: Evaluation) -> str:
    state = reading.workbook
    if state is None or state.damaged is not None:
        return UNMARKED
    if state.uncalculated:
        return UNCALCULATED
    if not state.filled:
        return EMPTY
    executed = all(f.executed is not None for f in form.funds if f.source == "total")
    scored = all(r.score is not None for r in form.indicators if r.weight is not None)
    whole = state.filled == state.wanted and executed and scored and form.goal.actual
    return DONE if whole or (state.filled == state.wanted and not form.goal.expected) else PART


def _missing(base: Path, returned: Iterable[Returned]) -> tuple[tuple[str, str, str], ...]:
    """The rows of the list of what was handed out that no file answers."""
    issued = base / ISSUED
    if not issued.is_file():
        return ()
    try:
        with issued.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, ValueError, csv.Error):
        return ()
    answered: set[tuple[str, ...]] = set()
    for r in returned:
        if r.audit is not None and r.state != EMPTY:
            e = r.audit.evaluation
            answered.add((squeeze(e.project.name or ""), squeeze(e.unit.name or "")))
            answered.add((squeeze(e.project.code or ""),))
    answered.discard(("",))
    return tuple(
        (row.get(COLUMNS[1]) or "", row.get(COLUMNS[4]) or "", row.get(COLUMNS[0]) or "")
        for row in rows
        if (squeeze(row.get(COLUMNS[2]) or ""),) not in answered
        and (squeeze(row.get(COLUMNS[1]) or ""), squeeze(row.get(COLUMNS[4]) or "")) not in answered
    )


def _written(
    returned: list[Returned], missing: tuple[tuple[str, str, str], ...], passed: tuple[str, ...]
) -> bytes:
    from jiping.forms.workbook.collected import Listing, write_listings
    from jiping.report._labels import places_label

    changes = tuple(
        (r.file, _name(r), c.cell, c.before, c.after)
        for r in returned
        if r.reading.workbook is not None
        for c in r.reading.workbook.changes
    )
    findings = tuple(
        (r.file, _name(r), _LEVELS[f.severity], f.rule, f.message, places_label(f.places, f.targets),
         "；".join(f.basis), f.advice)
        for r in returned
        if r.audit is not None and r.state not in (EMPTY, UNCALCULATED)
        for f in r.audit.findings
    )  # fmt: skip
    counts = Counter(r.state for r in returned)
    note = "，".join(f"{state} {number} 份" for state, number in counts.items())
    listings: list[Listing] = [
        Listing("自评结果汇总", _SUMMARY, tuple(_row(n, r) for n, r in enumerate(returned, 1)),
                f"收到 {len(returned)} 份" + (f"：{note}" if note else "") +
                (f"；清单中还有 {len(missing)} 个项目没有交" if missing else "") +
                (f"；不是工作簿、没有读的文件 {len(passed)} 个：{'、'.join(passed)}" if passed else "")),
        Listing("问题清单", _FINDINGS, findings, "没有填写、公式没有计算的文件不审核。"),
        Listing("锁定内容的改动", _CHANGES, changes, "与工作簿发出时的指纹逐格核对。"),
        Listing("未交", _MISSING, missing, "下发清单中有、文件夹里没有填好的工作簿。"),
    ]  # fmt: skip
    return write_listings(listings, "自评结果汇总")


_LEVELS = {"error": "错误", "warning": "需说明", "info": "提示"}
_SUMMARY = (
    ("序号", 6), ("项目名称", 30), ("项目编码", 14), ("主管部门", 20), ("实施单位", 20), ("年度", 7),
    ("年初预算数", 11), ("全年预算数", 11), ("全年执行数", 11), ("执行率(%)", 10), ("自评得分", 9),
    ("重算得分", 9), ("等级", 6), ("错误", 6), ("需说明", 7), ("锁定改动", 9), ("填报状态", 12),
    ("说明", 40), ("文件", 30),
)  # fmt: skip
_FINDINGS = (
    ("文件", 28), ("项目名称", 26), ("级别", 8), ("规则", 11), ("问题", 60), ("位置", 30), ("依据", 34),
    ("建议", 40),
)  # fmt: skip
_CHANGES = (("文件", 30), ("项目名称", 30), ("单元格", 9), ("原来", 40), ("现在", 40))
_MISSING = (("项目名称", 40), ("实施单位", 30), ("下发的文件", 50))


def _name(r: Returned) -> str:
    return (r.audit.evaluation.project.name or "") if r.audit is not None else ""


def _row(number: int, r: Returned) -> tuple[Value, ...]:
    from jiping.forms.workbook.collected import figure

    if r.audit is None:
        return (number, *("",) * 15, r.state, r.note, r.file)
    e, ledger = r.audit.evaluation, r.audit.ledger
    fund = next((f for f in e.funds if f.source == "total"), None)
    amounts = (fund.initial, fund.adjusted, fund.executed, fund.rate) if fund else (None,) * 4
    severities = Counter(f.severity for f in r.audit.findings)
    changed = len(r.reading.workbook.changes) if r.reading.workbook is not None else None
    open_form = r.state in (EMPTY, UNCALCULATED)
    return (
        number, e.project.name, e.project.code, e.department.name, e.unit.name,
        str(e.year) if e.year is not None else None, *map(figure, amounts),
        None if open_form else figure(e.total.score), figure(ledger.computed_total), ledger.grade,
        None if open_form else severities["error"], None if open_form else severities["warning"],
        changed, r.state, r.note, r.file,
    )  # fmt: skip
