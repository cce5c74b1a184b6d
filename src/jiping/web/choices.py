"""What can be chosen, in the language of the page: choices of models are kept in Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext

_said = lazy(gettext, str)


def translated(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Promise | str]]:
    """The same choices, each label translated when it is shown."""
    return [(code, _said(str(label))) for code, label in choices]
