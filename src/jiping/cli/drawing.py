"""Answers drawn for a screen, a document or a program."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping import __version__
from jiping.cli.output import (
    Content,
    check_output,
    colours,
    say,
    screen_width,
    write_file,
    write_out,
)
from jiping.report import report

if TYPE_CHECKING:
    from jiping.report._blocks import Block


def by_suffix(output: str | None, known: Iterable[str]) -> str:
    """The report that the name of the output file asks for; the one for the screen else."""
    suffix = Path(output).suffix.lower() if output else ""
    return (
        next((n for n in known if suffix == report(n).suffix), "terminal") if suffix else "terminal"
    )


def coloured() -> bool:
    """Whether standard output shows colours."""
    return colours(sys.stdout)


def deliver(content: Content, output: str | None) -> None:
    """Into the file, whole or not at all; without one, onto standard output."""
    if output is None:
        write_out(content)
        return
    write_file(output, content)
    say(f"已写入 {output}")


def draw(
    arguments: argparse.Namespace, blocks: Iterable[Block], data: Callable[[], dict[str, Any]]
) -> None:
    """Blocks or data in the format that was asked for."""
    form = arguments.format or by_suffix(arguments.output, ("terminal", "md", "json"))
    if arguments.output:
        check_output(arguments.output, ())
    if form == "json":
        content = json.dumps({"version": __version__, **data()}, ensure_ascii=False, indent=1)
        deliver(content + "\n", arguments.output)
        return
    if form == "md":
        from jiping.report._markdown import markdown_of

        deliver(markdown_of(blocks), arguments.output)
        return
    from jiping.report._text import text_of

    colour = not arguments.output and coloured()
    deliver(text_of(blocks, width=screen_width(), colour=colour), arguments.output)
