"""Where a content becomes a result: read, then scored or audited. One desk serves one thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from jiping.api.batch.result import Result
from jiping.model.place import SourceMap

if TYPE_CHECKING:
    from jiping.engine.ahead import EngineAhead
    from jiping.engine.results import Audit
    from jiping.engine.run import Engine
    from jiping.model.evaluation import Evaluation
    from jiping.read.reading import FileReading
    from jiping.report import Kind
    from jiping.score.scheme import Scheme

GROUP = 50
"""Forms that go through the engine together: enough to be fast, few enough to stay small."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with the files. ``layouts``: folder of the user's own layouts, if any."""

    kind: Kind
    scheme: str | None = None
    own_scheme: Scheme | None = None
    only: tuple[str, ...] | None = None
    severities: tuple[str, ...] = ("error", "warning", "info")
    places: bool = False
    keep_places: bool = True
    layouts: str | None = None


class Desk:
    """Reads contents and puts their forms through the engine, group by group."""

    def __init__(self, wanted: Wanted, ahead: EngineAhead | None = None) -> None:
        self.wanted = wanted
        self.ahead = ahead

    def begin(self) -> None:
        """Have the engine made in its thread, if it will be wanted and nobody did so before."""
        if self.ahead is None and self.wanted.kind != "read":
            from jiping.engine.ahead import EngineAhead

            own = self.wanted.own_scheme
            self.ahead = EngineAhead([own] if own is not None else [])

    def end(self) -> None:
        """Wait for the engine's thread: a process must not end before it."""
        if self.ahead is not None:
            self.ahead.wait()

    def read(self, data: bytes, name: str) -> FileReading:
        """One content read; never raises for what it is."""
        from jiping.read.reading import read_bytes

        return read_bytes(data, name)

    def results(self, readings: Sequence[FileReading], *, last: bool = False) -> list[Result]:
        """The results of readings, their forms put through the engine together.

        ``last``: nothing is left to read, so what comes after the engine is loaded while it plans.
        """
        forms = [e for reading in readings for e in reading.evaluations]
        if last and self.ahead is not None:
            _load_meanwhile()
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

        columns = columns_of(forms)
        runner, scheme = self._engine(), self.wanted.scheme
        if self.wanted.kind == "score":
            ledgers = runner.score(forms, scheme=scheme, columns=columns)
            return [Audit(e, made, (), ()) for e, made in zip(forms, ledgers, strict=True)]
        return runner.audit(forms, scheme=scheme, only=self.wanted.only, columns=columns)

    def _engine(self) -> Engine:
        self.begin()
        if self.ahead is None:
            raise RuntimeError("forms to audit, and no engine on its way")
        return self.ahead.engine()


def _load_meanwhile() -> None:
    """Load what comes after the engine while it still plans: a short run has nothing else to do."""
    for name in ("law.regions", "report._audit_view", "report._text", "score.methods"):
        import_module(f"jiping.{name}")
