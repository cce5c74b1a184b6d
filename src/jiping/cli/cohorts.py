"""`jiping dataset cohort`: what shows only when many forms are seen together."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from jiping.cli.asked import INTERRUPTED
from jiping.cli.output import check_output, say
from jiping.cli.working import progress

if TYPE_CHECKING:
    from jiping.cli.arguments import Parser


def arguments_of(made: Parser) -> None:
    """The arguments besides the dataset."""
    made.add_argument("--only", metavar="编号,…", default="", help="只用这些规则，编号见 docs/cohort/README.md，用逗号分开")  # fmt: skip
    made.add_argument(
        "--year", type=int, metavar="年度", help="只问这一年度的表；上年的表仍用来对照"
    )
    made.add_argument("--budget-list", metavar="清单", help="预算项目清单（xlsx、csv）：有“项目名称”一栏，可有项目代码、单位、年度、预算数")  # fmt: skip
    made.add_argument("--final-accounts", metavar="决算", help="决算情况表（xlsx、csv）：有“部门”一栏，和项目数、预算数、执行数中的几栏")  # fmt: skip
    made.add_argument(
        "-o", "--output", required=True, metavar="输出文件",
        help="报告：html 网页、xlsx、json，或数据 parquet、csv，看扩展名",
    )  # fmt: skip
    made.add_argument("--jobs", type=int, metavar="N", help="同时用几个处理器核心；不写时由程序定")
    made.add_argument("--memory", metavar="大小", help="最多用多少内存，例如 2GB；不写时由程序定")


def on_cohort(arguments: argparse.Namespace) -> int:
    """Ask the rules, write what they found and say how much there is to look at."""
    from jiping.dataset.cohort.outside import budget_list, final_accounts
    from jiping.dataset.cohort.running import compare
    from jiping.dataset.cohort.writing import check_suffix, write

    check_suffix(arguments.output)
    given = (arguments.budget_list, arguments.final_accounts)
    check_output(arguments.output, [name for name in given if name])
    try:
        with progress(0) as shown:
            done = compare(
                arguments.dataset, only=arguments.only.replace("，", ",").split(","), year=arguments.year,
                budget_list=budget_list(given[0]) if given[0] else None,
                final_accounts=final_accounts(given[1]) if given[1] else None,
                threads=arguments.jobs, memory=arguments.memory, progress=shown,
            )  # fmt: skip
            try:
                write(done, arguments.output)
            finally:
                done.ground.close()
    except KeyboardInterrupt:
        say("已中途停止，没有写出结果；数据集没有变。")
        return INTERRUPTED
    say(f"比较了 {done.forms} 张表，提出 {sum(done.counts.values())} 个值得问一问的问题：")
    for rule in done.rules:
        if rule.code in done.counts:
            say(f"  {rule.code} {rule.title}：{done.counts[rule.code]} 个，涉及 {done.looks[rule.code]} 张表")  # fmt: skip
    for code, reason in done.skipped.items():
        say(f"  {code} 没有比较：{reason}")
    say(f"已写入 {arguments.output}")
    return 0
