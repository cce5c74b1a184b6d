"""The verbs for everyone: read, score, audit, explain, export, annotate, compare.

Everything here is typed and documented. Nothing heavy is loaded before it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.api.collecting import Collection, Returned, collect
from jiping.api.exports import CannotExport, Export, export
from jiping.api.filling import CannotMake, Issued, Template, template, templates
from jiping.api.sources import NotRead, Source
from jiping.api.verbs import audit, engine, explain, read, scheme_from_file, score
from jiping.engine.results import Audit, Check, Finding, Ledger, LedgerRow
from jiping.model.evaluation import Evaluation, FundLine, Indicator
from jiping.model.place import Place
from jiping.read.reading import FileReading
from jiping.report._explanation import Explanation, NoSuchRow

if TYPE_CHECKING:
    from jiping.api.annotating import Annotated, CannotAnnotate, Comparison, annotate, compare

__all__ = [
    "Annotated",
    "Audit",
    "CannotAnnotate",
    "CannotExport",
    "CannotMake",
    "Check",
    "Collection",
    "Comparison",
    "Evaluation",
    "Explanation",
    "Export",
    "FileReading",
    "Finding",
    "FundLine",
    "Indicator",
    "Issued",
    "Ledger",
    "LedgerRow",
    "NoSuchRow",
    "NotRead",
    "Place",
    "Returned",
    "Source",
    "Template",
    "annotate",
    "audit",
    "collect",
    "compare",
    "engine",
    "explain",
    "export",
    "read",
    "scheme_from_file",
    "score",
    "template",
    "templates",
]

_LATER = ("Annotated", "CannotAnnotate", "Comparison", "annotate", "compare")
"""Names of `jiping.api.annotating`: loaded when they are asked for, because auditing never does."""


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from jiping.api import annotating

        return getattr(annotating, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
