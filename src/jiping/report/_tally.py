"""How many files of a run became what: the same counts in every report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from jiping.report import FileStatus

WORDS = {
    "read": ("读出自评表", "已处理，结果见上"),
    "no_form": ("没有自评表", "能打开，里面没有项目支出绩效自评表"),
    "refused": ("不是自评表", "是相近的另一种表，不审核"),
    "failed": ("读不了", "打不开、已损坏或不支持，原因见所列各文件"),
}
"""Status → its name, and what it means for the reader."""
DUPLICATES = ("其中内容重复", "与前面的文件内容完全相同，只读一次，结果相同")


def tally(files: Iterable[FileStatus]) -> dict[str, int]:
    """Numbers of files: all, by status, duplicates among them; and of forms.

    Forms of a duplicate count as well: each file has its own.
    """
    listed = list(files)
    number = Counter(file.status for file in listed)
    return {
        "files": len(listed),
        **{status: number[status] for status in WORDS},  # type: ignore[index]
        "duplicates": sum(file.duplicate_of is not None for file in listed),
        "forms": sum(file.forms for file in listed),
    }


def rows(files: Iterable[FileStatus]) -> list[tuple[str, int, str]]:
    """Name, number and meaning for what occurs at all, for a table."""
    counted = tally(files)
    named = {**WORDS, "duplicates": DUPLICATES}
    return [(word, counted[key], said) for key, (word, said) in named.items() if counted[key]]
