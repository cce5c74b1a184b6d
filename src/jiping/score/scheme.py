"""计分方案: which numbers and methods score a form, from which year, in which region, by what text.

A scheme is one TOML file in ``schemes/``. It extends another by id and states only what differs;
every value it states carries where it comes from: ``cite`` (documents and clauses of the law room,
which know whether they were read or recalled), or ``own``, why jiping set a number that no text
gives. An own number is a line for hints, never a rule of some authority.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jiping.model.trouble import of_toml
from jiping.score.parameters import BY_NAME, PARAMETERS

WORDS = {"linear": "按超出比例扣分", "zero": "超标不得分", "ratio": "按比值"}


@dataclass(frozen=True, slots=True)
class Value:
    """One parameter as a scheme states it, with its origin."""

    value: str | bool | None
    cite: tuple[str, ...]
    own: str | None
    scheme: str
    note: str | None = None

    @property
    def origin(self) -> Literal["read", "recalled", "own"]:
        """Whether the source was read, only recalled, or the number is jiping's own."""
        from jiping.law.cite import parse_cite  # the law room is for those who ask

        if not self.cite:
            return "own"
        return "recalled" if any(parse_cite(c).recalled for c in self.cite) else "read"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scoring scheme, its inherited values filled in.

    ``regions`` are division codes (GB/T 2260, "000000" for the whole country); ``years`` the
    first and last evaluation year (None: still in force).
    """

    id: str
    title: str
    regions: tuple[str, ...]
    families: tuple[str, ...]
    years: tuple[int, int | None]
    extends: str | None
    doc: str
    values: Mapping[str, Value]
    severity: Mapping[str, str]

    def __getitem__(self, name: str) -> str | bool | None:
        return self.values[name].value

    def in_force(self, year: int | None) -> bool:
        """Whether the scheme binds evaluations of ``year``; an unknown year excludes nothing."""
        first, last = self.years
        return year is None or (first <= year and (last is None or year <= last))

    def columns(self) -> dict[str, int | str | bool | None]:
        """Its parameters as the engine's columns."""
        return {p.name: p.column(self[p.name]) for p in PARAMETERS}


class SchemeError(ValueError):
    """A scheme file is wrong; the message is Chinese and names file and key."""


FOLDER = Path(__file__).with_name("schemes")
COMPILED = FOLDER / "compiled.json"
"""What `stated` gives, as the compiler of the plan leaves it: a run need not parse nine files."""


def stated() -> dict[str, Any]:
    """The scheme files as data, by id."""
    import tomllib

    read = [
        tomllib.loads(entry.read_text("utf-8"))
        for entry in sorted(FOLDER.iterdir(), key=lambda e: e.name)
        if entry.suffix == ".toml"
    ]
    return {str(data["id"]): data for data in read}


@cache
def schemes() -> Mapping[str, Scheme]:
    """All schemes that ship with jiping, by id."""
    raw = json.loads(COMPILED.read_bytes()) if COMPILED.exists() else stated()
    done: dict[str, Scheme] = {}
    for name in raw:
        _resolve(name, raw, done)
    return {name: done[name] for name in sorted(done)}


_EXAMPLES = {
    "id": '，即方案的编号，例如 id = "draft-2027"',
    "title": '，即方案的名称，例如 title = "某省征求意见稿"',
    "years": "，即适用年度，例如 years = [2027]（2027 年度起）",
    "regions": '，即适用地区，例如 regions = ["150000"]；全国写 regions = []',
    "value": '，即参数的值，例如 over_step_1 = { value = "130", own = "征求意见稿第七条" }',
}
"""What a scheme's file must say → how it is written."""


def load(text: str, name: str = "方案文件") -> Scheme:
    """A scheme from the text of a file of the user's own, which may extend a shipped one."""
    import tomllib

    try:
        data = tomllib.loads(text)
        done = dict(schemes())
        done.pop(str(data.get("id")), None)
        return _resolve(str(data["id"]), {str(data["id"]): data}, done)
    except KeyError as error:
        wanted = _EXAMPLES.get(error.args[0], "")
        raise SchemeError(f"{name}：缺少 {error.args[0]}{wanted}") from error
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{name}：{of_toml(error)}") from error
    except ValueError as error:
        raise SchemeError(f"{name}：{error}") from error


def _resolve(name: str, raw: Mapping[str, dict[str, Any]], done: dict[str, Scheme]) -> Scheme:
    if name in done:
        return done[name]
    if name not in raw:
        raise SchemeError(f"没有名为 {name} 的计分方案")
    data = raw[name]
    parent = data.get("extends")
    base = _resolve(parent, raw, done) if parent else None
    values = dict(base.values) if base else {}
    for key, stated in data.get("values", {}).items():
        if key not in BY_NAME:
            raise SchemeError(f"方案 {name}：没有 {key} 这个参数")
        values[key] = _value(name, key, stated)
    missing = [p.name for p in PARAMETERS if p.name not in values]
    if missing:
        raise SchemeError(f"方案 {name}：没有给出 {'、'.join(missing)}")
    first, *rest = data["years"]
    scheme = Scheme(
        id=name,
        title=data["title"],
        regions=tuple(data["regions"]),
        families=tuple(data.get("families", ())),
        years=(first, rest[0] if rest else None),
        extends=parent,
        doc=data.get("doc", "").strip(),
        values=values,
        severity={**(base.severity if base else {}), **data.get("severity", {})},
    )
    scheme.columns()
    done[name] = scheme
    return scheme


def _value(scheme: str, key: str, stated: Mapping[str, Any]) -> Value:
    cite = tuple(stated.get("cite", ()))
    own = stated.get("own")
    if bool(cite) == bool(own):
        raise SchemeError(f"方案 {scheme}：{key} 要么写出处（cite），要么写自定的理由（own）")
    value = None if stated.get("none") else stated["value"]
    return Value(value, cite, own, scheme, stated.get("note"))
