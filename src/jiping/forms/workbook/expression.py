"""Spreadsheet expressions as data: rendered for a workbook, and evaluated here.

An expression is a `Node`. `formula` writes it with functions that Excel, WPS and LibreOffice all
have; `evaluate` computes it as a spreadsheet does (double precision, text beside numbers). So the
values stored in a fresh workbook are those that a recalculation gives, and a property test can try
a million rows without starting an office program.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any

Plain = int | float | str | bool
"""What a cell of a spreadsheet holds; an empty one is ""."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation and its arguments; ``const`` holds a value, ``cell`` an address."""

    op: str
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """A cell: the name of its sheet, row and column counted from 0."""

    sheet: str
    row: int
    column: int

    def a1(self, *, fixed: bool = True) -> str:
        """The address within its sheet: $H$12."""
        letters, rest = "", self.column + 1
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        mark = "$" if fixed else ""
        return f"{mark}{letters}{mark}{self.row + 1}"

    def full(self) -> str:
        """The address with its sheet: '自评表'!$H$12."""
        return f"'{self.sheet}'!{self.a1()}"


TRUE, FALSE = Node("const", (True,)), Node("const", (False,))
EMPTY = Node("const", ("",))
INFIX = ("=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "&")


def node(value: Node | Address | Plain) -> Node:
    """A value, an address or a node as a node."""
    if isinstance(value, Node):
        return value
    return Node("cell", (value,)) if isinstance(value, Address) else Node("const", (value,))


def call(name: str, *arguments: Node | Address | Plain) -> Node:
    """A function or an infix operation; what is constant is computed at once."""
    parts = tuple(node(a) for a in arguments)
    if all(p.op == "const" for p in parts):
        return Node("const", (_OPERATIONS[name](*(p.args[0] for p in parts)),))
    if name == "*" and Node("const", (1,)) in parts:
        return parts[1] if parts[0] == Node("const", (1,)) else parts[0]
    return Node(name, parts)


def both(*parts: Node) -> Node:
    """All of them hold."""
    return _joined("AND", parts, neutral=TRUE, final=FALSE)


def either(*parts: Node) -> Node:
    """One of them holds."""
    return _joined("OR", parts, neutral=FALSE, final=TRUE)


def _joined(name: str, parts: tuple[Node, ...], neutral: Node, final: Node) -> Node:
    flat: list[Node] = []
    for part in parts:
        for one in part.args if part.op == name else (part,):
            if one == final:
                return final
            if one != neutral and one not in flat:
                flat.append(one)
    if not flat:
        return neutral
    return flat[0] if len(flat) == 1 else Node(name, tuple(flat))


def negated(part: Node) -> Node:
    """It doesn't hold."""
    if part.op == "const":
        return FALSE if part.args[0] else TRUE
    return part.args[0] if part.op == "NOT" else Node("NOT", (part,))


def when(condition: Node, then: Node | Plain, other: Node | Plain) -> Node:
    """``then`` where the condition holds, else ``other``."""
    yes, no = node(then), node(other)
    if condition.op == "const":
        return yes if condition.args[0] else no
    if yes == no:
        return yes
    if yes.op == no.op == "const" and isinstance(yes.args[0], bool):  # 1 and TRUE are not the same
        return condition if yes.args[0] else negated(condition)
    if condition.op == "NOT":
        return Node("IF", (condition.args[0], no, yes))
    return Node("IF", (condition, yes, no))


def contains(text: Node, word: str) -> Node:
    """Whether a text holds a word (case and width matter)."""
    if text.op == "const":
        return TRUE if word in str(text.args[0]) else FALSE
    return Node("contains", (text, node(word)))


def formula(of: Node) -> str:
    """The expression as a spreadsheet takes it, with its leading “=”."""
    return "=" + _written(of)


def _written(of: Node) -> str:
    if of.op == "const":
        value = of.args[0]
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, str):
            return '"' + value.replace('"', '""') + '"'
        return repr(int(value)) if float(value).is_integer() else repr(value)
    if of.op == "cell":
        return str(of.args[0].full())
    if of.op == "range":
        first, last = of.args
        return f"{first.full()}:{last.a1()}"
    if of.op == "contains":
        return f"ISNUMBER(FIND({_written(of.args[1])},{_written(of.args[0])}))"
    written = [_written(a) for a in of.args]
    if of.op in INFIX:
        left, right = (
            f"({w})" if a.op in INFIX else w for a, w in zip(of.args, written, strict=True)
        )
        return f"{left}{of.op}{right}"
    return f"{of.op}({','.join(written)})"


Cells = Mapping[tuple[str, int, int], Plain]
"""(sheet, row, column) → what stands there; absent: an empty cell."""


def evaluate(of: Node, cells: Cells) -> Plain:
    """What the expression gives, computed as a spreadsheet computes it."""
    op, args = of.op, of.args
    if op == "const":
        value: Plain = args[0]
        return value
    if op == "cell":
        return cells.get((args[0].sheet, args[0].row, args[0].column), "")
    if op == "IF":
        return evaluate(args[1] if evaluate(args[0], cells) else args[2], cells)
    if op == "IFERROR":
        try:
            return evaluate(args[0], cells)
        except (ValueError, ArithmeticError):
            return evaluate(args[1], cells)
    if op == "range":
        raise TypeError("a range is no value")
    if op in ("SUM", "COUNT"):
        found = [v for a in args for v in _numbers(a, cells)]
        return len(found) if op == "COUNT" else sum(found)
    if op == "MATCH":
        wanted, held = evaluate(args[0], cells), [cells.get(s, "") for s in _spots(args[1])]
        return next(n for n, v in enumerate(held, 1) if _same(v, wanted)) if wanted in held else 0
    if op == "INDEX":
        spots = _spots(args[0])
        at = int(evaluate(args[1], cells))
        if not 1 <= at <= len(spots):
            raise ValueError("no such row")
        return cells.get(spots[at - 1], "")
    return _OPERATIONS[op](*(evaluate(a, cells) for a in args))


def _numbers(of: Node, cells: Cells) -> list[int | float]:
    if of.op != "range":
        value = evaluate(of, cells)
        return [value] if _is_number(value) else []  # type: ignore[list-item]
    return [v for spot in _spots(of) if _is_number(v := cells.get(spot, ""))]  # type: ignore[misc]


def _spots(of: Node) -> list[tuple[str, int, int]]:
    """The cells of a range, row by row."""
    first, last = of.args
    return [
        (first.sheet, r, c)
        for r in range(first.row, last.row + 1)
        for c in range(first.column, last.column + 1)
    ]


def area(first: Address, last: Address) -> Node:
    """All cells from one to the other."""
    return Node("range", (first, last))


def _is_number(value: Plain) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: Plain) -> str:
    """A value as “&” joins it: numbers with at most 15 digits."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    return format(Decimal(format(value, ".15g")), "f")


def _round(value: Plain, digits: Plain) -> Plain:
    # A spreadsheet rounds the decimal number that it shows, not the binary one behind it.
    shown = Decimal(format(float(value), ".15g"))
    result = shown.quantize(Decimal(1).scaleb(-int(digits)), rounding=ROUND_HALF_UP)
    return int(result) if int(digits) <= 0 else float(result)


def _same(a: Plain, b: Plain) -> bool:
    if _is_number(a) != _is_number(b):
        return False
    return a.lower() == b.lower() if isinstance(a, str) and isinstance(b, str) else a == b


def _less(a: Plain, b: Plain) -> bool:
    # Numbers come before texts, texts before truth values.
    def rank(v: Plain) -> int:
        return 0 if _is_number(v) else 1 if isinstance(v, str) else 2

    if rank(a) != rank(b):
        return rank(a) < rank(b)
    return a < b  # type: ignore[operator]


def _number(value: Plain) -> int | float:
    if isinstance(value, str):
        raise ValueError(f"no number: {value!r}")
    return value


def _value(text: Plain) -> Plain:
    if _is_number(text):
        return text
    digits = Decimal(str(text).strip())
    return int(digits) if digits == digits.to_integral_value() else float(digits)


def _arithmetic(of: Callable[[Any, Any], Plain]) -> Callable[..., Plain]:
    return lambda a, b: of(_number(a), _number(b))


_OPERATIONS: dict[str, Callable[..., Plain]] = {
    "=": _same,
    "<>": lambda a, b: not _same(a, b),
    "<": _less,
    ">": lambda a, b: _less(b, a),
    "<=": lambda a, b: _less(a, b) or _same(a, b),
    ">=": lambda a, b: _less(b, a) or _same(a, b),
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: float(a) * float(b)),
    "/": _arithmetic(lambda a, b: a / b),
    "&": lambda a, b: _text(a) + _text(b),
    "AND": lambda *values: all(values),
    "OR": lambda *values: any(values),
    "NOT": lambda value: not value,
    "N": lambda value: value if _is_number(value) else 0,
    "INT": lambda value: math.floor(_number(value)),
    "GCD": lambda *values: reduce(math.gcd, (int(v) for v in values)),
    "ROUND": _round,
    "MIN": lambda *values: min(values),
    "MAX": lambda *values: max(values),
    "MOD": lambda a, b: a - b * math.floor(a / b),
    "LEN": lambda text: len(_text(text)),
    "LEFT": lambda text, n: _text(text)[: int(n)],
    "RIGHT": lambda text, n: _text(text)[-int(n) :] if n else "",
    "MID": lambda text, at, n: _text(text)[int(at) - 1 : int(at) - 1 + int(n)],
    "SUBSTITUTE": lambda text, old, new: (
        _text(text).replace(_text(old), _text(new)) if old else text
    ),
    "FIND": lambda word, text, at=1: _text(text).index(_text(word), int(at) - 1) + 1,
    "VALUE": _value,
    "ISNUMBER": _is_number,
    "TEXT": lambda value, code: f"{Decimal(repr(_number(value))):.{len(code) - 2}f}",
    "HYPERLINK": lambda _link, shown: shown,
    "contains": lambda text, word: word in _text(text),
}
