"""A form begun for an organisation: the official form with the names at its head."""

from __future__ import annotations

from jiping.api import editing
from jiping.model.evaluation import Evaluation, Named
from jiping.store.models import Organisation


def begun_at(place: Organisation, family: str, year: int, name: str) -> Evaluation:
    """The blank form of a family. Raises CannotEdit for a family that there is no form of."""
    above = place.parent.name if place.parent else None
    return editing.begun(
        editing.blank_form(family, year),
        project=Named(name), unit=Named(place.name), department=Named(above),
    )  # fmt: skip
