"""What makes a finding the same finding over re-runs, and its numbers the same numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from jiping.model.contract import evaluation_to_json
from jiping.model.evaluation import Evaluation
from jiping.model.text import label_key


def mark_of(evaluation: Evaluation) -> str:
    """What the same form has in common whatever file it came in: all its values, nothing else."""
    data = evaluation_to_json(evaluation)
    values = {key: data[key] for key in data.keys() - {"source", "reading", "form", "places"}}
    return _hash([evaluation.form.family, values])


def identity_of(evaluation: Evaluation, finding: Mapping[str, Any]) -> str:
    """The rule and the rows it is about, by name: moving a row keeps it.

    ``finding`` as in ``audit.schema.json``. Two rows of one name are told apart by their order.
    """
    about = [_row(evaluation, pointer) for pointer in finding["targets"]]
    return _hash([finding["rule"], about])


def numbers_of(evaluation: Evaluation, finding: Mapping[str, Any]) -> str:
    """Both sides of the comparison and the values it is about: an answer holds while they stay."""
    values = [_value(evaluation, pointer) for pointer in finding["targets"]]
    return _hash([finding["left"], finding["right"], finding["difference"], values])


def _row(evaluation: Evaluation, pointer: str) -> list[Any]:
    head, *rest = pointer.strip("/").split("/")
    if head not in ("funds", "indicators") or not rest or not rest[0].isdigit():
        return [pointer]
    rows: Any = getattr(evaluation, head)
    index = int(rest[0])
    if index >= len(rows):
        return [pointer]
    names = [_name(row) for row in rows]
    return [head, names[index], names[:index].count(names[index]), *rest[1:]]


def _name(row: Any) -> str:
    parts = [row.label] if hasattr(row, "label") else [row.level1, row.level2, row.name]
    return "|".join(label_key(part or "") for part in parts)


def _value(evaluation: Evaluation, pointer: str) -> Any:
    found: Any = evaluation
    for part in pointer.strip("/").split("/"):
        if isinstance(found, tuple):
            index = int(part) if part.isdigit() else len(found)
            found = found[index] if index < len(found) else None
        elif isinstance(found, Mapping):
            found = found.get(part)
        else:
            found = getattr(found, part, None)
    return found if isinstance(found, str | int | None) else repr(found)


def _hash(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
