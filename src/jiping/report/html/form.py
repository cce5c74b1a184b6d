"""The form drawn as the official table, every cell with its marks, every score with its sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jiping.law.glossary import field_term, fields, values
from jiping.report._naming import named
from jiping.report.html.ledger import calculation, total_calculation
from jiping.report.html.markup import badge, text
from jiping.report.html.sheet import TITLE, Sheet, remark_key

if TYPE_CHECKING:
    from jiping.engine.results import Audit
    from jiping.model.evaluation import FundLine, Indicator

Marks = Mapping[str, Sequence[tuple[int, str]]]
"""Cell key → (number of the finding within its form, severity)."""

SYMBOLS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "＝"}
_NUMERIC = frozenset({"initial", "adjusted", "executed", "weight", "rate", "score"})
_KINDS = {"nature": "Nature", "operator": "Operator"}


class Drawing:
    """Draws one form; ``number`` counts the forms of the report from 1."""

    def __init__(self, audit: Audit, number: int, sheet: Sheet, marks: Marks) -> None:
        self.e = audit.evaluation
        self.audit = audit
        self.number = number
        self.sheet = sheet
        self.marks = marks
        self.ledger = {row.row: row for row in audit.ledger.rows}

    def html(self) -> str:
        """The whole form."""
        blocks = [self._title(), self._head()]
        if self.sheet.has("funds"):
            blocks.append(self._funds())
        if self.sheet.has("goal"):
            blocks.append(self._goal())
        blocks.append(self._indicators())
        if self.e.remarks:
            blocks.append(self._remarks())
        return "".join(blocks)

    def _cell(self, key: str, content: str, tag: str = "td", css: str = "", extra: str = "") -> str:
        marks = self.marks.get(key, ())
        if marks:
            css = " ".join((css, "has", *(f"has-{s}" for s in dict.fromkeys(s for _, s in marks))))
            content += self._badges(marks)
        place = self.e.places.get(key)
        if place is not None:
            extra += f' title="原文位置：{text(place.label())}"'
        attribute = f' class="{css.strip()}"' if css.strip() else ""
        return (
            f'<{tag} id="{self.sheet.anchor(self.number, key)}"{attribute}{extra}>{content}</{tag}>'
        )

    def _badges(self, marks: Sequence[tuple[int, str]]) -> str:
        links = "".join(
            f'<a class="b {s}" href="#q{self.number}-{n}" title="{text(self.audit.findings[n - 1].title)}">'
            f"{badge(s, n)}</a>"
            for n, s in marks
        )
        return f'<span class="bs">{links}</span>'

    def _title(self) -> str:
        year = "" if self.e.year is None else f"（{self.e.year}年度）"
        out = self._cell(TITLE, text(self.e.form.title or "（没有表名）"), "p", "form-title")
        if year or "/year" in self.marks:
            out += self._cell("/year", year or "（没有年度）", "p", "form-year")
        return out

    def _head(self) -> str:
        terms = fields()["Evaluation"]
        project = (
            f'<tr><th scope="row">{terms["project"]}</th>'
            + self._cell("/project/name", text(named(self.e.project)), extra=' colspan="3"')
            + "</tr>"
        )
        parts = [g for g in ("department", "unit") if self.sheet.has(g)]
        wide = ' colspan="3"' if len(parts) == 1 else ""
        others = "".join(
            f'<th scope="row">{terms[g]}</th>'
            + self._cell(f"/{g}/name", text(named(getattr(self.e, g))), extra=wide)
            for g in parts
        )
        return (
            '<table class="part head"><caption class="out">项目、主管部门和实施单位</caption>'
            f"<tbody>{project}{f'<tr>{others}</tr>' if others else ''}</tbody></table>"
        )

    def _side(self, key: str, label: str, rows: int) -> str:
        inner = f'<span class="up">{label}</span>'
        return self._cell(key, inner, "th", "side", f' scope="rowgroup" rowspan="{rows}"')

    def _funds(self) -> str:
        terms = fields()["FundLine"]
        unit = f"<br>（{self.e.form.amount_unit}）" if self.e.form.amount_unit else ""
        header = "".join(
            f'<th scope="col">{terms[name]}{"（%）" if name == "rate" else ""}</th>'
            for name in self.sheet.fund_columns
        )
        lines = "".join(
            "<tr>"
            + self._cell(f"/funds/{n}/label", text(line.label), "th", "left", ' scope="row"')
            + "".join(self._fund(n, line, name) for name in self.sheet.fund_columns)
            + "</tr>"
            for n, line in enumerate(self.e.funds)
        )
        side = self._side(
            "/funds", f"{field_term('Evaluation.funds')}{unit}", len(self.e.funds) + 1
        )
        return (
            f'<table class="part funds"><caption class="out">项目资金</caption><tbody><tr>{side}'
            f'<th scope="col"><span class="out">资金来源</span></th>{header}</tr>{lines}</tbody></table>'
        )

    def _fund(self, number: int, line: FundLine, name: str) -> str:
        key = f"/funds/{number}/{name}"
        value = getattr(line, name)
        content = "" if value is None else text(value)
        row = self.ledger.get(f"/funds/{number}")
        if name == "score" and row is not None:
            content = calculation(row, line.label)
        return self._cell(key, content, css="num" if name in _NUMERIC else "")

    def _goal(self) -> str:
        terms = fields()["Goal"]
        goal = self.e.goal
        cells = "".join(
            self._cell(f"/goal/{f}", text(getattr(goal, f) or ""), css="prose")
            for f in ("expected", "actual")
        )
        return (
            f'<table class="part goal"><caption class="out">年度总体目标</caption>'
            f"<colgroup><col><col><col></colgroup><tbody>"
            f""
            f"<tr>{self._side('/goal', field_term('Evaluation.goal'), 2)}"
            f'<th scope="col">{terms["expected"]}</th><th scope="col">{terms["actual"]}</th></tr>'
            f"<tr>{cells}</tr></tbody></table>"
        )

    def _indicators(self) -> str:
        terms = fields()["Indicator"]
        columns = self.sheet.indicator_columns
        rows = self.e.indicators
        header = "".join(f'<th scope="col" class="i-{c}">{terms[c]}</th>' for c in columns)
        body = "".join(
            "<tr>" + "".join(self._indicator(n, row, c) for c in columns) + "</tr>"
            for n, row in enumerate(rows)
        )
        if not rows:
            body = f'<tr><td colspan="{len(columns)}" class="blank">没有读到绩效指标行</td></tr>'
        side = self._side("/indicators", field_term("Evaluation.indicators"), max(len(rows), 1) + 1)
        total = self._total(columns) if self._has_total() else ""
        return (
            '<table class="part indicators"><caption class="out">绩效指标</caption>'
            f"<tbody><tr>{side}{header}</tr>{body}</tbody>{total}</table>"
        )

    def _indicator(self, number: int, row: Indicator, name: str) -> str:
        key = f"/indicators/{number}/{name}"
        if name in ("level1", "level2"):
            span = self.sheet.spans.get(key)
            if span is None:
                return ""
            extra = f' scope="rowgroup" rowspan="{span.rows}"'
            return self._cell(key, text(span.text or ""), "th", "level", extra)
        if name == "name":
            return self._cell(key, text(row.name or ""), "th", "left", ' scope="row"')
        value = getattr(row, name)
        if name in _KINDS and value is not None:
            value = values()[_KINDS[name]].get(value, value)
        if name == "target":
            value = self._target(row)
        found = self.ledger.get(f"/indicators/{number}")
        if name == "score" and found is not None:
            content = calculation(found, row.name or row.level2 or "")
        else:
            content = "" if value is None else text(value)
        css = "num" if name in _NUMERIC else "prose" if name == "reason" else ""
        return self._cell(key, content, css=css)

    def _target(self, row: Indicator) -> str | None:
        """The target, with operator and unit where the form prints them in the same cell."""
        if row.target is None:
            return None
        inside = self.sheet.inside_target
        front = SYMBOLS.get(row.operator or "", "") if "operator" in inside else ""
        behind = (row.unit or "") if "unit" in inside else ""
        return f"{front}{row.target}{behind}"

    def _has_total(self) -> bool:
        return self.sheet.has("total") or self.audit.ledger.computed_total is not None

    def _total(self, columns: Sequence[str]) -> str:
        """The total under its columns; what has no column of its own gets a row below."""
        wanted = self.sheet.total_columns()
        shown = [name for name in columns if name in wanted]
        if "score" in shown:
            first, last = columns.index(shown[0]), columns.index(shown[-1])
            cells = "".join(
                self._total_cell(name) if name in shown else "<td></td>"
                for name in columns[first : last + 1]
            )
            rest = len(columns) - 1 - last
        else:
            first, rest = len(columns) // 2, 0
            shown = ["score"]
            cells = self._total_cell("score", f' colspan="{len(columns) - first}"')
        if rest and "grade" in wanted:
            shown.append("grade")
            cells += self._total_cell("grade", f' colspan="{rest}"')
        elif rest:
            cells += f'<td colspan="{rest}"></td>'
        label = self._cell("/total", "总分", "th", "", f' scope="row" colspan="{first + 1}"')
        below = "".join(
            f'<tr><th scope="row" colspan="{first + 1}">{field_term(f"Total.{name}")}</th>'
            + self._total_cell(name, f' colspan="{len(columns) - first}"')
            + "</tr>"
            for name in wanted
            if name not in shown
        )
        return f'<tbody class="total"><tr>{label}{cells}</tr>{below}</tbody>'

    def _total_cell(self, name: str, extra: str = "") -> str:
        if name == "score":
            content = total_calculation(self.audit.ledger)
        else:
            content = text(getattr(self.e.total, name) or "")
        return self._cell(f"/total/{name}", content, css="num", extra=extra)

    def _remarks(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{text(label)}</th>'
            + self._cell(remark_key(label), text(value or ""), css="prose")
            + "</tr>"
            for label, value in self.e.remarks.items()
        )
        return (
            '<table class="part remarks"><caption class="out">表中其他内容</caption>'
            f"<tbody>{rows}</tbody></table>"
        )
