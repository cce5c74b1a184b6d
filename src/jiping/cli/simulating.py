"""`jiping simulate`: what another way of scoring would change, as a report and as data."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping import __version__
from jiping.cli.asked import INTERRUPTED, scheme_of
from jiping.cli.output import WrongOutput, check_output, say, write_file
from jiping.cli.working import progress

if TYPE_CHECKING:
    from jiping.cli.arguments import Parser

OWN = "现行"
"""The word for each form's own scheme."""


def declare(command: Callable[..., Parser], commands: Any) -> None:
    """The command and its arguments; ``command`` makes one as `jiping.cli.main` does."""
    made = command(
        commands, "simulate", "试算：数据集里的表换一种计分办法，得分、等级、名次和资金怎样变化",
        "数据集 --scheme 试算 --against 对照 -o 报告.html",
        "jiping simulate 全市2023/ --scheme nm-2023 --against cn-2020 -o 试算.html\n"
        "jiping simulate 全市2023/ --scheme 征求意见稿.toml --against 现行 -o 试算.docx --data 试算.csv\n"
        "jiping simulate 全市2023/ --scheme cn-2020 --against cn-2020 --cap 60:89 -o 封顶.html",
    )  # fmt: skip
    made.add_argument("dataset", metavar="数据集", help="数据集的文件夹，见 jiping dataset add")
    words = f"编号见 jiping schemes；或方案文件，不必已经施行；或“{OWN}”，即每张表各自适用的办法"
    made.add_argument("--scheme", required=True, metavar="试算", help=f"试算的办法：{words}")
    made.add_argument("--against", required=True, metavar="对照", help="对照的办法，写法相同")
    made.add_argument(
        "--weights", action="store_true",
        help="把各一级指标的得分折算成试算办法规定的分值（试 50/30/10 以外的分值）",
    )  # fmt: skip
    made.add_argument(
        "--cap", action="append", type=_cap, default=[], metavar="执行率:分",
        help="试算一方执行率低于多少的，总分最高多少，例如 60:89；可写多次",
    )  # fmt: skip
    made.add_argument("--year", type=int, metavar="年度", help="只看这一年度的表")
    made.add_argument(
        "-o", "--output", required=True, metavar="输出文件", help="报告：html、docx、pdf、xlsx、md 等，看扩展名"
    )  # fmt: skip
    made.add_argument(
        "--data", metavar="数据文件", help="一张表一行，写入这个 .parquet 或 .csv 文件"
    )
    made.add_argument("--jobs", type=int, metavar="N", help="同时用几个处理器核心；不写时由程序定")
    made.add_argument("--memory", metavar="大小", help="最多用多少内存，例如 2GB；不写时由程序定")


def on_simulate(arguments: argparse.Namespace) -> int:
    """Score in both ways, write the report and the data."""
    from jiping.dataset.errors import DatasetError
    from jiping.dataset.simulating import Trial, simulate
    from jiping.forms.formats import CannotWrite, form_format
    from jiping.report.papers.simulation import left_out, simulation

    form = _format(arguments.output)
    for target in filter(None, (arguments.output, arguments.data)):
        check_output(target, ())
    trial = Trial(
        tried=None if arguments.scheme == OWN else scheme_of(arguments.scheme),
        against=None if arguments.against == OWN else scheme_of(arguments.against),
        weights=arguments.weights,
        caps=tuple(arguments.cap),
        year=arguments.year,
    )
    try:
        with progress(0) as shown:
            found = simulate(
                arguments.dataset, trial, data=arguments.data, threads=arguments.jobs,
                memory=arguments.memory, progress=shown,
            )  # fmt: skip
        made = form_format(form).write(simulation(found, version=__version__))
    except (DatasetError, CannotWrite) as error:
        raise WrongOutput(str(error).rstrip("。")) from error
    except KeyboardInterrupt:
        say("已中途停止，没有写出报告；数据集没有变。")
        return INTERRUPTED
    write_file(arguments.output, made)
    say(
        f"比较了 {found.compared} 张表：{found.lower} 张得分降低，{found.higher} 张提高；"
        f"平均分 {found.against.mean or '无'} → {found.tried.mean or '无'}。{left_out(found)}"
    )
    say("已写入 " + "、".join(filter(None, (arguments.output, arguments.data))))
    return 0


def _format(output: str) -> str:
    from jiping.forms.formats import names

    known = [name for name in names() if name != "json"]
    found = Path(output).suffix.lower().removeprefix(".")
    if found not in known:
        raise WrongOutput(f"-o 的扩展名要写明报告的格式，可以是 {'、'.join(known)}")
    return found


def _cap(text: str) -> tuple[int, int]:
    """“60:89” as scaled integers."""
    from jiping.model.decimals import to_scaled

    rate, _, points = text.replace("：", ":").partition(":")
    found = to_scaled(rate.strip("% ")), to_scaled(points)
    if found[0] is None or found[1] is None:
        raise argparse.ArgumentTypeError("要写成 执行率:分，例如 60:89")
    return found[0], found[1]
