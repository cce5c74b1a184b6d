"""What each command does with its arguments."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping import __version__
from jiping.api.batch import Input, Wanted, Work
from jiping.api.batch.shelf import Taken
from jiping.cli.annotating import on_annotate, on_compare
from jiping.cli.arguments import WRONG_USE
from jiping.cli.exporting import on_export
from jiping.cli.indicating import library_of, on_indicators
from jiping.cli.inputs import STDIN, STDIN_NAME, expand
from jiping.cli.output import (
    Content,
    WrongOutput,
    check_output,
    colours,
    is_terminal,
    say,
    screen_width,
    write_file,
    write_out,
)
from jiping.cli.papers import on_papers
from jiping.cli.templating import on_collect, on_template
from jiping.cli.working import taken, work_on
from jiping.report import FileStatus, Kind, Report, Run, names, report

if TYPE_CHECKING:
    from jiping.report._blocks import Block
    from jiping.score.scheme import Scheme

FOUND, UNREADABLE, INTERRUPTED = 1, 3, 130


class WrongUse(WrongOutput):
    """What was asked for doesn't exist or doesn't fit; the message is Chinese."""


def on_files(arguments: argparse.Namespace) -> int:
    """`read`, `score`, `audit`."""
    kind: Kind = arguments.command
    drawn = _report(arguments, kind)
    scheme, own = _scheme(getattr(arguments, "scheme", None))
    own_layouts = _own_layouts(arguments.layouts)
    wanted = Wanted(
        kind=kind,
        scheme=scheme,
        own_scheme=own,
        only=_only(getattr(arguments, "only", None)),
        severities=_severities(getattr(arguments, "severity", "info")),
        places=arguments.places,
        # A later run with the same progress may want them.
        keep_places=arguments.places or drawn.places or arguments.resume is not None,
        layouts=own_layouts,
        library=library_of(getattr(arguments, "library", None)),
    )
    inputs = expand(arguments.files)
    if arguments.output:
        check_output(arguments.output, (item.name for item in inputs.files))
    _passed("文件夹", inputs.passed)
    files = taken(inputs.files)
    try:
        done = work_on(files, wanted, processes=arguments.jobs, state=arguments.resume)
    except Taken as error:
        raise WrongUse(str(error)) from error
    try:
        return _reported(done, drawn, arguments.output, files)
    finally:
        done.shelf.close()


def _reported(done: Work, drawn: Report, output: str | None, files: Sequence[Input]) -> int:
    """Write the report, say what it doesn't; the exit code."""
    _passed("压缩包", sorted(done.passed.items()))
    _resumed(done)
    to_file = bool(output)
    colour = not to_file and not drawn.binary and _coloured()
    run = done.run(screen_width(), colour=colour, repeat=drawn.repeats)
    if run.kind == "read" and drawn.name == "html":
        from jiping.api.looking import Looker

        run = replace(run, look=Looker(files).look)
    _deliver(drawn.content(run), output)
    _tell(done, run.files, drawn, to_file=to_file)
    return _exit_code(run)


def _own_layouts(folder: str | None) -> str | None:
    """The folder of the user's own layouts, in use from now on; None if there is none."""
    from jiping.read.errors import Unreadable
    from jiping.read.own_layouts import use_own

    if folder is not None and not Path(folder).is_dir():
        raise WrongUse(f"表式文件夹 {folder} 不存在")
    try:
        return use_own(folder)
    except Unreadable as error:
        raise WrongUse(f"自己的表式文件不对：{str(error).rstrip('。')}") from error


def _passed(where: str, passed: Iterable[tuple[str, int]]) -> None:
    kinds = "、".join(f"{suffix} {number} 个" for suffix, number in passed)
    if kinds:
        say(f"{where}中其他类型的文件没有读：{kinds}。")


def _resumed(done: Work) -> None:
    if done.resumed > 0:
        say(f"接着上次的进度：{done.resumed} 份内容已有结果，没有重读。")
    elif done.resumed < 0:
        say("程序、规则、办法或要求与上次不同，上次的进度不能用，已全部重做。")


def _report(arguments: argparse.Namespace, kind: Kind) -> Report:
    drawn = report(arguments.format or _by_suffix(arguments.output, names()))
    if kind not in drawn.kinds:
        fits = [n for n in names() if kind in report(n).kinds]
        raise WrongUse(f"jiping {kind} 没有 {drawn.name} 格式，可以是 {'、'.join(fits)}")
    if drawn.binary and not arguments.output:
        import sys

        if is_terminal(sys.stdout):
            raise WrongUse(f"{drawn.name} 不能显示在屏幕上，请用 -o 写明文件名")
    return drawn


def _by_suffix(output: str | None, known: Iterable[str]) -> str:
    """The report that the name of the output file asks for; the one for the screen else."""
    suffix = Path(output).suffix.lower() if output else ""
    return (
        next((n for n in known if suffix == report(n).suffix), "terminal") if suffix else "terminal"
    )


def _scheme(given: str | None) -> tuple[str | None, Scheme | None]:
    if given is None:
        return None, None
    from jiping.score.scheme import SchemeError, schemes

    if given.lower().endswith(".toml"):
        from jiping.api.verbs import scheme_from_file

        try:
            own = scheme_from_file(given)
        except SchemeError as error:
            raise WrongUse(f"方案文件不对：{error}") from error
        return own.id, own
    if given not in schemes():
        raise WrongUse(f"没有编号为 {given} 的计分办法，可以是 {'、'.join(schemes())}")
    return given, None


def _only(given: list[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    codes = [code.strip().upper() for text in given for code in text.replace("，", ",").split(",")]
    from jiping.engine.plan import load_plan

    known = load_plan().rules
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise WrongUse(f"没有规则 {'、'.join(unknown)}，全部规则见 jiping rules")
    return tuple(codes)


def _severities(lowest: str) -> tuple[str, ...]:
    levels = ("error", "warning", "info")
    return levels[: levels.index(lowest) + 1]


def _coloured() -> bool:
    import sys

    return colours(sys.stdout)


def _deliver(content: Content, output: str | None) -> None:
    if output is None:
        write_out(content)
        return
    write_file(output, content)
    say(f"已写入 {output}")


def _tell(done: Work, files: Sequence[FileStatus], drawn: Report, *, to_file: bool) -> None:
    """Files that gave nothing, on standard error, unless the screen's report just said so."""
    if to_file or drawn.name not in ("terminal", "md"):
        for file in files:
            if file.status != "read":
                say(f"{file.file}：{file.reason}")
    if done.interrupted:
        say(f"已中途停止：完成的 {len(files)} 个文件的结果已经写出，其余没有处理。")


def _exit_code(run: Run) -> int:
    if run.interrupted:
        return INTERRUPTED
    if any(file.status == "failed" for file in run.files):
        return UNREADABLE
    grave = any(f.severity == "error" for audit in run.audits for f in audit.findings)
    return FOUND if grave else 0


def on_row(arguments: argparse.Namespace) -> int:
    """`explain`."""
    import sys

    from jiping.api.sources import reading_of
    from jiping.api.verbs import explain
    from jiping.report._explain_view import explain_view
    from jiping.report._explanation import NoSuchRow

    scheme, own = _scheme(arguments.scheme)
    _own_layouts(arguments.layouts)
    if arguments.output:
        check_output(arguments.output, (arguments.file,))
    if arguments.file == STDIN:
        reading = reading_of(sys.stdin.buffer.read(), STDIN_NAME, None)
    else:
        reading = reading_of(arguments.file, None, None)
    if reading.status != "read":
        say(f"{reading.file}：{reading.reason}")
        return UNREADABLE if reading.status == "failed" else WRONG_USE
    try:
        explanation = explain(
            reading, arguments.row, ordinal=arguments.ordinal, scheme=own or scheme
        )
    except NoSuchRow as error:
        raise WrongUse(str(error).rstrip("。")) from error
    _draw(arguments, explain_view(explanation), explanation.to_json)
    return 0


def on_rules(arguments: argparse.Namespace) -> int:
    """`rules`."""
    from jiping.audit.catalogue import catalogue
    from jiping.report._catalogue_view import rule_json, rule_view, rules_view

    known = catalogue()
    if arguments.code is None:
        rules = known.values()
        _draw(arguments, rules_view(rules), lambda: {"rules": [rule_json(r) for r in rules]})
        return 0
    code = arguments.code.strip().upper()
    rule = known.get(code) or known.get(f"C-{code}")
    if rule is None:
        raise WrongUse(f"没有规则 {arguments.code}，全部规则见 jiping rules")
    _draw(arguments, rule_view(rule), lambda: rule_json(rule))
    return 0


def on_schemes(arguments: argparse.Namespace) -> int:
    """`schemes`."""
    from jiping.report._catalogue_view import scheme_json, scheme_view, schemes_view
    from jiping.score.scheme import schemes

    known = schemes()
    if arguments.id is None:
        _draw(
            arguments,
            schemes_view(known),
            lambda: {"schemes": [scheme_json(s) for s in known.values()]},
        )
        return 0
    found, own = _scheme(arguments.id)
    chosen = own if own is not None else known[str(found)]
    _draw(arguments, scheme_view(chosen), lambda: scheme_json(chosen))
    return 0


def _draw(
    arguments: argparse.Namespace, blocks: Iterable[Block], data: Callable[[], dict[str, Any]]
) -> None:
    """Blocks or data in the format that was asked for."""
    form = arguments.format or _by_suffix(arguments.output, ("terminal", "md", "json"))
    if arguments.output:
        check_output(arguments.output, ())
    if form == "json":
        content = json.dumps({"version": __version__, **data()}, ensure_ascii=False, indent=1)
        _deliver(content + "\n", arguments.output)
        return
    if form == "md":
        from jiping.report._markdown import markdown_of

        _deliver(markdown_of(blocks), arguments.output)
        return
    from jiping.report._text import text_of

    colour = not arguments.output and _coloured()
    _deliver(text_of(blocks, width=screen_width(), colour=colour), arguments.output)


def on_serve(arguments: argparse.Namespace) -> int:
    """`serve`."""
    from jiping.cli import serving

    return serving.on_serve(arguments)


def on_dataset(arguments: argparse.Namespace) -> int:
    """`dataset`."""
    from jiping.cli import datasets

    return datasets.on_dataset(arguments)


def on_simulate(arguments: argparse.Namespace) -> int:
    """`simulate`."""
    from jiping.cli import simulating

    return simulating.on_simulate(arguments)


def on_layout(arguments: argparse.Namespace) -> int:
    """`layout`."""
    from jiping.cli import layouts

    return layouts.on_layout(arguments)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "read": on_files,
    "score": on_files,
    "audit": on_files,
    "explain": on_row,
    "export": on_export,
    "annotate": on_annotate,
    "compare": on_compare,
    "template": on_template,
    "collect": on_collect,
    "opinion": on_papers,
    "summary": on_papers,
    "cycle": on_papers,
    "layout": on_layout,
    "rules": on_rules,
    "schemes": on_schemes,
    "serve": on_serve,
    "dataset": on_dataset,
    "simulate": on_simulate,
    "indicators": on_indicators,
}
