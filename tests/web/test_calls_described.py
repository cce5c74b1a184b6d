"""The description of the HTTP API: complete, Chinese, with examples that hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from making.bureau import Bureau

import jiping
from jiping.model.contract import evaluation_from_json
from jiping.web.calls import calls
from jiping.web.describing import example

CJK = re.compile(r"[一-鿿]")
CONTRACT = re.compile("^(Evaluation.*|Finding|KeptFinding|Ledger|Check|FileStatus|Audit)$")


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads(json.dumps(calls.get_openapi_schema(path_prefix="api/")))


def operations(document: Any) -> Iterator[tuple[str, Any]]:
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            yield f"{verb.upper()} {path}", operation


def valid(document: Any, shape: Any, value: object) -> list[str]:
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}
    whole["components"] = document["components"]
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


@pytest.mark.django_db
def test_it_is_served(bureau: Bureau) -> None:
    served = Client().get("/api/openapi.json")
    assert served.json()["openapi"].startswith("3.1")
    assert "/api/forms/batch" in served.json()["paths"]


def test_every_call_says_in_chinese_what_it_does_takes_and_answers(document: Any) -> None:
    silent = []
    for name, operation in operations(document):
        words = [operation["summary"], operation["description"]]
        words += [each.get("description", "") for each in operation["parameters"]]
        words += [each["description"] for each in operation["responses"].values()]
        silent += [name for each in words if not CJK.search(each)]
    assert silent == []


def test_every_call_fails_in_the_same_shape(document: Any) -> None:
    other = []
    for name, operation in operations(document):
        fails = {code: each for code, each in operation["responses"].items() if int(code) >= 400}
        assert set(fails) == {"401", "403", "404", "409", "413", "422", "429", "503"}, name
        other += [
            name for each in fails.values()
            if each["content"]["application/json"]["schema"] != {"$ref": "#/components/schemas/Problem"}
        ]  # fmt: skip
    assert other == []


def test_no_call_takes_or_gives_a_plain_object(document: Any) -> None:
    """Every answer is a shape of the description, a file, or nothing."""
    plain = []
    for name, operation in operations(document):
        for code, each in operation["responses"].items():
            for kind, media in each.get("content", {}).items():
                if kind == "application/json" and "$ref" not in media["schema"]:
                    plain += [f"{name} {code}"] if media["schema"].get("format") != "binary" else []
        body = operation.get("requestBody", {}).get("content", {})
        if "application/json" in body and "$ref" not in body["application/json"]["schema"]:
            plain.append(name)
    assert plain == []


def test_every_field_is_explained_in_chinese_with_an_example(document: Any) -> None:
    shapes = document["components"]["schemas"]
    own = {name: each for name, each in shapes.items() if not CONTRACT.match(name)}
    dumb = [
        f"{name}.{field}"
        for name, each in own.items()
        for field, said in each["properties"].items()
        if not CJK.search(said.get("description", ""))
    ]
    assert dumb == []
    assert [name for name, each in own.items() if not CJK.search(each.get("description", ""))] == []
    without = [name for name, each in own.items() if example(each, shapes) is None]
    assert without == []


def test_examples_hold(document: Any) -> None:
    shapes = document["components"]["schemas"]
    wrong = {
        name: faults
        for name, each in shapes.items()
        for value in each.get("examples", ())
        if (faults := valid(document, each, value))
    }
    assert wrong == {}


def test_the_example_of_an_audit_is_what_the_audit_says(document: Any) -> None:
    shapes = document["components"]["schemas"]
    told = jiping.audit(evaluation_from_json(example(shapes["Evaluation"], shapes))).to_json()
    assert told["ledger"] == example(shapes["Ledger"], shapes)
    assert example(shapes["Finding"], shapes) in told["findings"]
    assert example(shapes["Check"], shapes) in told["checks"]


def test_no_two_shapes_share_a_name() -> None:
    """ninja would let the last one win."""
    from importlib import import_module
    from pkgutil import iter_modules

    from ninja import Schema

    from jiping.web import shapes

    names: dict[str, set[str]] = {}
    for each in iter_modules(shapes.__path__, f"{shapes.__name__}."):
        for name, found in vars(import_module(each.name)).items():
            if isinstance(found, type) and issubclass(found, Schema):
                names.setdefault(name, set()).add(found.__module__)
    assert {name: places for name, places in names.items() if len(places) > 1} == {}
