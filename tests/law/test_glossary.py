"""The glossary names every field and value of the model, and nothing that is not there."""

from __future__ import annotations

import dataclasses
import inspect
import json
from importlib.resources import files
from typing import Any, get_args

import pytest

from jiping.law import glossary
from jiping.model import evaluation
from jiping.model.quantity import OPERATORS, UnitKind

CLASSES = {
    name: found
    for name, found in vars(evaluation).items()
    if inspect.isclass(found)
    and dataclasses.is_dataclass(found)
    and found.__module__ == evaluation.__name__
}
LITERALS: dict[str, Any] = {
    "Nature": evaluation.Nature,
    "Operator": evaluation.Operator,
    "FundSource": evaluation.FundSource,
    "AmountUnit": evaluation.AmountUnit,
    "UnitKind": UnitKind,
}


def test_every_class_of_the_model_is_there() -> None:
    assert CLASSES.keys() == glossary.fields().keys()


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_field_has_its_term_and_every_term_its_field(name: str) -> None:
    names = [field.name for field in dataclasses.fields(CLASSES[name])]
    assert list(glossary.fields()[name]) == names


@pytest.mark.parametrize("kind", sorted(LITERALS))
def test_every_value_has_its_term(kind: str) -> None:
    assert set(glossary.values()[kind]) == set(get_args(LITERALS[kind]))


def enum(*path: str) -> set[str]:
    text = (files("jiping.model") / "contract" / "audit.schema.json").read_text("utf-8")
    node = json.loads(text)["properties"]
    for step in path:
        node = node[step]
    return set(node["enum"])


def test_values_of_the_contract() -> None:
    values = glossary.values()
    form = ("forms", "items", "properties")
    assert set(values["Status"]) == enum("files", "items", "properties", "status")
    assert set(values["Severity"]) == enum(*form, "findings", "items", "properties", "severity")
    assert set(values["Outcome"]) == enum(*form, "checks", "items", "properties", "outcome")
    assert set(values["SchemeChoice"]) == enum(*form, "ledger", "properties", "scheme_choice")


def test_no_other_kinds() -> None:
    contract = {"Status", "Severity", "Outcome", "SchemeChoice", "Grade"}
    assert set(glossary.values()) == contract | set(LITERALS)


def test_terms_of_one_kind_differ() -> None:
    for kind, terms in glossary.values().items():
        assert len(set(terms.values())) == len(terms), kind


def test_there_and_back() -> None:
    assert glossary.field_term("FundLine.initial") == "年初预算数"
    assert glossary.value_term("Nature", "negative") == "反向"
    assert glossary.identifier("Operator", "小于等于") == "<="
    assert glossary.identifier("Operator", "约等于") is None
    with pytest.raises(KeyError):
        glossary.field_term("FundLine.nothing")


def test_the_reader_knows_every_operator_word() -> None:
    for symbol, word in glossary.values()["Operator"].items():
        assert OPERATORS[word] == symbol
