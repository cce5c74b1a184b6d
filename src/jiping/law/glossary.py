"""The glossary: official term ↔ identifier, for messages, reports and pages.

Fields are named as in the model ("FundLine.initial"), values by their kind ("Nature", "positive").
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _glossary() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    data: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
        Path(__file__).with_name("glossary.toml").read_text("utf-8")
    )
    return data


def fields() -> Mapping[str, Mapping[str, str]]:
    """Class of the model → field → official term."""
    return _glossary()["fields"]


def values() -> Mapping[str, Mapping[str, str]]:
    """Kind of value (Nature, Operator, Severity …) → identifier → official term."""
    return _glossary()["values"]


def field_term(name: str) -> str:
    """The term of a field: "FundLine.initial" → 年初预算数. Raises KeyError for an unknown one."""
    owner, _, field = name.partition(".")
    return fields()[owner][field]


def value_term(kind: str, identifier: str) -> str:
    """The term of a value: ("Nature", "negative") → 反向. Raises KeyError for an unknown one."""
    return values()[kind][identifier]


@lru_cache(maxsize=64)
def _identifiers(kind: str) -> Mapping[str, str]:
    return {term: identifier for identifier, term in values()[kind].items()}


def identifier(kind: str, term: str) -> str | None:
    """The identifier of a term: ("Operator", "小于等于") → "<="; None when it is not one."""
    return _identifiers(kind).get(term)
