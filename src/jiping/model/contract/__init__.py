"""The JSON contract: evaluations to and from the objects that the schemas here describe.

The schemas stand beside this file (``*.schema.json``) and ship in the wheel.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jiping.model.evaluation import (
    Doubtful,
    Evaluation,
    Form,
    FundLine,
    Goal,
    Indicator,
    Named,
    Reading,
    Repair,
    Source,
    Total,
    Unread,
)
from jiping.model.place import Place, SourceMap

if TYPE_CHECKING:
    from jiping.model.fingerprint import TakenBack

FUND_FIELDS = tuple(FundLine.__dataclass_fields__)
INDICATOR_FIELDS = tuple(Indicator.__dataclass_fields__)


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema ``name`` (evaluation, read, audit) as shipped."""
    text = (files(__name__) / f"{name}.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def evaluation_to_json(e: Evaluation, *, places: bool = False) -> dict[str, Any]:
    """An evaluation as the contract's object; ``places=True`` adds where each value stands."""
    source: dict[str, Any] = {
        "file": e.source.file,
        "sha256": e.source.sha256,
        "format": e.source.format,
        "ordinal": e.source.ordinal,
    }
    if e.source.place is not None:
        source["place"] = e.source.place.to_json()
    out: dict[str, Any] = {
        "source": source,
        "form": {
            "title": e.form.title,
            "family": e.form.family,
            "amount_unit": e.form.amount_unit,
        },
        "year": e.year,
        "project": {"name": e.project.name, "code": e.project.code},
        "department": {"name": e.department.name, "code": e.department.code},
        "unit": {"name": e.unit.name, "code": e.unit.code},
        "funds": [{k: getattr(line, k) for k in FUND_FIELDS} for line in e.funds],
        "goal": {"expected": e.goal.expected, "actual": e.goal.actual},
        "indicators": [{k: getattr(row, k) for k in INDICATOR_FIELDS} for row in e.indicators],
        "total": {"weight": e.total.weight, "score": e.total.score, "grade": e.total.grade},
        "remarks": dict(e.remarks),
        "reading": reading_to_json(e.reading),
    }
    if places:
        out["places"] = e.places.to_json()
    return out


def evaluation_from_json(data: Mapping[str, Any]) -> Evaluation:
    """The inverse of `evaluation_to_json`; fields that this version does not know are ignored."""
    source = data["source"]
    return Evaluation(
        source=Source(
            file=source["file"],
            sha256=source["sha256"],
            format=source["format"],
            ordinal=source["ordinal"],
            place=_place(source),
        ),
        form=Form(**{k: data["form"][k] for k in Form.__dataclass_fields__}),
        year=data["year"],
        project=Named(data["project"]["name"], data["project"]["code"]),
        department=Named(data["department"]["name"], data["department"]["code"]),
        unit=Named(data["unit"]["name"], data["unit"]["code"]),
        funds=tuple(FundLine(**{k: f.get(k) for k in FUND_FIELDS}) for f in data["funds"]),
        goal=Goal(data["goal"]["expected"], data["goal"]["actual"]),
        indicators=tuple(
            Indicator(**{k: r.get(k) for k in INDICATOR_FIELDS}) for r in data["indicators"]
        ),
        total=Total(data["total"]["weight"], data["total"]["score"], data["total"].get("grade")),
        remarks=dict(data.get("remarks", {})),
        reading=reading_from_json(data["reading"]),
        places=SourceMap.from_json(data.get("places", {})),
    )


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """The ``reading`` object alone."""
    made: dict[str, Any] = {
        "balanced": reading.balanced,
        "repairs": [_with_place({"what": r.what, "why": r.why}, r.place) for r in reading.repairs],
        "unread": [_with_place({"text": u.text}, u.place) for u in reading.unread],
        "doubtful": [
            {"pointer": d.pointer, "reason": d.reason, "confidence": d.confidence}
            for d in reading.doubtful
        ],
        "absent": list(reading.absent),
    }
    if reading.workbook is not None:
        from dataclasses import asdict

        held = asdict(reading.workbook)
        made["workbook"] = {**held, "changes": list(held["changes"])}
    return made


def reading_from_json(data: Mapping[str, Any]) -> Reading:
    """The ``reading`` object alone: repairs, unread cells, doubtful values, balance."""
    return Reading(
        balanced=data["balanced"],
        repairs=tuple(Repair(r["what"], r["why"], _place(r)) for r in data["repairs"]),
        unread=tuple(Unread(u["text"], _place(u)) for u in data["unread"]),
        doubtful=tuple(
            Doubtful(d["pointer"], d["reason"], d["confidence"]) for d in data.get("doubtful", ())
        ),
        absent=tuple(data.get("absent", ())),
        workbook=_workbook(data.get("workbook")),
    )


def _workbook(data: Mapping[str, Any] | None) -> TakenBack | None:
    if data is None:
        return None
    from jiping.model.fingerprint import Change, TakenBack

    known = {name: data[name] for name in TakenBack.__dataclass_fields__ if name in data}
    changes = tuple(
        Change(c["cell"], c["before"], c["after"], c.get("pointer"))
        for c in known.pop("changes", ())
    )
    return TakenBack(changes=changes, **known)


def _with_place(out: dict[str, Any], place: Place | None) -> dict[str, Any]:
    if place is not None:
        out["place"] = place.to_json()
    return out


def _place(data: Mapping[str, Any]) -> Place | None:
    found = data.get("place")
    return None if found is None else Place.from_json(found)
