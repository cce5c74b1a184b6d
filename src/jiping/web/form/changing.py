"""What was typed, pasted or done with rows, as a new content and the edits that led to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext

from jiping.api import editing
from jiping.api.typed_values import CannotEdit
from jiping.model.evaluation import Evaluation
from jiping.store.actions.forms import Edit
from jiping.store.models import Change
from jiping.web.form.sheet import same_number

_MOST_CELLS = 20_000
"""Cells in one paste: more is no table of this kind."""

Result = tuple[Evaluation, list[Edit], Mapping[str, str], editing.Renumber | None]


def changed(
    evaluation: Evaluation, given: Mapping[str, Any], how: str = Change.How.TYPED
) -> Result:
    """The content afterwards, what was changed, what could not be, where the rows went.

    ``given``: ``typed`` (pointer → text; ``alone``: not the merged cell's other rows; ``correct``: a
    reading is put right), ``confirm`` (doubtful values found right), ``paste`` (pointer, block), ``row`` (do, block, at, to) or ``adopt`` (rows,
    or "all"). Raises CannotEdit in words, KeyError, TypeError, ValueError, AttributeError for
    another shape.
    """
    if "row" in given:
        return _rows(evaluation, given["row"])
    shown = {cell.pointer: cell.text for cell in editing.sheet(evaluation).cells() if cell.pointer}
    if "paste" in given:
        block = [[str(cell) for cell in row] for row in given["paste"]["block"]]
        if sum(map(len, block)) > _MOST_CELLS:
            raise CannotEdit(gettext("粘贴的内容太多，不像一张自评表。"))
        done, pointers = editing.pasted(evaluation, str(given["paste"]["pointer"]), block)
        after = {c.pointer: c.text for c in editing.sheet(done.evaluation).cells() if c.pointer}
        edits = _edits(
            shown, {p: after.get(p, "") for p in pointers}, done.problems, Change.How.PASTED
        )
        return done.evaluation, edits, done.problems, None
    if "confirm" in given:
        right = [str(pointer) for pointer in given["confirm"] if str(pointer) in shown]
        done_with = editing.confirmed(evaluation, right)
        edits = [Edit(p, shown[p] or None, shown[p] or None, Change.How.CORRECTED) for p in right]
        return done_with, edits if done_with != evaluation else [], {}, None
    typed = _adopted(evaluation, given) if "adopt" in given else given["typed"]
    typed = {str(pointer): str(text) for pointer, text in typed.items()}
    done = editing.edited(evaluation, typed, alone=bool(given.get("alone")))
    how = Change.How.CORRECTED if given.get("correct") else how
    edits = _edits(shown, typed, done.problems, how)
    if done.evaluation == evaluation:
        edits = []
    return done.evaluation, edits, done.problems, None


def _edits(
    before: Mapping[str, str],
    after: Mapping[str, str],
    problems: Mapping[str, str],
    how: str,
) -> list[Edit]:
    return [
        Edit(pointer, before.get(pointer) or None, text or None, how)
        for pointer, text in after.items()
        if pointer not in problems and (before.get(pointer) or "") != text
    ]


def _adopted(evaluation: Evaluation, given: Mapping[str, Any]) -> dict[str, str]:
    """Computed scores as texts for the score cells of these rows; "all" takes the total along.

    A printed score that says the same keeps its digits.
    """
    from jiping import api

    ledger = api.score(evaluation)
    wanted = given["adopt"]
    typed = {
        f"{row.row}/score": row.computed
        for row in ledger.rows
        if row.computed is not None
        and (wanted == "all" or row.row in wanted)
        and not same_number(row.computed, row.printed)
    }
    total = evaluation.total.score
    if wanted == "all" and ledger.computed_total and not same_number(ledger.computed_total, total):
        typed["/total/score"] = ledger.computed_total
    return typed


def _rows(evaluation: Evaluation, given: Mapping[str, Any]) -> Result:
    block, at = given["block"], int(given["at"])
    if block not in ("funds", "indicators"):
        raise CannotEdit(gettext("没有这一部分。"))
    before = _row(evaluation, block, at)
    match given["do"]:
        case "add":
            changed, renumber = editing.row_added(evaluation, block, at)
            edit = Edit(f"/{block}/{at}", None, "加行", Change.How.ROW)
        case "remove":
            changed, renumber = editing.row_removed(evaluation, block, at)
            edit = Edit(f"/{block}/{at}", before, None, Change.How.ROW)
        case "move":
            to = int(given["to"])
            changed, renumber = editing.row_moved(evaluation, block, at, to)
            edit = Edit(f"/{block}/{at}", f"第{at + 1}行", f"第{to + 1}行", Change.How.ROW)
        case _:
            raise CannotEdit(gettext("不能这样改行。"))
    return changed, [edit], {}, renumber


def _row(evaluation: Evaluation, block: str, at: int) -> dict[str, Any] | None:
    rows: Sequence[Any] = getattr(evaluation, block)
    return asdict(rows[at]) if at < len(rows) else None
