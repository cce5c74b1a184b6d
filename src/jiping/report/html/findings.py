"""The list of findings beside a form; each leads to its cells."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from jiping.report._naming import pointer_names, severity_term
from jiping.report.html.markup import badge, text

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Finding
    from jiping.report.html.sheet import Sheet


def cells_of(finding: Finding, sheet: Sheet) -> list[str]:
    """Keys of the drawn cells that a finding is about; at least one."""
    return list(dict.fromkeys(sheet.cell(target) for target in finding.targets or ("",)))


def finding_list(audit: Audit, number: int, sheet: Sheet) -> str:
    """All findings of a form, the gravest first, under a heading for each level."""
    if not audit.findings:
        return '<p class="none">没有发现问题。核对了哪些项目，见下面“核对项”。</p>'
    numbered = list(enumerate(audit.findings, 1))
    out = []
    for severity, group in groupby(numbered, key=lambda pair: pair[1].severity):
        items = list(group)
        out.append(
            f'<section class="level {severity}"><h4>{severity_term(severity)} {len(items)} 条</h4>'
        )
        out.extend(_finding(audit, number, sheet, n, finding) for n, finding in items)
        out.append("</section>")
    return "".join(out)


def _finding(audit: Audit, number: int, sheet: Sheet, n: int, finding: Finding) -> str:
    anchors = [sheet.anchor(number, key) for key in cells_of(finding, sheet)]
    return (
        f'<article class="q {finding.severity}" id="q{number}-{n}" data-cells="{text(" ".join(anchors))}">'
        f'<h5><span class="b {finding.severity}">{badge(finding.severity, n)}</span> '
        f"{text(finding.title)} <code>{text(finding.rule)}</code></h5>"
        f"<p>{text(finding.message)}</p>{_numbers(finding)}"
        f"<dl>{_where(audit, number, sheet, finding)}"
        f"<dt>依据</dt><dd>{'；'.join(text(b) for b in finding.basis)}</dd>"
        f"<dt>建议</dt><dd>{text(finding.advice)}</dd></dl></article>"
    )


def _numbers(finding: Finding) -> str:
    pairs = (("填报", finding.left), ("对照", finding.right), ("相差", finding.difference))
    shown = "".join(f"<span>{word} <b>{text(v)}</b></span>" for word, v in pairs if v is not None)
    return f'<p class="nums">{shown}</p>' if shown else ""


def _where(audit: Audit, number: int, sheet: Sheet, finding: Finding) -> str:
    """Links to the cells, the fields of one row behind the row's name; places in the file."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for target in finding.targets or ("",):
        name, field = pointer_names(audit.evaluation, target)
        rows.setdefault(name, []).append((field, sheet.anchor(number, sheet.cell(target))))
    said = "；".join(_row(name, fields) for name, fields in rows.items())
    places = "；".join(dict.fromkeys(place.label() for place in finding.places))
    original = f"<dt>原文</dt><dd>{text(places)}</dd>" if places else ""
    return f"<dt>位置</dt><dd>{said}</dd>{original}"


def _row(name: str, fields: list[tuple[str, str]]) -> str:
    if len(fields) == 1:
        field, anchor = fields[0]
        return f'<a class="go" href="#{text(anchor)}">{text(name)}{text(field)}</a>'
    links = "、".join(
        f'<a class="go" href="#{text(anchor)}">{text(field or "整行")}</a>'
        for field, anchor in fields
    )
    return f"{text(name)}：{links}"
