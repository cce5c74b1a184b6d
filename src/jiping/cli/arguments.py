"""argparse in Chinese: headings, usage and every word of its errors."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

WRONG_USE = 2
_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "要给出的",
    "options": "选项",
    "optional arguments": "选项",
    "subcommands": "命令",
    "show this help message and exit": "显示帮助",
    "show program's version number and exit": "显示版本号",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少 %s",
    "one of the arguments %s is required": "须写 %s 之一",
    "unrecognized arguments: %s": "不认识 %s",
    "unexpected option string: %s": "不认识选项 %s",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "ignored explicit argument %r": "不需要值 %r",
    "not allowed with argument %s": "不能与 %s 同用",
    "invalid %(type)s value: %(value)r": "值 %(value)r 不对",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可以是 %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)": (
        "没有 %(value)r，是不是 %(suggestion)r？可以是 %(choices)s"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "没有命令 %(parser_name)r，可以是 %(choices)s"
    ),
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s 可以指 %(matches)s，请写全"
    ),
    "can't open '%(filename)s': %(error)s": "打不开 %(filename)s：%(error)s",
}


@contextmanager
def chinese() -> Iterator[None]:
    """While this lasts, argparse speaks Chinese.

    It asks gettext for its words through two names of its module; there is no other door, and a
    gettext catalogue would change the words of the whole process.
    """
    module: Any = argparse
    kept = module._, module.ngettext
    module._ = lambda text: _WORDS.get(text, text)
    module.ngettext = lambda one, many, n: _WORDS.get(one if n == 1 else many, many)
    try:
        yield
    finally:
        module._, module.ngettext = kept


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the screen, its columns right although a 汉字 takes two."""

    def __init__(self, prog: str, **options: Any) -> None:
        options.setdefault("max_help_position", 30)
        super().__init__(prog, **options)

    def _format_action(self, action: argparse.Action) -> str:
        from jiping.report._blocks import Span
        from jiping.report._wrap import width_of, wrap

        name = "  " * (self._current_indent // 2) + self._format_action_invocation(action)
        parts = []
        if action.help:
            column = self._max_help_position
            lines = wrap((Span(self._expand_help(action)),), max(self._width - column, 20))
            texts = ["".join(span.text for span in line) for line in lines]
            if width_of(name) + 2 > column:
                parts.append(name)
            else:
                texts[0] = name + " " * (column - width_of(name)) + texts[0]
                parts.append(texts.pop(0))
            parts += [" " * column + text for text in texts]
        elif not isinstance(action, argparse._SubParsersAction):
            parts.append(name)
        for child in self._iter_indented_subactions(action):
            parts.append(self._format_action(child).rstrip("\n"))
        return "\n".join(parts) + "\n" if parts else ""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [text] if not width else super()._split_lines(text, width)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are Chinese; an error shows how to get help, not all usage."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", Formatter)
        options.setdefault("allow_abbrev", False)
        with chinese():
            super().__init__(**options)
        self._optionals.title = "选项"
        self._positionals.title = "要给出的"

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does it, in Chinese."""
        with chinese():
            return super().parse_known_args(args, namespace)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does it, in Chinese."""
        with chinese():
            return super().parse_args(args, namespace)

    def below(self, dest: str = "doing") -> argparse._SubParsersAction[Parser]:
        """Where the commands of this one are declared; which was given stands under ``dest``."""
        return self.add_subparsers(
            title="命令", dest=dest, metavar="命令", required=True, parser_class=Parser
        )

    def format_help(self) -> str:
        """The help, in Chinese."""
        with chinese():
            return super().format_help()

    def format_usage(self) -> str:
        """The usage line, in Chinese."""
        with chinese():
            return super().format_usage()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the help is; exit code 2."""
        sys.stderr.write(f"jiping：{message}。\n用法见 {self.prog} --help\n")
        raise SystemExit(WRONG_USE)
