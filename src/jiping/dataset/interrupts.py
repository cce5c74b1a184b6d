"""Ctrl-C while the database is at work.

DuckDB stops its query then, and tells with an ordinary error; whoever mends errors must not take it
for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def interruptible() -> Iterator[None]:
    """While this lasts, a query that Ctrl-C stopped raises KeyboardInterrupt."""
    try:
        yield
    except Exception as error:
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from error
        raise


class Interruptible:
    """A connection whose queries raise KeyboardInterrupt when Ctrl-C stops them."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Any = None) -> Any:
        """As the connection does it."""
        with interruptible():
            return self._connection.execute(sql, parameters)
