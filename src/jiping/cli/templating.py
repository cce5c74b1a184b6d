"""`jiping template` and `jiping collect`: workbooks out to the clerks, and back from them."""

from __future__ import annotations

import argparse
from pathlib import Path

from jiping.cli.output import WrongOutput, check_output, say, write_file

_UNREADABLE, _WRONG_USE = 3, 2


def on_template(arguments: argparse.Namespace) -> int:
    """One workbook, or with ``--list`` one for each row of a list of projects."""
    from jiping.api.filling import CannotMake, template
    from jiping.api.sources import NotRead

    if arguments.list and arguments.source:
        raise WrongOutput("--list 与 --from 不能同用；清单里的“目标文件”一栏写各项目的目标")
    try:
        if arguments.list:
            return _many(arguments)
        check_output(arguments.output, [arguments.source] if arguments.source else [])
        made = template(
            arguments.family, arguments.source, scheme=arguments.scheme, year=arguments.year
        )
    except NotRead as error:
        say(str(error))
        return _UNREADABLE if error.reading.status == "failed" else _WRONG_USE
    except CannotMake as error:
        raise WrongOutput(str(error).rstrip("。")) from error
    for message in made.messages:
        say(message)
    write_file(arguments.output, made.data)
    kept = "批复的内容已锁定" if made.approved else "没有锁定的内容"
    say(f"已写入 {arguments.output}（表式 {made.family}，计分办法 {made.scheme}，{kept}）")
    return 0


def _many(arguments: argparse.Namespace) -> int:
    from jiping.api.filling import ISSUED, templates

    if Path(arguments.output).is_file():
        raise WrongOutput(f"用 --list 时，-o 后面要写文件夹，{arguments.output} 是文件")
    made = failed = 0
    for issued in templates(
        arguments.family, arguments.list, arguments.output,
        scheme=arguments.scheme, year=arguments.year,
    ):  # fmt: skip
        if issued.problem is None:
            made += 1
        else:
            failed += 1
            say(f"{issued.project}：没有生成，{issued.problem}")
    say(f"已写入 {arguments.output}：{made} 个工作簿，清单见其中的 {ISSUED}")
    return _UNREADABLE if failed else 0


def on_collect(arguments: argparse.Namespace) -> int:
    """A folder of filled workbooks into one summary."""
    from jiping.api.collecting import BROKEN, collect

    if not Path(arguments.folder).is_dir():
        raise WrongOutput(f"{arguments.folder} 不是文件夹")
    check_output(arguments.output, ())
    found = collect(arguments.folder)
    for one in found.returned:
        if one.state == BROKEN:
            say(f"{one.file}：{one.note}")
    if found.passed:
        say(f"不是工作簿、没有读的文件 {len(found.passed)} 个：{'、'.join(found.passed)}")
    write_file(arguments.output, found.data)
    states = "，".join(f"{state} {number} 份" for state, number in found.counts().items())
    say(
        f"已写入 {arguments.output}：收到 {len(found.returned)} 份（{states or '没有文件'}），未交 {len(found.missing)} 个"
    )
    return _UNREADABLE if any(one.state == BROKEN for one in found.returned) else 0
