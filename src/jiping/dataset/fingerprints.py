"""What became of a filler's workbook, which is part of its reading, kept with a form's places.

By it the scheme is chosen that the workbook was made for, also when the engine's columns are made
anew. It is a row of table ``place`` under a pointer of its own, so that datasets made before have the
same tables.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from jiping.model.contract import reading_from_json, reading_to_json

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation

POINTER = "/reading/workbook"


def text_of(evaluation: Evaluation) -> str | None:
    """What is kept of a form's workbook; None where it came from none."""
    held = reading_to_json(evaluation.reading).get("workbook")
    return None if held is None else json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def with_text(evaluation: Evaluation, text: str | None) -> Evaluation:
    """The inverse of `text_of`."""
    if text is None:
        return evaluation
    bare = {"balanced": None, "repairs": (), "unread": (), "workbook": json.loads(text)}
    held = reading_from_json(bare)
    return replace(evaluation, reading=replace(evaluation.reading, workbook=held.workbook))
