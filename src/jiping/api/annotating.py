"""The verbs `annotate` and `compare`: findings into the person's own file, and what became of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from jiping.api.sources import NotRead, Source, reading_of
from jiping.api.verbs import audit
from jiping.engine.compare.comparison import Comparison, compared
from jiping.engine.results import Audit
from jiping.forms.annotate.original import Annotated, CannotAnnotate
from jiping.read.reading import FileReading

if TYPE_CHECKING:
    from jiping.score.scheme import Scheme

__all__ = ["Annotated", "CannotAnnotate", "Comparison", "annotate", "compare"]

_LEVELS = ("error", "warning", "info")


def annotate(
    source: Source,
    *,
    name: str | None = None,
    scheme: str | Path | Scheme | None = None,
    only: Sequence[str] | None = None,
    severity: Literal["error", "warning", "info"] = "info",
    against: Source | FileReading | None = None,
    as_pdf: bool = False,
) -> Annotated:
    """把审核发现写进原文件：Word 批注、Excel 批注和底色、PDF 方框、网页标记，其余内容一个字节都不动。

    ``source`` 是原文件，``name`` 是字节的文件名；``scheme``、``only`` 同 `audit`，``severity`` 是写入的最低一级。
    ``against`` 是改正前的文件：批注写明哪些问题仍在、哪些是新增的，已改的只列在清单里。上一轮写入的批注先去掉，不会越积越多。
    不能写批注的文件（文本、图片、OFD、旧版 Word 和 Excel，有签名的）改写一份带批注的 PDF，``beside`` 为真，
    ``said`` 说明缘由；``as_pdf`` 要求一律写成 PDF。文件没有读出自评表时抛 `NotRead`，写不成时抛 `CannotAnnotate`。

    >>> import jiping
    >>> made = jiping.annotate("examples/reference/table-4.docx")
    >>> made.suffix, made.beside, made.said[0]
    ('.docx', False, '26 条问题写成Word 批注，文件的其余内容没有改动。')
    >>> mark = made.marks[0]
    >>> mark.finding.rule, mark.place.label()
    ('C-FUND-06', '表1 第4行第10列')
    >>> jiping.read(made.data, name="表.docx").evaluations[0].indicators[0].actual
    '7'
    """
    from jiping.forms.annotate.original import annotate as written
    from jiping.forms.annotate.original import cleaned

    data, reading = _taken(source, name)
    if reading.status != "read":
        raise NotRead(reading)
    bare = cleaned(data, reading.format)
    if bare != data:
        data, reading = bare, reading_of(bare, reading.file, None)
        if reading.status != "read":
            raise NotRead(reading)
    shown = _LEVELS[: _LEVELS.index(severity) + 1]
    audits = [_only_levels(a, shown) for a in audit(reading, scheme=scheme, only=only)]
    earlier = None
    if against is not None:
        before = [_only_levels(a, shown) for a in _audits(against, scheme, only)]
        earlier = compared(before, audits)
    return written(data, reading.file, reading.format, audits, earlier, as_pdf=as_pdf)


def compare(
    old: Source | FileReading | Sequence[Audit],
    new: Source | FileReading | Sequence[Audit],
    *,
    scheme: str | Path | Scheme | None = None,
    only: Sequence[str] | None = None,
) -> Comparison:
    """比较改正前后的两个文件：哪些问题已改、仍在、新增，另外还改了什么。

    行按名称、级次和指标值对应，不按行号，所以插行、删行、移动、改动几个字之后仍认得出是同一个问题；一个文件有多张表时，
    表按项目、单位和年度对应。``to_json()`` 给出约定的 JSON：gone、remaining、new 和 changed。文件没有读出自评表时抛
    `NotRead`。

    >>> import jiping
    >>> from dataclasses import replace
    >>> [before] = jiping.audit("examples/reference/table-4.docx")
    >>> form = before.evaluation
    >>> funds = (replace(form.funds[0], reason="年底追加，结转下年使用。"), *form.funds[1:])
    >>> after = jiping.audit(replace(form, funds=funds, indicators=form.indicators[1:] + form.indicators[:1]))
    >>> result = jiping.compare([before], [after])
    >>> [told.finding.rule for told in result.gone]
    ['C-FUND-06']
    >>> [changed.change.name for changed in result.changed]
    ['“年度资金总额”原因', '“业务调研督导任务次数”']
    """
    return compared(_audits(old, scheme, only), _audits(new, scheme, only))


def _only_levels(one: Audit, shown: Sequence[str]) -> Audit:
    return replace(one, findings=tuple(f for f in one.findings if f.severity in shown))


def _audits(
    source: Source | FileReading | Sequence[Audit],
    scheme: str | Path | Scheme | None,
    only: Sequence[str] | None,
) -> list[Audit]:
    if isinstance(source, Sequence) and not isinstance(source, str | bytes):
        return list(source)
    return audit(source, scheme=scheme, only=only)


def _taken(source: Source, name: str | None) -> tuple[bytes, FileReading]:
    """The bytes of a source and its reading."""
    from jiping.read.errors import Unreadable
    from jiping.read.opening import read_source

    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        try:
            data = read_source(path)
        except Unreadable as error:
            raise NotRead(FileReading(path, "", "", "failed", str(error))) from error
        return data, reading_of(data, name or path, None)
    if isinstance(source, bytes):
        return source, reading_of(source, name, None)
    given = getattr(source, "name", None)
    data = source.read()
    return data, reading_of(data, name or (given if isinstance(given, str) else None), None)
