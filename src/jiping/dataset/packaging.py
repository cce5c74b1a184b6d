"""``datapackage.json``: the dataset described for other programs, as Frictionless Data asks for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jiping.dataset.manifest import write_whole
from jiping.dataset.schema import COLUMNS, RESULTS, TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiping.dataset.folder import Dataset
    from jiping.model.columns import Column

NAME = "datapackage.json"
_TYPES = {"int64": "integer", "int32": "integer", "int8": "integer", "bool": "boolean",
          "text": "string"}  # fmt: skip
_KEYS: dict[str, str | list[str]] = {
    "form": "form", "fund": ["form", "row"], "indicator": ["form", "row"],
    "fact": ["form", "where", "ordinal"], "place": ["form", "pointer"], "score": "form",
    "ledger": ["form", "row"],
}  # fmt: skip
"""Table → its primary key."""


def describe(dataset: Dataset) -> None:
    """Write the description of what the dataset holds now."""
    from jiping.dataset.results import latest

    resources = [
        _resource(table, dataset.manifest.paths(table), columns, "parquet")
        for table, columns in COLUMNS.items()
        if dataset.manifest.paths(table)
    ]
    held = latest(dataset)
    if held is not None:
        resources += [
            _resource(table, held.paths(table), columns, "parquet")
            for table, columns in RESULTS.items()
        ]  # fmt: skip
    gone = sorted(dataset.manifest.withdrawn)
    write_whole(dataset.path / NAME, package(dataset.path.resolve().name, resources, gone))


def package(name: str, resources: Sequence[dict[str, Any]], withdrawn: Sequence[int] = ()) -> bytes:
    """A descriptor with these resources; ``withdrawn``: forms in them that count no more."""
    lowered = "".join(
        c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name.lower()
    )
    data: dict[str, Any] = {
        "profile": "data-package",
        "name": lowered.strip("-") or "jiping",
        "title": f"项目支出绩效自评表数据集：{name}",
        "description": "数以 10⁻⁶ 为单位的整数存放（字段说明中写“10⁻⁶”的）；*_text 是原文。",
        "resources": list(resources),
    }
    if withdrawn:
        data["description"] += "withdrawn 列出的表已由新的内容代替，统计时请除去。"
        data["withdrawn"] = list(withdrawn)
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _resource(table: str, paths: list[str], columns: Sequence[Column], form: str) -> dict[str, Any]:
    return {
        "name": table,
        "title": TITLES[table],
        "path": paths if len(paths) > 1 else (paths[0] if paths else []),
        "format": form,
        "mediatype": "application/vnd.apache.parquet" if form == "parquet" else "text/csv",
        "schema": schema_of(table, columns),
    }


def schema_of(table: str, columns: Sequence[Column]) -> dict[str, Any]:
    """The Table Schema of a table."""
    schema: dict[str, Any] = {
        "fields": [{"name": c.name, "type": _TYPES[c.type], "description": c.doc} for c in columns]
    }
    if table in _KEYS:
        schema["primaryKey"] = _KEYS[table]
    if table not in ("form", "file"):
        schema["foreignKeys"] = [
            {"fields": "form", "reference": {"resource": "form", "fields": "form"}}
        ]
    return schema
