"""What an installation asks of passwords and sign-in, and whether a password meets it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext

_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
_PLAIN = re.compile(
    r"password|passw0rd|jiping|jixiao|admin|root|qwerty|abcd?|asdf?|0?1234*5*6*7*8*9*0*|(\d)\1{2,}|20[0-3]\d"
)
"""What everybody tries first: where little else is left of a password, it is too common."""


@dataclass(frozen=True, slots=True)
class Passwords:
    """Rules of passwords and sign-in. Defaults of a clerk's machine; `STRICT` for servers."""

    least: int = 8
    classes: int = 2
    history: int = 0
    days: int = 0
    failures: int = 5
    locked_minutes: int = 10
    idle_minutes: int = 120
    longest_hours: int = 12
    second_factor: tuple[str, ...] = ()


# GB/T 22239-2019 level 3, 8.1.4.1 asks for complexity, regular change, lock-out, time-out and two
# kinds of proof, without figures (recalled, not read); the figures are what assessors commonly ask.
STRICT = Passwords(
    least=10, classes=3, history=5, days=90, failures=5, locked_minutes=30,
    idle_minutes=30, longest_hours=10, second_factor=("administrator", "auditor", "finance"),
)  # fmt: skip


def words(rules: Passwords) -> list[str]:
    """The rules as they are told beside the field of a new password."""
    told: list[str] = []
    told.append(
        gettext("至少 %(least)s 个字符，大写字母、小写字母、数字、其他字符中至少 %(classes)s 种；")
        % {"least": rules.least, "classes": rules.classes}
    )
    told.append(gettext("不含登录名和姓名，不用常见的词和数字。"))
    if rules.history:
        told.append(gettext("不能同最近 %(history)s 次用过的相同。") % {"history": rules.history})
    if rules.days:
        told.append(gettext("%(days)s 天后须再改。") % {"days": rules.days})
    return told


def faults(password: str, rules: Passwords, username: str = "", name: str = "") -> list[str]:
    """What is wrong with a new password, in words; empty: nothing."""
    found = []
    if len(password) < rules.least:
        found.append(gettext("至少 %(least)s 个字符。") % {"least": rules.least})
    kinds = sum(bool(re.search(kind, password)) for kind in _CLASSES)
    if kinds < rules.classes:
        found.append(
            gettext("大写字母、小写字母、数字、其他字符中至少要有 %(classes)s 种。")
            % {"classes": rules.classes}
        )
    low = password.lower()
    if (username and username.lower() in low) or (name and name in password):
        found.append(gettext("不能含有登录名或姓名。"))
    if len(re.sub(r"\W|_", "", _PLAIN.sub("", low))) < 4:
        found.append(gettext("太常见，容易被猜到。"))
    if len(set(password)) < 4:
        found.append(gettext("重复的字符太多。"))
    return found
