"""What a recognised form says: its own arithmetic chooses between readings that came close.

A form whose sums don't hold is understood again with one figure (or up to three) read the other
way. Only if exactly one such change makes everything add up, and no figure less sure than the
changed ones is left as it was, it is taken, and recorded as a repair; else the form stays as
recognised, and unbalanced: sums can come out right by chance. Every recognised value is listed as doubtful with its
confidence, whatever the sums say.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from jiping.model.evaluation import Doubtful, Repair
from jiping.read.book import Paragraph, Table
from jiping.read.layouts import Understanding, understand
from jiping.read.scan.spelling import GATE, respell

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation
    from jiping.read.book import Book, Box, Cell

FIGURE: Final = re.compile(r"[≥≤<>=]?-?\d[\d,]*(\.\d+)?[%％]?|[—–-]+")
SUMMED: Final = re.compile(r"/(weight|score|rate|initial|adjusted|executed)$")
MOST_TRIES: Final = 150
LONGEST: Final = 6.0  # seconds for all forms of a file
LEAST_SURE: Final = 5  # cells of which two or three are changed together
DOUBTED: Final = 80  # percent; a figure below this is not left alone while a surer one is changed


@dataclass(frozen=True, slots=True)
class _Change:
    cell: Cell
    text: str


def understand_recognised(book: Book, *, file: str, sha256: str) -> Understanding:
    """As `jiping.read.layouts.understand`, for a book with recognised cells."""
    cells: dict[tuple[int | None, Box | None], Cell] = {
        (cell.page, cell.box): cell
        for block in book.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        if cell.confidence is not None and cell.box is not None
    }
    spelled = respell(cells.values())
    for block in book.blocks:
        if isinstance(block, Paragraph) and GATE in block.text:
            block.text = block.text.replace(GATE, "部门")
    found = understand(book, file=file, sha256=sha256)
    repairs: dict[int, list[Repair]] = {}
    for cell, old, why in spelled:
        repairs.setdefault(_form_of(cell, found), []).append(
            Repair(f"“{old}”改读为“{cell.text}”（文字识别）。", why, cell.place())
        )
    end = time.monotonic() + LONGEST
    for index in range(len(found.evaluations)):
        if found.evaluations[index].reading.balanced is not False:
            continue
        chosen = _choice(book, found, index, cells, end, file, sha256)
        if not chosen:
            continue
        repairs.setdefault(index, []).extend(_apply(change) for change in chosen)
        found = understand(book, file=file, sha256=sha256)
    evaluations = tuple(
        _marked(evaluation, repairs.get(index, []), cells)
        for index, evaluation in enumerate(found.evaluations)
    )
    return replace(found, evaluations=evaluations)


def _form_of(cell: Cell, found: Understanding) -> int:
    """The form that a cell belongs to: the last that begins on its page or before."""
    begins = [e.source.place.page if e.source.place else None for e in found.evaluations]
    before = [i for i, page in enumerate(begins) if (page or 1) <= (cell.page or 1)]
    return before[-1] if before else 0


def _choice(
    book: Book,
    found: Understanding,
    index: int,
    cells: dict[tuple[int | None, Box | None], Cell],
    end: float,
    file: str,
    sha256: str,
) -> tuple[_Change, ...]:
    """The only changes that make the form's sums hold; none if there is none or more than one."""
    evaluation = found.evaluations[index]
    places = evaluation.places
    involved: dict[int, Cell] = {}
    for pointer in places:
        if SUMMED.search(pointer):
            place = places[pointer]
            cell = cells.get((place.page, place.box))
            if cell is not None and cell.text.strip():
                involved[id(cell)] = cell
    doubtful = sorted(involved.values(), key=lambda cell: cell.confidence or 0)
    changes = [
        [_Change(cell, text) for text in cell.alternatives if FIGURE.fullmatch(text.strip())]
        for cell in doubtful
    ]
    singles: list[tuple[_Change, ...]] = [(change,) for group in changes for change in group]
    several = [
        [
            chosen
            for cells_changed in combinations(changes[:LEAST_SURE], count)
            for chosen in product(*(group[:3] for group in cells_changed))
        ]
        for count in (2, 3)
    ]
    for attempts in (singles, *several):
        answers: list[tuple[_Change, ...]] = []
        for changed in [each for each in attempts if _includes_least_sure(each, doubtful)][
            :MOST_TRIES
        ]:
            if time.monotonic() > end:
                return ()
            before = [change.cell.text for change in changed]
            for change in changed:
                change.cell.text = change.text
            again = understand(book, file=file, sha256=sha256).evaluations
            for change, text in zip(changed, before, strict=True):
                change.cell.text = text
            same = len(again) == len(found.evaluations)
            if same and again[index].reading.balanced is True:
                answers.append(changed)
        if answers:
            return answers[0] if len(answers) == 1 else ()
    return ()


def _includes_least_sure(changed: tuple[_Change, ...], figures: list[Cell]) -> bool:
    """Whether no doubted figure that is less sure than the changed ones stays as it is."""
    cells = [change.cell for change in changed]
    surest = max(cell.confidence or 0 for cell in cells)
    return not any(
        (cell.confidence or 0) < min(DOUBTED, surest) and all(cell is not c for c in cells)
        for cell in figures
    )


def _apply(change: _Change) -> Repair:
    cell, old = change.cell, change.cell.text
    place = cell.place()
    cell.text = change.text
    cell.alternatives = (old, *(text for text in cell.alternatives if text != change.text))
    return Repair(
        f"“{old}”改读为“{change.text}”：识别结果不确定（{cell.confidence}%）。",
        "只有这样，表内各项之和、执行率才与印出的总数一致。",
        place,
    )


def _marked(
    evaluation: Evaluation,
    repairs: list[Repair],
    cells: dict[tuple[int | None, Box | None], Cell],
) -> Evaluation:
    """The evaluation with its repairs, and each recognised value among its doubtful ones."""
    places = evaluation.places
    doubtful: list[Doubtful] = []
    for pointer in places:
        place = places[pointer]
        cell = cells.get((place.page, place.box))
        if cell is not None and cell.confidence is not None:
            doubtful.append(
                Doubtful(pointer, "由文字识别（OCR）读出。", f"0.{cell.confidence:02d}")
            )
    reading = evaluation.reading
    listed = sorted([*reading.doubtful, *doubtful], key=lambda d: (d.confidence, d.pointer))
    return replace(
        evaluation,
        reading=replace(reading, repairs=(*reading.repairs, *repairs), doubtful=tuple(listed)),
    )
