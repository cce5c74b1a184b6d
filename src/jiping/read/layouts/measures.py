"""指标性质, 指标方向, 指标值, 完成值 and 计量单位 of one row, wherever the form prints each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.layouts.values import achieved, measure, number, unit_of_name
from jiping.read.layouts.words import narrow

if TYPE_CHECKING:
    from jiping.read.layouts.draft import Row
    from jiping.read.layouts.lines import Atom


def measured(got: dict[str, Atom], row: Row, *, apart: bool) -> None:
    """Fill ``row`` from the cells in ``got``; ``apart``: units have their own column."""
    nature, sign = got.get("nature"), got.get("operator")
    for atom in (nature, sign):
        if atom is None:
            continue
        atom.read = True
        if atom.look.kind == "nature":
            row["nature"] = (atom.look.role, atom)
        elif atom.look.kind == "operator":
            row["operator"] = (atom.look.role, atom)
            if atom is nature and narrow(atom.text) == "等于":
                row["nature"] = ("equal", atom)
        elif atom.look.kind != "dash":
            atom.read = False
    target, actual, unit = got.get("target"), got.get("actual"), got.get("unit")
    if unit is not None:
        unit.read = True
        if unit.look.kind != "dash":
            percent = narrow(unit.text) == "%(百分比)"
            row["unit"] = ("%" if percent else unit.text, unit)
    said: str | None = None
    if target is not None:
        target.read = True
        if target.look.kind != "dash":
            operator, value, said = measure(target.text)
            if apart:
                own = row["unit"][0] if "unit" in row else said
                if operator is None or "operator" in row or (said and said != own):
                    operator, value = None, _digits(target)
                elif said:
                    row["unit"] = (said, target)
            row["target"] = (value, target)
            if operator is not None and "operator" not in row:
                row["operator"] = (operator, target)
    bracket = None
    if not apart:
        bracket = unit_of_name(got["name"].text) if "name" in got else None
        if said:
            row["unit"] = (said, target) if target is not None else row["unit"]
        elif bracket and number(row.get("target", ("",))[0] or "")[0] is not None:
            row["unit"] = (bracket, got["name"])
    if actual is not None:
        actual.read = True
        if actual.look.kind != "dash":
            value = _digits(actual) if apart else achieved(actual.text, said or bracket)
            row["actual"] = (value, actual)


def _digits(atom: Atom) -> str:
    """A bare number without thousands separators, everything else as it stands."""
    if atom.look.kind == "number":
        return number(atom.text)[0] or atom.text
    return atom.text
