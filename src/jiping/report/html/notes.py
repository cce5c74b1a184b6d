"""Below a form: how it was read, what was checked and found true, what could not be decided."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from jiping.report._labels import lacks
from jiping.report.html.ledger import ledger_table
from jiping.report.html.markup import text

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Check
    from jiping.model.evaluation import Reading
    from jiping.model.place import Place

_BALANCED = {
    True: "表内勾稽相符，读取可信。",
    False: "按读到的数，表内勾稽不符：可能是表填错了，也可能是读错了，请对照原文。",
    None: "表内没有可以用来验证读取结果的勾稽关系，请对照原文。",
}


def notes(audit: Audit, *, checked: bool) -> str:
    """All notes of a form; ``checked``: whether rules were run at all."""
    return (
        _reading(audit.evaluation.reading)
        + _fold("算分过程", f"{len(audit.ledger.rows)} 行", ledger_table(audit))
        + (_checks(audit.checks) if checked else "")
    )


def _fold(title: str, count: str, body: str, *, opened: bool = False) -> str:
    state = " open" if opened else ""
    return (
        f'<details class="fold"{state}><summary><h3>{title}</h3> <span>{count}</span></summary>'
        f"{body}</details>"
    )


def _reading(reading: Reading) -> str:
    parts = [
        f'<p class="{"warn" if reading.balanced is False else ""}">{_BALANCED[reading.balanced]}</p>'
    ]
    if reading.unread:
        items = "".join(f"<li>“{text(u.text)}”{_place(u.place)}</li>" for u in reading.unread)
        parts.append(f'<h4>没有读入任何栏目的内容</h4><ul class="cols">{items}</ul>')
    if reading.absent:
        parts.append(f"<p>原表没有这些栏目：{text(lacks(reading))}</p>")
    if reading.repairs:
        items = "".join(
            f"<li>{text(r.what)}{_place(r.place)}<br><small>依据：{text(r.why)}</small></li>"
            for r in reading.repairs
        )
        parts.append(f"<h4>读取时作的调整</h4><ul>{items}</ul>")
    counts = [f"调整 {len(reading.repairs)} 处", f"未读入 {len(reading.unread)} 处"]
    opened = bool(reading.unread) or reading.balanced is False
    return _fold("读取情况", "，".join(counts), "".join(parts), opened=opened)


def _place(place: Place | None) -> str:
    return "" if place is None else f' <small class="place">{text(place.label())}</small>'


def _checks(checks: tuple[Check, ...]) -> str:
    passed = [c for c in checks if c.outcome == "pass"]
    skipped = sorted((c for c in checks if c.outcome == "skip"), key=lambda c: c.reason or "")
    rows = "".join(
        f'<tr><td><code>{text(c.rule)}</code></td><th scope="row">{text(c.title)}</th>'
        f'<td class="num">{c.compared}</td></tr>'
        for c in passed
    )
    body = (
        '<div class="scroll"><table class="list"><thead><tr><th scope="col">规则</th>'
        '<th scope="col">核对内容（未发现这一问题）</th><th scope="col">核对了几处</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        if rows
        else "<p>没有核对相符的项目。</p>"
    )
    for reason, group in groupby(skipped, key=lambda c: c.reason or "没有说明原因"):
        listed = "".join(f"<li><code>{text(c.rule)}</code> {text(c.title)}</li>" for c in group)
        body += f'<h4>未判定：{text(reason)}</h4><ul class="cols">{listed}</ul>'
    failed = sum(c.outcome == "fail" for c in checks)
    count = f"相符 {len(passed)} 项，有问题 {failed} 项，未判定 {len(skipped)} 项"
    return _fold("核对项", count, body)
