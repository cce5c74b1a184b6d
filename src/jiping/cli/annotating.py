"""`jiping annotate` and `jiping compare`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping import __version__
from jiping.cli.asked import asked_rules, asked_scheme
from jiping.cli.inputs import STDIN
from jiping.cli.output import (
    WrongOutput,
    check_output,
    colours,
    say,
    screen_width,
    write_file,
    write_out,
)

if TYPE_CHECKING:
    from jiping.engine.compare.comparison import Comparison

_UNREADABLE = 3
_WRONG_USE = 2
COMPARE_FORMATS = ("terminal", "md", "json", "html")


def on_annotate(arguments: argparse.Namespace) -> int:
    """Write the findings into a copy of the file; what was done is said on standard error."""
    from jiping.api.annotating import annotate
    from jiping.api.sources import NotRead
    from jiping.forms.annotate.original import CannotAnnotate

    scheme, own_scheme = asked_scheme(arguments.scheme)
    source, output = arguments.file, arguments.output
    check_output(output, (source,))
    own = "" if source == STDIN else Path(source).suffix.lower()
    wanted = Path(output).suffix.lower()
    as_pdf = wanted == ".pdf" and own != ".pdf"
    try:
        made = annotate(
            _bytes() if source == STDIN else source, scheme=own_scheme or scheme,
            only=asked_rules(arguments.only), severity=arguments.severity,
            against=arguments.against, as_pdf=as_pdf,
        )  # fmt: skip
    except NotRead as error:
        say(str(error))
        return _UNREADABLE if error.reading.status == "failed" else _WRONG_USE
    except CannotAnnotate as error:
        raise WrongOutput(str(error).rstrip("。")) from error
    if made.beside and wanted != ".pdf":
        output = str(Path(output).with_suffix(".pdf"))
        check_output(output, (source,))
    elif own and not made.beside and wanted != own:
        raise WrongOutput(f"写入批注后仍是 {own} 文件，-o 的扩展名也要写成 {own}（或写成 .pdf）")
    for words in made.said:
        say(words)
    write_file(output, made.data)
    say(f"已写入 {output}")
    return 0


def on_compare(arguments: argparse.Namespace) -> int:
    """Compare two versions of a file."""
    from jiping.api.annotating import compare
    from jiping.api.sources import NotRead, reading_of

    scheme, own_scheme = asked_scheme(arguments.scheme)
    if arguments.output:
        check_output(arguments.output, (arguments.old, arguments.new))
    form = arguments.format or _by_suffix(arguments.output)
    readings = []
    unreadable = False
    for name in (arguments.old, arguments.new):
        reading = reading_of(name, None, None)
        if reading.status != "read":
            say(f"{reading.file}：{reading.reason}")
            unreadable = unreadable or reading.status == "failed"
        readings.append(reading)
    if any(reading.status != "read" for reading in readings):
        return _UNREADABLE if unreadable else _WRONG_USE
    old, new = readings
    try:
        result = compare(old, new, scheme=own_scheme or scheme, only=asked_rules(arguments.only))
    except NotRead as error:
        say(str(error))
        return _UNREADABLE
    files = [
        {
            "role": role,
            "file": reading.file,
            "sha256": reading.sha256,
            "forms": len(reading.evaluations),
        }
        for role, reading in (("old", old), ("new", new))
    ]
    content = _drawn(result, form, files, to_file=bool(arguments.output))
    if arguments.output:
        write_file(arguments.output, content)
        say(f"已写入 {arguments.output}")
    else:
        write_out(content)
    return 0


def _drawn(result: Comparison, form: str, files: list[dict[str, Any]], *, to_file: bool) -> str:
    if form == "json":
        document = {"version": __version__, "files": files, **result.to_json()}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    from jiping.report._compare_view import compare_view

    old, new = (str(file["file"]) for file in files)
    blocks = compare_view(result, old, new)
    if form == "md":
        from jiping.report._markdown import markdown_of

        return markdown_of(blocks)
    if form == "html":
        from jiping.report._blocks_page import page_of

        return page_of(blocks, "改正前后对照")
    import sys

    from jiping.report._text import text_of

    return text_of(blocks, width=screen_width(), colour=not to_file and colours(sys.stdout))


def _by_suffix(output: str | None) -> str:
    suffix = Path(output).suffix.lower().lstrip(".") if output else ""
    return (
        {"htm": "html"}.get(suffix, suffix)
        if suffix in ("md", "json", "html", "htm")
        else "terminal"
    )


def _bytes() -> bytes:
    import sys

    return sys.stdin.buffer.read()
