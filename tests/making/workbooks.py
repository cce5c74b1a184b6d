"""Filler's workbooks filled in as a clerk would, for tests: any form, any values, from one seed."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from jiping.forms.families import Family, families
from jiping.forms.workbook.base import Start, empty, from_evaluation
from jiping.forms.workbook.expression import Address
from jiping.forms.workbook.making import compose
from jiping.forms.workbook.sheets import MAIN, Workbook
from jiping.model.evaluation import Evaluation
from jiping.model.fingerprint import Fingerprint, Line, from_pieces
from jiping.score.scheme import Scheme, load

OWN = load("""
id = "own"
title = "本局办法"
extends = "cn-2020"
regions = ["150000"]
years = [2020]
[values]
reverse_rule = { value = "ratio", own = "试" }
pass_threshold = { value = "60", own = "试" }
satisfaction_full = { value = "90", own = "试" }
satisfaction_floor = { value = "60", own = "试" }
over_step_1 = { value = "150", own = "试" }
over_cut_1 = { value = "10", own = "试" }
over_step_2 = { value = "200", own = "试" }
over_cut_2 = { value = "20", own = "试" }
over_step_3 = { value = "300", own = "试" }
over_cut_3 = { value = "33.3", own = "试" }
rounding_unit = { value = "0.1", own = "试" }
""")
"""A scheme that sets all that the shipped ones leave open."""
REASON = "因年初目标设置偏低，下年改进。"
WORDS = ("达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差", "有效提升")
_A1 = re.compile(r"([A-Z]+)([0-9]+)")


def unfilled(e: Evaluation) -> Evaluation:
    """The form without what a clerk fills in: approved targets."""
    rows = tuple(replace(r, actual=None, score=None, reason=None) for r in e.indicators)
    return replace(e, indicators=rows, goal=replace(e.goal, actual=None))


def approved(e: Evaluation, family: Family) -> Start:
    """A start whose targets are locked."""
    return from_evaluation(unfilled(e), family, None)


def mark_of(book: Workbook) -> Fingerprint:
    """The fingerprint that a workbook carries."""
    return from_pieces(book.pieces)


def address(cell: str) -> Address:
    """“H12” on the main sheet."""
    found = _A1.fullmatch(cell)
    assert found is not None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return Address(MAIN, int(found[2]) - 1, column - 1)


def put(book: Workbook, cell: str, value: Any) -> None:
    """Type a value into a cell, locked or not."""
    spot = address(cell)
    book.cells[spot] = replace(book.cells[spot], held=value)


def is_open(book: Workbook, cell: str) -> bool:
    """Whether the clerk may type into a cell."""
    return not book.cells[address(cell)].locked


def fill(book: Workbook, seed: int) -> Workbook:
    """Fill in every open cell with something sensible, now and then leaving a row out."""
    rnd = random.Random(seed)
    mark = mark_of(book)
    for pointer, cell in mark.cells.items():
        if is_open(book, cell):
            put(book, cell, _head(rnd, pointer))
    for line in mark.lines:
        if line.number is None:
            if rnd.random() < 0.75:
                _open_row(book, mark, line, rnd)
        else:
            _approved_row(book, line, mark.evaluation["indicators"][line.number], rnd)
        if "judgement" in line.cells and rnd.random() < 0.8:
            put(
                book,
                line.cells["judgement"],
                Decimal(rnd.choice(["1", "2.25", "3.5", "5", "7.77"])),
            )
        if "reason" in line.cells and rnd.random() < 0.5:
            put(book, line.cells["reason"], REASON)
    return book


def _head(rnd: random.Random, pointer: str) -> Any:
    part, last = pointer.split("/")[1], pointer.split("/")[-1]
    if part == "year":
        return "（2024年度）"
    if part == "funds" and last in ("initial", "adjusted", "executed"):
        return Decimal(rnd.choice(["80", "45.7", "16.00", "13.75", "15.363", "99.999999", "8000"]))
    if part == "funds" and last == "weight":
        return Decimal(10)
    return f"填写的{last}"


def _approved_row(book: Workbook, line: Line, row: Any, rnd: random.Random) -> None:
    target = row["target"]
    try:
        times = Decimal(rnd.choice(["1", "0.9", "0.57125", "1.3", "2", "1.1", "0"]))
        actual = format(round(Decimal(target) * times, rnd.choice([0, 2, 6])), "f")
    except ArithmeticError:
        dates = (target, "2023年11月", "2024年2月")
        actual = rnd.choice(dates if target[0].isdigit() else (target, *WORDS))
    put(book, line.cells["actual"], actual)
    if "weight" in line.cells and is_open(book, line.cells["weight"]):
        put(book, line.cells["weight"], Decimal(5))


KINDS = {
    "positive": ("≥", "120.5", ("60.25", "120.5", "200", "0", "13.333", "1,205")),
    "negative": ("≤", "7.8", ("7", "7.8", "9.1", "10.154302", "20")),
    "equal": ("=", "100", ("100", "99", "120")),
    "qualitative": ("", "有效提升", WORDS),
    "deadline": ("", "2024年11月", ("2024年11月", "2024年12月", "2024.10", "2024年11月30日前完成")),
}
OPERATORS = {"≥": "大于等于", "≤": "小于等于", "=": "等于"}


def _open_row(book: Workbook, mark: Fingerprint, line: Line, rnd: random.Random) -> None:
    """A row that the clerk adds: any kind of indicator, written as the family writes it."""
    kind = rnd.choice(list(KINDS))
    sign, target, actuals = KINDS[kind]
    unit = rnd.choice(["个", "%", "万元"]) if sign else None
    values: dict[str, Any] = {
        "level1": "产出指标", "level2": "数量指标", "name": f"新增指标{rnd.randint(1, 99)}",
        "target": target if mark.apart else f"{sign}{target}{unit or ''}",
        "actual": rnd.choice(actuals), "unit": unit,
        "weight": Decimal(rnd.choice(["5", "7.5", "3.75", "10", "2.5"])),
    }  # fmt: skip
    if "operator" in line.cells:
        values["nature"] = {"negative": "反向", "": "定性"}.get(kind if sign else "", "正向")
        values["operator"] = OPERATORS.get(sign)
    elif "nature" in line.cells:
        values["nature"] = sign or "定性"
    for name, value in values.items():
        if name in line.cells and is_open(book, line.cells[name]):
            put(book, line.cells[name], value)


def books(e: Evaluation, schemes: dict[str, Scheme]) -> dict[str, tuple[Workbook, Scheme]]:
    """Every family, approved and empty, and every scheme, filled in; by name, with the scheme."""
    chosen = {
        "nm-2023": "nm-2023", "hb-2020": "hb-2020", "sc-0013zp": "sc-2023", "yn-2022": "tj",
        "mof-2021-cost": "cn-2021-cost", "poverty-2019": "own",
    }  # fmt: skip
    found = {}
    for seed, (name, family) in enumerate(families().items()):
        scheme = schemes[chosen.get(name, "cn-2020")]
        starts = {"approved": approved(e, family), "empty": empty(family, 2024)}
        for kind, start in starts.items():
            found[f"{name}-{kind}"] = (fill(compose(start, family, scheme), seed), scheme)
    used = {scheme.id for _, scheme in found.values()}
    family = families()["nm-2023"]
    for seed, scheme in enumerate(s for s in schemes.values() if s.id not in used):
        book = compose(approved(e, family), family, scheme)
        found[f"nm-2023-{scheme.id}"] = (fill(book, 100 + seed), scheme)
    return found
