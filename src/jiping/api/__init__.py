"""The verbs for everyone: read, score, audit, explain, export. Everything here is typed and documented.

Nothing heavy is loaded before it is needed.
"""

from __future__ import annotations

from jiping.api.exports import CannotExport, Export, export
from jiping.api.sources import NotRead, Source
from jiping.api.verbs import audit, engine, explain, read, scheme_from_file, score
from jiping.engine.results import Audit, Check, Finding, Ledger, LedgerRow
from jiping.model.evaluation import Evaluation, FundLine, Indicator
from jiping.model.place import Place
from jiping.read.reading import FileReading
from jiping.report._explanation import Explanation, NoSuchRow

__all__ = [
    "Audit",
    "CannotExport",
    "Check",
    "Evaluation",
    "Explanation",
    "Export",
    "FileReading",
    "Finding",
    "FundLine",
    "Indicator",
    "Ledger",
    "LedgerRow",
    "NoSuchRow",
    "NotRead",
    "Place",
    "Source",
    "audit",
    "engine",
    "explain",
    "export",
    "read",
    "scheme_from_file",
    "score",
]
