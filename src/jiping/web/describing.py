"""The OpenAPI document: as ninja makes it, in Chinese, with the contract's documents and examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer
from pydantic import WithJsonSchema

from jiping import __version__
from jiping.model.contract import schema

_MARK = "x-contract"
"""Stands where a part of the contract belongs, until the document is put together."""

Document = Annotated[dict[str, Any], WithJsonSchema({_MARK: "Evaluation"})]
"""An evaluation, as the contract has it."""
KeptFinding = Annotated[dict[str, Any], WithJsonSchema({_MARK: "KeptFinding"})]
Ledger = Annotated[dict[str, Any], WithJsonSchema({_MARK: "Ledger"})]
Check = Annotated[dict[str, Any], WithJsonSchema({_MARK: "Check"})]
FileStatus = Annotated[dict[str, Any], WithJsonSchema({_MARK: "FileStatus"})]
AuditDocument = Annotated[dict[str, Any], WithJsonSchema({_MARK: "Audit"})]

_STATUS = {
    200: "办成了", 201: "已新增", 202: "已收下，在后台进行", 204: "办成了，没有内容",
    401: "令牌不对、已到期或已吊销", 403: "没有权限", 404: "没有找到，或者无权查看",
    409: "与现状冲突：别人先改过，或者状态不允许", 413: "内容太大", 422: "内容不对，逐项说明",
    429: "调用太频繁", 503: "磁盘已满，或数据库没有应答",
}  # fmt: skip


class Plain(JSONRenderer):
    """JSON with 汉字 as they are, to be read in a terminal too."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012 - ninja's own shape


class Described(NinjaAPI):
    """The API with its document finished here."""

    def __init__(self, **given: Any) -> None:
        super().__init__(version=__version__, renderer=Plain(), **given)
        self._known: dict[tuple[str, str], tuple[str, ...]] | None = None

    def get_openapi_schema(self, **given: Any) -> Any:
        """ninja's document with summaries, words for statuses, the contract and whole examples."""
        made = super().get_openapi_schema(**given)
        schemas = made["components"]["schemas"]
        schemas.update(_contract())
        for operation in _operations(made):
            words = operation.get("description", "")
            operation["summary"] = re.split(r"[。；]", words, maxsplit=1)[0]
            for status, answer in operation["responses"].items():
                answer["description"] = _STATUS[int(status)]
        _filled_in(made)
        _exemplified(schemas)
        return made

    def parameters(self, method: str, route: str) -> tuple[str, ...]:
        """The names of what may stand behind the question mark of a call."""
        if self._known is None:
            self._known = {
                (verb.upper(), re.sub(r"{(\w+)}", r"<\1>", path)): tuple(
                    each["name"] for each in operation["parameters"] if each["in"] == "query"
                )
                for path, verbs in self.get_openapi_schema(path_prefix="api/")["paths"].items()
                for verb, operation in verbs.items()
            }
        return self._known.get((method, f"/{route}"), ())


def _operations(made: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for verbs in made["paths"].values():
        yield from verbs.values()


def _contract() -> dict[str, Any]:
    """The contract's schemas as components: documents, and the parts of an audit."""
    evaluation, audit = schema("evaluation"), schema("audit")
    parts = audit["properties"]["forms"]["items"]
    found = {
        "Evaluation": {**_plain(evaluation), "description": "一张自评表（接口契约中的 evaluation）。"
                       "数字写作文字，与表上印的一样；空着的格子为 null。"},
        "Ledger": {**parts["properties"]["ledger"], "description": "算分账：逐行怎样计分。"},
        "Finding": parts["properties"]["findings"]["items"],
        "Check": parts["properties"]["checks"]["items"],
        "FileStatus": audit["properties"]["files"]["items"],
    }  # fmt: skip
    for name, defined in evaluation["$defs"].items():
        found[f"Evaluation_{name}"] = defined
    examples = _examples()
    for name, made in examples.items():
        found[name] = {**found[name], "examples": [made]}
    own = {
        "type": "object", "required": ["id", "answered"],
        "properties": {"id": {"type": "integer", "description": "编号，说明问题时用"},
                       "answered": {"type": "boolean", "description": "已有说明，数字没有变"}},
    }  # fmt: skip
    found["KeptFinding"] = {
        "allOf": [{"$ref": "#/components/schemas/Finding"}, own],
        "examples": [{"id": 88, "answered": False, **examples["Finding"]}],
    }
    found["Audit"] = {
        **parts,
        "properties": {
            "evaluation": {_MARK: "Evaluation"}, "ledger": {_MARK: "Ledger"},
            "findings": {"type": "array", "items": {_MARK: "Finding"}},
            "checks": {"type": "array", "items": {_MARK: "Check"}},
        },
    }  # fmt: skip
    moved: dict[str, Any] = _moved(found)
    return moved


@cache
def _examples() -> Mapping[str, Any]:
    """A small form of the contract, and what its audit said of it (a test compares)."""
    text = (files("jiping.web.shapes") / "contract.json").read_text("utf-8")
    made: Mapping[str, Any] = json.loads(text)
    return made


def _plain(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if not key.startswith("$")}


def _moved(value: Any) -> Any:
    """References into the contract's own definitions, as references to components."""
    if isinstance(value, dict):
        return {
            key: each.replace("#/$defs/", "#/components/schemas/Evaluation_")
            if key == "$ref"
            else _moved(each)
            for key, each in value.items()
        }
    return [_moved(each) for each in value] if isinstance(value, list) else value


def _filled_in(value: Any) -> None:
    """Where a part of the contract belongs, a reference to it."""
    if isinstance(value, dict):
        name = value.pop(_MARK, None)
        if name is not None:
            value["$ref"] = f"#/components/schemas/{name}"
        for each in value.values():
            _filled_in(each)
    elif isinstance(value, list):
        for each in value:
            _filled_in(each)


def _exemplified(schemas: dict[str, Any]) -> None:
    """A whole example for each shape, put together from those of its fields."""
    for shape in schemas.values():
        if "examples" not in shape:
            made = example(shape, schemas)
            if made is not None:
                shape["examples"] = [made]


def example(shape: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """A value of a shape from the examples of its fields; None where one of them has none."""
    if "$ref" in shape:
        return example(schemas[shape["$ref"].rpartition("/")[2]], schemas)
    if shape.get("examples"):
        return shape["examples"][0]
    if "default" in shape:
        return shape["default"]
    if "anyOf" in shape:
        return example(shape["anyOf"][0], schemas)
    if shape.get("type") == "array":
        of_one = example(shape.get("items", {}), schemas)
        return None if of_one is None else [of_one]
    if "properties" not in shape:
        return None
    made = {}
    for name, field in shape["properties"].items():
        value = example(field, schemas)
        if value is None and not (field.get("examples") or "default" in field):
            return None
        made[name] = value
    return made
