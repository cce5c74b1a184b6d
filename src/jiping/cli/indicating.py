"""`jiping indicators …`: the library of indicators: made, searched, asked for advice, curated."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jiping.cli.asked import INTERRUPTED
from jiping.cli.drawing import draw
from jiping.cli.output import WrongOutput, check_output, say
from jiping.cli.working import progress

if TYPE_CHECKING:
    from jiping.cli.arguments import Parser
    from jiping.indicators.library import Library


def declare(command: Callable[..., Parser], commands: Any) -> None:
    """The commands and their arguments; ``command`` makes one as `jiping.cli.main` does."""
    top = command(
        commands, "indicators", "指标库：从数据集汇集指标，查找、建议、整理", "build|search|suggest|…",
        "jiping indicators build 全市2023/\njiping indicators search 满意度\n"
        'jiping indicators suggest "基层经办人员业务培训经费"',
    )  # fmt: skip
    doing = top.below()
    made = command(
        doing, "indicators build", "由数据集生成指标库；已有的整理（标记、改名、合并、分开、删除）保留", "数据集",
        "jiping indicators build 全市2023/\njiping indicators build 全市2023/ -o 全市指标库.sqlite",
    )  # fmt: skip
    made.add_argument("dataset", metavar="数据集", help="数据集的文件夹，见 jiping dataset add")
    made.add_argument(
        "-o", "--output", metavar="指标库",
        help="写入这个文件；不写时看环境变量 JIPING_LIBRARY，再没有就放在个人数据文件夹（网页系统也用它）",
    )  # fmt: skip
    made.add_argument("--no-audit", action="store_true", help="不先审核数据集；没有审核过的表，指标不记写法问题")  # fmt: skip
    made.add_argument("--jobs", type=int, metavar="N", help="同时用几个处理器核心；不写时由程序定")
    made.add_argument("--memory", metavar="大小", help="最多用多少内存，例如 2GB；不写时由程序定")
    made = command(
        doing, "indicators search", "按名称查找指标，不论叫法；最相近、最常用的在前", "文字",
        "jiping indicators search 参训人员满意度\njiping indicators search 合格率 --level 质量指标 --unit %",
    )  # fmt: skip
    made.add_argument("words", metavar="文字", help="指标名称或其中几个字，至少两个字")
    made.add_argument("--level", metavar="级次", help="只找这一级的，例如 数量指标、效益指标")
    made.add_argument("--unit", metavar="单位", help="只找这类计量单位的，例如 %%、万元、人次")
    made.add_argument("--most", type=int, default=20, metavar="N", help="最多列几个（默认 %(default)s）")  # fmt: skip
    _asked(made)
    made = command(
        doing, "indicators suggest", "按项目名称或目标建议指标，说明理由：哪些相似项目在用、多常用、常见指标值",
        '"项目名称或目标"', 'jiping indicators suggest "口岸经费"\n'
        'jiping indicators suggest "全年举办业务培训10场，培训500人次" --format json',
    )  # fmt: skip
    made.add_argument("words", metavar="文字", help="项目名称，或绩效目标的一段话")
    made.add_argument("--most", type=int, default=15, metavar="N", help="最多列几个（默认 %(default)s）")  # fmt: skip
    _asked(made)
    made = command(
        doing, "indicators show", "一个指标的全部情况：各种叫法、使用部门、指标值和完成值、好的和有问题的例子", "序号",
        "jiping indicators show 12",
    )  # fmt: skip
    made.add_argument("number", type=int, metavar="序号", help="search 和 suggest 列出的序号")
    _asked(made)
    made = command(
        doing, "indicators merge", "几个指标其实是同一个：并入另一个，以后生成指标库时合在一起计算", "序号 … --into 序号",
        "jiping indicators merge 15 27 --into 12",
    )  # fmt: skip
    made.add_argument(
        "numbers", nargs="+", type=int, metavar="序号", help="search 和 suggest 列出的序号"
    )
    made.add_argument("--into", type=int, required=True, metavar="序号", help="并入哪一个")
    _library(made)
    made = command(
        doing, "indicators split", "一种叫法其实是另一个指标：分出来，以后生成指标库时一直分开", "序号 叫法 …",
        "jiping indicators show 12\njiping indicators split 12 道路照明设施完好率",
    )  # fmt: skip
    made.add_argument("number", type=int, metavar="序号", help="search 和 suggest 列出的序号")
    made.add_argument(
        "names",
        nargs="+",
        metavar="叫法",
        help="要分出来的叫法，见 jiping indicators show；几种叫法合为一个新指标",
    )
    _library(made)
    made = command(
        doing, "indicators undo", "撤销一种叫法的合并或分开", "叫法", "jiping indicators undo 道路照明设施完好率",
    )  # fmt: skip
    made.add_argument("name", metavar="叫法", help="合并过或分开过的指标名称")
    _library(made)
    made = command(
        doing, "indicators export", "把指标库导出为 Excel，在黄色的栏里填写标记、改名、合并、分开、删除", "-o 输出.xlsx",
        "jiping indicators export -o 指标库.xlsx",
    )  # fmt: skip
    made.add_argument("-o", "--output", required=True, metavar="输出.xlsx", help="写入这个文件")
    made.add_argument("--most", type=int, default=20_000, metavar="N", help="最常用的几个（默认 %(default)s）；整理过的都在内")  # fmt: skip
    _library(made)
    made = command(
        doing, "indicators import", "收回填好的 Excel", "文件.xlsx",
        "jiping indicators import 指标库.xlsx",
    )  # fmt: skip
    made.add_argument("file", metavar="文件.xlsx", help="jiping indicators export 导出并填写的文件")
    _library(made)


def _library(made: Parser) -> None:
    made.add_argument(
        "--library", metavar="指标库",
        help="指标库文件；不写时看环境变量 JIPING_LIBRARY，再没有就用个人数据文件夹里的",
    )  # fmt: skip


def _asked(made: Parser) -> None:
    _library(made)
    made.add_argument(
        "--format", choices=("terminal", "md", "json"), metavar="格式",
        help="terminal 屏幕、md 文档、json 数据；不写时看 -o 的扩展名，否则 terminal",
    )  # fmt: skip
    made.add_argument("-o", "--output", metavar="输出文件", help="写入这个文件，不写到屏幕")


def library_of(given: str | None) -> str | None:
    """The file of a library that was asked for, looked at. Raises WrongOutput."""
    if given is None:
        return None
    from jiping.indicators.library import Library
    from jiping.indicators.shelf import LibraryError

    try:
        with Library(given) as library:
            return str(library.path.resolve())
    except LibraryError as error:
        raise WrongOutput(str(error)) from error


def on_indicators(arguments: argparse.Namespace) -> int:
    """One of the commands above."""
    from jiping.dataset.errors import DatasetError
    from jiping.indicators.shelf import LibraryError

    doing: dict[str, Callable[[argparse.Namespace], int]] = {
        "build": _build,
        "search": _ask,
        "suggest": _ask,
        "show": _ask,
        "merge": _merge,
        "split": _split,
        "undo": _undo,
        "export": _export,
        "import": _import,
    }
    try:
        return doing[arguments.doing](arguments)
    except (DatasetError, LibraryError) as error:
        raise WrongOutput(str(error).rstrip("。")) from error


def _build(arguments: argparse.Namespace) -> int:
    from jiping.dataset.growing import build
    from jiping.indicators.shelf import location

    try:
        with progress(0) as shown:
            done = build(
                arguments.dataset, arguments.output, audited=not arguments.no_audit,
                threads=arguments.jobs, memory=arguments.memory, progress=shown,
            )  # fmt: skip
    except KeyboardInterrupt:
        say("已中途停止：原有的指标库没有变。")
        return INTERRUPTED
    say(
        f"{done.forms} 张表的 {done.indicators} 个指标、{done.names} 种写法，合为 {done.concepts} 个指标。"
    )
    if done.curated:
        say(f"保留了 {done.curated} 处整理。")
    if done.lost:
        names = "、".join(f"“{name}”" for name in done.lost[:5])
        say(f"其中 {len(done.lost)} 处的指标这个数据集里没有（{names}），整理仍留着。")
    say(f"已写入 {location(arguments.output)}")
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    from jiping.indicators.library import Library
    from jiping.indicators.suggesting import suggest
    from jiping.report import _library_view as view

    with Library(arguments.library) as library:
        if arguments.doing == "search":
            found = library.search(
                arguments.words, level=arguments.level, unit=arguments.unit, most=arguments.most
            )
            draw(
                arguments, view.search_view(library, arguments.words, found),
                lambda: {"indicators": [view.concept_json(each.concept) for each in found]},
            )  # fmt: skip
        elif arguments.doing == "suggest":
            advice = suggest(library, arguments.words, most=arguments.most)
            draw(
                arguments, view.suggest_view(library, arguments.words, advice),
                lambda: {"indicators": [view.suggestion_json(each) for each in advice]},
            )  # fmt: skip
        else:
            _show(arguments, library)
    return 0


def _show(arguments: argparse.Namespace, library: Library) -> None:
    from jiping.report import _library_view as view

    concept = library.concept(arguments.number - 1)
    if concept is None:
        raise WrongOutput(
            f"指标库里没有序号 {arguments.number}（共 {library.meta['concepts']} 个），或已删除、合并"
        )
    draw(
        arguments, view.concept_view(library, concept), lambda: view.whole_json(library, concept)
    )  # fmt: skip


_NEXT = "次数和指标值下次 jiping indicators build 时"


def _merge(arguments: argparse.Namespace) -> int:
    from jiping.indicators.curating import merge

    numbers = [number - 1 for number in arguments.numbers]
    names = merge(arguments.library, numbers, arguments.into - 1)
    said = "、".join(f"“{name}”" for name in names)
    say(f"{said}已并入序号 {arguments.into}；{_NEXT}合在一起计算。")
    return 0


def _split(arguments: argparse.Namespace) -> int:
    from jiping.indicators.curating import split

    forms = split(arguments.library, arguments.number - 1, arguments.names)
    said = "、".join(f"“{form}”" for form in forms)
    say(f"{said}已从序号 {arguments.number} 分出；{_NEXT}分开计算，以后也一直分开。")
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    from jiping.indicators.curating import undo

    undo(arguments.library, arguments.name)
    say(f"“{arguments.name}”的合并、分开已撤销；{_NEXT}重新计算。")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from jiping.dataset.curating import export

    check_output(arguments.output, ())
    count = export(arguments.library, arguments.output, arguments.most)
    say(
        f"已写入 {arguments.output}：{count} 个指标。在黄色的栏里填写，再用 jiping indicators import 收回。"
    )
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from jiping.dataset.curating import take

    count = take(arguments.library, arguments.file)
    say(f"收回了 {count} 个指标的整理。合并的，下次 jiping indicators build 时合在一起计算。")
    return 0
