"""A filler's workbook taken back: read exactly, by the cells that its fingerprint names.

What was locked is compared with what the fingerprint remembers; a changed cell is said, and what
stands there now is read. A workbook whose fingerprint is damaged is read like any other sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jiping.model.contract import evaluation_from_json
from jiping.model.decimals import number_text, plain, to_decimal
from jiping.model.evaluation import (
    Doubtful,
    Evaluation,
    FundLine,
    Goal,
    Indicator,
    Named,
    Reading,
    Source,
    Total,
    Unread,
)
from jiping.model.fingerprint import (
    ASIDE,
    BESIDE,
    SHEET,
    Change,
    Damaged,
    Fingerprint,
    Line,
    TakenBack,
    from_pieces,
    is_marked,
)
from jiping.model.place import Place, Placed, SourceMap
from jiping.model.text import squeeze
from jiping.read.book import Book, Cell, Table, a1
from jiping.read.layouts.balance import balanced
from jiping.read.layouts.lines import Atom
from jiping.read.layouts.locate import YEAR
from jiping.read.layouts.measures import measured
from jiping.read.layouts.values import achieved, named, number
from jiping.read.layouts.words import look

if TYPE_CHECKING:
    from jiping.read.layouts.draft import Row

_A1 = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FUND = ("initial", "adjusted", "executed", "weight", "rate", "score")
_MOST_CHANGED = 5
"""A fifth of the locked cells differing means that rows were moved, not that cells were changed."""


def pieces_of(book: Book) -> list[str] | None:
    """The texts of the hidden sheet, None where the book has none."""
    for block in book.blocks:
        if isinstance(block, Table) and block.sheet == SHEET:
            held = sorted((c.row, c.text) for row in block.rows for c in row if c.column == 1)
            texts = [text for _, text in held]
            return texts if is_marked(texts[0] if texts else None) else None
    return None


def without_aside(book: Book) -> Book:
    """The book as its form alone: no further sheets, nothing beside the form."""
    blocks = []
    for block in book.blocks:
        if getattr(block, "sheet", None) in (SHEET, *BESIDE):
            continue
        if isinstance(block, Table):
            heads = [c.column for row in block.rows for c in row if c.text == ASIDE]
            if heads:
                end = min(heads)
                rows = [[c for c in row if c.column < end] for row in block.rows]
                block = replace(block, rows=rows)
        blocks.append(block)
    return replace(book, blocks=blocks)


def taken_back(
    book: Book, file: str, sha256: str
) -> tuple[Book, Evaluation | None, TakenBack | None]:
    """The book with notes on what was found, the evaluation, and the state of the workbook.

    Without an evaluation the book is to be read by its words; what doesn't belong to the form is
    taken out of it.
    """
    pieces = pieces_of(book)
    try:
        evaluation, taken = take_back(book, pieces or [], file=file, sha256=sha256)
    except Damaged as exc:
        bare = without_aside(book)
        bare.notes.append(
            f"这是绩评填报工作簿，但{exc}；改按表样读取，无法核对锁定的内容有没有改动。"
        )
        return bare, None, TakenBack(damaged=str(exc))
    hidden = tuple(f"“{name}”" for name in (SHEET, *BESIDE))
    # A formula that shows nothing has no value stored; only a workbook without any is news.
    passed = (*hidden, "公式没有保存计算结果")
    notes = [note for note in book.notes if not any(said in note for said in passed)]
    notes += [f"{change.label()}。" for change in taken.changes]
    if taken.uncalculated:
        notes.append("公式还没有计算结果：请用 Excel、WPS 或 LibreOffice 打开，保存一次再交。")
    elif not taken.filled:
        notes.append("这份填报工作簿还没有填写完成值。")
    return replace(book, notes=notes), evaluation, taken


def take_back(
    book: Book, pieces: list[str], *, file: str, sha256: str
) -> tuple[Evaluation, TakenBack]:
    """The evaluation of a filled workbook. Raises `Damaged` where the fingerprint doesn't fit."""
    mark = from_pieces(pieces)
    sheet = next((b for b in book.blocks if isinstance(b, Table) and b.sheet == mark.sheet), None)
    if sheet is None:
        raise Damaged(f"没有名为“{mark.sheet}”的工作表")
    return _Taking(mark, sheet).take(Source(file, sha256, book.format, 1))


class _Taking:
    """Takes one workbook back."""

    def __init__(self, mark: Fingerprint, sheet: Table) -> None:
        self.mark = mark
        self.table = sheet.number
        self.cells = {a1(c.row, c.column): c for row in sheet.rows for c in row if c.text != ""}
        self.spots: dict[str, Place | Placed] = {}
        self.unread: list[Unread] = []
        try:
            self.base = evaluation_from_json(mark.evaluation)
        except (KeyError, TypeError, ValueError, AttributeError) as exc:
            raise Damaged("标记中的批复内容读不出来") from exc
        self.pointers: dict[str, str] = {cell: p for p, cell in mark.cells.items()}

    def take(self, source: Source) -> tuple[Evaluation, TakenBack]:
        """The evaluation and what is to be said about the workbook."""
        changed = self._changed()
        if len(changed) > 3 and len(changed) * _MOST_CHANGED > len(self.mark.locked):
            raise Damaged("锁定的单元格大多不在原来的位置，行列可能被移动过")
        rows = self._rows(changed)
        e = self.base
        funds = tuple(self._fund(n, line) for n, line in enumerate(e.funds))
        indicators = tuple(row for row, _ in rows)
        at = self.mark.cells
        total = Total(
            self._digits("/total/weight", at.get("/total/weight")),
            self._digits("/total/score", at.get("/total/score")),
            self._text("/total/grade", at.get("/total/grade")),
        )
        changes = tuple(
            Change(c.cell, c.before, c.after, self.pointers.get(c.cell)) for c in changed.values()
        )
        reading = Reading(
            balanced(funds, indicators, total, {}, "/funds/0/adjusted" not in self.mark.cells),
            doubtful=tuple(
                Doubtful(c.pointer, f"{c.label()}。", "0.5") for c in changes if c.pointer
            ),
            unread=(*self.unread, *self._beside()),
        )
        evaluation = Evaluation(
            source=replace(source, place=Place(sheet=self.mark.sheet)),
            form=replace(e.form, family=self.mark.family, title=self._title()),
            year=self._year(),
            project=self._named("project", e.project),
            department=self._named("department", e.department),
            unit=self._named("unit", e.unit),
            funds=funds,
            goal=Goal(*(self._prose(f"/goal/{side}") for side in ("expected", "actual"))),
            indicators=indicators,
            total=total,
            remarks=self._remarks(),
            reading=reading,
            places=SourceMap(self.spots),
        )
        filled = sum(1 for row in indicators if row.actual)
        formulas = [line.cells["score"] for _, line in rows if "score" in line.cells]
        formulas += [
            c for p, c in self.mark.cells.items() if p.startswith("/funds/") and p.endswith("/rate")
        ]
        blank = filled > 0 and not any(cell in self.cells for cell in formulas)
        taken = TakenBack(
            self.mark.family, self.mark.scheme, None, changes, filled, len(indicators), blank
        )
        return replace(evaluation, reading=replace(reading, workbook=taken)), taken

    # ------------------------------------------------------------- single cells

    def _changed(self) -> dict[str, Change]:
        found = {}
        for cell, before in self.mark.locked.items():
            held = self.cells.get(cell)
            after = "" if held is None else _exact(held)
            if squeeze(after) != squeeze(before) and not _equal(after, before):
                found[cell] = Change(cell, before, after)
        return found

    def _at(self, pointer: str, cell: str | None) -> Cell | None:
        held = self.cells.get(cell or "")
        if held is None or look(held.text).kind in ("empty", "dash"):
            if (
                cell is not None
            ):  # known here, unlike in any other file: where it is to be filled in
                self.spots[pointer] = Place(
                    sheet=self.mark.sheet, table=self.table, cell=cell,
                    row=int(_A1.sub(r"\2", cell)), column=_column(cell),
                )  # fmt: skip
            return None
        self.spots[pointer] = held
        return held

    def _text(self, pointer: str, cell: str | None) -> str | None:
        held = self._at(pointer, cell)
        return None if held is None else look(held.text).text or None

    def _digits(self, pointer: str, cell: str | None) -> str | None:
        held = self._at(pointer, cell)
        if held is None:
            return None
        digits = number_text(held.text)
        if digits is None:
            self.spots.pop(pointer)
            self.unread.append(Unread(held.text, held.place()))
        return digits

    def _prose(self, pointer: str) -> str | None:
        held = self._at(pointer, self.mark.cells.get(pointer))
        return None if held is None else held.text.strip() or None

    def _title(self) -> str | None:
        held = self._at("/form/title", self.mark.cells.get("/form/title"))
        own = self.base.form.title
        if own is not None or held is None:
            return own
        text = look(held.text).text
        return YEAR.sub("", text).strip("()（）") or None

    def _year(self) -> int | None:
        held = self._at("/year", self.mark.cells.get("/year"))
        found = YEAR.search(squeeze(held.text)) if held is not None else None
        return int(found[1]) if found is not None else self.base.year

    def _named(self, field: str, given: Named) -> Named:
        cell = self.mark.cells.get(f"/{field}/name")
        held = self._at(f"/{field}/name", cell)
        if held is None:
            return Named(None) if cell is not None else given
        found = named(held.text)
        kept = self.mark.locked.get(cell or "")
        if given.name is not None and kept is not None and squeeze(kept) == squeeze(held.text):
            return given
        return found

    def _remarks(self) -> dict[str, str | None]:
        found: dict[str, str | None] = dict(self.base.remarks)
        for pointer in self.mark.cells:
            if not pointer.startswith("/remarks/"):
                continue
            name = pointer.removeprefix("/remarks/").replace("~1", "/").replace("~0", "~")
            text = self._prose(pointer) or ""
            for mark in "：:":
                text = text.removeprefix(name + mark).strip()
            found[name] = text or None
            if not text:
                self.spots.pop(pointer, None)
        return found

    # ------------------------------------------------------------------- lines

    def _fund(self, number: int, line: FundLine) -> FundLine:
        base = f"/funds/{number}"
        cells = self.mark.cells
        got: dict[str, str | None] = {
            name: self._digits(f"{base}/{name}", cells[f"{base}/{name}"])
            for name in _FUND
            if f"{base}/{name}" in cells
        }
        if f"{base}/reason" in cells:
            got["reason"] = self._prose(f"{base}/reason")
        self._at(f"{base}/label", cells.get(f"{base}/label"))
        fields: dict[str, Any] = {**got}
        return replace(line, **fields)

    def _rows(self, changed: Mapping[str, Change]) -> list[tuple[Indicator, Line]]:
        rows: list[tuple[Indicator, Line]] = []
        for line in self.mark.lines:
            base = f"/indicators/{len(rows)}"
            known = line.number is not None and not any(
                cell in changed
                for name, cell in line.cells.items()
                if name not in ("score", "reason")
            )
            if known and line.number is not None:
                row = self._known(base, line, self.base.indicators[line.number])
            else:
                found = self._open(base, line)
                if found is None:
                    continue
                row = found
            for name, cell in line.cells.items():
                self.pointers[cell] = f"{base}/{name}"
            rows.append((row, line))
        return rows

    def _known(self, base: str, line: Line, given: Indicator) -> Indicator:
        """An approved row: the clerk's are actual value, score and reason."""
        for name in ("level1", "level2", "name", "nature", "operator", "target", "unit"):
            self._at(f"{base}/{name}", line.cells.get(name))
        text = self._text(f"{base}/actual", line.cells.get("actual"))
        if text is not None:
            text = (number(text)[0] or text) if self.mark.apart else achieved(text, given.unit)
        return replace(
            given,
            actual=text,
            weight=self._weight(base, line, given.weight),
            score=self._digits(f"{base}/score", line.cells.get("score")),
            reason=self._reason(base, line),
        )

    def _weight(self, base: str, line: Line, given: str | None) -> str | None:
        if "weight" not in line.cells:
            return given
        return self._digits(f"{base}/weight", line.cells["weight"])

    def _reason(self, base: str, line: Line) -> str | None:
        held = self._at(f"{base}/reason", line.cells.get("reason"))
        return None if held is None else held.text.strip() or None

    def _open(self, base: str, line: Line) -> Indicator | None:
        """A row that the clerk filled in whole; None where it is blank."""
        got = {
            name: Atom(held, look(held.text), held.column, held.colspan)
            for name in (
                "level1",
                "level2",
                "name",
                "nature",
                "operator",
                "target",
                "actual",
                "unit",
            )
            if (held := self.cells.get(line.cells.get(name, ""))) is not None
        }
        if not any(name in got for name in ("name", "target", "actual")) and (
            line.cells.get("weight", "") not in self.cells
        ):
            return None
        row: Row = {}
        measured({k: v for k, v in got.items() if k != "unit" or self.mark.apart}, row,
                 apart=self.mark.apart)  # fmt: skip
        if not self.mark.apart and "unit" in got and "unit" not in row:
            row["unit"] = (got["unit"].text, got["unit"])
        values: dict[str, Any] = {name: value for name, (value, _) in row.items()}
        for name in ("level1", "level2", "name"):
            values[name] = self._text(f"{base}/{name}", line.cells.get(name))
        for name in ("nature", "operator", "target", "actual", "unit"):
            if values.get(name) is not None:
                self._at(f"{base}/{name}", line.cells.get(name))
        values["weight"] = self._weight(base, line, None)
        values["score"] = self._digits(f"{base}/score", line.cells.get("score"))
        values["reason"] = self._reason(base, line)
        return Indicator(**values)

    def _beside(self) -> tuple[Unread, ...]:
        """What somebody wrote on the form where the form has no cell for it."""
        known = {*self.mark.locked, *self.mark.cells.values()}
        known |= {cell for line in self.mark.lines for cell in line.cells.values()}
        width = max((_column(cell) for cell in self.mark.locked if _column(cell)), default=0)
        beside = [c.column for c in self.cells.values() if c.text == ASIDE]
        end = min(beside, default=width + 1)
        return tuple(
            Unread(held.text, held.place())
            for cell, held in self.cells.items()
            if cell not in known and held.column < end and not held.hidden
        )


def _column(cell: str) -> int:
    match = _A1.fullmatch(cell)
    value = 0
    for letter in match[1] if match else "":
        value = value * 26 + ord(letter) - 64
    return value


def _exact(cell: Cell) -> str:
    """What a cell holds: a rounded figure with all its digits."""
    return cell.stored if cell.stored is not None else cell.text


def _equal(left: str, right: str) -> bool:
    a, b = to_decimal(left), to_decimal(right)
    return a is not None and b is not None and plain(a) == plain(b)
