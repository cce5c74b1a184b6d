"""A small library of indicators: one form, as other projects would have filled it in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import jiping
from jiping.dataset.adding import add_forms
from jiping.dataset.growing import build


def make_library(folder: Path, most: int = 25) -> Path:
    """The library's file. The first indicator (购买办公用品) has the targets 101, 102 … one a project.

    Forms are not audited first: their indicators have no marks.
    """
    [form] = jiping.read("examples/reference/table-1.txt").evaluations
    first = form.indicators[0]
    made = [
        replace(
            form,
            project=replace(form.project, name=f"第{number}项目"),
            indicators=(replace(first, target=str(100 + number)), *form.indicators[1:]),
            source=replace(form.source, file="各处.json", ordinal=number),
        )
        for number in range(1, most + 1)
    ]
    add_forms(folder / "set", made, "各处", "0" * 64, "test")
    build(folder / "set", folder / "own.sqlite", audited=False)
    return folder / "own.sqlite"
