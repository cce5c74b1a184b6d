"""XlsxWriter's worksheet without its search for functions newer than Excel 2007: we write none.

It tries some ninety patterns on every formula, a sixth of the time that a form takes.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class QuickSheet(Worksheet):  # type: ignore[misc] # the library has no types
    """Formulas are written as they are given."""

    def _prepare_formula(self, formula: str, _expand: bool = False) -> str:
        return formula.removeprefix("=")
