"""From a file and what was found in it to the same file with the findings in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.forms.annotate.beside import beside
from jiping.forms.annotate.carriers import CannotCarry, Carried, carrier
from jiping.forms.annotate.marks import STATES, Mark, marks_of, standing

if TYPE_CHECKING:
    from jiping.engine.compare.comparison import Comparison
    from jiping.engine.results import Audit


class CannotAnnotate(Exception):  # noqa: N818 - it names what is the matter
    """The findings can't be written into this file, nor beside it; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A file with its findings in it.

    ``data`` are its bytes, ``suffix`` (with the dot) says what it is; ``beside``: it is a PDF
    beside the original, which couldn't carry notes. ``marks`` are the findings as they were
    written. ``said``: Chinese remarks on how that was done, for the person who gets the file.
    """

    data: bytes
    suffix: str
    beside: bool
    marks: tuple[Mark, ...]
    said: tuple[str, ...] = ()

    def save(self, path: str | Path) -> Path:
        """Write the file; where it is a PDF beside the original, under the ending .pdf. Its path."""
        target = Path(path)
        if self.beside:
            target = target.with_suffix(self.suffix)
        target.write_bytes(self.data)
        return target


def annotate(
    data: bytes,
    name: str,
    kind: str,
    audits: Sequence[Audit],
    earlier: Comparison | None = None,
    *,
    as_pdf: bool = False,
) -> Annotated:
    """Write the findings of ``audits`` into the file.

    ``data`` is what the audits were made of (without marks of an earlier round: `cleaned`),
    ``kind`` the format as it was read. ``earlier`` compares
    them with an earlier version of the file. ``as_pdf`` asks for a PDF in any case. Raises
    `CannotAnnotate`.
    """
    marks = tuple(marks_of(audits, earlier))
    suffix = Path(name).suffix.lower() or f".{kind}"
    reason, password = "", False
    if not as_pdf or kind == "pdf":
        way = carrier(kind)
        try:
            if way is not None:
                carried = way.write(data, marks)
                done = f"{len(standing(marks))} 条问题写成{way.way}，文件的其余内容没有改动。"
                said = (done, *carried.said, *_progress(marks))
                return Annotated(carried.data, suffix, False, marks, said)
            reason = "这种格式的文件不能写批注"
        except CannotCarry as error:
            reason = str(error)
            password = kind == "pdf" and "密码" in reason
    try:
        made: Carried = beside(data, kind, audits, earlier, password=password)
    except CannotCarry as error:
        raise CannotAnnotate(f"{reason}；{error}。" if reason else f"{error}。") from error
    first = (
        f"{reason}，另写一份带批注的 PDF（原件不动）。" if reason else "按要求写成带批注的 PDF。"
    )
    return Annotated(made.data, ".pdf", True, marks, (first, *made.said, *_progress(marks)))


def _progress(marks: Sequence[Mark]) -> tuple[str, ...]:
    """How far the corrections have come, where the file was compared with an earlier version."""
    if not any(mark.state is not None for mark in marks):
        return ()
    numbers = {state: sum(mark.state == state for mark in marks) for state in STATES}
    told = "，".join(
        f"{STATES[state]} {numbers[state]} 条" for state in ("gone", "remaining", "new")
    )
    return (f"与上次相比：{told}。",)


def cleaned(data: bytes, kind: str) -> bytes:
    """The file without marks of an earlier round; the same bytes where it holds none."""
    way = carrier(kind)
    return data if way is None else way.clean(data)
