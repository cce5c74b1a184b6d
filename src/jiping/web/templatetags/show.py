"""How values are shown; available in every template."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from jiping.model.decimals import half_up
from jiping.store.models import Organisation
from jiping.store.steps import table

register = template.Library()


@register.filter
def amount(value: Decimal | None, digits: int = 2) -> str:
    """An exact number with ``digits`` places and separators; "" for nothing."""
    return "" if value is None else f"{half_up(value, digits):,}"


@register.filter
def exact(value: Decimal | None) -> str:
    """An exact number with the digits it has."""
    return "" if value is None else f"{value:f}"


@register.filter
def moment(text: str) -> str:
    """A time of the log (ISO, UTC) as it was on the wall here."""
    at = timezone.localtime(datetime.datetime.fromisoformat(text))
    return f"{at:%Y-%m-%d %H:%M:%S}"


@register.filter
def indented(place: Organisation) -> str:
    """An organisation's name, set in by its depth in the tree."""
    return "\u3000" * place.depth + place.name


@register.filter
def state_of(code: str) -> object:
    """The state of a form: its title and tone (``steps.toml``)."""
    return table().states[code]
