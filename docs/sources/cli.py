"""docs/cli.md from the argument parser."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from jiping.cli.main import build_parser

EXIT_CODES = """
## 退出码

| 码 | 含义 |
| --- | --- |
| 0 | 没有“错误”级别的问题 |
| 1 | 有“错误”级别的问题 |
| 2 | 用法不对（参数、选项写错） |
| 3 | 至少一个文件读不了；其余文件照常处理 |
"""


def pages() -> dict[str, str]:
    """The page of the command line."""
    parser = build_parser()
    lines = ["# 命令行", "", parser.description or "", "", *_options(parser)]
    for name, command in _commands(parser):
        lines += ["", f"## jiping {name}", "", (command.description or "").strip()]
        lines += ["", "```", _usage(name, command), "```", "", *_options(command)]
        if command.epilog:
            lines += ["", "```", command.epilog.strip(), "```"]
    return {"cli.md": "\n".join(lines) + "\n" + EXIT_CODES}


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield name, command
                yield from ((f"{name} {inner}", c) for inner, c in _commands(command))


def _usage(name: str, command: argparse.ArgumentParser) -> str:
    """The positional arguments only: the page must not depend on argparse's line breaking."""
    parts = [f"jiping {name}", "[选项]"]
    for action in command._actions:
        if not action.option_strings:
            if isinstance(action, argparse._SubParsersAction):
                parts.append("|".join(action.choices))
                continue
            word = _metavar(action)
            parts.append(f"[{word}]" if action.nargs in ("?", "*") else word)
            if action.nargs in ("*", "+"):
                parts.append("…")
    return " ".join(parts)


def _options(parser: argparse.ArgumentParser) -> list[str]:
    rows = [
        f"| {_name(action)} | {_explained(action)} |"
        for action in parser._actions
        if not isinstance(action, argparse._SubParsersAction) and action.help != argparse.SUPPRESS
    ]
    return ["| 参数 | 说明 |", "| --- | --- |", *rows] if rows else []


def _name(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{_metavar(action)}`"
    shown = ", ".join(action.option_strings)
    return f"`{shown}`" if action.nargs == 0 else f"`{shown} {_metavar(action)}`"


def _metavar(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    return action.dest.upper()


def _explained(action: argparse.Action) -> str:
    text = (action.help or "").replace("|", "\\|")
    text = text.replace("%(default)s", str(action.default)).replace("%%", "%")
    if action.choices is not None:
        text += "（" + "、".join(f"`{choice}`" for choice in action.choices) + "）"
    if isinstance(action, argparse._HelpAction):
        return "显示帮助"
    return text
