"""A row of a grain as rules and methods see it: its columns by name.

``row.score`` is the column; ``row.form.total_score`` one of the form it belongs to (its measures
included); ``row.scheme.rate_warn`` a parameter of the scheme in force. Names that don't exist are
refused when the rules are compiled, and the names in use are remembered: only those are computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Row:
    """Columns of ``table`` whose names begin with ``prefix``, as attributes."""

    __slots__ = ("_prefix", "_table", "_used")

    def __init__(self, table: ir.Table, used: set[str], prefix: str = "") -> None:
        self._table = table
        self._used = used
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        column = f"{self._prefix}{name}"
        if column not in self._table.columns:
            raise AttributeError(f"no column {column!r} at this grain")
        self._used.add(column)
        return self._table[column]

    @property
    def table(self) -> ir.Table:
        """The table behind the row, for those who build stages; rules have no use for it."""
        return self._table

    @property
    def form(self) -> Row:
        """The form that the row belongs to."""
        return Row(self._table, self._used, "form__")

    @property
    def scheme(self) -> Row:
        """The scoring scheme in force for the form."""
        return Row(self._table, self._used, "scheme__")
