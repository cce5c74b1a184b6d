"""What each command does with its arguments."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace

from jiping.api.batch import Input, Wanted, Work
from jiping.api.batch.shelf import Taken
from jiping.cli.annotating import on_annotate, on_compare
from jiping.cli.arguments import WRONG_USE
from jiping.cli.asked import (
    INTERRUPTED,
    UNREADABLE,
    WrongUse,
    asked_rules,
    asked_scheme,
    own_layouts,
    severities,
    tell_passed,
)
from jiping.cli.drawing import by_suffix, coloured, deliver, draw
from jiping.cli.exporting import on_export
from jiping.cli.indicating import library_of, on_indicators
from jiping.cli.inputs import STDIN, STDIN_NAME, expand
from jiping.cli.output import (
    check_output,
    is_terminal,
    say,
    screen_width,
)
from jiping.cli.papers import on_papers
from jiping.cli.templating import on_collect, on_template
from jiping.cli.working import taken, work_on
from jiping.report import FileStatus, Kind, Report, Run, names, report

FOUND = 1


def on_files(arguments: argparse.Namespace) -> int:
    """`read`, `score`, `audit`."""
    kind: Kind = arguments.command
    drawn = _report(arguments, kind)
    scheme, own = asked_scheme(getattr(arguments, "scheme", None))
    layouts = own_layouts(arguments.layouts)
    wanted = Wanted(
        kind=kind,
        scheme=scheme,
        own_scheme=own,
        only=asked_rules(getattr(arguments, "only", None)),
        severities=severities(getattr(arguments, "severity", "info")),
        places=arguments.places,
        # A later run with the same progress may want them.
        keep_places=arguments.places or drawn.places or arguments.resume is not None,
        layouts=layouts,
        library=library_of(getattr(arguments, "library", None)),
    )
    inputs = expand(arguments.files)
    if arguments.output:
        check_output(arguments.output, (item.name for item in inputs.files))
    tell_passed("文件夹", inputs.passed)
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
    tell_passed("压缩包", sorted(done.passed.items()))
    _resumed(done)
    to_file = bool(output)
    colour = not to_file and not drawn.binary and coloured()
    run = done.run(screen_width(), colour=colour, repeat=drawn.repeats)
    if run.kind == "read" and drawn.name == "html":
        from jiping.api.looking import Looker

        run = replace(run, look=Looker(files).look)
    deliver(drawn.content(run), output)
    _tell(done, run.files, drawn, to_file=to_file)
    return _exit_code(run)


def _resumed(done: Work) -> None:
    if done.resumed > 0:
        say(f"接着上次的进度：{done.resumed} 份内容已有结果，没有重读。")
    elif done.resumed < 0:
        say("程序、规则、办法或要求与上次不同，上次的进度不能用，已全部重做。")


def _report(arguments: argparse.Namespace, kind: Kind) -> Report:
    drawn = report(arguments.format or by_suffix(arguments.output, names()))
    if kind not in drawn.kinds:
        fits = [n for n in names() if kind in report(n).kinds]
        raise WrongUse(f"jiping {kind} 没有 {drawn.name} 格式，可以是 {'、'.join(fits)}")
    if drawn.binary and not arguments.output:
        import sys

        if is_terminal(sys.stdout):
            raise WrongUse(f"{drawn.name} 不能显示在屏幕上，请用 -o 写明文件名")
    return drawn


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

    scheme, own = asked_scheme(arguments.scheme)
    own_layouts(arguments.layouts)
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
    draw(arguments, explain_view(explanation), explanation.to_json)
    return 0


def on_rules(arguments: argparse.Namespace) -> int:
    """`rules`."""
    from jiping.audit.catalogue import catalogue
    from jiping.report._catalogue_view import rule_json, rule_view, rules_view

    known = catalogue()
    if arguments.code is None:
        rules = known.values()
        draw(arguments, rules_view(rules), lambda: {"rules": [rule_json(r) for r in rules]})
        return 0
    code = arguments.code.strip().upper()
    rule = known.get(code) or known.get(f"C-{code}")
    if rule is None:
        raise WrongUse(f"没有规则 {arguments.code}，全部规则见 jiping rules")
    draw(arguments, rule_view(rule), lambda: rule_json(rule))
    return 0


def on_schemes(arguments: argparse.Namespace) -> int:
    """`schemes`."""
    from jiping.report._catalogue_view import scheme_json, scheme_view, schemes_view
    from jiping.score.scheme import schemes

    known = schemes()
    if arguments.id is None:
        draw(
            arguments,
            schemes_view(known),
            lambda: {"schemes": [scheme_json(s) for s in known.values()]},
        )
        return 0
    found, own = asked_scheme(arguments.id)
    chosen = own if own is not None else known[str(found)]
    draw(arguments, scheme_view(chosen), lambda: scheme_json(chosen))
    return 0


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
