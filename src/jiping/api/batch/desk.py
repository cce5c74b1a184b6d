"""Where a content becomes a result: read, then scored or audited. One desk serves one thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jiping.api.batch.result import Result
from jiping.model.peers import compared_with
from jiping.model.place import SourceMap

if TYPE_CHECKING:
    from jiping.engine.results import Audit
    from jiping.engine.run import Engine
    from jiping.indicators.library import Library
    from jiping.model.evaluation import Evaluation
    from jiping.read.reading import FileReading
    from jiping.report import Kind
    from jiping.score.scheme import Scheme

GROUP = 50
"""Forms that go through the engine together: enough to be fast, few enough to stay small."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with the files. ``layouts``: folder of the user's own layouts, if any.

    ``library``: the library of indicators that targets are compared with, if any.
    """

    kind: Kind
    scheme: str | None = None
    own_scheme: Scheme | None = None
    only: tuple[str, ...] | None = None
    severities: tuple[str, ...] = ("error", "warning", "info")
    places: bool = False
    keep_places: bool = True
    layouts: str | None = None
    library: str | None = None


class Desk:
    """Reads contents and puts their forms through the engine, group by group."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._made: Engine | None = None
        self._library: Library | None = None

    def read(self, data: bytes, name: str) -> FileReading:
        """One content read; never raises for what it is."""
        from jiping.read.reading import read_bytes

        return read_bytes(data, name)

    def results(self, readings: Sequence[FileReading]) -> list[Result]:
        """The results of readings, their forms put through the engine together."""
        forms = [e for reading in readings for e in reading.evaluations]
        audits = self._audited(forms)
        if not self.wanted.keep_places:
            # They hold on to the documents, and findings have their own places by now.
            forms = [replace(e, places=SourceMap()) for e in forms]
            audits = [replace(a, evaluation=e) for a, e in zip(audits, forms, strict=False)]
        made, at = [], 0
        for r in readings:
            end = at + len(r.evaluations)
            kept = self.wanted.kind == "read"
            own = (tuple(forms[at:end]), r.targets, r.monitorings) if kept else ((), (), ())
            made.append(
                Result(r.status, r.reason, r.notes, own[0], tuple(audits[at:end]), *own[1:])
            )
            at = end
        return made

    def _audited(self, forms: list[Evaluation]) -> list[Audit]:
        if not forms or self.wanted.kind == "read":
            return []
        from jiping.engine.inputs import columns_of
        from jiping.engine.results import Audit

        with compared_with(self._peers()):
            columns = columns_of(forms)
        runner, scheme = self._engine(), self.wanted.scheme
        if self.wanted.kind == "score":
            ledgers = runner.score(forms, scheme=scheme, columns=columns)
            return [Audit(e, made, (), ()) for e, made in zip(forms, ledgers, strict=True)]
        return runner.audit(forms, scheme=scheme, only=self.wanted.only, columns=columns)

    def _peers(self) -> Library | None:
        if self._library is None and self.wanted.library is not None:
            from jiping.indicators.library import Library

            self._library = Library(self.wanted.library)
        return self._library

    def _engine(self) -> Engine:
        if self._made is None:
            from jiping.engine.run import Engine

            own = self.wanted.own_scheme
            self._made = Engine(extra=[own] if own is not None else [])
        return self._made
