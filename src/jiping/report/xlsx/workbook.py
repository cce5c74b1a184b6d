"""The sheets of the workbook and what stands in their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from jiping.law.glossary import value_term
from jiping.report import SEVERITY, Run
from jiping.report._naming import (
    counted,
    difference,
    method_title,
    named,
    pointer_names,
    scheme_words,
    severity_term,
)
from jiping.report._tally import rows
from jiping.report.xlsx.table import Cell, Column, Marked, Styles, add_table

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Finding, LedgerRow

_WHO = (
    Column("主管部门", 13),
    Column("单位", 13),
    Column("项目", 17),
    Column("年度", 6, centre=True),
)
FINDINGS = (
    Column("序号", 5, centre=True), *_WHO, Column("级别", 8, centre=True), Column("规则", 10, centre=True),
    Column("问题", 36), Column("位置", 24), Column("依据", 22), Column("填报数", 10), Column("应为数（对照）", 10),
    Column("差额", 9), Column("建议", 26), Column("文件", 24, printed=False),
)  # fmt: skip
LEDGER = (
    *_WHO, Column("行", 24), Column("计分方法", 18), Column("填报得分", 9), Column("重算得分", 9),
    Column("差额", 8), Column("结果", 9, centre=True), Column("计算过程", 48), Column("换用其他方法", 26),
)  # fmt: skip
SUMMARY = (
    Column("序号", 5, centre=True), *_WHO, Column("填报总分", 9), Column("重算总分", 9), Column("差额", 8),
    Column("填报等级", 9, centre=True), Column("重算等级", 9, centre=True), Column("计分方案", 26),
    *(Column(word, 8, centre=True) for word in SEVERITY.values()),
    Column("表内勾稽", 9, centre=True), Column("读取调整", 9, centre=True), Column("未读入", 7, centre=True),
    Column("文件", 30), Column("第几张", 7, centre=True),
)  # fmt: skip
FILES = (Column("文件", 50), Column("情况", 16, centre=True), Column("原因", 70))
TALLY = (Column("情况", 18), Column("文件数", 10), Column("说明", 60))
CHECKS = (*_WHO, Column("规则", 10, centre=True), Column("核对内容", 34), Column("结果", 10, centre=True),
          Column("核对处数", 9, centre=True), Column("未判定的原因", 44))  # fmt: skip
READING = (
    *_WHO,
    Column("类别", 10, centre=True),
    Column("内容", 48),
    Column("依据", 40),
    Column("位置", 20),
)
_BALANCED = {True: "相符", False: "不符", None: "无从核对"}


def workbook(run: Run) -> bytes:
    """All sheets as the bytes of an xlsx file."""
    import xlsxwriter

    out = BytesIO()
    # Rows go out as they come (constant_memory); nothing is guessed from the look of a text.
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "绩效自评审核", "comments": f"jiping {run.version}"})
        styles = Styles(book)
        audits = run.audits
        if run.kind == "audit":
            add_table(book, styles, "问题清单", FINDINGS, _findings(audits))
        add_table(book, styles, "算分表", LEDGER, _ledger(audits))
        add_table(book, styles, "汇总", SUMMARY, _summary(audits))
        add_table(book, styles, "未读文件", FILES, _files(run))
        if run.kind == "audit":
            add_table(book, styles, "核对项", CHECKS, _checks(audits))
        add_table(book, styles, "读取说明", READING, _reading(audits))
        if len(run.files) > 1:
            add_table(book, styles, "文件汇总", TALLY, _tally(run))
    return out.getvalue()


def _who(audit: Audit) -> tuple[Cell, ...]:
    e = audit.evaluation
    return named(e.department), named(e.unit), named(e.project) or e.form.title, e.year


def _findings(audits: Sequence[Audit]) -> Iterator[Sequence[Cell]]:
    number = 0
    for audit in audits:
        who = _who(audit)
        for finding in audit.findings:
            number += 1
            yield (
                number, *who,
                Marked(severity_term(finding.severity), finding.severity),
                finding.rule, f"{finding.title}：{finding.message}", _where(audit, finding),
                "；\n".join(finding.basis), finding.left, finding.right, finding.difference,
                finding.advice, audit.evaluation.source.file,
            )  # fmt: skip


def _where(audit: Audit, finding: Finding) -> str:
    """The row and its fields in the words of the form, then the place in the file."""
    rows: dict[str, list[str]] = {}
    for target in finding.targets or ("",):
        name, field = pointer_names(audit.evaluation, target)
        rows.setdefault(name, []).append(field)
    said = "；".join(name + "、".join(f for f in fields if f) for name, fields in rows.items())
    places = "；".join(dict.fromkeys(place.label() for place in finding.places))
    return f"{said}\n（原文：{places}）" if places else said


def _ledger(audits: Sequence[Audit]) -> Iterator[Sequence[Cell]]:
    for audit in audits:
        who = _who(audit)
        for row in audit.ledger.rows:
            yield *who, *_scored(audit, row)
        ledger = audit.ledger
        apart = difference(ledger.printed_total, ledger.computed_total)
        verdict = _verdict(apart, None)
        yield (
            *who, "总分", "各行相加", ledger.printed_total, ledger.computed_total, apart, verdict,
            f"计分方案：{scheme_words(ledger)}。{ledger.scheme_note}", None,
        )  # fmt: skip


def _scored(audit: Audit, row: LedgerRow) -> tuple[Cell, ...]:
    apart = difference(row.printed, row.computed)
    others = "；".join(
        f"{method_title(row.row, method)} {value if value is not None else '无法计算'}"
        for method, value in row.alternatives.items()
        if method != row.method
    )
    return (
        "".join(pointer_names(audit.evaluation, row.row)), method_title(row.row, row.method),
        row.printed, row.computed, apart, _verdict(apart, row.agrees), row.derivation, others,
    )  # fmt: skip


def _verdict(apart: str | None, agrees: bool | None) -> Cell:
    if apart is None:
        return "无法对照"
    same = apart == "0" if agrees is None else agrees
    return "一致" if same else Marked("不一致", "error")


def _summary(audits: Sequence[Audit]) -> Iterator[Sequence[Cell]]:
    for number, audit in enumerate(audits, 1):
        e, ledger = audit.evaluation, audit.ledger
        found: list[Cell] = [Marked(n, s) if n else n for s, n in counted(audit.findings).items()]
        balanced = _BALANCED[e.reading.balanced]
        yield (
            number, *_who(audit), ledger.printed_total, ledger.computed_total,
            difference(ledger.printed_total, ledger.computed_total), e.total.grade, ledger.grade,
            scheme_words(ledger), *found,
            Marked(balanced, "error") if e.reading.balanced is False else balanced,
            len(e.reading.repairs), len(e.reading.unread), e.source.file, e.source.ordinal,
        )  # fmt: skip


def _files(run: Run) -> Iterator[Sequence[Cell]]:
    for file in run.files:
        if file.status != "read":
            look = "error" if file.status == "failed" else "warning"
            yield file.file, Marked(value_term("Status", file.status), look), file.reason
        elif file.duplicate_of is not None:
            yield file.file, "内容重复", f"与 {file.duplicate_of} 内容相同，只读一次，结果相同"


def _tally(run: Run) -> Iterator[Sequence[Cell]]:
    yield from rows(run.files)
    yield "合计", len(run.files), None


def _checks(audits: Sequence[Audit]) -> Iterator[Sequence[Cell]]:
    for audit in audits:
        who = _who(audit)
        for check in audit.checks:
            word = value_term("Outcome", check.outcome)
            outcome: Cell = Marked(word, "error") if check.outcome == "fail" else word
            yield *who, check.rule, check.title, outcome, check.compared, check.reason


def _reading(audits: Sequence[Audit]) -> Iterator[Sequence[Cell]]:
    for audit in audits:
        who, reading = _who(audit), audit.evaluation.reading
        for cell in reading.unread:
            place = cell.place.label() if cell.place else None
            yield *who, Marked("未读入", "warning"), cell.text, None, place
        for repair in reading.repairs:
            place = repair.place.label() if repair.place else None
            yield *who, "读取调整", repair.what, repair.why, place
