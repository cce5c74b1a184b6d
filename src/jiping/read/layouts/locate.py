"""Where in a document the forms are, and which of its tables only look like one."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from jiping.model.patterns import lazy
from jiping.read.layouts.lines import Atom, Line
from jiping.read.layouts.words import narrow

REACH: Final = 12
"""A title stands at most this many lines above the line with the project's name."""
TITLE = lazy(
    r"(?:(?:附件|附表|附)?[\d一二三四五六七八九十]{0,3}[::.、]|附[件表]\d?)?\(?((?:19|20)\d\d)?(?:年度|年)?\)?"
    r"(.{0,60}?(?:自评(?:报告)?表|转移支付.{0,20}绩效评价表))"
    r"(?:[((].*|(?:19|20)\d\d年度?.*|项目总得分.*)?"
)
ALIKE = lazy(
    r".{0,40}?(绩效目标(?:申报|批复|审核|审查|备案)?表|绩效(?:目标)?(?:运行|执行)?监控(?:情况)?表|"
    r"绩效评价指标体系|绩效评价评分表|整体(?:支出)?绩效目标申报表|整体支出绩效目标表|"
    r"绩效自?评价?(?:结果|情况|得分)?汇总表|自评(?:结果|情况|得分)?汇总表|"
    r"(?:绩效自评|自评|绩效评价)?(?:抽查)?复核(?:情况|意见)?表|评审意见表|自评(?:结果)?公开情况表)(?:[((].*)?"
)
REPORT = lazy(r".{0,60}?(绩效自评(?:工作)?报告|绩效评价(?:工作)?报告|自评(?:工作)?报告)")
REPORT_AMONG: Final = 6
"""The title of a report stands among this many first lines."""
NUMBERED = lazy(r"[\d一二三四五六七八九十]{1,3}[、.．]")
YEAR = lazy(r"((?:19|20)\d\d)年?度")
BARE_YEAR = lazy(r"[((]?((?:19|20)\d\d)(?:年度?|年度\))[))]?")
SUMMARY: Final = "绩效自评汇总表"
TARGETS_ONLY: Final = "绩效目标表（只有指标值，没有完成值）"


class Title(NamedTuple):
    """A line that names a document: its title without year, the year, whether it is refused."""

    title: str
    year: int | None
    refused: str | None = None


@lru_cache(maxsize=16384)
def title_of(text: str) -> Title | None:
    """The title that a short text is, or None."""
    if len(text) > 90 or ("自评" not in text and "绩效" not in text):
        return None
    flat = narrow(text)
    year = YEAR.search(flat)
    number = int(year[1]) if year else None
    found = ALIKE.fullmatch(flat)
    if found is not None:
        name = found[1]
        if name.startswith("整体"):
            name = "部门" + name
        return Title(name, number, name)
    found = TITLE.fullmatch(flat)
    if found is None or len(found[2]) > 60 or "。" in found[2]:
        return None
    if number is None and found[1]:
        number = int(found[1])
    return Title(_standard(found[2]), number)


def _standard(title: str) -> str:
    if "转移支付区域" in title:
        return title[title.index("转移支付区域") :]
    found = YEAR.search(title)
    return title[found.end() :] if found else title


class Found:
    """One form: its lines are ``lines[begin:end]``; ``title`` the atom that names it."""

    __slots__ = ("begin", "end", "kind", "tail", "title")

    def __init__(self, begin: int, end: int, title: Atom | None = None) -> None:
        self.begin = begin
        self.end = end
        self.title = title
        self.tail: int | None = None
        self.kind = "evaluation"


def forms(lines: list[Line]) -> tuple[list[Found], list[str]]:
    """The forms among ``lines`` and the names of the look-alikes that were met.

    ``Found.kind``: evaluation, and for look-alikes with a record of their own target or monitoring.
    """
    starts: list[tuple[int, Atom | None]] = []
    pending: tuple[int, Atom] | None = None
    anchored = False
    summaries: list[str] = []
    for index, line in enumerate(lines):
        if len(line.atoms) <= 3 and "indcol" not in line.groups:
            for other in line.atoms:
                if title_of(other.text) is not None:
                    pending = (index, other)
                    break
        if _is_summary(line):
            name = title_of(pending[1].text) if pending is not None else None
            summaries.append((name.refused if name else None) or SUMMARY)
            pending = None
            continue
        if "head" in line.groups and _is_anchor(line):
            if pending is not None and index - pending[0] <= REACH:
                starts.append(pending)
            else:
                starts.append((index, None))
            pending = None
            anchored = True
        elif (
            pending is not None
            and not anchored_after(starts, pending[0])
            and sum(1 for a in line.atoms if a.look.group in ("indcol", "fundcol")) >= 3
            and index - pending[0] <= REACH * 2
            and not (anchored and _same(starts, pending))
        ):
            starts.append(pending)
            pending = None
    starts = _merged(lines, starts)
    found: list[Found] = []
    refused = summaries
    for number, (begin, title) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        while end > begin + 1 and _heading(lines[end - 1]):
            end -= 1
            if end > begin + 1 and _wrapped(lines[end - 1]):
                end -= 1
        _judge(lines, Found(begin, end, title), found, refused)
    first = starts[0][0] if starts else len(lines)
    if not starts or first > 0:
        _headless(lines, first, found, refused)
    if not found and not refused:
        refused = _reports(lines)
    return found, list(dict.fromkeys(refused))


def _is_summary(line: Line) -> bool:
    """The header of a list of projects: 序号, 项目名称 and money or score columns side by side."""
    return (
        "head" in line.groups
        and bool(line.groups & {"fundcol", "col"})
        and any(narrow(a.text) == "序号" for a in line.atoms[:2])
        and any(a.look.role == "project" for a in line.atoms)
    )


def _reports(lines: list[Line]) -> list[str]:
    """The name of a report whose title stands among the first lines."""
    for line in lines[:REPORT_AMONG]:
        found = REPORT.fullmatch(narrow(line.atoms[0].text))
        if found is not None:
            return [found[1]]
    return []


def _wrapped(line: Line) -> bool:
    """The first half of a numbered heading that took two lines."""
    text = line.atoms[0].text
    return line.table is None and len(line.atoms) == 1 and NUMBERED.match(text) is not None


def _merged(
    lines: list[Line], starts: list[tuple[int, Atom | None]]
) -> list[tuple[int, Atom | None]]:
    """``starts`` without those that begin no form: an untitled part stays with the form before."""
    kept: list[tuple[int, Atom | None]] = []
    for number, (begin, title) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        if kept and title is None:
            roles = _roles(lines[begin:end])
            if "indcol" in lines[begin].groups or not roles & {"actual", "executed"}:
                continue
        kept.append((begin, title))
    return kept


def _heading(line: Line) -> bool:
    """A title that belongs to the next form: “2、某项目支出绩效自评表”."""
    return len(line.atoms) == 1 and title_of(line.atoms[0].text) is not None


def anchored_after(starts: list[tuple[int, Atom | None]], index: int) -> bool:
    """Whether a form already begins at or behind line ``index``."""
    return bool(starts) and starts[-1][0] >= index


def _same(starts: list[tuple[int, Atom | None]], new: tuple[int, Atom]) -> bool:
    """A title repeated after a page break, with no new project below it."""
    old = starts[-1][1]
    return old is not None and narrow(old.text) == narrow(new[1].text)


def _is_anchor(line: Line) -> bool:
    if "indcol" in line.groups and len(line.atoms) > 5:
        return any(a.look.role == "project" for a in line.atoms[:3])
    return any(a.look.group == "head" and a.look.role == "project" for a in line.atoms)


def _judge(lines: list[Line], form: Found, found: list[Found], refused: list[str]) -> None:
    title = title_of(form.title.text) if form.title is not None else None
    if title is not None and title.refused is not None:
        if _tabular(lines[form.begin : form.end]):
            refused.append(title.refused)
            form.kind = _kind(title.refused)
            if form.kind:
                found.append(form)
        return
    roles = _roles(lines[form.begin : form.end])
    done = bool(roles & {"actual", "executed", "score"})
    if done and roles & {"actual", "executed"}:
        found.append(form)
    elif roles & {"target", "target_group"} and not roles & {"actual", "score"}:
        refused.append(TARGETS_ONLY)
        form.kind = "target"
        found.append(form)


def _kind(name: str) -> str:
    """The record that a look-alike of this name is read into; "" for none."""
    if "整体" in name:
        return ""
    if "监控" in name:
        return "monitoring"
    return (
        "target"
        if name in ("绩效目标表", "绩效目标申报表", "绩效目标批复表", "绩效目标备案表")
        else ""
    )


def _headless(lines: list[Line], end: int, found: list[Found], refused: list[str]) -> None:
    """What stands before the first form: the tail of another one, or a table of targets."""
    part = lines[:end]
    roles = _roles(part)
    if not roles & {"target", "target_group"}:
        return
    if roles & {"actual", "score"}:
        tail = next(i for i, line in enumerate(part) if "indcol" in line.groups)
        if found and found[0].kind == "evaluation":
            found[0].tail = tail
        return
    if sum(len(line.atoms) for line in part if "indcol" in line.groups) >= 3:
        names = [t.refused for line in part if (t := title_of(line.atoms[0].text)) and t.refused]
        refused.append(names[0] if names else TARGETS_ONLY)


def _roles(lines: list[Line]) -> set[str]:
    return {
        atom.look.role
        for line in lines
        if line.groups & {"indcol", "fundcol", "col"}
        for atom in line.atoms
        if atom.look.group in ("indcol", "fundcol", "col")
    }


def _tabular(lines: list[Line]) -> bool:
    return any(line.groups & {"indcol", "fundcol", "fundrow"} for line in lines)
