"""`jiping`: the commands, their arguments, exit codes."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from jiping import __version__
from jiping.cli import datasets, indicating, papers, serving, simulating
from jiping.cli.arguments import WRONG_USE, Parser
from jiping.cli.output import WrongOutput, prepare_streams, say

INTERRUPTED = 130
ALLOCATIONS = 50_000
"""New objects between two looks for rings of garbage: hardly any are made, and each look costs."""
_EXIT = """退出码：0 没有“错误”级别的问题；1 有（只有 audit）；2 用法不对；3 至少一个文件读不了"""
_FILES = "文件、文件夹（连同其下各级）、zip 压缩包、通配符；- 表示标准输入"
_FORMAT = "terminal 屏幕、json 数据、html 网页、xlsx 问题清单、md 文档；不写时看 -o 的扩展名，否则 terminal"


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; the page docs/cli.md is made from it."""
    parser = Parser(
        prog="jiping",
        description="绩评：读取、重算、审核项目支出绩效自评表。不联网，文件不离开本机。",
        epilog=_EXIT,
        usage="jiping 命令 …",
    )
    parser.add_argument(
        "--version", action="version", version=f"jiping {__version__}", help="显示版本号"
    )
    commands = parser.below("command")
    _read(commands)
    _score(commands)
    _audit(commands)
    _explain(commands)
    _export(commands)
    _annotate(commands)
    _compare(commands)
    _catalogue(
        commands, "rules", "CODE", "列出审核规则；写编号则详细解释一条", "规则编号，例如 C-FUND-03",
        "jiping rules\njiping rules C-FUND-03",
    )  # fmt: skip
    _catalogue(
        commands, "schemes", "ID", "列出计分办法；写编号则列出每个数值和出处", "办法编号，例如 nm-2023",
        "jiping schemes\njiping schemes nm-2023",
    )  # fmt: skip
    _template(commands)
    _collect(commands)
    papers.declare(_command, commands)
    datasets.declare(_command, commands)
    simulating.declare(_command, commands)
    indicating.declare(_command, commands)
    serving.declare(_command, commands)
    _layout(commands)
    return parser


_Commands = argparse._SubParsersAction  # the only name that argparse gives this type


def _command(
    commands: _Commands[Parser], name: str, about: str, given: str, examples: str
) -> Parser:
    """A command; ``name`` with that of the command it belongs to, if any ("layout learn")."""
    return commands.add_parser(
        name.rpartition(" ")[2],
        prog=f"jiping {name}",
        help=about,
        description=about + "。",
        usage=f"jiping {name} [选项] {given}".rstrip(),
        epilog="例：\n" + "\n".join(f"  {line}" for line in examples.splitlines()),
    )


def _read(commands: _Commands[Parser]) -> None:
    command = _command(
        commands, "read", "读取自评表，按官方表样列出每一项，以及没有读进去的", "文件 …",
        "jiping read 自评表.docx\njiping read 自评表.pdf --format json --places",
    )  # fmt: skip
    _common(command, places=True)


def _score(commands: _Commands[Parser]) -> None:
    command = _command(
        commands, "score", "重算每一行得分，写明算式", "文件 …",
        "jiping score 自评表.xlsx\njiping score 自评表.xlsx --scheme cn-2020",
    )  # fmt: skip
    _common(command, places=True)
    _scheme(command)


def _audit(commands: _Commands[Parser]) -> None:
    command = _command(
        commands, "audit", "读取、重算、审核，列出问题、依据、位置和建议", "文件 …",
        "jiping audit 自评表.docx\njiping audit 2023年自评/ -o 报告.html\n"
        "jiping audit *.xlsx --severity error --format json",
    )  # fmt: skip
    _common(command, places=True)
    _scheme(command)
    _findings(command)
    command.add_argument(
        "--library", metavar="指标库",
        help="指标库文件（jiping indicators build 生成）：把指标值同同类指标比较；不写时不比较",
    )  # fmt: skip


def _explain(commands: _Commands[Parser]) -> None:
    command = _command(
        commands, "explain", "把一行从头讲一遍：读到什么、在哪里、怎样计分、有什么问题", "文件 --row 行",
        "jiping explain 自评表.docx --row 12\njiping explain 自评表.docx --row F1\n"
        "jiping explain 自评表.docx --ordinal 2 --row 差旅费",
    )  # fmt: skip
    command.add_argument("file", metavar="文件", help="一个文件；- 表示标准输入")
    command.add_argument(
        "--row",
        required=True,
        metavar="行",
        help="指标行号 1、2 …，资金行号 F1、F2 …，或该行的名称",
    )
    command.add_argument(
        "--ordinal", type=int, default=1, metavar="N", help="文件中第几张表（默认 %(default)s）"
    )
    _scheme(command)
    _layouts(command)
    _drawn(command)


def _layout(commands: _Commands[Parser]) -> None:
    command = _command(
        commands, "layout", "教绩评认得本地的表样：从一份样例和几个回答学会一种表式", "learn|list|show",
        "jiping layout learn 样例.docx\njiping layout learn 样例.docx --id my-2024 --set 达成情况=实际完成值\n"
        "jiping layout list\njiping layout show my-2024",
    )  # fmt: skip
    doing = command.below()
    learn = _command(
        doing, "layout learn", "从一份填写过的样例学会一种表式", "样例文件",
        "jiping layout learn 样例.docx\njiping layout learn 样例.docx --ask > 回答.toml\n"
        "jiping layout learn 样例.docx --answers 回答.toml",
    )  # fmt: skip
    learn.add_argument("file", metavar="样例文件", help="填写完整的一份表，任何能读的格式")
    learn.add_argument("--id", metavar="编号", help="表式编号：小写字母、数字、连字符，如 my-2024")
    learn.add_argument("--title", metavar="名称", help="表式叫什么；不写时用样例的表名")
    learn.add_argument("--seen", metavar="来源", help="样例从哪里来；不写时记样例的文件名")
    learn.add_argument("--region", metavar="代码", help="行政区划代码；不写时 000000（不限地区）")
    learn.add_argument(
        "--set",
        action="append",
        metavar="表头=栏目",
        help="这个表头是哪一栏，可写多次；不写的按猜测",
    )
    learn.add_argument("--ask", action="store_true", help="只列出要回答的问题，写成可填写的文件")
    learn.add_argument("--answers", metavar="回答.toml", help="从填好的文件取回答，不提问")
    learn.add_argument("--force", action="store_true", help="编号相同的已有表式，改写它")
    _layouts(learn)
    listed = _command(
        doing, "layout list", "列出认得的表式，自己教的在前", "", "jiping layout list"
    )
    _layouts(listed)
    _drawn(listed)
    show = _command(
        doing, "layout show", "显示一种表式的文件", "编号", "jiping layout show mof-2020"
    )
    show.add_argument("id", metavar="编号", help="表式编号，见 jiping layout list")
    _layouts(show)


def _layouts(command: Parser) -> None:
    command.add_argument(
        "--layouts", metavar="文件夹",
        help="自己教的表式放在哪里；不写时看环境变量 JIPING_LAYOUTS，再没有就用个人设置文件夹",
    )  # fmt: skip


def _export(commands: _Commands[Parser]) -> None:
    from jiping.forms.formats import names

    command = _command(
        commands, "export", "按官方表样导出自评表：Word、Excel、网页、PDF、OFD 等", "文件 -o 输出文件",
        "jiping export 自评表.pdf -o 自评表.docx\n"
        "jiping export 自评表.docx --family mof-2020 -o 财政部表式.xlsx\n"
        "jiping export 自评表.docx --ordinal 2 --format html -o 第二张.html\n"
        "jiping export 自评表.json -o 自评表.docx",
    )  # fmt: skip
    command.add_argument(
        "file", metavar="文件",
        help="能读的任何文件，或 jiping read --format json 给出的 JSON；- 表示标准输入",
    )  # fmt: skip
    command.add_argument(
        "--ordinal", type=int, metavar="N", help="只导出文件中第几张表；不写时逐张导出到一个文件里"
    )
    command.add_argument(
        "--family", metavar="编号",
        help="表式，例如 nm-2023、mof-2020；不写时用原表式，认不出时按地区和年度，再没有就用财政部表式",
    )  # fmt: skip
    command.add_argument(
        "--format",
        choices=names(),
        metavar="格式",
        help="、".join(names()) + "；不写时看 -o 的扩展名",
    )
    _output(command)


def _annotate(commands: _Commands[Parser]) -> None:
    command = _command(
        commands, "annotate", "把审核发现写进原文件：批注、底色、方框；其余内容不动", "文件 -o 输出文件",
        "jiping annotate 自评表.docx -o 自评表-审核.docx\n"
        "jiping annotate 自评表.xlsx --severity error -o 自评表-审核.xlsx\n"
        "jiping annotate 改正后.docx --against 改正前.docx -o 复审.docx\n"
        "jiping annotate 自评表.doc -o 自评表-审核.pdf",
    )  # fmt: skip
    command.add_argument(
        "file", metavar="文件",
        help="能读的任何文件；不能写批注的（文本、图片、OFD、旧版 Word 等）写一份带批注的 PDF；- 表示标准输入",
    )  # fmt: skip
    command.add_argument(
        "-o", "--output", required=True, metavar="输出文件",
        help="扩展名同原文件；写成 .pdf 则一律写带批注的 PDF",
    )  # fmt: skip
    command.add_argument(
        "--against",
        metavar="改正前的文件",
        help="同改正前的文件对照，批注写明仍在、新增，已改的列在清单里",
    )
    _scheme(command)
    _findings(command)


def _compare(commands: _Commands[Parser]) -> None:
    command = _command(
        commands, "compare", "比较改正前后的文件：哪些问题已改、仍在、新增，还改了什么", "改正前 改正后",
        "jiping compare 改正前.docx 改正后.docx\n"
        "jiping compare 改正前.xlsx 改正后.xlsx --format json\n"
        "jiping compare 改正前.docx 改正后.pdf -o 对照.html",
    )  # fmt: skip
    command.add_argument("old", metavar="改正前", help="改正前的文件")
    command.add_argument("new", metavar="改正后", help="改正后的文件，格式可以不同")
    command.add_argument(
        "--format", choices=("terminal", "md", "json", "html"), metavar="格式",
        help="terminal 屏幕、md 文档、json 数据、html 网页；不写时看 -o 的扩展名，否则 terminal",
    )  # fmt: skip
    _output(command)
    _scheme(command)
    _only(command)


def _findings(command: Parser) -> None:
    command.add_argument(
        "--severity", choices=("error", "warning", "info"), default="info", metavar="级别",
        help="只列这一级和更重的问题：error 错误、warning 需说明、info 提示（默认，全部）",
    )  # fmt: skip
    _only(command)


def _only(command: Parser) -> None:
    command.add_argument(
        "--only", action="append", metavar="编号[,…]", help="只查这些规则，例如 C-FUND-03,C-SCR-05"
    )


def _template(commands: _Commands[Parser]) -> None:
    command = _command(
        commands, "template", "生成填报工作簿：官方表样、下拉选项、自动计分、待办清单", "--family 编号 -o 输出文件",
        "jiping template --family nm-2023 --from 绩效目标申报表.docx -o 填报.xlsx\n"
        "jiping template --family mof-2020 --year 2024 -o 空表.xlsx\n"
        "jiping template --family nm-2023 --list 项目清单.xlsx -o 下发/",
    )  # fmt: skip
    command.add_argument(
        "--family", required=True, metavar="编号", help="表式，例如 nm-2023、mof-2020"
    )
    command.add_argument(
        "--from", dest="source", metavar="文件",
        help="批复的绩效目标（申报表，或没有填完成值的自评表、JSON），内容锁定；或上年的自评表，只带入不锁定；不写时是空表",
    )  # fmt: skip
    command.add_argument(
        "--list", metavar="清单",
        help="项目清单，每行一个工作簿；栏目：项目名称、项目编码、主管部门、实施单位、预算（万元）、目标文件",
    )  # fmt: skip
    command.add_argument("--year", type=int, metavar="年度", help="评价年度；不写时取自来源文件")
    _scheme(command)
    command.add_argument(
        "-o", "--output", required=True, metavar="输出", help="写入这个文件；用 --list 时是文件夹"
    )


def _collect(commands: _Commands[Parser]) -> None:
    command = _command(
        commands, "collect", "收回一个文件夹里填好的工作簿，汇总成一张表：状态、得分、问题、锁定内容的改动、未交的项目",
        "文件夹 -o 输出文件", "jiping collect 收回/ -o 汇总.xlsx",
    )  # fmt: skip
    command.add_argument("folder", metavar="文件夹", help="收回的工作簿，连同其下各级文件夹")
    command.add_argument(
        "-o", "--output", required=True, metavar="输出文件", help="写入这个 xlsx 文件"
    )


def _catalogue(
    commands: _Commands[Parser], name: str, dest: str, about: str, what: str, examples: str
) -> None:
    command = _command(commands, name, about, "[编号]", examples)
    command.add_argument(dest.lower(), nargs="?", metavar="编号", help=what)
    _drawn(command)


def _common(command: Parser, *, places: bool) -> None:
    from jiping.report import names

    command.add_argument("files", nargs="+", metavar="文件", help=_FILES)
    command.add_argument("--format", choices=names(), metavar="格式", help=_FORMAT)
    _output(command)
    if places:
        command.add_argument(
            "--places", action="store_true", help="json 中写明每个值在文件中的位置"
        )
    command.add_argument(
        "--resume", metavar="文件夹",
        help="把进度记在这个文件夹里；中断后用同样的命令再运行，已完成的不再重读",
    )  # fmt: skip
    _layouts(command)
    command.add_argument(
        "--jobs", type=_jobs, metavar="N",
        help="同时用几个处理器核心；不写时文件少用一个，多了全用，1 表示只用一个",
    )  # fmt: skip


def _jobs(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 61:  # more the systems of some clerks can't wait for
        raise argparse.ArgumentTypeError("要写 1 到 61 的整数")
    return number


def _drawn(command: Parser) -> None:
    command.add_argument(
        "--format", choices=("terminal", "md", "json"), metavar="格式",
        help="terminal 屏幕、md 文档、json 数据；不写时看 -o 的扩展名，否则 terminal",
    )  # fmt: skip
    _output(command)


def _output(command: Parser) -> None:
    command.add_argument("-o", "--output", metavar="输出文件", help="写入这个文件，不写到屏幕")


def _scheme(command: Parser) -> None:
    command.add_argument(
        "--scheme", metavar="编号|方案.toml",
        help="按这种办法计分（编号见 jiping schemes），或按自己的方案文件；不写时由程序选取并说明",
    )  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Nothing but the document goes to standard output."""
    try:
        arguments = build_parser().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG_USE
    try:
        from jiping.cli.commands import COMMANDS

        return COMMANDS[arguments.command](arguments)
    except WrongOutput as error:
        said = str(error)
        # What ends with a mark under a place of a query needs no full stop.
        say(f"jiping：{said}" if said.endswith("^") else f"jiping：{said}。")
        return WRONG_USE
    except KeyboardInterrupt:
        say("\n已中途停止，没有结果可写。")
        return INTERRUPTED


def run() -> None:
    """The console program."""
    prepare_streams()
    gc.set_threshold(ALLOCATIONS, 50, 50)
    code = main()
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process with all said and all closed, but without taking its memory to pieces.

    That costs a short run a twentieth of its time, and the system does it anyway.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # the reader of our output has gone: the usual way out knows what to do
        sys.exit(code)
    atexit._run_exitfuncs()
    os._exit(code)
