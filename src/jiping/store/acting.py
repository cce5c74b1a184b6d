"""Actions: permission, change and log entry in one transaction, the same for whoever calls.

    @action("organisation.rename", "改单位名称")
    def rename_organisation(act: Act, organisation: Organisation, name: str) -> Organisation:
        act.demand("organisation.edit", organisation)
        before, organisation.name = organisation.name, name
        organisation.save()
        act.log(organisation, before=before, after=name)
        return organisation

    rename_organisation(actor, organisation, "市教育局")

An action that ends without having asked for permission, or without a log entry, is a mistake of
the program: it raises, and nothing is kept.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from django.db import models, transaction

from jiping.store import log
from jiping.store.models import Form, Organisation, Person
from jiping.store.policy import Viewer

Channel = Literal["page", "api", "script", "job", "start"]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Actor:
    """Who acts, and by what way. ``viewer`` None: the program itself (first start, jobs)."""

    viewer: Viewer | None
    channel: Channel
    address: str = ""

    @property
    def person(self) -> Person | None:
        """The person, None for the program."""
        return self.viewer.person if self.viewer else None

    @classmethod
    def of(cls, person: Person, channel: Channel = "script", address: str = "") -> Actor:
        """An actor for a person with all rights that the person has."""
        return cls(Viewer(person), channel, address)


PROGRAM = Actor(None, "start")
"""The program itself: may do what it does."""


NOBODY = "系统"
"""Who acted, in the log, where it was the program itself."""


@dataclass
class Act:
    """One action under way: asks, and writes down."""

    actor: Actor
    code: str
    asked: bool = False
    logged: bool = False
    _entries: list[dict[str, Any]] = field(default_factory=list)

    @property
    def person(self) -> Person | None:
        """Who acts."""
        return self.actor.person

    def demand(self, right: str, thing: Any = None) -> None:
        """Ask the policy. Raises its ``NotThere`` or ``Refused``."""
        self.asked = True
        if self.actor.viewer is not None:
            self.actor.viewer.demand(right, thing)

    def allow(self, why: str) -> None:
        """For what needs no right of the table (one's own password): says why."""
        if not why:
            raise ValueError("say why")
        self.asked = True

    def log(self, about: models.Model | None = None, **detail: Any) -> None:
        """Note an entry; it is added to the chain when the action's change is done."""
        self.logged = True
        self._entries.append(_entry(self.actor, self.code, about, detail))

    def nothing_changed(self) -> None:
        """Say that there was nothing to do, so nothing to note."""
        self.logged = True

    def write(self) -> None:
        """Add the noted entries: last, so that the chain is locked for as short as can be."""
        for entry in self._entries:
            log.add(entry)


def _entry(
    actor: Actor, code: str, about: models.Model | None, detail: Mapping[str, Any]
) -> dict[str, Any]:
    person = actor.person
    path = about.path if isinstance(about, Form | Organisation) else ""
    return {
        "actor_id": person.pk if person else None,
        "actor": f"{person.name}（{person.username}）" if person else NOBODY,
        "channel": actor.channel,
        "address": actor.address,
        "action": code,
        "about": about._meta.model_name if about is not None else "",
        "about_id": about.pk if about is not None else None,
        "path": path,
        "detail": {name: value for name, value in detail.items() if value is not None},
    }


@dataclass(frozen=True)
class Action:
    """What is known of an action without calling it."""

    code: str
    title: str
    doc: str


ACTIONS: dict[str, Action] = {}
"""Code → action, of every module of `jiping.store.actions` (found by `load_actions`)."""


def action(
    code: str, title: str
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function an action: called with an `Actor` where it is written with an `Act`."""

    def made(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Actor, P], R]:
        if code in ACTIONS:
            raise ValueError(f"two actions are called {code}")
        ACTIONS[code] = Action(code, title, (function.__doc__ or "").strip())

        @functools.wraps(function)
        def act_on(actor: Actor, /, *given: P.args, **named: P.kwargs) -> R:
            with transaction.atomic():
                act = Act(actor, code)
                result = function(act, *given, **named)
                if not (act.asked and act.logged):
                    raise RuntimeError(f"{code} neither asked nor logged" if not act.asked
                                       else f"{code} left no log entry")  # fmt: skip
                act.write()
            return result

        return act_on

    return made


def load_actions() -> Mapping[str, Action]:
    """All actions, their modules imported."""
    from importlib import import_module
    from pkgutil import iter_modules

    from jiping.store import actions

    for module in iter_modules(actions.__path__, f"{actions.__name__}."):
        import_module(module.name)
    return ACTIONS
