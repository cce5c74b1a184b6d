"""Cells that a converter glued together or tore apart, mended where the columns prove it.

A glued cell stands beside a blank one; a torn cell pushes the rest of its row along. Either is
mended only if the row then fits its columns plainly, and is told as a repair by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from jiping.model.patterns import lazy
from jiping.model.quantity import parse_quantity
from jiping.model.units import is_unit
from jiping.read.layouts.align import NEEDED, fit, incomplete
from jiping.read.layouts.lexicon import LEVEL1, LEVEL2, NATURES, OPERATORS
from jiping.read.layouts.lines import Atom
from jiping.read.layouts.words import look, narrow

if TYPE_CHECKING:
    from jiping.read.layouts.columns import Columns

GOOD: Final = 0.5
"""Both pieces of a cut must fit their columns at least this well."""
WORDS: Final = frozenset(("level1", "level2", "nature", "operator"))
"""A cell that is such a word is whole."""
WANTED: Final = NEEDED | {"unit"}
_LEAD = lazy(r"(\d+(?:\.\d+)?)([^\d.].*)", re.S)
_TAIL = lazy(r"(.*?[^\d.,≥≤<>=])(\d+(?:\.\d+)?)", re.S)
_TWO = lazy(
    r"(.*?\d[^\d.,≥≤<>=]{1,6})((?:[≥≤<>=]|大于等于|小于等于)?\d[\d.,]*[^\d.]{0,6})"
    r"|(.*?\d)((?:[≥≤<>=]|大于等于|小于等于)\d[\d.,]*[^\d.]{0,6})",
    re.S,
)
_STARTS = tuple(sorted({*LEVEL1, *LEVEL2}, key=len, reverse=True))
_SIGNS = tuple(sorted((*NATURES, *OPERATORS), key=len, reverse=True))


def unglued(atoms: list[Atom], columns: Columns) -> list[Atom] | None:
    """``atoms`` with one glued cell after the other cut in two; None if no cell proves glued."""
    out = atoms
    changed = False
    for _ in range(3):
        found = _cut_one(out, columns)
        if found is None:
            break
        out, changed = found, True
    return out if changed else None


def _cut_one(atoms: list[Atom], columns: Columns) -> list[Atom] | None:
    held = {columns.at.get(atom.column, -1) for atom in atoms}
    for number, atom in enumerate(atoms):
        index = columns.at.get(atom.column, -1)
        if index < 0:
            continue
        for left, right in _neighbours(index, columns, held):
            other = right if left == index else left
            if left < 0 or right >= len(columns.roles) or other in held:
                continue
            roles = columns.roles[left], columns.roles[right]
            if columns.roles[other] not in WANTED and roles[0] not in ("level1", "score"):
                continue
            pair = _pieces(str(getattr(atom.spot, "text", "")), atom.text, roles)
            if pair is None:
                continue
            cells = [
                Atom(atom.spot, look(text), columns.starts[at], 1)
                for text, at in zip(pair, (left, right), strict=True)
            ]
            atom.read = True
            return [*atoms[:number], *cells, *atoms[number + 1 :]]
    return None


def _neighbours(index: int, columns: Columns, held: set[int]) -> list[tuple[int, int]]:
    """Columns that a cell may share its text with; a blank 单位 between two values is passed over."""
    pairs = [(index, index + 1), (index - 1, index)]
    roles = columns.roles
    if index + 2 < len(roles) and roles[index + 1] == "unit" and index + 1 not in held:
        pairs.append((index, index + 2))
    if index >= 2 and roles[index - 1] == "unit" and index - 1 not in held:
        pairs.append((index - 2, index))
    return pairs


@lru_cache(maxsize=16384)
def _pieces(raw: str, text: str, roles: tuple[str, str]) -> tuple[str, str] | None:
    whole = min(fit(role, look(text)) for role in roles)
    apart = "".join(raw.split()) == "".join(text.split())
    best: tuple[float, str, str] | None = None
    for first, second, sure in (*(_by_blanks(raw) if apart else ()), *_by_words(text, roles)):
        cost = max(fit(roles[0], look(first)), fit(roles[1], look(second)))
        if cost > GOOD or (not sure and cost >= whole):
            continue
        if best is None or cost < best[0]:
            best = (cost, first, second)
    return (best[1], best[2]) if best is not None else None


def _by_blanks(raw: str) -> Iterator[tuple[str, str, bool]]:
    """Cuts at the white space inside a cell: sure only where it parts two values."""
    for found in re.finditer(r"\s+", raw.strip()):
        body = raw.strip()
        first, second = body[: found.start()], body[found.end() :]
        sure = all(look(part).kind not in ("text", "label") for part in (first, second))
        yield first, second, sure


def _by_words(text: str, roles: tuple[str, str]) -> Iterator[tuple[str, str, bool]]:
    """Cuts where the wording changes its kind: level | name, name | sign, number | text, 5 | 5."""
    if roles[0] in ("level1", "level2"):
        for word in _STARTS:
            if text.startswith(word) and len(text) > len(word):
                tail = text[len(word) :]
                bracket = re.match(r"[(（]\d+(?:\.\d+)?分?[)）]", tail)
                cut = len(word) + (bracket.end() if bracket else 0)
                if text[cut:]:
                    yield text[:cut], text[cut:], word.endswith("指标")
                break
    for word in _SIGNS:
        if text.endswith(word) and len(text) > len(word) and roles[1] in ("nature", "operator"):
            yield text[: -len(word)], word, True
        if text.startswith(word) and len(text) > len(word) and roles[0] in ("nature", "operator"):
            yield word, text[len(word) :], True
    half = len(text) // 2
    if len(text) % 2 == 0 and text[:half] == text[half:] and _pair(roles) and _too_much(text):
        yield text[:half], text[half:], True
    if (
        roles[0] in ("weight", "score")
        and (found := _LEAD.fullmatch(text))
        and not (
            any(is_unit(found[2][:size]) for size in (1, 2, 3))
            or (roles[1] == "target" and found[2][0] not in "≥≤<>=")
        )
    ):
        yield found[1], found[2], True
    dated = look(text).kind == "date"
    if roles[1] in ("weight", "score") and not dated and (found := _TAIL.fullmatch(text)):
        yield found[1], found[2], not found[1][-1].isdigit()
    if roles == ("target", "actual") and _is_one(text):
        return
    if roles == ("target", "actual") and (found := _TWO.fullmatch(narrow(text))):
        yield found[1] or found[3], found[2] or found[4], True


def _too_much(text: str) -> bool:
    """A bare number is only cut in halves where it can be no weight: 1010, not 55 and not 100100."""
    return not text.isdigit() or 100 < int(text) <= 9999


def _is_one(text: str) -> bool:
    """Whether a text that holds two numbers is one value all the same: a date, a range."""
    return look(text).kind == "date" or parse_quantity(text) is not None


def _pair(roles: tuple[str, str]) -> bool:
    return set(roles) in ({"target", "actual"}, {"weight", "score"})


def joined(atoms: list[Atom], columns: Columns) -> list[Atom] | None:
    """``atoms`` with two neighbours put together again; None unless one way alone fits plainly.

    The cells behind the tear move back by one column.
    """
    found: list[tuple[float, list[Atom]]] = []
    for number in range(len(atoms) - 1):
        first, second = atoms[number], atoms[number + 1]
        if second.column - first.column != 1 or {first.look.kind, second.look.kind} & WORDS:
            continue
        whole = Atom(first.spot, look(first.text + second.text), first.column, 1)
        moved = [a.column - 1 for a in atoms[number + 2 :]]
        mended = [*atoms[:number], whole, *atoms[number + 2 :]]
        cost = _plain_cost(mended, [*(a.column for a in atoms[: number + 1]), *moved], columns)
        if cost is not None:
            found.append((cost, mended))
    found.sort(key=lambda pair: pair[0])
    if not found or (len(found) > 1 and found[1][0] - found[0][0] < 0.05):
        return None
    torn = next(i for i, atom in enumerate(found[0][1]) if atom is not atoms[i])
    atoms[torn].read = atoms[torn + 1].read = True
    for atom in atoms[torn + 2 :]:
        atom.column -= 1
    return found[0][1]


def _plain_cost(atoms: list[Atom], at: list[int], columns: Columns) -> float | None:
    cost = 0.0
    paired: list[int] = []
    for atom, column in zip(atoms, at, strict=True):
        index = columns.at.get(column, -1)
        if index <= (paired[-1] if paired else -1):
            return None
        cost += fit(columns.roles[index], atom.look)
        paired.append(index)
    if cost >= 1.0 or incomplete(paired, columns.roles):
        return None
    return cost
