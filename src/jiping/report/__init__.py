"""Reports for people and programs: one module a report, discovered by being here.

A report module defines ``REPORT: Report`` and imports what it draws with inside ``render`` only.
Modules that begin with ``_`` are parts that several reports share; a module without ``REPORT``
(``papers``) is no report of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jiping.engine.results import Audit
    from jiping.model.evaluation import Evaluation, Source
    from jiping.model.life_cycle import MonitoringForm, TargetForm
    from jiping.model.place import Place
    from jiping.report.looks import Look

Kind = Literal["read", "score", "audit"]
Status = Literal["read", "no_form", "refused", "failed"]

SEVERITY = {"error": "错误", "warning": "需说明", "info": "提示"}
"""The levels of a finding as people read them, the gravest first."""


@dataclass(frozen=True, slots=True)
class FileStatus:
    """What became of one file: as the contract's ``files``; ``forms`` is how many it held.

    ``duplicate_of`` is an earlier file with the same content, which was read in its stead.
    """

    file: str
    status: Status
    reason: str | None
    forms: int
    duplicate_of: str | None = None


@dataclass(frozen=True)
class Run:
    """What one command found: what became of each file, and its forms in order.

    ``kind`` says what was asked for: with ``read`` the forms are in ``evaluations``, else in
    ``audits`` (with ``score`` those have no findings and no checks). ``places``: whether the
    place of every value was asked for. ``notes``: remarks on files, as (file, remark).
    ``targets`` and ``monitorings``: the 绩效目标申报表 and 绩效目标执行监控表 that were met (``read``).
    ``interrupted``: the run was broken off; what is here was finished. ``width`` and ``colour``:
    of the screen, for reports that are drawn on one. ``look`` shows what stands at a place of a
    file, for reports that can show it.
    """

    version: str
    files: tuple[FileStatus, ...]
    audits: Sequence[Audit] = ()
    kind: Kind = "audit"
    evaluations: Sequence[Evaluation] = ()
    places: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    interrupted: bool = False
    width: int = 100
    colour: bool = False
    targets: Sequence[TargetForm] = ()
    monitorings: Sequence[MonitoringForm] = ()
    look: Callable[[Source, Place], Look | None] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of report.

    ``suffix`` with its dot; ``binary``: ``render`` gives bytes, else text with ``\\n`` line ends.
    ``kinds``: the commands whose results it can show. ``places``: it asks evaluations for the
    places of their values; without that a long run can let go of the documents. ``repeats``: it
    wants the forms of a file again whose content an earlier file had. ``pieces``: the text of
    ``render`` piece by piece, where a long run would make it too long to be held at once.
    """

    name: str
    title: str
    suffix: str
    binary: bool
    render: Callable[[Run], str | bytes]
    kinds: tuple[Kind, ...] = ("audit",)
    places: bool = True
    repeats: bool = False
    pieces: Callable[[Run], Iterator[str]] | None = None

    def content(self, run: Run) -> str | bytes | Iterator[str]:
        """The document whole or in pieces."""
        return self.render(run) if self.pieces is None else self.pieces(run)


@cache
def reports() -> dict[str, Report]:
    """All reports of this folder by name, sorted. What they draw with isn't loaded by that."""
    known = sorted(m.name for m in iter_modules(__path__) if not m.name.startswith("_"))
    modules = {name: import_module(f"{__name__}.{name}") for name in known}
    return {name: found.REPORT for name, found in modules.items() if hasattr(found, "REPORT")}


def names() -> list[str]:
    """The names of all reports."""
    return list(reports())


def report(name: str) -> Report:
    """One report; KeyError if there is none of that name."""
    return reports()[name]
