"""What reading had to put right: shifted cells, levels in the wrong column."""

from __future__ import annotations

from jiping.model.evaluation import Evaluation, Repair
from jiping.model.place import Place
from jiping.model.traits import trait

SHIFTED = "错位"
JOINED = "一格里既有栏目名又有内容"
LEVEL = "级指标列"
"""Words by which reading says what it did."""


@trait("form", "int32")
def shifted_rows(e: Evaluation) -> list[int]:
    """读取时发现与表头错位、或一格两用而重新归位的处数。"""
    return [sum(is_shift(r) for r in e.reading.repairs)]


@trait("form", "int32")
def misplaced_levels(e: Evaluation) -> list[int]:
    """读取时发现写在别的级次列里的一级、二级指标名称数。"""
    return [sum(is_level(r) for r in e.reading.repairs)]


def is_shift(repair: Repair) -> bool:
    """Whether cells stood beside their columns."""
    return SHIFTED in repair.what or JOINED in repair.what


def is_level(repair: Repair) -> bool:
    """Whether a level's name stood in another level's column."""
    return LEVEL in repair.what and not is_shift(repair)


def pointers(e: Evaluation, repairs: list[Repair]) -> list[str]:
    """The rows (by their name's cell) that repairs are about; what can't be told is left out."""
    spots: dict[tuple[object, ...], str] = {}
    for pointer in e.places:
        group, place = pointer.split("/"), e.places[pointer]
        row = pointer
        if group[1] in ("funds", "indicators"):
            own = "label" if group[1] == "funds" else "name"
            row = "/".join([*group[:3], own])
            if group[3] in ("level1", "level2"):  # one cell for many rows
                spots.setdefault((*_line(place), place.column), row)
                continue
        spots.setdefault(_line(place), row)
        spots[(*_line(place), place.column)] = row
    found = []
    for repair in repairs:
        if repair.place is not None:
            spot = _line(repair.place)
            exact = spots.get((*spot, repair.place.column))
            row = (
                exact
                if exact is not None and exact.count("/") == 2
                else spots.get(spot, exact or "")
            )
            found.append(row)
    return list(dict.fromkeys(pointer for pointer in found if pointer))


def _line(place: Place) -> tuple[object, ...]:
    return (
        place.page,
        place.sheet,
        place.table,
        place.line if place.line is not None else place.row,
    )
