"""The head of a form, what was read of it, and the summary of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from jiping.report import SEVERITY
from jiping.report._blocks import (
    Block,
    Cell,
    Column,
    Fields,
    Gap,
    Heading,
    Line,
    Section,
    Span,
    Style,
    Table,
    Words,
)
from jiping.report._labels import CHOICES, EMPTY, STATUS, lacks, source_of
from jiping.report._tally import rows as tally_rows

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Ledger
    from jiping.model.evaluation import Evaluation
    from jiping.report import Run

STYLES: dict[str, Style] = {"error": "error", "warning": "warning", "info": "info"}


def title_of(evaluation: Evaluation) -> str:
    """The heading of a form: its project, else its title, else that it has none."""
    name = evaluation.project.name or evaluation.form.title or "（未写项目名称）"
    return f"{name}（{evaluation.year} 年度）" if evaluation.year else name


def head(
    evaluation: Evaluation, ledger: Ledger | None = None, *further: tuple[str, Words]
) -> Iterator[Block]:
    """Project, unit, file and place, family; with a ledger also totals, grade and scheme."""
    yield Heading(title_of(evaluation), 1)
    pairs: list[tuple[str, Words]] = [("单位", _unit(evaluation)), ("来源", source_of(evaluation))]
    if ledger is not None:
        pairs += [("总分", _totals(evaluation, ledger)), ("计分办法", _scheme(ledger))]
    pairs.append(("读表", reading_of(evaluation)))
    yield Fields((*pairs, *further))


def _unit(evaluation: Evaluation) -> str:
    unit, department = evaluation.unit.name, evaluation.department.name
    if unit == department:
        return f"{unit}（主管部门与实施单位相同）" if unit else EMPTY
    return f"{unit or EMPTY}（主管部门：{department or EMPTY}）"


def _totals(evaluation: Evaluation, ledger: Ledger) -> Words:
    printed, computed = ledger.printed_total, ledger.computed_total
    words: list[str | Span] = [f"填报 {printed or EMPTY} → 重算 "]
    if computed is None:
        words.append("无法得出")
    else:
        words.append(Span(computed, _agreement(printed, computed)))
    if ledger.grade is not None:
        words.append(f"，等级 {ledger.grade}")
    if evaluation.total.grade is not None:
        words.append(f"（表上填 {evaluation.total.grade}）")
    return words


def _agreement(printed: str | None, computed: str) -> Style:
    if printed is None:
        return "strong"
    try:
        return "good" if Decimal(printed) == Decimal(computed) else "error"
    except InvalidOperation:
        return "strong"


def _scheme(ledger: Ledger) -> str:
    return f"{ledger.scheme}（{CHOICES[ledger.scheme_choice]}）：{ledger.scheme_note}"


def reading_of(evaluation: Evaluation) -> Words:
    """Family, balance, repairs, unread cells and columns that are not there, in one line."""
    reading = evaluation.reading
    family = evaluation.form.family
    balance = {
        True: Span("表内各项合计相符", "good"),
        False: Span("表内合计不全相符", "warning"),
        None: Span("表内没有可核对的合计"),
    }[reading.balanced]
    known = "版式未知，按栏目名称读" if family == "unknown" else f"版式 {family}"
    unread = f"未读入 {len(reading.unread)} 格"
    return [
        f"{known}；",
        balance,
        f"；修正 {len(reading.repairs)} 处；",
        Span(unread, "warning") if reading.unread else unread,
        f"；原表没有这些栏目：{lacks(reading)}" if reading.absent else "",
    ]


def reading_details(evaluation: Evaluation) -> Iterator[Block]:
    """Every repair with its reason, every cell that reached no field."""
    if evaluation.reading.repairs:
        yield Gap()
        yield Heading(f"读表时的修正 {len(evaluation.reading.repairs)} 处", 2)
        for repair in evaluation.reading.repairs:
            place = f"〔{repair.place.label()}〕" if repair.place is not None else ""
            yield Line([repair.what, "理由：", repair.why, Span(place, "dim")], 2, "· ")
    if evaluation.reading.unread:
        yield Gap()
        yield Heading(f"未读入的内容 {len(evaluation.reading.unread)} 格", 2)
        for cell in evaluation.reading.unread:
            place = f"〔{cell.place.label()}〕" if cell.place is not None else ""
            yield Line([cell.text, Span(place, "dim")], 2, "· ")


def counts(audit: Audit) -> list[str | Span]:
    """How many findings of each level: “错误 1 条，需说明 3 条”."""
    number = Counter(finding.severity for finding in audit.findings)
    words: list[str | Span] = []
    for level, word in SEVERITY.items():
        if number[level]:  # type: ignore[index]
            words += ["，"] if words else []
            words.append(Span(f"{word} {number[level]} 条", STYLES[level]))  # type: ignore[index]
    return words or [Span("没有发现问题", "good")]


def summary(run: Run) -> Iterator[Block]:
    """The files that gave nothing with their reasons; several forms in a few lines."""
    unread = [file for file in run.files if file.status != "read"]
    if unread:
        yield Heading(f"没有审核的文件 {len(unread)} 个" if run.kind == "audit"
                      else f"没有读出自评表的文件 {len(unread)} 个", 1)  # fmt: skip
        for file in unread:
            style: Style = "error" if file.status == "failed" else "warning"
            words: Words = [Span(STATUS[file.status], style), f"  {file.file}：{file.reason}"]
            yield Line(words, 2, "· ")
        yield Gap()
    if run.notes:
        yield Heading("对文件的说明", 1)
        for name, note in run.notes:
            yield Line(f"{name}：{note}", 2, "· ")
        yield Gap()
    forms = len(run.evaluations) if run.kind == "read" else len(run.audits)
    if forms <= 1 and len(run.files) == 1 and not run.interrupted:
        return
    yield Heading("汇总", 1)
    read = sum(file.status == "read" for file in run.files)
    lost = f"，{len(unread)} 个没有读出" if unread else ""
    yield Line(f"文件 {len(run.files)} 个：{read} 个读出自评表{lost}；共 {forms} 张表。")
    if len(run.files) > 1:
        yield _tally(run)
        repeated = [file for file in run.files if file.duplicate_of is not None]
        for file in repeated:
            yield Line(f"{file.file}：与 {file.duplicate_of} 内容相同，结果相同。", 2, "· ")
    if run.interrupted:
        yield Line(Span("中途停止：以上只是停止前完成的部分，其余文件没有处理。", "warning"))
    if run.kind == "audit" and run.audits:
        yield from _audited(run)


def _tally(run: Run) -> Table:
    rows = [tuple(Cell(word, "center", style="strong") for word in ("情况", "文件", "说明"))]
    rows += [
        (Cell(word), Cell(str(number), "right"), Cell(said, style="dim"))
        for word, number, said in tally_rows(run.files)
    ]
    rows.append((Cell("合计"), Cell(str(len(run.files)), "right"), Cell("")))
    return Table((Section((Column(14), Column(6), Column(20, 1)), tuple(rows)),))


def _audited(run: Run) -> Iterator[Block]:
    number = Counter(f.severity for audit in run.audits for f in audit.findings)
    said = "，".join(f"{word} {number[level]} 条" for level, word in SEVERITY.items())  # type: ignore[index]
    clean = sum(not audit.findings for audit in run.audits)
    yield Line(f"问题合计：{said}；没有发现问题的表 {clean} 张。")
    for audit in run.audits:
        ledger = audit.ledger
        total = (
            f"  填报 {ledger.printed_total or EMPTY} → 重算 {ledger.computed_total or '无法得出'}  "
        )
        yield Line([title_of(audit.evaluation), Span(total, "dim"), *counts(audit)], 2, "· ")
