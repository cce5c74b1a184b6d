"""Scores and how they come about: inside the score's own cell, and as a table below the form."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jiping.model.decimals import to_decimal
from jiping.report._naming import difference, method_title, pointer_name, scheme_words
from jiping.report.html.markup import optional, text

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Ledger, LedgerRow


def verdict(printed: str | None, computed: str | None, agrees: bool | None = None) -> str:
    """“一致”, “相差 0.01” or why neither can be said."""
    apart = difference(printed, computed)
    if apart is None:
        return "无法重算" if computed is None else "没有填报"
    if agrees is None:
        agrees = Decimal(apart) == 0
    return "一致" if agrees else f"相差 {apart}"


def calculation(row: LedgerRow, name: str) -> str:
    """The printed score that opens its calculation."""
    wrong = row.agrees is False
    body = f"<p>{text(row.derivation)}</p>{_others(row)}"
    return _opening(row.printed, row.computed, name, row.agrees, body, wrong)


def total_calculation(ledger: Ledger) -> str:
    """The printed total that opens the sum of the computed scores."""
    apart = difference(ledger.printed_total, ledger.computed_total)
    wrong = apart is not None and Decimal(apart) != 0
    body = f"<p>{text(_sum(ledger))}</p>"
    if ledger.grade is not None:
        body += f"<p>按重算总分，等级为“{text(ledger.grade)}”。</p>"
    return _opening(ledger.printed_total, ledger.computed_total, "总分", None, body, wrong)


def ledger_table(audit: Audit) -> str:
    """All calculations of a form as a table."""
    ledger = audit.ledger
    rows = "".join(_row(audit, row) for row in ledger.rows)
    if not rows:
        return '<p class="blank">表中没有分值和得分，无从重算。</p>'
    total = (
        f'<tr class="sum"><th scope="row">总分</th><td class="num">{optional(ledger.printed_total)}</td>'
        f'<td class="num">{optional(ledger.computed_total, "—")}</td>'
        f"<td>{verdict(ledger.printed_total, ledger.computed_total)}</td>"
        f"<td>{text(_sum(ledger))}</td></tr>"
    )
    return (
        f"<p>计分方案：{text(scheme_words(ledger))}。{text(ledger.scheme_note)}</p>"
        '<div class="scroll" role="region" aria-label="算分过程" tabindex="0">'
        '<table class="list"><thead><tr><th scope="col">行</th><th scope="col">填报</th>'
        '<th scope="col">重算</th><th scope="col">结果</th><th scope="col">计算</th></tr></thead>'
        f"<tbody>{rows}{total}</tbody></table></div>"
    )


def _row(audit: Audit, row: LedgerRow) -> str:
    css = ' class="off"' if row.agrees is False else ""
    return (
        f'<tr{css}><th scope="row">{text(pointer_name(audit.evaluation, row.row))}</th>'
        f'<td class="num">{optional(row.printed)}</td><td class="num">{optional(row.computed, "—")}</td>'
        f"<td>{verdict(row.printed, row.computed, row.agrees)}</td>"
        f"<td>{text(row.derivation)}{_others(row)}</td></tr>"
    )


def _others(row: LedgerRow) -> str:
    """What the other methods in force would give."""
    others = [
        f"{method_title(row.row, method)} {value if value is not None else '无法计算'}"
        for method, value in row.alternatives.items()
        if method != row.method
    ]
    return f'<p class="alt">换用其他方法：{text("；".join(others))}</p>' if others else ""


def _sum(ledger: Ledger) -> str:
    parts = [(row, to_decimal(row.computed)) for row in ledger.rows]
    known = [value for _, value in parts if value is not None]
    open_rows = len(parts) - len(known)
    if ledger.computed_total is None:
        if not parts:
            return "表中没有可以重算的得分"
        return f"有 {open_rows} 行得分无法重算，总分不能重算" if open_rows else "总分不能重算"
    words = " + ".join(row.computed or "" for row, value in parts if value is not None)
    if sum(known, Decimal(0)) == to_decimal(ledger.computed_total):
        return f"各行重算得分相加：{words} = {ledger.computed_total}"
    return f"各行重算得分：{words}；重算总分 {ledger.computed_total}"


def _opening(
    printed: str | None,
    computed: str | None,
    name: str,
    agrees: bool | None,
    body: str,
    wrong: bool,
) -> str:
    shown = optional(printed, "空")
    if wrong:
        shown += f'<span class="re">重算 {text(computed)}</span>'
    return (
        f'<details class="calc{" off" if wrong else ""}"><summary title="看算分过程">{shown}</summary>'
        f'<div class="pop"><strong>{text(name)}</strong>'
        f'<p class="nums"><span>填报 <b>{optional(printed)}</b></span>'
        f"<span>重算 <b>{optional(computed, '—')}</b></span>"
        f"<span>{verdict(printed, computed, agrees)}</span></p>{body}</div></details>"
    )
