"""The verbs `template` and `templates`: workbooks in which clerks fill in their self-evaluations."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiping import __version__
from jiping.api.exports import _forms
from jiping.api.sources import NotRead, Source, reading_of
from jiping.model.evaluation import Evaluation, Named
from jiping.model.life_cycle import TargetForm
from jiping.read.reading import FileReading

if TYPE_CHECKING:
    from jiping.api.projects import Project
    from jiping.forms.families import Family
    from jiping.forms.workbook.base import Start
    from jiping.score.scheme import Scheme

ISSUED = "下发清单.csv"
"""What was handed out, beside the workbooks: `jiping.api.collecting` finds by it what is missing."""
COLUMNS = ("文件", "项目名称", "项目编码", "主管部门", "实施单位")


class CannotMake(ValueError):  # noqa: N818 - it names what is the matter
    """There is no such family or scheme, or nothing to start from; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Template:
    """填报工作簿。``data`` 是 xlsx 文件内容，``family``、``scheme`` 是所用的表式和计分办法，``approved`` 表示目标已锁定。"""

    data: bytes
    family: str
    scheme: str
    approved: bool
    messages: tuple[str, ...]

    def save(self, path: str | os.PathLike[str]) -> None:
        """写成一个文件。"""
        Path(path).write_bytes(self.data)


@dataclass(frozen=True, slots=True)
class Issued:
    """清单中的一行和它的工作簿；``problem`` 说明为什么没有生成。"""

    file: str
    project: str
    problem: str | None = None


def template(
    family: str,
    source: Evaluation | TargetForm | Source | FileReading | None = None,
    *,
    scheme: str | Path | Scheme | None = None,
    year: int | None = None,
) -> Template:
    """生成填报工作簿：官方表样、下拉选项、自动计分、待办清单，不含宏。

    ``source`` 是批复的绩效目标（绩效目标申报表，或没有填完成值的自评表、JSON），批复的内容会锁定；是上年填过的自评表时，
    只带入名称、指标和分值，不锁定；不给时是空表。``family`` 是表式编号，``scheme`` 是计分办法，不给时按地区、年度、表式选取。
    没有这种表式或办法时抛 `CannotMake`；文件读不出目标时抛 `NotRead`。

    >>> import jiping
    >>> made = jiping.template("nm-2023", "examples/reference/table-1.txt", year=2024)
    >>> made.scheme, made.approved, made.data[:2]
    ('nm-2023', False, b'PK')
    >>> reading = jiping.read(made.data, name="填报.xlsx")
    >>> reading.workbook.filled, reading.workbook.wanted, reading.evaluations[0].year
    (0, 17, 2024)
    """
    chosen = _family(family)
    return _made(_start(source, chosen, year), chosen, scheme)


def templates(
    family: str,
    projects: Source,
    folder: str | os.PathLike[str],
    *,
    scheme: str | Path | Scheme | None = None,
    year: int | None = None,
) -> Iterator[Issued]:
    """按项目清单逐行生成填报工作簿，写入 ``folder``，并写一份下发清单。

    清单是一张表（xlsx、xls、docx、csv 等），栏目按名称辨认：项目名称、项目编码、主管部门、实施单位、预算、目标文件；目标文件的
    路径以清单所在的文件夹为准。某一行出错不影响其他行，原因在结果里。
    """
    from jiping.api.projects import file_name, projects_of

    chosen = _family(family)
    listed, beside = projects_of(projects)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    rows: list[Sequence[str]] = []
    for number, project in enumerate(listed, 1):
        name = file_name(number, project, len(listed))
        try:
            made = _made(_of_project(project, chosen, year, beside), chosen, scheme)
            made.save(target / name)
        except (CannotMake, NotRead, OSError) as error:
            yield Issued(name, project.name or "", str(error))
            continue
        said = (project.name, project.code, project.department, project.unit)
        rows.append((name, *(text or "" for text in said)))
        yield Issued(name, project.name or "")
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([COLUMNS, *rows])
    (target / ISSUED).write_text(out.getvalue(), "utf-8-sig", newline="")


def _of_project(project: Project, family: Family, year: int | None, beside: Path) -> Start:
    from jiping.forms.workbook.base import named

    source = None if project.targets is None else beside / project.targets
    start = _start(source, family, year)
    return named(
        start,
        project=Named(project.name, project.code),
        department=project.department,
        unit=project.unit,
        budget=project.budget,
    )


def _made(start: Start, family: Family, scheme: str | Path | Scheme | None) -> Template:
    from jiping.forms.fit import fit, messages
    from jiping.forms.workbook.making import compose
    from jiping.forms.workbook.writing import write

    if family.year_in_title and start.evaluation.year is None:
        raise CannotMake("这种表式的标题里有年度，请写明评价年度（--year）")
    chosen = _scheme(start.evaluation, family, scheme)
    book = compose(start, family, chosen, produced=__version__)
    # What the form has no column for is told; the workbook has its own columns for some of it.
    _, omitted = fit(start.evaluation, family)
    kept = ("指标性质", "分值", "计量单位", "年初预算数")
    said = [m for m in messages(omitted) if not any(f"“{name}”" in m for name in kept)]
    return Template(write(book), family.id, chosen.id, start.approved, tuple(said))


def _start(
    source: Evaluation | TargetForm | Source | FileReading | None, family: Family, year: int | None
) -> Start:
    from jiping.forms.workbook.base import empty, from_evaluation, from_targets

    if source is None:
        return empty(family, year, cost=family.law == "mof-2021-101")
    if isinstance(source, TargetForm):
        return from_targets(source, family, year)
    if isinstance(source, Evaluation):
        return from_evaluation(source, family, year)
    if _is_json(source):
        return from_evaluation(_forms(source)[0], family, year)
    reading = source if isinstance(source, FileReading) else reading_of(source, None, None)
    if reading.targets:
        return from_targets(reading.targets[0], family, year)
    if not reading.evaluations:
        raise NotRead(reading)
    return from_evaluation(reading.evaluations[0], family, year)


def _is_json(source: object) -> bool:
    if isinstance(source, str | os.PathLike):
        return Path(source).suffix.lower() == ".json"
    return isinstance(source, bytes) and source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _family(given: str) -> Family:
    from jiping.forms.families import families

    known = families()
    if given not in known:
        raise CannotMake(f"没有编号为 {given} 的表式，可以是 {'、'.join(known)}")
    return known[given]


def _scheme(form: Evaluation, family: Family, given: str | Path | Scheme | None) -> Scheme:
    """The scheme asked for; else the one that the form's region and year name; else the family's."""
    from jiping.api.verbs import _scheme as asked
    from jiping.engine.choice import DEFAULT, named_by_form
    from jiping.score.scheme import schemes

    known = schemes()
    if given is not None:
        try:
            number, own = asked(given)
        except KeyError as error:
            raise CannotMake(str(error.args[0])) from error
        return own if own is not None else known[str(number)]
    own_kind = [s for s in known.values() if s["cost_as_level1"] is True]
    if family.law == "mof-2021-101" and own_kind:
        return own_kind[0]
    found = named_by_form(form, list(known.values()))
    if found is not None:
        return found.scheme
    fitting = [s for s in known.values() if family.reads_as in s.families and s.in_force(form.year)]
    return fitting[0] if fitting else known[DEFAULT]
