"""SQL's values in Python: NULL is None, truth has three values, integers are exact.

The names are what `jiping.engine.translate` writes. Each does what DuckDB does with the same
arguments, but for one thing: integers have no width, so that nothing overflows on the way; casts
to BIGINT still refuse what would not fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

LIMIT = 2**63


class _Nothing(dict[str, None]):
    """The row that an outer join finds where there is none: every column is NULL."""

    def __missing__(self, name: str) -> None:
        return None


NOTHING: tuple[Mapping[str, None], ...] = (_Nothing(),)


def eq(a: Any, b: Any) -> bool | None:
    """``a = b``."""
    return None if a is None or b is None else a == b


def ne(a: Any, b: Any) -> bool | None:
    """``a <> b``."""
    return None if a is None or b is None else a != b


def gt(a: Any, b: Any) -> bool | None:
    """``a > b``."""
    return None if a is None or b is None else a > b


def ge(a: Any, b: Any) -> bool | None:
    """``a >= b``."""
    return None if a is None or b is None else a >= b


def lt(a: Any, b: Any) -> bool | None:
    """``a < b``."""
    return None if a is None or b is None else a < b


def le(a: Any, b: Any) -> bool | None:
    """``a <= b``."""
    return None if a is None or b is None else a <= b


def add(a: Any, b: Any) -> Any:
    """``a + b``."""
    return None if a is None or b is None else a + b


def sub(a: Any, b: Any) -> Any:
    """``a - b``."""
    return None if a is None or b is None else a - b


def mul(a: Any, b: Any) -> Any:
    """``a * b``."""
    return None if a is None or b is None else a * b


def mod(a: int | None, b: int | None) -> int | None:
    """The remainder with the sign of the dividend; NULL for a divisor of zero."""
    if a is None or b is None or b == 0:
        return None
    rest = abs(a) % abs(b)
    return -rest if a < 0 else rest


def div(a: Any, b: Any) -> float | None:
    """Division in floating point, as DuckDB's ``/``: a guess that the plan makes exact later."""
    if a is None or b is None or b == 0:
        return None
    return float(a) / float(b)  # float: a guess, made exact by whole numbers


def floor(a: Any) -> int | None:
    """The whole number below, for a number in floating point."""
    return None if a is None else math.floor(a)


def size(a: Any) -> Any:
    """``abs(a)``."""
    return None if a is None else abs(a)


def real(a: Any) -> float | None:
    """A cast to DOUBLE."""
    return None if a is None else float(a)  # float: a guess, made exact by whole numbers


def whole(a: Any) -> int | None:
    """A cast to an integer without a limit; truth becomes 1 or 0."""
    return None if a is None else int(a)


def long(a: Any) -> int | None:
    """A cast to BIGINT; OverflowError where it does not fit."""
    if a is None:
        return None
    number = int(a)
    if not -LIMIT <= number < LIMIT:
        raise OverflowError(f"{number} does not fit into 64 bits")
    return number


def try_long(a: Any) -> int | None:
    """A cast to BIGINT; NULL where it does not fit."""
    return None if a is None or not -LIMIT <= int(a) < LIMIT else int(a)


def longs(items: Sequence[Any]) -> list[int | None]:
    """A cast to BIGINT[]."""
    return [long(item) for item in items]


def both(a: bool | None, b: bool | None) -> bool | None:
    """``a AND b``."""
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def one(a: bool | None, b: bool | None) -> bool | None:
    """``a OR b``."""
    if a or b:
        return True
    return None if a is None or b is None else False


def no(a: bool | None) -> bool | None:
    """``NOT a``."""
    return None if a is None else not a


def among(a: Any, items: tuple[Any, ...]) -> bool | None:
    """``a IN (…)``."""
    return None if a is None else a in items


def either(a: Any, b: Any) -> Any:
    """``coalesce(a, b)``."""
    return b if a is None else a


def nullif(a: Any, b: Any) -> Any:
    """``nullif(a, b)``."""
    return None if a is not None and a == b else a


def join(a: Any, b: Any) -> str | None:
    """``a || b``."""
    return None if a is None or b is None else f"{a}{b}"


def _known(items: Iterable[Any]) -> list[Any]:
    return [item for item in items if item is not None]


def total(items: Iterable[Any]) -> Any:
    """``sum``: NULL over nothing."""
    known = _known(items)
    return sum(known) if known else None


def largest(items: Iterable[Any]) -> Any:
    """``max``: NULL over nothing."""
    return max(_known(items), default=None)


def smallest(items: Iterable[Any]) -> Any:
    """``min``: NULL over nothing."""
    return min(_known(items), default=None)


def count(items: Iterable[Any]) -> int:
    """``count``: how many are not NULL."""
    return len(_known(items))
