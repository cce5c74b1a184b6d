"""What the engine reads of a form: numbers and traits, computed once and kept beside the dataset.

Kept under a digest of the code that computes them, so that a change of a rule needs no new reading
of texts, and a change of a trait makes all of them anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping.audit.notes import Notes
from jiping.engine.inputs import columns_of, input_columns
from jiping.engine.plan import GRAINS, load_plan
from jiping.model.columns import Grain, Type

if TYPE_CHECKING:
    import pyarrow

    from jiping.engine.choice import Chosen
    from jiping.model.evaluation import Evaluation

_ROOMS = ("model", "law", "score", "audit/traits", "audit/notes", "audit/measures",
          "engine/inputs.py", "engine/choice.py", "dataset/inputs.py")  # fmt: skip
"""The code and data, below the package, on which the kept columns depend."""
_KINDS = {".py", ".toml", ".tsv", ".json"}


@cache
def digest() -> str:
    """Changes whenever the kept columns may change."""
    root = Path(__file__).parents[1]
    whole = sha256()
    for room in _ROOMS:
        path = root / room
        found = (p for p in path.rglob("*") if p.suffix in _KINDS) if path.is_dir() else (path,)
        for file in sorted(found):
            whole.update(file.relative_to(root).as_posix().encode() + b"\0")
            whole.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return whole.hexdigest()[:16]


def kept_columns(grain: Grain) -> dict[str, Type]:
    """Column → type of what is kept of a grain; the scheme's number comes at each audit."""
    columns = {name: kind for name, kind in input_columns(grain).items() if name != "scheme"}
    if grain == "form":
        columns |= {"named_scheme": "text", "may_bind": "text"}
        columns |= {f"note_{name}": "text" for name in pointing_notes()}
    return columns


@cache
def pointing_notes() -> tuple[str, ...]:
    """The notes by which rules say where in a form they found something."""
    return tuple(sorted({rule.at for rule in load_plan().rules.values() if rule.at is not None}))


def kept_schema(grain: Grain) -> pyarrow.Schema:
    """The same as an Arrow schema."""
    import pyarrow

    from jiping.dataset.schema import arrow_type

    return pyarrow.schema([(name, arrow_type(kind)) for name, kind in kept_columns(grain).items()])


def kept_values(
    evaluations: Sequence[Evaluation], first: int
) -> dict[Grain, dict[str, Sequence[Any]]]:
    """The columns of forms numbered from ``first``."""
    tables = columns_of(evaluations)
    made: dict[Grain, dict[str, Sequence[Any]]] = {}
    for grain in GRAINS:
        held = tables[grain]
        made[grain] = {name: held.get(name, ()) for name in kept_columns(grain)}
        made[grain]["form"] = [number + first for number in held["form"]]
    chosen = [_named(e) for e in evaluations]
    made["form"]["named_scheme"] = [None if c is None else c.scheme.id for c in chosen]
    for name in pointing_notes():
        made["form"][f"note_{name}"] = [getattr(Notes(e, None), name) for e in evaluations]
    made["form"]["may_bind"] = [
        _may_bind(e) if c is None else None for e, c in zip(evaluations, chosen, strict=True)
    ]
    return made


def _named(evaluation: Evaluation) -> Chosen | None:
    from jiping.engine.choice import named_by_form
    from jiping.score.scheme import schemes

    return named_by_form(evaluation, tuple(schemes().values()))


def _may_bind(evaluation: Evaluation) -> str:
    """The ids of the schemes among which scores decide, a blank before and behind each."""
    from jiping.engine.choice import may_bind
    from jiping.score.scheme import schemes

    known = tuple(schemes().values())
    return " " + "".join(f"{known[number].id} " for number in may_bind(evaluation, known))
