"""The whole way of one file: source → book → evaluations, with every outcome as a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from jiping.read.errors import Refused, Unreadable
from jiping.read.limits import DEFAULT
from jiping.read.opening import defect, open_book, read_source

if TYPE_CHECKING:
    from pathlib import Path

    from jiping.model.evaluation import Evaluation
    from jiping.model.fingerprint import TakenBack
    from jiping.model.life_cycle import MonitoringForm, TargetForm
    from jiping.read.limits import Limits

FILLED = "绩评标记"
"""The sheet that tells a filler's workbook (`jiping.model.fingerprint`, not loaded for other files)."""
Status = Literal["read", "no_form", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class FileReading:
    """What became of one file; with `file`, `status`, `reason` as in the contract's ``files``.

    ``status``: read (has forms), no_form (readable, none in it), refused (another kind of
    document), failed (unreadable). ``reason`` is Chinese, and None only for read. ``notes`` are
    remarks on what in the file was left out or is unusual. ``targets`` and ``monitorings`` are the
    绩效目标申报表 and 绩效目标执行监控表 of the file, whatever its status. ``workbook`` is set for a
    filler's workbook (`jiping.model.fingerprint`): what of it was changed that was locked.
    """

    file: str
    sha256: str
    format: str
    status: Status
    reason: str | None
    evaluations: tuple[Evaluation, ...] = ()
    notes: tuple[str, ...] = ()
    targets: tuple[TargetForm, ...] = ()
    monitorings: tuple[MonitoringForm, ...] = ()
    workbook: TakenBack | None = None


def read_file(path: str | Path, *, limits: Limits = DEFAULT) -> FileReading:
    """Read one file from disk. Never raises for what the file is or isn't."""
    try:
        data = read_source(path, limits)
    except Unreadable as exc:
        return FileReading(str(path), "", "", "failed", str(exc))
    return read_bytes(data, str(path), limits=limits)


def read_bytes(data: bytes, name: str, *, limits: Limits = DEFAULT) -> FileReading:
    """Read a file already in memory; `name` is used for messages and as a hint of its format."""
    digest = sha256(data).hexdigest()
    kind = ""
    try:
        book = open_book(data, name, limits)
        kind = book.format
        taken = None
        if book.has_sheet(FILLED):
            from jiping.read.workbook import taken_back

            book, evaluation, taken = taken_back(book, name, digest)
            if evaluation is not None:
                return FileReading(
                    name, digest, kind, "read", None, (evaluation,), tuple(book.notes),
                    workbook=taken,
                )  # fmt: skip
        if book.recognised:
            from jiping.read.scan.decide import understand_recognised as understand
        else:
            from jiping.read.layouts import understand
        understanding = understand(book, file=name, sha256=digest)
    except (Unreadable, Refused) as exc:
        status: Status = "refused" if isinstance(exc, Refused) else "failed"
        return FileReading(name, digest, kind, status, str(exc))
    except (MemoryError, RecursionError):
        reason = "文件的内容过大或嵌套过深，理解表格时超出了内存。请拆成几个文件后再试。"
        return FileReading(name, digest, kind, "failed", reason)
    except Exception as exc:
        return FileReading(name, digest, kind, "failed", str(defect("理解文件中的表格", exc)))
    evaluations = tuple(understanding.evaluations)
    if taken is not None:
        evaluations = tuple(
            replace(e, reading=replace(e.reading, workbook=taken)) for e in evaluations
        )
    notes = tuple(book.notes)
    others = understanding.targets, understanding.monitorings
    if evaluations:
        return FileReading(name, digest, kind, "read", None, evaluations, notes, *others, taken)
    if understanding.refused:
        names = "、".join(f"《{title}》" for title in understanding.refused)
        reason = f"文件中是{names}，不是绩效自评表，未审核。请提供项目支出绩效自评表。"
        return FileReading(name, digest, kind, "refused", reason, (), notes, *others, taken)
    reason = "文件中没有找到项目支出绩效自评表。请确认选对了文件" + (
        f"（另：{'；'.join(note.rstrip('。') for note in notes)}）。" if notes else "。"
    )
    return FileReading(name, digest, kind, "no_form", reason, (), notes, workbook=taken)
