"""Text into HTML: nothing that a document says can become markup."""

from __future__ import annotations

from html import escape

from jiping.report._naming import visible

BADGE = {"error": "错", "warning": "说", "info": "示"}
"""First letter of a finding's badge; with its number it names the finding within its form."""


def text(value: object) -> str:
    """A value as safe HTML, in text and in quoted attributes alike."""
    return escape(visible(str(value)))


def optional(value: object | None, empty: str = "（空）") -> str:
    """A value as safe HTML; a blank says that it is blank."""
    return f'<span class="blank">{empty}</span>' if value is None or value == "" else text(value)


def badge(severity: str, number: int) -> str:
    """“错1”: the level in a letter, so that colour never stands alone, and the number."""
    return f"{BADGE.get(severity, '注')}{number}"
