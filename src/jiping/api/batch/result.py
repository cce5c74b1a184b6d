"""What became of one content, and its form on disk."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiping.engine.results import Audit
    from jiping.model.evaluation import Evaluation
    from jiping.model.life_cycle import MonitoringForm, TargetForm
    from jiping.report import Status


@dataclass(frozen=True, slots=True)
class Brief:
    """The short part of a result: all that a summary needs."""

    status: Status
    reason: str | None
    notes: tuple[str, ...]
    forms: int
    targets: int = 0
    monitorings: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The reading of one content with its audits; with ``read``, its evaluations stand alone.

    The file that the forms name is the first that held them; see `named`.
    """

    status: Status
    reason: str | None
    notes: tuple[str, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    audits: tuple[Audit, ...] = ()
    targets: tuple[TargetForm, ...] = ()
    monitorings: tuple[MonitoringForm, ...] = ()

    def brief(self) -> Brief:
        """What a summary needs of it."""
        forms = len(self.evaluations) or len(self.audits)
        return Brief(
            self.status, self.reason, self.notes, forms, len(self.targets), len(self.monitorings)
        )


def named(form: Any, file: str) -> Any:
    """A form (evaluation, audit, target form …) as of the file ``file``, which holds the same."""
    inner = getattr(form, "evaluation", None)
    if inner is not None:
        return replace(form, evaluation=named(inner, file))
    return (
        form if form.source.file == file else replace(form, source=replace(form.source, file=file))
    )


def packed(result: Result) -> tuple[bytes, bytes]:
    """Brief and forms as bytes: the contract's JSON, the forms compressed."""
    from jiping.model.contract import evaluation_to_json
    from jiping.model.life_cycle import to_json

    brief = result.brief()
    short = {name: getattr(brief, name) for name in Brief.__dataclass_fields__}
    long = {
        "evaluations": [evaluation_to_json(e, places=True) for e in result.evaluations],
        "audits": [a.to_json(places=True) for a in result.audits],
        "targets": [to_json(form, places=True) for form in result.targets],
        "monitorings": [to_json(form, places=True) for form in result.monitorings],
    }
    return _bytes(short), zlib.compress(_bytes(long), 1)


def brief_from(data: bytes) -> Brief:
    """The brief that `packed` made; ValueError, KeyError or TypeError for anything else."""
    loaded = json.loads(data)
    return Brief(**{**loaded, "notes": tuple(loaded["notes"])})


def result_from(brief: Brief, data: bytes) -> Result:
    """The result whose two parts these are."""
    loaded = json.loads(zlib.decompress(data))
    from jiping.model.contract import evaluation_from_json

    audits: tuple[Audit, ...] = ()
    if loaded["audits"]:
        from jiping.engine.results import Audit

        audits = tuple(Audit.from_json(a) for a in loaded["audits"])
    targets: tuple[Any, ...] = ()
    monitorings: tuple[Any, ...] = ()
    if loaded["targets"] or loaded["monitorings"]:
        from jiping.model.life_cycle import from_json

        targets = tuple(from_json(form) for form in loaded["targets"])
        monitorings = tuple(from_json(form) for form in loaded["monitorings"])
    return Result(
        brief.status, brief.reason, brief.notes,
        tuple(evaluation_from_json(e) for e in loaded["evaluations"]), audits, targets, monitorings,
    )  # fmt: skip


def _bytes(value: Any) -> bytes:
    # Half of a surrogate pair can stand in a hostile document; it must not stop the others.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
