"""The verbs. One engine a thread serves all calls; it is made when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, overload

from jiping.api.sources import evaluations_of, reading_of
from jiping.model.evaluation import Evaluation
from jiping.model.peers import compared_with
from jiping.model.trouble import of_system

if TYPE_CHECKING:
    from jiping.api.sources import Source
    from jiping.engine.results import Audit, Ledger
    from jiping.engine.run import Engine
    from jiping.indicators.library import Library
    from jiping.read.limits import Limits
    from jiping.read.reading import FileReading
    from jiping.report._explanation import Explanation
    from jiping.score.scheme import Scheme

_GROUP = 200
"""Forms that go through the engine together: more of them only take more memory."""
_kept = threading.local()


def engine(scheme: Scheme | None = None) -> Engine:
    """This thread's engine; with a scheme of the user's own, one that knows it too."""
    from jiping.engine.run import Engine

    if scheme is not None:
        if getattr(_kept, "scheme", None) != scheme:
            _kept.own, _kept.scheme = Engine(extra=[scheme]), scheme
        own: Engine = _kept.own
        return own
    if not hasattr(_kept, "engine"):
        _kept.engine = Engine()
    found: Engine = _kept.engine
    return found


def read(source: Source, *, name: str | None = None, limits: Limits | None = None) -> FileReading:
    """读取一个文件：路径、字节或打开的文件都可以。

    读不了、没有自评表、不是自评表的，都不抛异常，见结果的 ``status`` 和 ``reason``。``name`` 是字节的文件名，
    用于说明和辨认格式。

    >>> import jiping
    >>> reading = jiping.read("examples/reference/table-1.txt")
    >>> reading.status, len(reading.evaluations)
    ('read', 1)
    >>> form = reading.evaluations[0]
    >>> form.project.name, form.year, form.total.score
    ('口岸经费', 2023, '97.50')
    >>> form.indicators[11].name, form.indicators[11].actual
    ('差旅费', '10.154302')
    >>> form.places["/indicators/11/score"].line
    26
    >>> jiping.read(b"", name="a.docx").reason
    '文件是空的（0 字节）。请确认文件已完整保存或下载后再试。'
    """
    return reading_of(source, name, limits)


@overload
def score(source: Evaluation, *, scheme: str | Path | Scheme | None = None) -> Ledger: ...
@overload
def score(
    source: Source | FileReading | Iterable[Evaluation],
    *,
    scheme: str | Path | Scheme | None = None,
) -> list[Ledger]: ...
def score(
    source: Evaluation | Source | FileReading | Iterable[Evaluation],
    *,
    scheme: str | Path | Scheme | None = None,
) -> Ledger | list[Ledger]:
    """重算得分：一张表得一本算分账，一个文件得一列，按表的次序。

    ``scheme`` 是计分办法的编号、自己的方案文件（``Path`` 或以 .toml 结尾的路径）或方案本身；不给时由程序选取。
    文件没有读出自评表时抛 `NotRead`；没有这个编号时抛 ``KeyError``。

    >>> import jiping
    >>> [ledger] = jiping.score("examples/reference/table-1.txt")
    >>> ledger.scheme, ledger.printed_total, ledger.computed_total
    ('nm-2023', '97.50', '97.50')
    >>> row = next(row for row in ledger.rows if row.row == "/indicators/11")
    >>> row.printed, row.computed, row.method
    ('0', '0.00', 'reverse-zero')
    >>> row.alternatives["reverse-linear"]
    '1.75'
    """
    chosen, own = _scheme(scheme)
    if isinstance(source, Evaluation):
        return engine(own).score([source], scheme=chosen)[0]
    forms = evaluations_of(source)
    return [
        ledger
        for group in _groups(forms)
        for ledger in engine(own).score(group, scheme=chosen)
    ]  # fmt: skip


@overload
def audit(
    source: Evaluation,
    *,
    scheme: str | Path | Scheme | None = None,
    only: Sequence[str] | None = None,
    library: str | Path | Library | None = None,
) -> Audit: ...
@overload
def audit(
    source: Source | FileReading | Iterable[Evaluation],
    *,
    scheme: str | Path | Scheme | None = None,
    only: Sequence[str] | None = None,
    library: str | Path | Library | None = None,
) -> list[Audit]: ...
def audit(
    source: Evaluation | Source | FileReading | Iterable[Evaluation],
    *,
    scheme: str | Path | Scheme | None = None,
    only: Sequence[str] | None = None,
    library: str | Path | Library | None = None,
) -> Audit | list[Audit]:
    """审核：一张表得一份结果，一个文件得一列，按表的次序。

    ``scheme`` 同 `score`；``only`` 是规则编号，只查这些规则。``library`` 是指标库（文件或打开的库），
    给了才把指标值同同类指标比较（C-IND-30）。结果里有算分账、问题和每条规则的核对结果，
    ``to_json()`` 给出约定的 JSON。文件没有读出自评表时抛 `NotRead`。

    >>> import jiping
    >>> [result] = jiping.audit("examples/reference/table-1.txt", only=["C-SCR-05"])
    >>> [(check.rule, check.outcome) for check in result.checks]
    [('C-SCR-05', 'pass')]
    >>> from dataclasses import replace
    >>> form = result.evaluation
    >>> wrong = replace(form, total=replace(form.total, score="98.50"))
    >>> [finding] = jiping.audit(wrong, only=["C-SCR-05"]).findings
    >>> finding.severity, finding.left, finding.right, finding.difference
    ('error', '98.50', '97.50', '1.00')
    """
    chosen, own = _scheme(scheme)
    forms = [source] if isinstance(source, Evaluation) else evaluations_of(source)
    with _peers(library) as peers, compared_with(peers):
        audits = [
            audit
            for group in _groups(forms)
            for audit in engine(own).audit(group, scheme=chosen, only=only)
        ]
    return audits[0] if isinstance(source, Evaluation) else audits


def explain(
    source: Audit | Evaluation | Source | FileReading,
    row: int | str,
    *,
    ordinal: int = 1,
    scheme: str | Path | Scheme | None = None,
) -> Explanation:
    """讲解一行：读到了什么、在哪里，怎样计分，换一种办法得几分，有什么问题。

    ``row`` 是指标行号（从 1 起）、资金行号（``"F1"``）、JSON 指针或行的名称；没有这样的行时抛 `NoSuchRow`。
    ``ordinal`` 是文件中第几张表。

    >>> import jiping
    >>> row = jiping.explain("examples/reference/table-4.txt", "F1")
    >>> row.name, row.row.printed, row.row.computed
    ('年度资金总额', '5.71', '5.71')
    >>> row.steps
    ('45.70 ÷ 80.00 = 57.125 % → 57.13 %', '10 × 57.125 % = 5.7125 → 5.71')
    """
    from jiping.engine.results import Audit
    from jiping.report._explanation import NoSuchRow, explain_row

    if isinstance(source, Audit):
        return explain_row(source, row)
    if isinstance(source, Evaluation):
        return explain_row(audit(source, scheme=scheme), row)
    forms = evaluations_of(source)
    if not 1 <= ordinal <= len(forms):
        raise NoSuchRow(f"文件中只有 {len(forms)} 张表，没有第 {ordinal} 张。")
    return explain_row(audit(forms[ordinal - 1], scheme=scheme), row)


def scheme_from_file(path: str | Path) -> Scheme:
    """读取自己的计分方案文件（TOML，可以承自已有的办法）；写错时抛 ``SchemeError``，说明错在哪里。

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import jiping
    >>> from jiping import api
    >>> text = 'id = "ours"\\ntitle = "本局办法"\\nextends = "nm-2023"\\nregions = ["150000"]\\nyears = [2023]\\n'
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "ours.toml")
    ...     _ = file.write_text(text, "utf-8")
    ...     scheme = api.scheme_from_file(file)
    >>> jiping.score("examples/reference/table-1.txt", scheme=scheme)[0].scheme
    'ours'
    """
    from jiping.score.scheme import SchemeError, load

    try:
        return load(Path(path).read_text("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise SchemeError(f"{path}：不是 UTF-8 编码的文本") from error
    except OSError as error:
        raise SchemeError(f"{path}：打不开（{of_system(error)}）") from error
    except (AttributeError, TypeError) as error:
        raise SchemeError(f"{path}：写法不对（{error}）") from error


def _scheme(scheme: str | Path | Scheme | None) -> tuple[str | None, Scheme | None]:
    """The id to score by, and the scheme itself where it is the user's own."""
    if scheme is None:
        return None, None
    if isinstance(scheme, Path) or (isinstance(scheme, str) and scheme.endswith(".toml")):
        scheme = scheme_from_file(scheme)
    if not isinstance(scheme, str):
        return scheme.id, scheme
    from jiping.score.scheme import schemes

    if scheme not in schemes():
        raise KeyError(f"没有编号为 {scheme} 的计分办法；有：{'、'.join(schemes())}")
    return scheme, None


@contextmanager
def _peers(library: str | Path | Library | None) -> Iterator[Library | None]:
    """The library, open; closed again where a file was given."""
    if not isinstance(library, str | Path):
        yield library
        return
    from jiping.indicators.library import Library

    with Library(library) as opened:
        yield opened


def _groups(forms: list[Evaluation]) -> Iterable[list[Evaluation]]:
    return (forms[at : at + _GROUP] for at in range(0, len(forms), _GROUP))
