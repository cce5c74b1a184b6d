"""The table of rights (``rights.toml``) as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

Reach = Literal["own", "subtree", "assigned", "self", "all"]
About = Literal["form", "organisation", "job", "self"]
_FIELDS = ("title", "about")


@dataclass(frozen=True, slots=True)
class Right:
    """One right; ``reach``: role → how far it goes."""

    code: str
    title: str
    about: About
    reach: Mapping[str, Reach]


@cache
def rights() -> Mapping[str, Right]:
    """Code → right, in the order of the file. Raises ValueError for a word it doesn't know."""
    text = Path(__file__).with_name("rights.toml").read_text("utf-8")
    found: dict[str, Right] = {}
    for group, lines in tomllib.loads(text).items():
        for verb, given in lines.items():
            found[f"{group}.{verb}"] = _right(f"{group}.{verb}", given)
    return found


def _right(code: str, given: Mapping[str, Any]) -> Right:
    reach = {role: value for role, value in given.items() if role not in _FIELDS}
    wrong = [value for value in reach.values() if value not in get_args(Reach)]
    if wrong or given["about"] not in get_args(About):
        raise ValueError(f"rights.toml, {code}: {wrong or given['about']}")
    return Right(code, given["title"], given["about"], cast("dict[str, Reach]", reach))
