"""`jiping opinion`, `jiping summary`, `jiping cycle`: papers for people, in any format of forms."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from jiping import __version__
from jiping.cli.inputs import expand
from jiping.cli.output import WrongOutput, check_output, say, write_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from jiping.cli.arguments import Parser
    from jiping.engine.results import Audit
    from jiping.forms.drawing import Document
    from jiping.model.life_cycle import MonitoringForm, TargetForm
    from jiping.read.reading import FileReading

_UNREADABLE = 3
FORMS = {
    "F1": "绩效目标申报表",
    "F2": "绩效目标执行监控表",
    "F5": "自评报告提纲",
    "F7": "自评结果汇总表",
    "F8": "自评复核表",
}

READERS = {
    "filler": "填报人（改正清单）",
    "reviewer": "复核人（复核底稿）",
    "leader": "领导（一份摘要）",
}


def declare(command: Callable[..., Parser], commands: Any) -> None:
    """The commands and their arguments; ``command`` makes one as `jiping.cli.main` does."""
    made = command(
        commands, "opinion", "写复核意见：一张表一份意见，多张表另附统计图表和问题清单", "文件… -o 输出文件",
        "jiping opinion 自评表.docx -o 复核意见.docx\n"
        "jiping opinion 2023年自评/ --due 2024年9月30日 --issuer 某某财政局 -o 复核意见.pdf\n"
        "jiping opinion 2023年自评/ --to leader -o 摘要.docx",
    )  # fmt: skip
    _arguments(made)
    made.add_argument("--issuer", metavar="单位", help="出具意见的单位；不写时留空")
    made.add_argument("--date", metavar="日期", help="落款日期；不写时留空")
    made.add_argument("--due", metavar="日期", help="整改期限；不写时留空")
    made.add_argument(
        "--to", choices=tuple(READERS), metavar="读者",
        help="不写复核意见，改写给一个人看的："
        + "、".join(f"{key} {words}" for key, words in READERS.items()),
    )  # fmt: skip
    made = command(
        commands, "summary", "把许多自评表汇总成一张自评结果汇总表", "文件… -o 输出文件",
        "jiping summary 2023年自评/ -o 汇总表.xlsx",
    )  # fmt: skip
    _arguments(made)
    made = command(
        commands, "cycle", "写全过程的其他表：申报表、监控表、自评报告提纲、汇总表、复核表", "--form 表 文件… -o 输出文件",
        "jiping cycle --form F1 自评表.docx -o 申报表.docx\n"
        "jiping cycle --form F2 申报表.docx -o 监控表.xlsx\n"
        "jiping cycle --form F5 自评表.docx -o 自评报告.docx\n"
        "jiping cycle --form F8 2023年自评/ --due 2024年9月30日 -o 复核表.xlsx",
    )  # fmt: skip
    made.add_argument(
        "--form", required=True, choices=tuple(FORMS), metavar="表",
        help="、".join(f"{code} {name}" for code, name in FORMS.items()),
    )  # fmt: skip
    _arguments(made)
    made.add_argument("--due", metavar="日期", help="整改期限，写入复核表")


def _arguments(made: Parser) -> None:
    from jiping.forms.formats import names

    made.add_argument("files", nargs="+", metavar="文件", help="文件、文件夹或通配符")
    made.add_argument("-o", "--output", required=True, metavar="输出文件", help="写入这个文件")
    known = [name for name in names() if name != "json"]
    made.add_argument(
        "--format", choices=known, metavar="格式", help="、".join(known) + "；不写时看 -o 的扩展名"
    )
    made.add_argument("--scheme", metavar="编号", help="按这种办法计分；不写时由程序选取")


def on_papers(arguments: argparse.Namespace) -> int:
    """Read, audit where the paper needs it, draw and write; files that couldn't be read are said."""
    from jiping.forms.formats import CannotWrite, form_format

    form = _format(arguments)
    inputs = expand(arguments.files)
    check_output(arguments.output, (item.name for item in inputs.files))
    readings = [_read(item.name, item.problem) for item in inputs.files]
    for reading in readings:
        if reading.status == "failed":
            say(f"{reading.file}：{reading.reason}")
    try:
        data = form_format(form).write(_document(arguments, readings))
    except CannotWrite as error:
        raise WrongOutput(str(error).rstrip("。")) from error
    write_file(arguments.output, data)
    say(f"已写入 {arguments.output}")
    return _UNREADABLE if any(r.status == "failed" for r in readings) else 0


def _format(arguments: argparse.Namespace) -> str:
    from jiping.forms.formats import names

    known = [name for name in names() if name != "json"]
    found: str = arguments.format or Path(arguments.output).suffix.lower().removeprefix(".")
    if found not in known:
        raise WrongOutput(f"要用 --format 或 -o 的扩展名写明格式，可以是 {'、'.join(known)}")
    return found


def _read(name: str, problem: str | None) -> FileReading:
    from jiping.read.reading import FileReading, read_file

    if problem is not None:
        return FileReading(name, "", "", "failed", problem)
    if name.lower().endswith(".json"):
        from jiping.api.exports import evaluations_in_json
        from jiping.api.sources import NotRead

        try:
            return FileReading(name, "", "json", "read", None, tuple(evaluations_in_json(name)))
        except NotRead as error:
            return error.reading
    return read_file(name)


def _document(arguments: argparse.Namespace, readings: list[FileReading]) -> Document:
    form = getattr(arguments, "form", None)
    if form in ("F1", "F2"):
        return _cycle(form, readings)
    audits = _audits(readings, arguments.scheme)
    if arguments.command == "opinion" and arguments.to is not None:
        from jiping.report.papers.briefs import briefs

        return briefs(audits, arguments.to, arguments.due, version=__version__)
    if arguments.command == "opinion":
        from jiping.report.papers.opinion import Letter, opinion

        letter = Letter(arguments.issuer, arguments.date, arguments.due)
        return opinion(audits, letter, version=__version__)
    if arguments.command == "summary" or form == "F7":
        from jiping.report.papers.summary import summary

        return summary(audits, version=__version__)
    if form == "F5":
        from jiping.report.papers.self_report import self_report

        return self_report(audits, version=__version__)
    from jiping.report.papers.review import review

    return review(audits, arguments.due, version=__version__)


def _cycle(form: str, readings: list[FileReading]) -> Document:
    """F1 or F2 as the files print it; else from what they print of a project's targets."""
    from jiping.report.papers.before import monitoring_of, targets_of
    from jiping.report.papers.cycle import monitorings, targets

    planned: list[TargetForm] = []
    watched: list[MonitoringForm] = []
    derived = 0
    for reading in readings:
        watched += reading.monitorings
        if form == "F2" and reading.monitorings:
            continue
        found = reading.targets or [targets_of(held) for held in reading.evaluations]
        derived += len(found) if form == "F2" or not reading.targets else 0
        planned += found
    watched += [monitoring_of(target) for target in planned]
    if not (planned if form == "F1" else watched):
        raise WrongOutput(f"文件中没有{FORMS[form]}，也没有自评表")
    if derived:
        say(
            f"{derived} 张{FORMS[form]}按"
            + ("自评表中的目标" if form == "F1" else "申报表或自评表中的目标")
            + "填写；来源中没有的栏目留空，没有推算。"
        )
    if form == "F1":
        return targets(planned, version=__version__)
    return monitorings(watched, version=__version__)


def _audits(readings: list[FileReading], scheme: str | None) -> list[Audit]:
    from jiping.api.verbs import audit

    forms = [form for reading in readings for form in reading.evaluations]
    if not forms:
        raise WrongOutput("文件中没有自评表")
    try:
        return audit(forms, scheme=scheme)
    except KeyError as error:
        raise WrongOutput(str(error.args[0])) from error
