"""How values are shown; available in every template."""

from __future__ import annotations

from decimal import Decimal

from django import template

from jiping.model.decimals import half_up

register = template.Library()


@register.filter
def amount(value: Decimal | None, digits: int = 2) -> str:
    """An exact number with ``digits`` places and separators; "" for nothing."""
    return "" if value is None else f"{half_up(value, digits):,}"


@register.filter
def exact(value: Decimal | None) -> str:
    """An exact number with the digits it has."""
    return "" if value is None else f"{value:f}"
