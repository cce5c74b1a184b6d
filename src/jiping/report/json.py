"""The contract's documents: `read.schema.json` and `audit.schema.json`; scores in the same shape."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from jiping.report import Report, Run


def document(run: Run) -> dict[str, Any]:
    """The run as the contract's object."""
    return {
        "version": run.version,
        "files": [
            {"file": f.file, "status": f.status, "reason": f.reason, "forms": f.forms}
            for f in run.files
        ],
        "forms": [_form(run, n) for n in range(len(run.evaluations or run.audits))],
    }


def _form(run: Run, number: int) -> dict[str, Any]:
    if run.kind == "read":
        from jiping.model.contract import evaluation_to_json

        return evaluation_to_json(run.evaluations[number], places=run.places)
    form = run.audits[number].to_json(places=run.places)
    return form if run.kind == "audit" else {k: form[k] for k in ("evaluation", "ledger")}


def render(run: Run) -> str:
    """One JSON document, readable for people too; made form by form, as a run may be long."""
    head = document(replace(run, audits=(), evaluations=()))
    head.pop("forms")
    opening = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    forms = range(len(run.evaluations or run.audits))
    parts = (json.dumps(_form(run, n), ensure_ascii=False, indent=1) for n in forms)
    return f'{opening},\n "forms": [' + ",\n".join(parts) + "]\n}\n"


REPORT = Report(
    "json", "供程序使用的数据", ".json", False, render, ("read", "score", "audit"), places=False
)
