"""How values are shown; available in every template."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from jiping.model.decimals import half_up
from jiping.store import told
from jiping.store.models import Job, Organisation, Person, UploadedFile
from jiping.store.steps import table
from jiping.web.glosses import gloss

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
def lately(at: datetime.datetime) -> str:
    """A time as short as it may be: with the hour where it is of this year, else the day."""
    here = timezone.localtime(at)
    same = here.year == timezone.localdate().year
    return f"{here:%m-%d %H:%M}" if same else f"{here:%Y-%m-%d}"


@register.filter
def indented(place: Organisation) -> str:
    """An organisation's name, set in by its depth in the tree."""
    return "\u3000" * place.depth + place.name


@register.filter
def state_of(code: str) -> object:
    """The state of a form: its title and tone (``steps.toml``)."""
    return table().states[code]


@register.filter
def said(job: Job) -> str:
    """How far a job is, or how it ended, in the language of the page."""
    return told.said(job.said, job.message)


@register.filter
def why(file: UploadedFile) -> str:
    """What was said of a file that was brought."""
    return told.said(file.said, file.reason)


register.filter("gloss", gloss)


@register.filter
def who(person: Person | None) -> str:
    """A person's name; what the program itself did has none."""
    return person.name if person is not None else gettext("系统")
