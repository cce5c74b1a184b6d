"""Forms as text: the shapes that published tables have once they are text."""

from __future__ import annotations

from collections.abc import Callable

from conformance.grid import Drawn


def tabs(drawn: Drawn) -> str:
    """One row a line, a tab between columns, merged cells as blanks."""
    rows = ["\t".join(_flat(cell) for cell in row) for row in drawn.matrix()]
    return "\n".join([*drawn.above, *rows]) + "\n"


def pipes(drawn: Drawn) -> str:
    """One row a line, pipes between the printed cells; what a merged cell covers is dropped."""
    rows = [" | ".join(_flat(slot.text) for slot in row) + " |" for row in drawn.rows]
    return "\n".join([*drawn.above, *rows]) + "\n"


def markdown(drawn: Drawn) -> str:
    """A Markdown table of the whole grid."""
    rows = ["| " + " | ".join(_flat(cell) for cell in row) + " |" for row in drawn.matrix()]
    rows.insert(1, "|" + " --- |" * drawn.width)
    return (
        "\n".join(
            [*(f"# {text}" if i == 0 else text for i, text in enumerate(drawn.above)), "", *rows]
        )
        + "\n"
    )


def cells(drawn: Drawn) -> str:
    """One printed cell a line, a pipe behind each; blank cells are a lone pipe."""
    return (
        "\n".join([*drawn.above, *(f"{_flat(s.text)} |" for row in drawn.rows for s in row)]) + "\n"
    )


def line(drawn: Drawn) -> str:
    """Everything on one line, blanks between; blank cells are lost."""
    words = [_flat(s.text).replace(" ", "") for row in drawn.rows for s in row if s.text]
    return " ".join([*drawn.above, *words]) + "\n"


def _flat(text: str) -> str:
    return text.replace("\n", "")


SHAPES: dict[str, Callable[[Drawn], str]] = {
    "txt-tabs": tabs, "txt-pipes": pipes, "md": markdown, "txt-cells": cells, "txt-line": line,
}  # fmt: skip
