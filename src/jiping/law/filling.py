"""What belongs into a field of the form: 填写说明 (``filling.toml``), with clause and example."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiping.law.cite import Cite, parse_cite


@dataclass(frozen=True, slots=True)
class Help:
    """For one field: what to write, under which clauses, a good example, a bad one and why."""

    what: str
    cites: tuple[Cite, ...]
    good: str = ""
    bad: str = ""
    why: str = ""


@cache
def filling() -> Mapping[str, Help]:
    """Field ("Indicator.target", "Named" for names of any kind) → its help, in the file's order.

    Raises LawError for a clause that the corpus doesn't hold.
    """
    text = Path(__file__).with_name("filling.toml").read_text("utf-8")
    found: dict[str, Help] = {}
    for owner, fields in tomllib.loads(text).items():
        if "what" in fields:
            found[owner] = _help(fields)
            continue
        for name, given in fields.items():
            found[f"{owner}.{name}"] = _help(given)
    return found


def _help(given: Mapping[str, object]) -> Help:
    cites = given["cite"]
    if not isinstance(cites, list):
        raise TypeError("cite is a list")
    texts = {name: str(given.get(name, "")) for name in ("what", "good", "bad", "why")}
    return Help(cites=tuple(parse_cite(str(each)) for each in cites), **texts)
