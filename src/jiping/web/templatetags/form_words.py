"""Filters of the form's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext

from jiping.api import catalogue
from jiping.web.form.sheet import term_of

register = template.Library()


@register.filter
def pointed(pointer: str) -> str:
    """A pointer in words: 指标第3行 得分."""
    group, *rest = pointer.removeprefix("/").split("/")
    if group in ("indicators", "funds") and rest and rest[0].isdecimal():
        row = term_of(f"/{group}/{rest[0]}")
        return f"{row} {term_of(pointer)}" if len(rest) > 1 else row
    return term_of(pointer)


@register.filter
def told(value: Any) -> str:
    """A kept value: a text as it is, a row by its name."""
    if isinstance(value, dict):
        return str(value.get("name") or value.get("label") or gettext("（空行）"))
    return str(value)


@register.filter
def scheme_title(name: str) -> str:
    """What a scheme is called; its id where this program doesn't know it (any more)."""
    return next((each.name for each in catalogue.scheme_lines() if each.id == name), name)
