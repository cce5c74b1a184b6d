"""The contract's JSON: one evaluation, or for several the document that `jiping read` prints."""

from __future__ import annotations

import json
from typing import Any

from jiping.forms.drawing import Document
from jiping.forms.formats import CannotWrite, FormFormat
from jiping.model.contract import evaluation_to_json


def write(document: Document) -> bytes:
    """UTF-8 without a mark. Raises `CannotWrite` for forms that aren't evaluations."""
    forms = [evaluation_to_json(evaluation) for evaluation in document.evaluations]
    if not forms:
        raise CannotWrite("这种表不是自评表，没有约定的 json 格式")
    data: dict[str, Any] = forms[0] if len(forms) == 1 else _several(forms, document.version)
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _several(forms: list[dict[str, Any]], version: str) -> dict[str, Any]:
    counted: dict[str, int] = {}
    for form in forms:
        file = form["source"]["file"]
        counted[file] = counted.get(file, 0) + 1
    files = [
        {"file": file, "status": "read", "reason": None, "forms": count}
        for file, count in counted.items()
    ]
    return {"version": version, "files": files, "forms": forms}


FORMAT = FormFormat("json", "供程序使用的数据", ".json", write)
