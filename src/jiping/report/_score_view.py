"""The ledger as blocks: every scored row, printed and computed, with its calculation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jiping.report._blocks import Block, Cell, Column, Gap, Line, Section, Span, Style, Table
from jiping.report._head_view import head, summary
from jiping.report._labels import EMPTY, row_name, row_number

if TYPE_CHECKING:
    from jiping.engine.results import Audit, LedgerRow
    from jiping.report import Run


def score_view(run: Run) -> Iterator[Block]:
    """Every form's ledger and the summary."""
    for audit in run.audits:
        yield from head(audit.evaluation, audit.ledger)
        yield Gap()
        yield from _ledger(audit)
        yield Gap()
    yield from summary(run)


def _ledger(audit: Audit) -> Iterator[Block]:
    rows = [
        tuple(
            Cell(text, "center", style="strong")
            for text in ("行", "名称与推算", "填报", "重算", "相符")
        )
    ]
    rows += [_row(audit, row) for row in audit.ledger.rows]
    widths = (Column(3), Column(30, 1), Column(7), Column(7), Column(4))
    if not audit.ledger.rows:
        yield Line("表上没有可以重算的得分。")
        return
    yield Table((Section(widths, tuple(rows)),))


def agreement(row: LedgerRow) -> Span:
    """Whether the printed score is the computed one, in one word."""
    words: dict[bool | None, tuple[str, Style]] = {
        True: ("是", "good"),
        False: ("否", "error"),
        None: ("—", "dim"),
    }
    text, style = words[row.agrees]
    return Span(text, style)


def _row(audit: Audit, row: LedgerRow) -> tuple[Cell, ...]:
    said = f"{row_name(audit.evaluation, row.row)}\n{row.derivation}"
    if row.alternatives:
        said += "\n" + alternatives_of(row)
    mark = agreement(row)
    return (
        Cell(row_number(row.row), "center", style="dim"),
        Cell(said),
        Cell(row.printed or EMPTY, "right"),
        Cell(row.computed or "—", "right"),
        Cell(mark.text, "center", style=mark.style),
    )


def alternatives_of(row: LedgerRow) -> str:
    """What the methods of the same kind would give: “按其他办法：按比值 1.92”."""
    from jiping.score.methods import methods

    titles = {method.id: method.title.partition("·")[2] or method.title for method in methods()}
    said = [
        f"{titles.get(name, name)} {score if score is not None else '无法算出'}"
        for name, score in row.alternatives.items()
        if name != row.method
    ]
    return f"按其他办法：{'，'.join(said)}" if said else ""
