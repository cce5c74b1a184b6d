"""What arguments name, looked up: layouts of one's own, schemes, rules, severities."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.cli.output import WrongOutput, say

if TYPE_CHECKING:
    from jiping.score.scheme import Scheme

UNREADABLE, INTERRUPTED = 3, 130
"""Exit codes: a file could not be read; stopped in the middle."""


class WrongUse(WrongOutput):
    """What was asked for doesn't exist or doesn't fit; the message is Chinese."""


def own_layouts(folder: str | None) -> str | None:
    """The folder of the user's own layouts, in use from now on; None if there is none."""
    from jiping.read.errors import Unreadable
    from jiping.read.own_layouts import use_own

    if folder is not None and not Path(folder).is_dir():
        raise WrongUse(f"表式文件夹 {folder} 不存在")
    try:
        return use_own(folder)
    except Unreadable as error:
        raise WrongUse(f"自己的表式文件不对：{str(error).rstrip('。')}") from error


def tell_passed(where: str, passed: Iterable[tuple[str, int]]) -> None:
    """Say what kinds of files in a folder or an archive were left alone, and how many of each."""
    kinds = "、".join(f"{suffix} {number} 个" for suffix, number in passed)
    if kinds:
        say(f"{where}中其他类型的文件没有读：{kinds}。")


def asked_scheme(given: str | None) -> tuple[str | None, Scheme | None]:
    """The id, and the scheme itself where it is a file of one's own. Raises WrongUse."""
    if given is None:
        return None, None
    from jiping.score.scheme import SchemeError, schemes

    if given.lower().endswith(".toml"):
        from jiping.api.verbs import scheme_from_file

        try:
            own = scheme_from_file(given)
        except SchemeError as error:
            raise WrongUse(f"方案文件不对：{error}") from error
        return own.id, own
    if given not in schemes():
        raise WrongUse(f"没有编号为 {given} 的计分办法，可以是 {'、'.join(schemes())}")
    return given, None


def scheme_of(given: str | None) -> Scheme | None:
    """The scheme that an id or a file of one's own names. Raises WrongOutput."""
    if given is None:
        return None
    from jiping.score.scheme import schemes

    name, own = asked_scheme(given)
    return own if own is not None else schemes()[str(name)]


def asked_rules(given: list[str] | None) -> tuple[str, ...] | None:
    """Codes of rules, separated by commas; None for all. Raises WrongUse for one that isn't there."""
    if given is None:
        return None
    codes = [code.strip().upper() for text in given for code in text.replace("，", ",").split(",")]
    from jiping.engine.plan import load_plan

    known = load_plan().rules
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise WrongUse(f"没有规则 {'、'.join(unknown)}，全部规则见 jiping rules")
    return tuple(codes)


def severities(lowest: str) -> tuple[str, ...]:
    """This severity and the graver ones."""
    levels = ("error", "warning", "info")
    return levels[: levels.index(lowest) + 1]
