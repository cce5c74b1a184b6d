"""The whole page: one file, no outside assets, scripts and styles pinned by their hashes."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from jiping.report import SEVERITY, Run
from jiping.report._naming import counted, named, scheme_words
from jiping.report.html.findings import cells_of, finding_list
from jiping.report.html.form import Drawing
from jiping.report.html.ledger import verdict
from jiping.report.html.markup import BADGE, optional, text
from jiping.report.html.notes import notes
from jiping.report.html.sheet import Sheet
from jiping.report.html.summary import form_title, summary

if TYPE_CHECKING:
    from jiping.engine.results import Audit

TITLES = {"audit": "绩效自评审核报告", "score": "绩效自评算分报告"}


def page(run: Run) -> str:
    """The report of a run as HTML."""
    checked = run.kind == "audit"
    title = TITLES.get(run.kind, TITLES["audit"])
    forms = "".join(_form(audit, n, checked=checked) for n, audit in enumerate(run.audits, 1))
    found = counted(f for a in run.audits for f in a.findings)
    filters = _filters(found) if checked and any(found.values()) else ""
    css, script = asset("page.css"), asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{pinned(css)}'; script-src '{pinned(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="data:,"><title>{title}</title><style>{css}</style></head><body>'
        f'<a class="skip" href="#main">跳到正文</a>{filters}<main id="main"><header class="top"><h1>{title}</h1>'
        f"</header>{summary(run)}{_help(checked=checked) if run.audits else ''}{forms}"
        f"<footer><p>绩评 jiping {text(run.version)}。重算和核对由程序按表内所列依据完成，"
        "供审核人参考；是否采纳由人决定。</p></footer></main>"
        f"<script>{script}</script></body></html>\n"
    )


@cache
def asset(name: str) -> str:
    """A style sheet or script that ships beside this module."""
    content = files(__package__).joinpath(name).read_text("utf-8").replace("\r\n", "\n")
    if "</" in content:
        raise ValueError(f"{name}: would end its own element")
    return content


def pinned(content: str) -> str:
    """The source expression that allows exactly this style sheet or script."""
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


def _filters(found: dict[str, int]) -> str:
    """Check boxes before the page's body, so that hiding a level needs no script."""
    boxes = "".join(
        f'<input type="checkbox" id="s-{s}" checked autocomplete="off" class="filter" '
        f'aria-label="显示“{word}”级问题">'
        for s, word in SEVERITY.items()
    )
    labels = "".join(
        f'<label for="s-{s}"><span class="b {s}">{BADGE[s]}</span>{word} {found[s]}</label>'
        for s, word in SEVERITY.items()
    )
    return f'{boxes}<div class="bar"><span>显示：</span>{labels}<a href="#main">回到汇总</a></div>'


def _help(*, checked: bool) -> str:
    marks = (
        "格子里的“错1”“说2”“示3”是问题编号，点编号看问题，点问题里的位置看格子。" if checked else ""
    )
    return (
        f'<p class="help">下面按原表样式画出每张表。{marks}得分下有虚线，点开看算分过程。'
        "“填报”是表中的数，“对照”是按规定应有的数或用来比较的数。</p>"
    )


def _form(audit: Audit, number: int, *, checked: bool) -> str:
    targets = [target for finding in audit.findings for target in finding.targets]
    sheet = Sheet(audit.evaluation, targets)
    marks: dict[str, list[tuple[int, str]]] = {}
    for n, finding in enumerate(audit.findings, 1):
        for key in cells_of(finding, sheet):
            marks.setdefault(key, []).append((n, finding.severity))
    drawing = Drawing(audit, number, sheet, marks)
    aside = ""
    if checked:
        aside = (
            f'<aside aria-label="第 {number} 张表的问题"><h3>问题 <small>{len(audit.findings)} 条</small></h3>'
            f"{finding_list(audit, number, sheet)}</aside>"
        )
    return (
        f'<section class="form" id="f{number}">{_head(audit, number)}'
        f'<div class="work{"" if checked else " alone"}"><div class="paper" role="region" '
        f'aria-label="自评表" tabindex="0"><div class="sheet">{drawing.html()}</div></div>{aside}</div>'
        f"{notes(audit, checked=checked)}</section>"
    )


def _head(audit: Audit, number: int) -> str:
    e, ledger = audit.evaluation, audit.ledger
    outcome = verdict(ledger.printed_total, ledger.computed_total)
    off = " off" if outcome.startswith("相差") else ""
    which = f"，第 {e.source.ordinal} 张表" if e.source.ordinal else ""
    facts = [
        ("实施单位", optional(named(e.unit) or None)),
        ("主管部门", optional(named(e.department) or None)),
        ("年度", optional(e.year)),
        ("文件", f"{text(e.source.file)}{which}"),
        ("计分方案", text(scheme_words(ledger))),
    ]
    listed = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in facts)
    return (
        f'<h2><span class="no">{number}</span> {text(form_title(audit))}</h2>'
        f'<p class="score{off}"><span>填报总分 <b>{optional(ledger.printed_total)}</b></span>'
        f"<span>重算总分 <b>{optional(ledger.computed_total, '—')}</b></span>"
        f'<span>等级 <b>{optional(ledger.grade, "—")}</b></span><span class="tag">{outcome}</span></p>'
        f'<dl class="facts">{listed}</dl>'
    )
