"""The verb `export`: evaluations to official forms, in any format that a bureau expects."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping import __version__
from jiping.api.sources import NotRead, Source, evaluations_of, reading_of
from jiping.model.evaluation import Evaluation
from jiping.read.reading import FileReading

if TYPE_CHECKING:
    from jiping.forms.families import Family


class CannotExport(ValueError):  # noqa: N818 - it names what is the matter
    """There is no such format, family or form; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Export:
    """导出的文件。``data`` 是文件内容，``families`` 是各张表所用的表式，``messages`` 是表式容纳不下、没有写入的内容。"""

    data: bytes
    format: str
    families: tuple[str, ...]
    messages: tuple[str, ...]

    def save(self, path: str | os.PathLike[str]) -> None:
        """写成一个文件。"""
        Path(path).write_bytes(self.data)


def export(
    source: Evaluation | Source | FileReading | Iterable[Evaluation],
    format: str,  # noqa: A002 - that is what everybody calls it
    *,
    family: str | None = None,
    ordinal: int | None = None,
) -> Export:
    """导出官方表样：docx、xlsx、html、pdf、ofd、md、csv、json。

    ``source`` 是一张自评表、能读的任何文件，或 ``jiping read --format json`` 给出的 JSON；``ordinal`` 只导出文件中第几张
    表，不给时逐张导出到一个文件里。``family`` 是表式编号，不给时用原表式，认不出时按地区和年度，再没有就用财政部表式。
    表式没有的栏目不会悄悄丢掉，都在结果的 ``messages`` 里。没有这种格式、表式或第几张表时抛 `CannotExport`；文件没有
    读出自评表时抛 `NotRead`。

    >>> import jiping
    >>> made = jiping.export("examples/reference/table-1.txt", "docx")
    >>> made.families, made.messages, made.data[:2]
    (('nm-2023',), (), b'PK')
    >>> [again] = jiping.read(made.data, name="表.docx").evaluations
    >>> again.indicators == jiping.read("examples/reference/table-1.txt").evaluations[0].indicators
    True
    >>> jiping.export(again, "xlsx", family="mof-2020").messages
    ('本表式的绩效指标没有“指标性质”一栏，17 行的指标性质没有写入。',)
    """
    from jiping.forms.drawing import Document
    from jiping.forms.formats import CannotWrite, form_format, names

    if format not in names():
        raise CannotExport(f"没有 {format} 格式，可以是 {'、'.join(names())}")
    forms = _chosen(_forms(source), ordinal)
    drawings, said = [], []
    for number, form in enumerate(forms, 1):
        drawing, messages = _drawn(form, _family(family))
        drawings.append(drawing)
        place = (
            f"第 {number} 张表（{form.project.name or '没有项目名称'}）：" if len(forms) > 1 else ""
        )
        said += [place + message for message in messages]
    if format == "json":
        said = []
    title = drawings[0].name if len(drawings) == 1 else f"自评表 {len(drawings)} 张"
    document = Document(tuple(drawings), tuple(forms), title, version=__version__)
    try:
        data = form_format(format).write(document)
    except CannotWrite as error:
        raise CannotExport(str(error)) from error
    used = tuple(drawing.family or "" for drawing in drawings)
    return Export(data, format, used, tuple(said))


@dataclass(frozen=True, slots=True)
class Official:
    """An official form that a table can be written in: ``own`` is the one taken when none is named;
    ``messages`` name what it has no column for."""

    id: str
    name: str
    own: bool
    messages: tuple[str, ...]


def official_forms(form: Evaluation) -> list[Official]:
    """Every official form, the table's own first."""
    from jiping.forms.choice import family_for
    from jiping.forms.families import families

    own, _ = family_for(form)
    known = sorted(families().values(), key=lambda each: (each.id != own.id, each.region, each.id))
    return [
        Official(each.id, each.name, each.id == own.id, tuple(_drawn(form, each)[1]))
        for each in known
    ]


def _drawn(form: Evaluation, family: Family | None) -> tuple[Any, list[str]]:
    from jiping.forms.choice import family_for
    from jiping.forms.draw import drawing_of
    from jiping.forms.fit import messages

    note = None
    if family is None:
        family, note = family_for(form)
    drawing = drawing_of(form, family)
    return drawing, [*([note] if note else []), *messages(drawing.omitted)]


def _family(given: str | None) -> Family | None:
    from jiping.forms.families import families

    if given is None:
        return None
    known = families()
    if given not in known:
        raise CannotExport(f"没有编号为 {given} 的表式，可以是 {'、'.join(known)}")
    return known[given]


def _chosen(forms: list[Evaluation], ordinal: int | None) -> list[Evaluation]:
    if not forms:
        raise CannotExport("没有可以导出的自评表")
    if ordinal is None:
        return forms
    if not 1 <= ordinal <= len(forms):
        raise CannotExport(f"文件中只有 {len(forms)} 张自评表，没有第 {ordinal} 张")
    return [forms[ordinal - 1]]


def _forms(source: Evaluation | Source | FileReading | Iterable[Evaluation]) -> list[Evaluation]:
    if isinstance(source, Evaluation):
        return [source]
    if isinstance(source, FileReading):
        return evaluations_of(source)
    if isinstance(source, str | os.PathLike) and Path(source).suffix.lower() == ".json":
        try:
            return _from_json(Path(source).read_bytes(), str(source))
        except OSError:
            return evaluations_of(reading_of(source, None, None))
    if isinstance(source, bytes) and source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_json(source, "（内存中的数据）")
    return evaluations_of(source)


def evaluations_in_json(path: str | os.PathLike[str]) -> list[Evaluation]:
    """The forms of a contract document on disk. Raises `NotRead`."""
    return _forms(path)


def _from_json(data: bytes, name: str) -> list[Evaluation]:
    """The evaluations of one contract document: one evaluation, or what `read` or `audit` printed."""
    from jiping.model.contract import evaluation_from_json

    try:
        found = json.loads(data.decode("utf-8-sig"))
        listed = found.get("forms", [found])
        return [evaluation_from_json(form.get("evaluation", form)) for form in listed]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"不是自评表的 JSON：{_wrong(error)}。"
        raise NotRead(FileReading(name, "", "json", "failed", reason)) from error


def _wrong(error: Exception) -> str:
    """What is the matter with a JSON text, for people."""
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 个字符处不合 JSON 的写法"
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码的文字"
    if isinstance(error, KeyError):
        return f"缺少“{error.args[0]}”一项"
    if isinstance(error, ValueError):
        return f"有一项的值不认识（{error}）"
    return "有一项的结构与自评表的不同"
