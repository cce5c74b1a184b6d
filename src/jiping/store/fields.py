"""Columns of exact numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from jiping.model.decimals import SCALE

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

_ONE = Decimal(10) ** SCALE


class ScaledField(models.BigIntegerField):  # type: ignore[type-arg]
    """An exact number kept as an integer of 10⁻⁶: amounts in 万元, points, percentages.

    In Python it is a ``Decimal``; sums and comparisons in the database are those of integers.
    """

    description = "exact number"
    if TYPE_CHECKING:  # what may be set and what is got, as django-stubs asks a field
        _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Decimal  # type: ignore[assignment]

    def from_db_value(self, value: int | None, *_: object) -> Decimal | None:
        """Integer of the database → Decimal without needless zeros."""
        return None if value is None else _shown(int(value))

    def to_python(self, value: Any) -> Any:
        """A Decimal from a Decimal, an int or digits."""
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(str(value))

    def get_prep_value(self, value: Any) -> Any:
        """Decimal, int or digits → integer for the database; digits beyond 10⁻⁶ are refused."""
        if value is None:
            return None
        if hasattr(value, "resolve_expression"):
            return value
        scaled = self.to_python(value) * _ONE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {SCALE} decimal places")
        return int(scaled)


def _shown(value: int) -> Decimal:
    number = Decimal(value) / _ONE
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()
