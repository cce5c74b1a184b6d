"""The first page: what was read, whether the totals hold, what was found, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jiping.law.glossary import value_term
from jiping.model.decimals import to_decimal
from jiping.report import SEVERITY, Run
from jiping.report._naming import counted, family_of, named
from jiping.report._tally import rows
from jiping.report.html import picture
from jiping.report.html.ledger import verdict
from jiping.report.html.markup import BADGE, optional, text

if TYPE_CHECKING:
    from jiping.engine.results import Audit

MEANING = {
    "error": "表内数字自相矛盾，或明确违反规定，应当改正",
    "warning": "不合常理或缺少说明，应当核实、补充理由",
    "info": "供参考，不一定要改",
}


def summary(run: Run) -> str:
    """The summary as HTML."""
    audits = run.audits
    parts = [_stats(run)]
    if run.interrupted:
        parts.append('<p class="warn">审核中途停止，这里只有已经完成的部分。</p>')
    if len(run.files) > 1:
        parts.append(_tally(run))
    parts.append(_unread(run))
    if audits:
        parts.append(_forms(audits, checked=run.kind == "audit"))
    if run.kind == "audit" and any(a.findings for a in audits):
        parts.append(_kinds(audits))
    if run.notes:
        items = "".join(f"<li>{text(file)}：{text(note)}</li>" for file, note in run.notes)
        parts.append(f"<section><h2>文件说明</h2><ul>{items}</ul></section>")
    return "".join(parts)


def form_title(audit: Audit) -> str:
    """What a form is called: its project, else its title, else its file."""
    e = audit.evaluation
    return named(e.project) or e.form.title or e.source.file


def _stats(run: Run) -> str:
    audits = run.audits
    read = sum(f.status == "read" for f in run.files)
    verdicts = Counter(
        verdict(a.ledger.printed_total, a.ledger.computed_total).partition(" ")[0] for a in audits
    )
    agree = verdicts["一致"]
    rest = "，".join(f"{word} {n} 张" for word, n in verdicts.items() if word != "一致")
    tiles = [
        (
            "文件",
            str(len(run.files)),
            f"读到自评表 {read} 个" + _rest(len(run.files) - read, "未审核"),
        ),
        ("自评表", str(len(audits)), "张"),
        ("总分重算一致", f"{agree}/{len(audits)}", rest or "张"),
    ]
    if run.kind == "audit":
        found = counted(f for a in audits for f in a.findings)
        tiles += [
            (
                f'<span class="b {s}">{BADGE[s]}</span>{SEVERITY[s]}',
                str(n),
                MEANING[s],
            )
            for s, n in found.items()
        ]
    cells = "".join(
        f"<div><dt>{label}</dt><dd><b>{number}</b> <small>{note}</small></dd></div>"
        for label, number, note in tiles
    )
    return f'<dl class="tiles">{cells}</dl>'


def _rest(count: int, word: str) -> str:
    return f"，{word} {count} 个" if count else ""


def _tally(run: Run) -> str:
    body = "".join(
        f'<tr><th scope="row">{word}</th><td class="num">{number}</td><td>{said}</td></tr>'
        for word, number, said in rows(run.files)
    )
    return (
        '<section><h2>文件汇总</h2><div class="scroll"><table class="list"><thead><tr>'
        '<th scope="col">情况</th><th scope="col">文件数</th><th scope="col">说明</th></tr></thead>'
        f'<tbody>{body}<tr><th scope="row">合计</th><td class="num">{len(run.files)}</td><td></td>'
        f"</tr></tbody></table></div>{_repeated(run)}</section>"
    )


def _repeated(run: Run) -> str:
    items = "".join(
        f"<li>{text(f.file)}：与 {text(f.duplicate_of)} 内容相同</li>"
        for f in run.files
        if f.duplicate_of is not None
    )
    return f"<details><summary>内容重复的文件</summary><ul>{items}</ul></details>" if items else ""


def _unread(run: Run) -> str:
    files = [f for f in run.files if f.status != "read"]
    if not files:
        return ""
    body = "".join(
        f'<tr><th scope="row">{text(f.file)}</th><td>{value_term("Status", f.status)}</td>'
        f"<td>{optional(f.reason, '没有说明')}</td></tr>"
        for f in files
    )
    return (
        '<section><h2>没有审核的文件</h2><div class="scroll"><table class="list"><thead><tr>'
        '<th scope="col">文件</th><th scope="col">情况</th><th scope="col">原因</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _forms(audits: Sequence[Audit], *, checked: bool) -> str:
    pairs = [
        (to_decimal(a.ledger.printed_total), to_decimal(a.ledger.computed_total)) for a in audits
    ]
    start = picture.scale_from(v for pair in pairs for v in pair if v is not None)
    body = "".join(
        _form_row(number, audit, pairs[number - 1], start, checked=checked)
        for number, audit in enumerate(audits, 1)
    )
    counts = (
        "".join(f'<th scope="col">{word}</th>' for word in SEVERITY.values()) if checked else ""
    )
    return (
        '<section><h2>各表结果</h2><div class="scroll" role="region" aria-label="各表结果" '
        'tabindex="0"><table class="list forms"><thead><tr><th scope="col">序号</th>'
        '<th scope="col">项目</th><th scope="col">单位</th><th scope="col">年度</th>'
        '<th scope="col">填报总分</th><th scope="col">重算总分</th><th scope="col">等级</th>'
        f'<th scope="col">总分对照（{start}—100 分）<br><small>○ 填报　◆ 重算</small></th>'
        f'<th scope="col">结果</th>{counts}</tr></thead><tbody>{body}</tbody></table></div></section>'
    )


def _form_row(
    number: int,
    audit: Audit,
    pair: tuple[Decimal | None, Decimal | None],
    start: Decimal,
    *,
    checked: bool,
) -> str:
    e, ledger = audit.evaluation, audit.ledger
    outcome = verdict(ledger.printed_total, ledger.computed_total)
    off = ' class="off"' if outcome.startswith("相差") else ""
    counts = ""
    if checked:
        counts = "".join(
            f'<td class="num">{f"<b class={s}>{n}</b>" if n else 0}</td>'
            for s, n in counted(audit.findings).items()
        )
    return (
        f'<tr><td class="num">{number}</td><th scope="row"><a href="#f{number}">{text(form_title(audit))}</a></th>'
        f'<td class="unit">{optional(named(e.unit) or named(e.department))}</td>'
        f"<td>{optional(e.year)}</td>"
        f'<td class="num">{optional(ledger.printed_total)}</td>'
        f'<td class="num">{optional(ledger.computed_total, "—")}</td><td>{optional(ledger.grade, "—")}</td>'
        f"<td>{picture.totals(*pair, start)}</td><td{off}>{outcome}</td>{counts}</tr>"
    )


def _kinds(audits: Sequence[Audit]) -> str:
    kinds: dict[str, Counter[str]] = {}
    for audit in audits:
        for finding in audit.findings:
            kinds.setdefault(family_of(finding.rule), Counter())[finding.severity] += 1
    order = sorted(kinds.items(), key=lambda item: (-item[1].total(), item[0]))
    longest = order[0][1].total()
    body = "".join(
        f'<tr><th scope="row">{text(kind)}</th>'
        f"<td>{picture.bar({s: found[s] for s in SEVERITY}, longest)}</td>"
        + "".join(f'<td class="num">{found[s]}</td>' for s in SEVERITY)
        + f'<td class="num"><b>{found.total()}</b></td></tr>'
        for kind, found in order
    )
    heads = "".join(
        f'<th scope="col"><span class="b {s}">{BADGE[s]}</span> {word}</th>'
        for s, word in SEVERITY.items()
    )
    return (
        '<section><h2>问题分类</h2><div class="scroll"><table class="list"><thead><tr>'
        f'<th scope="col">类别</th><th scope="col">条数</th>{heads}<th scope="col">合计</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div></section>"
    )
