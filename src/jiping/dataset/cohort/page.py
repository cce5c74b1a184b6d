"""The report of a comparison as one web page: rule by rule the questions, the forms side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from jiping.dataset.cohort.result import Peer, Question, questions, sides
from jiping.report import SEVERITY
from jiping.report._labels import pointer_words

if TYPE_CHECKING:
    from jiping.dataset.cohort.rule import CohortRule
    from jiping.dataset.cohort.running import Compared

LONG = 600
"""Characters of a text that are shown, and compared letter by letter."""
_CSS = """
:root{--ink:#1c2733;--soft:#5b6b7b;--line:#d5dce4;--ground:#f3f5f8;--card:#fff;--ask:#fff8e3;--askline:#e2bd55;
--error:#b3261e;--warning:#9a6200;--info:#2d5f8b;--mark:#ffd9b8}
@media(prefers-color-scheme:dark){:root{--ink:#e4e9ef;--soft:#9fb0c0;--line:#3a4653;--ground:#161c23;--card:#1f2730;
--ask:#332d1a;--askline:#8a7430;--error:#ff8f86;--warning:#f0b857;--info:#8bbfe8;--mark:#6b4320}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif}
main{max-width:1180px;margin:0 auto;padding:24px 20px 60px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:20px;margin:40px 0 6px;padding-top:10px;border-top:2px solid var(--line)}
h2 small{color:var(--soft);font-weight:normal;font-size:14px;margin-left:8px}
p{margin:4px 0}.soft{color:var(--soft);font-size:13.5px}
.note{background:var(--card);border-left:4px solid var(--info);padding:10px 14px;margin:14px 0}
table{border-collapse:collapse;width:100%;background:var(--card);font-size:14px}
th,td{border:1px solid var(--line);padding:5px 9px;text-align:left;vertical-align:top}th{background:var(--ground)}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.code{white-space:nowrap}
a{color:var(--info)}
details{background:var(--card);border:1px solid var(--line);border-radius:6px;margin:8px 0}
summary{cursor:pointer;padding:9px 14px;font-weight:600;overflow-wrap:anywhere}
summary .whose{color:var(--soft);font-weight:normal;font-size:13.5px}
summary .no{color:var(--soft);font-weight:normal;margin-right:8px;font-variant-numeric:tabular-nums}
.error,.warning,.info{font-size:12px;border:1px solid;border-radius:3px;padding:0 5px;margin-right:8px;font-weight:normal;white-space:nowrap}
.error{color:var(--error)}.warning{color:var(--warning)}.info{color:var(--info)}
.side{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:10px;padding:0 14px 14px}
.form{border:1px solid var(--line);border-radius:5px;padding:8px 11px;min-width:0;overflow-wrap:anywhere}
.form.asked{background:var(--ask);border-color:var(--askline)}
.form .who{font-weight:600}.form .tag{float:right;font-size:12px;color:var(--soft)}
.form ul{margin:5px 0 0;padding-left:18px}.form li{margin:2px 0}
.where{color:var(--soft);font-size:12.5px}
mark{background:var(--mark);color:inherit;padding:0 1px}
footer{color:var(--soft);font-size:13px;margin-top:40px}
@media print{details{break-inside:avoid}h2,h2~p{break-after:avoid}body{background:#fff}
details::details-content{content-visibility:visible}}
"""


def page(done: Compared, *, most: int, version: str) -> Iterator[str]:
    """The page in pieces. ``most``: cases of a rule that are drawn, the strongest first."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    total = sum(done.counts.values())
    yield (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>自评表同类比较</title><style>{_CSS}</style></head><body><main>"
        "<h1>自评表同类比较</h1>"
        f'<p class="soft">比较了 {done.forms} 张自评表，提出 {total} 个问题。</p>'
        '<p class="note">这里列的是放在一起看才看得出的情况，每一条都只是<b>值得问一问</b>，不是结论：'
        "先看“可能的正常原因”，再向单位核实。黄底是所问的表，白底是与它对照的表。</p>"
    )
    yield _overview(done)
    rules = {rule.code: rule for rule in done.rules}
    for code, held in groupby(questions(done, most=most), key=lambda q: q.rule):
        yield from _rule(rules[code], held, done.counts[code], done.looks[code])
    yield (
        f"<footer><p>绩评 jiping {escape(version)}。程序按各规则写明的办法比较，不作评判；"
        "是否核实、如何处理由人决定。</p></footer></main></body></html>\n"
    )


def _overview(done: Compared) -> str:
    rows = []
    for rule in done.rules:
        count = done.counts.get(rule.code, 0)
        name = f'<a href="#{rule.code}">{escape(rule.title)}</a>' if count else escape(rule.title)
        said = escape(done.skipped.get(rule.code, "")) or escape(rule.compared)
        if rule.code in done.skipped:
            said = f"<b>没有比较：</b>{said}"
        rows.append(
            f'<tr><td class="code">{rule.code}</td><td>{name}</td><td class="n">{count}</td>'
            f'<td class="n">{done.looks.get(rule.code, 0)}</td><td>{said}</td></tr>'
        )
    return (
        '<table><tr><th>编号</th><th>规则</th><th class="n">问题</th><th class="n">涉及的表</th>'
        f"<th>与什么比较</th></tr>{''.join(rows)}</table>"
    )


def _rule(rule: CohortRule, held: Iterator[Question], count: int, looks: int) -> Iterator[str]:
    basis = "；".join(cite.label() for cite in rule.basis)
    yield (
        f'<h2 id="{rule.code}">{escape(rule.title)}<small>{rule.code} · {count} 个问题，涉及 {looks} 张表</small></h2>'
        f'<p class="soft">与什么比较：{escape(rule.compared)}。依据：{escape(basis)}。</p>'
        f'<p class="soft">可能的正常原因：{escape(rule.innocent)}。</p><p class="soft">建议：{escape(rule.advice)}</p>'
    )
    drawn = 0
    for question in held:
        yield _question(question, opened=drawn < 3)
        drawn += 1
    if drawn < count:
        yield f'<p class="soft">按轻重只列前 {drawn} 个，其余 {count - drawn} 个请用 -o 文件.xlsx 或 .parquet 查看。</p>'


def _question(question: Question, *, opened: bool) -> str:
    asked, others = sides(question.peers)
    first = next((p for p in question.peers if p.pointer.startswith("/goal/")), None)
    cards = [*_cards(asked, first, asked=True), *_cards(others, first, asked=False)]
    rest = question.rows - len(question.peers)
    more = (
        f'<p class="soft" style="padding:0 14px 10px">另有 {rest} 处没有列出。</p>' if rest else ""
    )
    return (
        f"<details{' open' if opened else ''}><summary><span class=no>{question.number}</span>"
        f'<span class="{question.severity}">{SEVERITY[question.severity]}</span>{escape(question.question)}{_whose(asked)}</summary>'
        f'<div class="side">{"".join(cards)}</div>{more}</details>'
    )


def _whose(asked: Sequence[Peer]) -> str:
    """Whose forms are asked about, so that a closed case says it too."""
    units = list(dict.fromkeys(p.unit or p.department or "" for p in asked if p.form is not None))
    projects = list(dict.fromkeys(p.project or "" for p in asked if p.form is not None))
    if not units:
        return ""
    said = units[0] if len(units) == 1 else (asked[0].department or units[0])
    if len(projects) == 1:
        said += f" {projects[0]}"
    return f' <span class="whose">{escape(said)}</span>'


def _cards(peers: Sequence[Peer], first: Peer | None, *, asked: bool) -> Iterator[str]:
    """A card a form, with all its rows."""
    forms: dict[tuple[int | None, str | None], list[Peer]] = {}
    for peer in peers:
        forms.setdefault((peer.form, peer.file if peer.form is None else None), []).append(peer)
    for rows in forms.values():
        head = rows[0]
        if head.form is None:
            who, where = "清单", head.place or head.file or ""
        else:
            year = f"{head.year}年度 " if head.year is not None else ""
            who = f"{head.unit or head.department or '（单位未写明）'}"
            where = f"{year}{head.project or '（项目名称空白）'}"
        file = "" if head.form is None else f"{head.file} 第 {head.ordinal} 张"
        items = "".join(f"<li>{_said(row, first)}</li>" for row in rows)
        yield (
            f'<div class="form{" asked" if asked else ""}"><span class="tag">{"所问" if asked else "对照"}</span>'
            f'<div class="who">{escape(who)}</div><div>{escape(where)}</div><ul>{items}</ul>'
            f'<div class="where">{escape(file)}</div></div>'
        )


def _said(row: Peer, first: Peer | None) -> str:
    text = row.shown or ""
    cut = text[:LONG]
    shown = escape(cut)
    if first is not None and row is not first and row.pointer.startswith("/goal/"):
        shown = _marked(first.shown or "", cut)
    more = "……" if len(text) > LONG else ""
    if row.form is None:
        return shown + more
    where = pointer_words(row.pointer) if row.pointer else ""
    place = f"，{row.place}" if row.place else ""
    return f'{shown}{more} <span class="where">{escape(where)}{escape(place)}</span>'


def _marked(one: str, other: str) -> str:
    """``other`` with what differs from ``one`` marked."""
    matcher = SequenceMatcher(None, one[:LONG], other, autojunk=False)
    parts = []
    for kind, _, _, start, end in matcher.get_opcodes():
        text = escape(other[start:end])
        parts.append(text if kind == "equal" or not text else f"<mark>{text}</mark>")
    return "".join(parts)
