"""What the program says and keeps: a text with its values, so that it can be said in either language.

    told("正在读取 %(name)s", name="表.docx")

Chinese is what is kept as text (for the log, calls, and whoever looks at the database); beside it
stands from what it was made. The texts are found by `jiping.web.translating`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext


@dataclass(frozen=True, slots=True)
class Told:
    """A text with named gaps, and what stands in them: texts of the program, or plain values."""

    text: str
    given: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[Told, ...] = ()

    def __str__(self) -> str:
        """In Chinese."""
        given = {name: str(value) for name, value in self.given.items()}
        own = self.text % given if given else self.text
        return "，".join([own, *map(str, self.also)])

    def kept(self) -> dict[str, Any]:
        """As JSON; `said` makes words of it again."""
        given = {
            name: value.kept() if isinstance(value, Told) else value
            for name, value in self.given.items()
        }
        return {"text": self.text, "with": given, "also": [each.kept() for each in self.also]}


def told(text: str, **given: Any) -> Told:
    """A text of the program; gaps as %(name)s."""
    return Told(text, given)


def several(parts: Iterable[Told]) -> Told | None:
    """Some as one, None for none."""
    all_of_them = tuple(parts)
    if not all_of_them:
        return None
    first = all_of_them[0]
    return Told(first.text, first.given, all_of_them[1:])


def said(kept: Any, chinese: str) -> str:
    """What was kept, in the language of the page; ``chinese`` where nothing was kept beside it."""
    try:
        return _said(kept) if isinstance(kept, dict) and kept else chinese
    except (KeyError, TypeError, ValueError):
        return chinese


def _said(kept: Mapping[str, Any]) -> str:
    given = {
        name: _said(value) if isinstance(value, dict) else value
        for name, value in kept["with"].items()
    }
    own = gettext(kept["text"])
    return listed([own % given if given else own, *(_said(each) for each in kept["also"])], "，")


def listed(parts: Iterable[str], mark: str = "、") -> str:
    """Some texts as one, with the comma of the language."""
    return (mark if (get_language() or "zh").startswith("zh") else ", ").join(parts)
