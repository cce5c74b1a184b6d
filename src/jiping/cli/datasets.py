"""`jiping dataset …`: the commands of datasets, their arguments and what is told about them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from jiping.cli.asked import INTERRUPTED, UNREADABLE, own_layouts, scheme_of, tell_passed
from jiping.cli.inputs import STDIN, STDIN_NAME, expand
from jiping.cli.output import WrongOutput, check_output, say
from jiping.cli.working import progress

if TYPE_CHECKING:
    from jiping.api.batch import Progress
    from jiping.cli.arguments import Parser
    from jiping.dataset.cluster import Cluster


def on_dataset(arguments: argparse.Namespace) -> int:
    """One of the commands below."""
    from jiping.cli.cohorts import on_cohort
    from jiping.dataset.errors import DatasetError

    doing: dict[str, Callable[[argparse.Namespace], int]] = {
        "add": _add,
        "audit": _audit,
        "cohort": on_cohort,
        "sql": _sql,
        "info": _info,
        "import": _import,
        "export": _export,
    }
    try:
        return doing[arguments.doing](arguments)
    except DatasetError as error:
        raise WrongOutput(str(error).rstrip("。")) from error


def _add(arguments: argparse.Namespace) -> int:
    import sys

    from jiping.api.batch.shelf import Taken
    from jiping.dataset.adding import add
    from jiping.dataset.errors import DatasetError

    layouts = own_layouts(arguments.layouts)
    inputs = expand(arguments.files)
    tell_passed("文件夹", inputs.passed)
    given = [
        replace(item, name=STDIN_NAME, data=sys.stdin.buffer.read()) if item.name == STDIN else item
        for item in inputs.files
    ]
    try:
        with progress(len(given)) as shown, cluster(arguments, shown) as where:
            done = add(
                arguments.dataset, given, processes=arguments.jobs, layouts=layouts,
                progress=shown, cluster=where,
            )  # fmt: skip
    except Taken as error:
        raise DatasetError(str(error)) from error
    tell_passed("压缩包", sorted(done.passed.items()))
    for file, reason in (*done.failed, *done.silent):
        say(f"{file}：{reason}")
    if done.interrupted:
        say("已中途停止：数据集没有变。已读的文件记下了，用同样的命令再运行就接着做。")
        return INTERRUPTED
    if done.resumed > 0:
        say(f"接着上次的进度：{done.resumed} 份内容已有结果，没有重读。")
    say(_added(done.forms, done.files, done.known, done.same))
    if done.others:
        say(f"另有申报表、监控表 {done.others} 张，数据集只收自评表，没有加入。")
    return UNREADABLE if done.failed else 0


def _added(forms: int, files: int, known: int, same: int) -> str:
    said = f"加入 {forms} 张表（{files} 个文件）"
    if known:
        said += f"；{known} 个文件的内容数据集里已有，没有重复加入"
    if same:
        said += f"；{same} 个文件与同批的另一个内容相同，只加入一次"
    return said + "。"


def _audit(arguments: argparse.Namespace) -> int:
    from jiping.cli.indicating import library_of
    from jiping.dataset.auditing import audit

    library = library_of(arguments.library)
    if arguments.output:
        check_output(arguments.output, ())
    with progress(0) as shown, cluster(arguments, shown) as where:
        done = audit(
            arguments.dataset, arguments.output, scheme=scheme_of(arguments.scheme),
            again=arguments.again, changed=arguments.changed, threads=arguments.jobs,
            memory=arguments.memory, progress=shown, cluster=where, library=library,
        )  # fmt: skip
    for rule, error in done.crashes:
        say(f"规则 {rule} 没有执行成功，其余规则不受影响：{error}")
    if done.interrupted:
        say("已中途停止：已审核的结果记下了，用同样的命令再运行就接着做。")
        return INTERRUPTED
    from jiping.report import SEVERITY

    said = "、".join(f"{word} {done.findings.get(name, 0)} 处" for name, word in SEVERITY.items())
    say(f"数据集有 {done.forms} 张表，这次审核 {done.fresh} 张，其余结果照旧。")
    say(f"{'新审核的表中的' if arguments.changed else '全部'}问题 {done.written} 处：{said}。")
    if arguments.output:
        say(f"已写入 {arguments.output}")
    return 0


def _sql(arguments: argparse.Namespace) -> int:
    from jiping.cli.answers import write_answer
    from jiping.dataset.folder import Dataset
    from jiping.dataset.querying import ask

    if arguments.output:
        check_output(arguments.output, ())
    write_answer(ask(Dataset(arguments.dataset), arguments.query), arguments)
    return 0


def _info(arguments: argparse.Namespace) -> int:
    from jiping.cli.answers import write_text
    from jiping.dataset.overview import overview

    write_text(overview(arguments.dataset))
    return 0


_SMALL = (
    "计量单位是 %，值却是 1 以下的小数，已照原样导入；如果表里 0.95 就是 95%，请在映射文件里写明，"
    '例如 fraction = ["年度指标值", "实际完成值"]，再导入到新的数据集'
)


def _import(arguments: argparse.Namespace) -> int:
    from jiping.cli.installations import from_web
    from jiping.dataset.importing import import_table, import_tables

    _one_of("来源", arguments.source, "--from", arguments.origin, arguments, "mapping")
    if arguments.origin:
        return from_web(arguments)
    if arguments.mapping:
        done = import_table(arguments.dataset, arguments.source, arguments.mapping)
        count = done.forms
        for numbers, why in (
            (done.left_out.keyless, "没有写 key 的栏目（合计、说明等），不是哪张表的，没有导入"),
            (done.left_out.bare, "没有三级指标，别的行也没有同样的 key（合计、说明等），没有导入"),
            (
                done.left_out.nameless,
                "有指标值、完成值、分值或得分，但没有写三级指标名称，没有导入",
            ),
            (done.left_out.small, _SMALL),
        ):
            if numbers:
                rows = "、".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")
                say(f"第 {rows} 行{why}（共 {len(numbers)} 行）。")
    else:
        count = import_tables(arguments.dataset, arguments.source)
    say(f"加入 {count} 张表。" if count else "没有加入新的表：来源里没有，或数据集里都已有。")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from jiping.cli.installations import to_web
    from jiping.dataset.exporting import export

    _one_of("目标", arguments.target, "--to", arguments.goal, arguments, "format")
    if arguments.goal:
        return to_web(arguments)
    said = export(arguments.dataset, arguments.target, arguments.format)
    say(f"已写出 {said}：{arguments.target.rpartition('@')[2]}")
    return 0


_OF_WEB = ("data", "server", "person", "organisation", "year")


def _one_of(
    what: str, place: str | None, flag: str, web: str | None, given: argparse.Namespace, other: str
) -> None:
    """A place of this machine or a web system, and what belongs to it. Raises WrongOutput."""
    if (place is None) == (web is None):
        raise WrongOutput(f"请写{what}（文件、文件夹或 postgresql://…），或写 {flag} web，二者取一")
    if web is None:
        wrong = [name for name in _OF_WEB if getattr(given, name, None) is not None]
        names = "、".join("--as" if name == "person" else f"--{name}" for name in wrong)
        if wrong:
            raise WrongOutput(f"{names} 只用于网页系统，请同时写 {flag} web")
    elif getattr(given, other) is not None:
        raise WrongOutput(f"--{other} 不用于网页系统")


def _waiting(shown: Progress, what: str) -> None:
    shown.step(what, 0, 0)


@contextmanager
def cluster(arguments: argparse.Namespace, shown: Progress | None) -> Iterator[Cluster | None]:
    """The cluster that was asked for. Raises DatasetError where it can't be reached."""
    root = getattr(arguments, "root", None)
    if arguments.engine != "spark":
        if arguments.master or root:
            raise WrongOutput("--master 和 --root 只用于集群，请同时写 --engine spark")
        yield None
        return
    from jiping.dataset.cluster import Cluster
    from jiping.dataset.folder import Dataset

    # Before a cluster is started for nothing.
    Dataset(arguments.dataset, new=arguments.doing == "add")
    waiting = None if shown is None else partial(_waiting, shown)
    with Cluster(arguments.master, root, waiting=waiting) as made:
        yield made


def declare(command: Callable[..., Parser], commands: Any) -> None:
    """The commands and their arguments; ``command`` makes one as `jiping.cli.main` does."""
    from jiping.cli.installations import arguments_of as web

    top = command(
        commands, "dataset", "把许多自评表收进一个数据集：加入、成批审核、查询、导入导出", "add|audit|sql|…",
        "jiping dataset add 全市2023/ 2023年自评/\njiping dataset audit 全市2023/ -o 问题.parquet\n"
        'jiping dataset sql 全市2023/ "select region, count(*) from form group by all"',
    )  # fmt: skip
    doing = top.below()
    made = _one(
        command, doing, "add", "读取文件，把其中的自评表加入数据集；内容相同的只加一次", "数据集 文件 …",
        "jiping dataset add 全市2023/ 2023年自评/\njiping dataset add 全市2023/ *.docx 汇总.zip",
    )  # fmt: skip
    made.add_argument("files", nargs="+", metavar="文件", help="文件、文件夹、zip 压缩包、通配符；- 表示标准输入")  # fmt: skip
    made.add_argument("--layouts", metavar="文件夹", help="自己教的表式放在哪里")
    _engine(made)
    _jobs(made)
    made = _one(
        command, doing, "audit", "审核数据集里的全部表；已有结果的不重做", "数据集 -o 输出文件",
        "jiping dataset audit 全市2023/ -o 问题.parquet\njiping dataset audit 全市2023/ --changed -o 新问题.csv\n"
        "jiping dataset audit 全国/ --engine spark --master yarn -o 问题.parquet",
    )  # fmt: skip
    made.add_argument("-o", "--output", metavar="输出文件", help="一处问题一行，写入这个 .parquet 或 .csv 文件")  # fmt: skip
    _engine(made)
    made.add_argument(
        "--root", metavar="地址",
        help="集群里的机器怎样称呼数据集文件夹，例如 hdfs://…、s3a://…；不写时与本机路径相同",
    )  # fmt: skip
    made.add_argument(
        "--scheme", metavar="编号|方案.toml", help="全部表按这种办法计分；不写时逐张选取"
    )
    made.add_argument(
        "--library", metavar="指标库",
        help="指标库文件（jiping indicators build 生成）：把指标值同同类指标比较（C-IND-30）；不写时不比较",
    )  # fmt: skip
    made.add_argument("--again", action="store_true", help="不用已有的结果，全部重新审核")
    made.add_argument(
        "--changed", action="store_true",
        help="只写出这次才审核的表的问题，内容与早先的表相同的不算；规则变了，全部算这次才审核",
    )  # fmt: skip
    made.add_argument("--memory", metavar="大小", help="最多用多少内存，例如 2GB；不写时由程序定")
    _jobs(made)
    from jiping.cli.cohorts import arguments_of

    arguments_of(
        _one(
            command, doing, "cohort", "把全部表放在一起比较：照抄、重复、同一笔钱、目标过低、单位成本异常等",
            "数据集 -o 报告.html",
            "jiping dataset cohort 全市2023/ -o 比较.html\n"
            "jiping dataset cohort 全市2023/ --year 2023 --budget-list 预算项目.xlsx -o 比较.xlsx",
        )
    )  # fmt: skip
    made = _one(
        command, doing, "sql", "用 SQL 查询数据集；表和字段见 docs/dataset.md", '数据集 "SELECT …"',
        'jiping dataset sql 全市2023/ "select rule, count(*) n from finding group by rule order by n desc"\n'
        'jiping dataset sql 全市2023/ "from form" --format csv -o 自评表.csv',
    )  # fmt: skip
    made.add_argument("query", metavar="查询", help="一条 SELECT 语句")
    made.add_argument(
        "--format", choices=("table", "csv", "json"), metavar="格式",
        help="table 表格、csv、json；不写时看 -o 的扩展名，否则 table",
    )  # fmt: skip
    made.add_argument("-o", "--output", metavar="输出文件", help="写入这个文件，不写到屏幕")
    made = _one(
        command, doing, "import",
        "导入：一体化系统导出的 CSV/Excel（用映射文件），DuckDB、PostgreSQL、CSV 文件夹，或网页系统的全部自评表",
        "数据集 来源",
        "jiping dataset import 全市2023/ 一体化导出.xlsx --mapping 一体化.toml\n"
        "jiping dataset import 全市2023/ 省厅.duckdb\n"
        "jiping dataset import 全市2023/ postgresql://user@host/db\n"
        "jiping dataset import 全市2023/ --from web\n"
        "jiping dataset import 全市2023/ --from web --server 设置.toml --as zhangsan",
    )  # fmt: skip
    made.add_argument("source", nargs="?", metavar="来源", help="文件、文件夹，或 postgresql://…")
    made.add_argument(
        "--from", dest="origin", choices=("web",), metavar="web",
        help="从网页系统（jiping serve）取入；再次取入时只取改过的",
    )  # fmt: skip
    web(made)
    made.add_argument(
        "--mapping",
        metavar="映射.toml",
        help="哪一栏是什么，写法见 docs/dataset.md；CSV 和 Excel 必须写",
    )
    made = _one(
        command, doing, "export",
        "导出整个数据集：DuckDB、PostgreSQL、CSV（附 datapackage.json）、Excel、IATI，或写入网页系统成为草稿",
        "数据集 目标",
        "jiping dataset export 全市2023/ 全市.duckdb\njiping dataset export 全市2023/ 全市csv/\n"
        "jiping dataset export 全市2023/ 全市.xml --format iati\n"
        "jiping dataset export 全市2023/ --to web --year 2023 --as zhangsan",
    )  # fmt: skip
    made.add_argument("target", nargs="?", metavar="目标", help="文件、文件夹，或 postgresql://…")
    made.add_argument(
        "--to", dest="goal", choices=("web",), metavar="web",
        help="写入网页系统（jiping serve），成为草稿；内容已有的不重复",
    )  # fmt: skip
    web(made)
    made.add_argument(
        "--organisation",
        metavar="单位",
        help="表归这个单位（名称、别名或编码）；不写时按表中单位名称",
    )
    made.add_argument("--year", type=int, metavar="年度", help="只写入这一年度的表")
    made.add_argument(
        "--format", choices=("duckdb", "postgres", "csv", "xlsx", "iati"), metavar="格式",
        help="duckdb、postgres、csv、xlsx、iati；不写时看目标的扩展名",
    )  # fmt: skip
    _one(
        command, doing, "info", "数据集里有什么：年度、地区、表数、上次审核", "数据集",
        "jiping dataset info 全市2023/",
    )  # fmt: skip


def _one(
    command: Callable[..., Parser], doing: Any, name: str, about: str, given: str, examples: str
) -> Parser:
    made = command(doing, f"dataset {name}", about, given, examples)
    made.add_argument("dataset", metavar="数据集", help="数据集的文件夹")
    return made


def _engine(made: Parser) -> None:
    made.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", metavar="引擎",
        help="duckdb 本机（默认）；spark 集群，结果相同（见 docs/cluster.md）",
    )  # fmt: skip
    made.add_argument(
        "--master", metavar="地址",
        help="Spark 在哪里：spark://主机:7077、yarn、k8s://…、local[4]；不写时按 Spark 自己的设置",
    )  # fmt: skip


def _jobs(made: Parser) -> None:
    made.add_argument("--jobs", type=int, metavar="N", help="同时用几个处理器核心；不写时由程序定")
