"""`jiping serve`: the web system on this machine, for one person, or for a bureau."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping.cli.output import WrongOutput, say

if TYPE_CHECKING:
    from jiping.cli.arguments import Parser

_NEEDED = ("django", "ninja", "argon2", "waitress", "whitenoise", "pyotp", "segno")
_MISSING = (
    "网页系统需要附加组件 web（缺 {names}）。请安装：pip install 'jiping[web]'，"
    "离线的机器上：pip install --no-index --find-links 安装包文件夹 'jiping[web]'"
)


def declare(command: Callable[..., Parser], commands: Any) -> None:
    """The command and its arguments; ``command`` makes one as `jiping.cli.main` does."""
    made = command(
        commands, "serve", "启动网页系统：导入、填报、审核、流转；数据只在本机", "",
        "jiping serve\njiping serve --desktop\n"
        "jiping serve --data D:\\绩评数据 --port 8080 --no-browser\njiping serve --server 设置.toml",
    )  # fmt: skip
    made.add_argument("--data", metavar="文件夹", help="数据放在哪里；不写时用个人数据文件夹")
    made.add_argument(
        "--host", default="127.0.0.1", metavar="地址", help="默认 %(default)s，只有本机能打开"
    )
    made.add_argument(
        "--port", type=int, metavar="N", help="端口；不写时用 8642，已被占用就另选一个"
    )
    made.add_argument("--no-browser", action="store_true", help="不打开浏览器")
    made.add_argument("--desktop", action="store_true", help="一个人用，不需要登录")
    made.add_argument(
        "--server", metavar="设置.toml", help="单位服务器：PostgreSQL、反向代理、等保三级的登录要求"
    )
    made.add_argument(
        "--check-log", action="store_true", help="不启动，只核对日志的校验链：0 完好，1 被改动过"
    )
    made.add_argument(
        "--export-log", metavar="输出文件", help="不启动，把日志逐行写成 JSON，附校验值"
    )


def on_serve(arguments: argparse.Namespace) -> int:
    """`serve`."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise WrongOutput(_MISSING.format(names="、".join(missing)))
    if arguments.desktop and arguments.server:
        raise WrongOutput("--desktop 和 --server 只能选一个")
    from jiping.web import serving

    wanted = serving.Wanted(
        data=Path(arguments.data).resolve() if arguments.data else None,
        host=arguments.host,
        port=arguments.port,
        browser=not arguments.no_browser,
        desktop=arguments.desktop,
        server=Path(arguments.server).resolve() if arguments.server else None,
    )
    try:
        if arguments.check_log:
            return serving.check_log(wanted, say)
        if arguments.export_log:
            return serving.export_log(wanted, arguments.export_log, say)
        return serving.serve(wanted, say)
    except serving.CannotServe as error:
        raise WrongOutput(str(error).rstrip("。")) from error
