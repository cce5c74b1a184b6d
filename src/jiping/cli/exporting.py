"""`jiping export`: official forms from any file."""

from __future__ import annotations

import argparse
from pathlib import Path

from jiping.cli.inputs import STDIN, STDIN_NAME
from jiping.cli.output import WrongOutput, check_output, is_terminal, say, write_file, write_out

_UNREADABLE = 3
_WRONG_USE = 2


def on_export(arguments: argparse.Namespace) -> int:
    """Write the forms of one file; what a form has no place for is said on standard error."""
    import sys

    from jiping.api.exports import CannotExport, export
    from jiping.api.sources import NotRead, reading_of

    form = arguments.format or _by_suffix(arguments.output)
    if arguments.output:
        check_output(arguments.output, (arguments.file,))
    elif form not in ("json", "md", "csv", "html") and is_terminal(sys.stdout):
        raise WrongOutput(f"{form} 不能显示在屏幕上，请用 -o 写明文件名")
    try:
        source = arguments.file
        if source == STDIN:
            data = sys.stdin.buffer.read()
            source = data if _is_json(data) else reading_of(data, STDIN_NAME, None)
        made = export(source, form, family=arguments.family, ordinal=arguments.ordinal)
    except NotRead as error:
        say(str(error))
        return _UNREADABLE if error.reading.status == "failed" else _WRONG_USE
    except CannotExport as error:
        raise WrongOutput(str(error).rstrip("。")) from error
    for message in made.messages:
        say(message)
    if arguments.output:
        write_file(arguments.output, made.data)
        say(f"已写入 {arguments.output}")
    else:
        write_out(made.data)
    return 0


def _is_json(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _by_suffix(output: str | None) -> str:
    from jiping.forms.formats import form_format, names

    suffix = Path(output).suffix.lower() if output else ""
    found = next((n for n in names() if suffix == f".{n}"), None) or next(
        (n for n in names() if suffix and suffix == form_format(n).suffix), None
    )
    if found is None:
        known = "、".join(names())
        raise WrongOutput(f"要用 --format 或 -o 的扩展名写明格式，可以是 {known}")
    return found
