"""Forms of a nation for measuring: drawn and filled in wrongly as people do, then many of them.

A pool of distinct forms is drawn from the families of the conformance suite; into each some of the
slips below are made, each kind with a chance of its own. The pool's columns and traits are computed
as for any form. A chunk is a seeded drawing from the pool as Parquet, so every chunk is different
while no form of the pool has to be worked out twice.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

if TYPE_CHECKING:
    import pyarrow

    from jiping.model.columns import Grain
    from jiping.model.evaluation import Evaluation

CHANCE = 0.03
"""Of a kind of slip in a form. Some kinds fit only some forms; at least 1 % have each."""
CHUNK = 250_000
ROW_GROUP = 250_000
Slip = Callable[[dict[str, Any], random.Random], bool]
"""Changes a form as a person would; False where there is nothing that it could change."""


def _row(form: dict[str, Any], chance: random.Random, *filled: str) -> dict[str, Any] | None:
    """One of the indicators that have numbers in these fields."""
    fit = [
        row for row in form["indicators"] if all(_number(row.get(f)) is not None for f in filled)
    ]
    return chance.choice(fit) if fit else None


def _number(text: Any) -> Decimal | None:
    try:
        return Decimal(text)
    except (TypeError, ArithmeticError):
        return None


def _total(form: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next((f for f in form["funds"] if f["source"] == "total"), {})
    return found


def _on_row(field: str, change: Callable[[str], str | None], *also: str) -> Slip:
    def slip(form: dict[str, Any], chance: random.Random) -> bool:
        row = _row(form, chance, field, *also)
        if row is None:
            return False
        row[field] = change(row[field])
        return True

    return slip


def _on_words(field: str, words: str | None) -> Slip:
    def slip(form: dict[str, Any], chance: random.Random) -> bool:
        fit = [row for row in form["indicators"] if row.get(field)]
        if not fit:
            return False
        chance.choice(fit)[field] = words
        return True

    return slip


def _on_total(field: str, change: Callable[[str], str | None]) -> Slip:
    def slip(form: dict[str, Any], _: random.Random) -> bool:
        line = _total(form)
        if _number(line.get(field)) is None:
            return False
        line[field] = change(line[field])
        return True

    return slip


def _on_form(part: str, field: str, change: Callable[[str], str | None]) -> Slip:
    def slip(form: dict[str, Any], _: random.Random) -> bool:
        held = form[part]
        if not held.get(field):
            return False
        held[field] = change(held[field])
        return True

    return slip


def _plus(step: str) -> Callable[[str], str]:
    return lambda text: str(Decimal(text) + Decimal(step))


def _times(factor: str) -> Callable[[str], str]:
    return lambda text: format(Decimal(text) * Decimal(factor), "f")


def _cut(text: str) -> str:
    """Two places lost without rounding."""
    return str(int(Decimal(text)))


def _swapped(form: dict[str, Any], chance: random.Random) -> bool:
    row = _row(form, chance, "target", "actual")
    if row is None or row["target"] == row["actual"]:
        return False
    row["target"], row["actual"] = row["actual"], row["target"]
    return True


def _doubled(form: dict[str, Any], chance: random.Random) -> bool:
    if not form["indicators"]:
        return False
    form["indicators"].append(dict(chance.choice(form["indicators"])))
    return True


def _lost(form: dict[str, Any], chance: random.Random) -> bool:
    if len(form["indicators"]) < 2:
        return False
    del form["indicators"][chance.randrange(len(form["indicators"]))]
    return True


def _empty(form: dict[str, Any], chance: random.Random) -> bool:
    row = _row(form, chance)
    if row is None:
        return False
    row.update(name=None, target=None, actual=None, unit=None)
    return True


def _turned(form: dict[str, Any], chance: random.Random) -> bool:
    fit = [row for row in form["indicators"] if row.get("operator") in (">=", "<=")]
    if not fit:
        return False
    row = chance.choice(fit)
    row["operator"] = "<=" if row["operator"] == ">=" else ">="
    return True


def _shifted(form: dict[str, Any], _: random.Random) -> bool:
    """Yuan in a form of ten thousand yuan."""
    parts = [f for f in form["funds"] if f["source"] != "total" and _number(f.get("executed"))]
    if not parts:
        return False
    for field in ("initial", "adjusted", "executed"):
        if _number(parts[0].get(field)) is not None:
            parts[0][field] = _times("10000")(parts[0][field])
    return True


SLIPS: dict[str, Slip] = {
    "score lowered by one": _on_row("score", _plus("-1"), "weight"),
    "score above its points": _on_row("score", _plus("20")),
    "score cut, not rounded": _on_row("score", _cut),
    "score left out": _on_row("score", lambda _: None),
    "points raised": _on_row("weight", _plus("2")),
    "points zero": _on_row("weight", lambda _: "0"),
    "result ten times too large": _on_row("actual", _times("10")),
    "result halved, full score": _on_row("actual", _times("0.5")),
    "result not filled in": _on_row("actual", lambda _: None),
    "target and result swapped": _swapped,
    "target in words": _on_row("target", lambda _: "若干"),
    "unit left out": _on_words("unit", None),
    "hollow reason": _on_words("reason", "受疫情影响"),
    "reason left out": _on_words("reason", None),
    "direction turned round": _turned,
    "row doubled": _doubled,
    "row lost": _lost,
    "row left empty": _empty,
    "rate off by 0.01": _on_total("rate", _plus("0.01")),
    "rate cut, not rounded": _on_total("rate", _cut),
    "executed over the budget": _on_total("executed", _times("1.35")),
    "parts don't add up": _on_total("adjusted", _plus("5")),
    "yuan for ten thousand yuan": _shifted,
    "total off by 0.01": _on_form("total", "score", _plus("-0.01")),
    "total far off": _on_form("total", "score", _plus("-3")),
    "year of another form in the name": _on_form("project", "name", lambda n: f"2019年{n}"),
    "placeholder left in the goal": _on_form("goal", "actual", lambda t: f"{t}，完成XX次。"),
    "telephone in the goal": _on_form("goal", "actual", lambda t: f"{t}，电话13812345678。"),
    "project without a name": _on_form("project", "name", lambda _: None),
}


def pool(size: int, seed: int = 2026) -> tuple[list[Evaluation], Counter[str]]:
    """Distinct forms, and how many of them have each kind of slip."""
    from conformance.families import families
    from conformance.forms import make

    from jiping.model.contract import evaluation_from_json

    chance = random.Random(seed)
    known = sorted(families())
    source = {"file": "x.docx", "sha256": "0" * 64, "format": "docx", "ordinal": 1}
    reading: dict[str, Any] = {"balanced": True, "repairs": [], "unread": []}
    forms, made = [], Counter[str]()
    for number in range(size):
        form: dict[str, Any] = make(seed, number, known[number % len(known)]).truth
        for name, slip in SLIPS.items():
            if chance.random() < CHANCE and slip(form, chance):
                made[name] += 1
        forms.append(evaluation_from_json({**form, "source": source, "reading": reading}))
    return forms, made


def columns(forms: list[Evaluation], schemes: tuple[str, ...]) -> dict[Grain, pyarrow.Table]:
    """The engine's columns of forms, each with the scheme that one form alone would be given."""
    from jiping.engine.bulk import arrow_inputs
    from jiping.engine.run import Engine

    chosen = Engine().audit(forms)
    return arrow_inputs(forms, [schemes.index(audit.ledger.scheme) for audit in chosen])


def chunks(
    held: dict[Grain, pyarrow.Table], total: int, folder: Path, seed: int = 1
) -> Iterator[dict[Grain, Path]]:
    """Parquet chunks of drawings from the pool, in all ``total`` forms."""
    import numpy
    import pyarrow
    from pyarrow import parquet

    size = held["form"].num_rows
    bounds = {}
    for grain, table in held.items():
        of = table.column("form").to_numpy()
        bounds[grain] = numpy.searchsorted(of, numpy.arange(size + 1))
    chance = numpy.random.default_rng(seed)
    for number in range(-(-total // CHUNK)):
        drawn = chance.integers(0, size, min(CHUNK, total - number * CHUNK))
        target = folder / f"chunk-{number:05}"
        target.mkdir(parents=True)
        paths: dict[Grain, Path] = {}
        for grain, table in held.items():
            start = bounds[grain][drawn]
            count = bounds[grain][drawn + 1] - start
            before = numpy.repeat(numpy.cumsum(count) - count, count)
            take = numpy.repeat(start, count) + numpy.arange(count.sum()) - before
            forms = numpy.repeat(numpy.arange(len(drawn), dtype=numpy.int64), count)
            at = table.schema.get_field_index("form")
            whole = table.take(pyarrow.array(take)).set_column(at, "form", pyarrow.array(forms))
            paths[grain] = target / f"{grain}.parquet"
            parquet.write_table(whole, paths[grain], compression="zstd", row_group_size=ROW_GROUP)
        yield paths
