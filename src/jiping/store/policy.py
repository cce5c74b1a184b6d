"""The one policy: what a person may see and do. Pages, calls, jobs and actions all ask here.

Who may not see a thing is told that it doesn't exist (`NotThere`); who sees it but may not do this
with it is told so in words (`Refused`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from jiping.store.models import Form, Job, Membership, Organisation, Person, Placement
from jiping.store.models.organisation import subtree
from jiping.store.rights import Reach, rights
from jiping.store.told import Told, said

if TYPE_CHECKING:
    from jiping.store.rights import Right

_NOTHING = Q(pk__in=())


class Denied(Exception):  # noqa: N818 - what happened, not a fault of the program
    """Not allowed; the message is for the person.

    Given a `Told`, it is said in the language of now, and can be kept for another (``told``).
    """

    def __init__(self, message: str | Told) -> None:
        self.told = message if isinstance(message, Told) else None
        super().__init__(message if isinstance(message, str) else said(message.kept(), ""))


class NotThere(Denied):
    """For this person the thing does not exist."""

    def __init__(self) -> None:
        super().__init__(gettext("没有找到，或者您无权查看。"))


class Refused(Denied):
    """The thing is seen, but this may not be done with it (now); says why."""


class WrongValue(Refused):
    """A value that was given is wrong, whoever gives it; ``field``: its name, as calls have it.

    ``faults``: all that is wrong, each with ``field`` and ``what``, where there is more than one.
    """

    def __init__(self, words: str, field: str, faults: Iterable[Mapping[str, str]] = ()) -> None:
        super().__init__(words)
        self.field = field
        self.faults = tuple(faults) or ({"field": field, "what": words},)


class Conflict(Refused):
    """Not as things stand now: the state forbids it, or somebody else was first."""


@dataclass(frozen=True)
class Viewer:
    """A person with the roles held today, asked many times in one request.

    ``limit``: rights that a token is cut down to; None: no cut.
    """

    person: Person
    limit: frozenset[str] | None = None
    _paths: dict[int, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """The roles of today."""
        if not self.person.is_active:
            return ()
        today = timezone.localdate()
        held = Membership.objects.filter(
            Q(since=None) | Q(since__lte=today), Q(until=None) | Q(until__gt=today),
            person=self.person,
        ).select_related("organisation")  # fmt: skip
        return tuple(held.order_by("organisation__path", "role"))

    @property
    def roles(self) -> frozenset[str]:
        """All roles, wherever they are held."""
        return frozenset(m.role for m in self.memberships)

    def reaches(self, code: str) -> Iterable[tuple[Membership, Reach]]:
        """The roles that carry a right, and how far each goes. Raises KeyError for a wrong name."""
        right: Right = rights()[code]
        if self.limit is not None and code not in self.limit:
            return
        for membership in self.memberships:
            reach = right.reach.get(membership.role)
            if reach is not None:
                yield membership, reach

    def has(self, code: str) -> bool:
        """Whether there is anything at all that the person has this right about."""
        return any(True for _ in self.reaches(code))

    def paths(self, organisation: Organisation) -> tuple[str, ...]:
        """All places that an organisation ever had: forms keep the place of their year."""
        found = self._paths.get(organisation.pk)
        if found is None:
            placed = Placement.objects.filter(organisation=organisation)
            found = tuple({organisation.path, *placed.values_list("path", flat=True)} - {""})
            self._paths[organisation.pk] = found
        return found

    def where(self, code: str) -> Q:
        """The condition on `Form` under which the person has a right."""
        found = _NOTHING
        for membership, reach in self.reaches(code):
            organisation = membership.organisation
            if reach == "all":
                return Q(deleted=None)
            if reach == "own":
                found |= Q(organisation=organisation)
            elif reach == "subtree":
                for path in self.paths(organisation):
                    found |= subtree(path)
            elif reach == "assigned":
                found |= Q(assignments__organisation=organisation)
        if code in _OF_BRINGERS and self.has(code):
            found |= Q(organisation=None, created_by=self.person)
        return found & Q(deleted=None)

    def forms(self, code: str = "form.read") -> QuerySet[Form]:
        """The forms about which the person has a right."""
        found = Form.objects.filter(self.where(code))
        by_assignment = any(reach == "assigned" for _, reach in self.reaches(code))
        return found.distinct() if by_assignment else found

    def organisations(self, code: str = "organisation.read") -> QuerySet[Organisation]:
        """The organisations about which the person has a right, as the tree stands today."""
        found = _NOTHING
        for membership, reach in self.reaches(code):
            if reach == "all":
                return Organisation.objects.all()
            if reach == "own":
                found |= Q(pk=membership.organisation_id)
            elif reach == "subtree":
                found |= subtree(membership.organisation.path)
        return Organisation.objects.filter(found)

    def people(self, code: str = "person.read") -> QuerySet[Person]:
        """The people with a role at an organisation about which the person has a right.

        To edit somebody, all of their roles must lie there: who could reset the password of
        somebody with a role further up could act as them.
        """
        places = self.organisations(code)
        found = Q(memberships__organisation__in=places)
        if places.filter(parent=None).exists():
            found |= Q(memberships=None)
        people = Person.objects.filter(found)
        if code == "person.edit":
            outside = Membership.objects.exclude(organisation__in=places)
            people = people.exclude(pk__in=outside.values("person"))
        return people.distinct()

    def jobs(self, code: str = "job.read") -> QuerySet[Job]:
        """One's own jobs, and those of the organisations that one administers."""
        found = _NOTHING
        for membership, reach in self.reaches(code):
            if reach == "self":
                found |= Q(by=self.person)
            elif reach == "subtree":
                found |= Q(by=self.person)
                found |= Q(organisation__in=self.organisations("organisation.read"))
                found |= Q(organisation=None, by__memberships__organisation=membership.organisation)
        return Job.objects.filter(found).distinct()

    def may(self, code: str, thing: Any = None) -> bool:
        """Whether the person has a right about a thing (a form, an organisation, a job, None)."""
        if thing is None or rights()[code].about == "self":
            return self.has(code)
        return self._about(code, thing).filter(pk=thing.pk).exists()

    def demand(self, code: str, thing: Any = None) -> None:
        """Raises `NotThere` for what the person may not even see, else `Refused`."""
        if self.may(code, thing):
            return
        if thing is None or self.sees(thing):
            raise Refused(
                gettext("您没有“%(title)s”的权限。") % {"title": gettext(rights()[code].title)}
            )
        raise NotThere

    def sees(self, thing: Any) -> bool:
        """Whether the thing exists for this person."""
        if isinstance(thing, Person):
            own = thing.pk == self.person.pk
            return own or self.people().filter(pk=thing.pk).exists()
        reading = {Form: "form.read", Organisation: "organisation.read", Job: "job.read"}
        return self.may(reading[type(thing)], thing)

    def _about(self, code: str, thing: Any) -> QuerySet[Any]:
        if isinstance(thing, Form):
            return self.forms(code)
        if isinstance(thing, Organisation):
            return self.organisations(code)
        if isinstance(thing, Person):
            return self.people(code)
        if isinstance(thing, Job):
            return self.jobs(code)
        raise TypeError(f"no policy about {type(thing).__name__}")


_OF_BRINGERS = frozenset({"form.read", "form.edit", "form.answer", "form.delete", "form.export"})
"""What one may do with a form one brought whose organisation nobody has named yet."""
