"""Runs back into rows: a form whose rows are lost is cut again by its words."""

from __future__ import annotations

from jiping.read.layouts.lines import Line


def unfold(lines: list[Line]) -> list[Line]:
    """``lines`` with every run replaced by the rows that its words tell."""
    if not any(line.run for line in lines):
        return lines
    out: list[Line] = []
    for line in lines:
        if line.run:
            out += cut_run(line)
        else:
            out.append(line)
    return out


def cut_run(line: Line) -> list[Line]:
    """The rows of one run."""
    return [line]
