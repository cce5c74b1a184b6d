"""Lists of forms: what may be asked, how it is sorted, and a count that never takes long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop

from jiping.model.decimals import to_decimal
from jiping.model.text import label_key
from jiping.store.figures import below
from jiping.store.models import Form, Organisation, Project, StateStep
from jiping.store.policy import Viewer
from jiping.store.steps import table

SORTS = {
    "name": (gettext_noop("项目名称"), ("name",)),
    "unit": (gettext_noop("实施单位"), ("unit_name",)),
    "year": (gettext_noop("年度"), ("year",)),
    "total": (gettext_noop("核算总分"), ("total",)),
    "printed": (gettext_noop("填报总分"), ("printed_total",)),
    "rate": (gettext_noop("执行率"), ("rate",)),
    "budget": (gettext_noop("全年预算数"), ("budget",)),
    "errors": (gettext_noop("错误"), ("errors",)),
    "warnings": (gettext_noop("需说明"), ("warnings",)),
    "updated": (gettext_noop("更新"), ("updated",)),
}
"""Word in the address → title, columns. A minus before the word: from the greatest."""
GRADES = ("优", "良", "中", "差")
COUNTED = 10_000
"""A list is counted so far; beyond it is “more than”."""
EACH = 50
_PLACES = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a list, as the address has them; what makes no sense is left out."""

    given: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "").strip()

    @property
    def sort(self) -> str:
        """The order, "-updated" where none is said."""
        said = self["sort"]
        return said if said.removeprefix("-") in SORTS else "-updated"

    def condition(self, viewer: Viewer) -> Q:
        """The filters as a condition on `Form`."""
        found = Q()
        for word in self["q"].split():
            found &= Q(search__contains=label_key(word))
        if self["year"].isdecimal() and len(self["year"]) == 4:
            found &= Q(year=int(self["year"]))
        if self["state"] in table().states:
            found &= Q(state=self["state"])
        if self["grade"]:
            found &= Q(grade=self["grade"])
        if self["scheme"]:
            found &= Q(scheme=self["scheme"])
        if self["rule"]:
            found &= Q(pk__in=_with_rule(self["rule"]))
        if self["found"] == "errors":
            found &= Q(errors__gt=0)
        if self["found"] == "open":
            found &= Q(answered__lt=F("errors") + F("warnings"))
        for name, lookup in (("least", "total__gte"), ("most", "total__lte")):
            value = to_decimal(self[name] or None)
            if value is not None and abs(value) < 10**6:
                found &= Q(**{lookup: value})
        if self["handled"]:
            taken = StateStep.objects.filter(by=viewer.person)
            found &= Q(pk__in=taken.values("form"))
        if self["differs"]:
            found &= ~Q(printed_total=F("total")) & Q(
                printed_total__isnull=False, total__isnull=False
            )
        if self["organisation"].isdecimal():
            found &= below(viewer, int(self["organisation"]))
        return found


def places(viewer: Viewer) -> list[Organisation]:
    """The organisations to filter by, as a tree; of very many only those with others below them."""
    seen = viewer.organisations("form.read").order_by("path")
    if seen.count() > _PLACES:
        seen = seen.exclude(kind__in=(Organisation.Kind.UNIT, Organisation.Kind.AGENCY))
    return list(seen[:_PLACES])


def _with_rule(code: str) -> Any:
    from jiping.store.models import FindingRow

    return FindingRow.objects.filter(rule=code).values("form")


PROJECT_SORTS = {
    "name": (gettext_noop("项目名称"), ("key",)),
    "code": (gettext_noop("编码"), ("code",)),
    "unit": (gettext_noop("单位"), ("organisation__name_key",)),
}


def projects(viewer: Viewer, asked: Asked) -> QuerySet[Project]:
    """The projects with a form that somebody may see, of the year and unit asked for, in order."""
    narrowed = Asked({name: asked[name] for name in ("year", "organisation", "state", "grade")})
    seen = viewer.forms().filter(narrowed.condition(viewer), project=OuterRef("pk")).order_by()
    found = Project.objects.filter(Exists(seen))
    for word in asked["q"].split():
        key = label_key(word)
        found = found.filter(
            Q(key__contains=key)
            | Q(code__startswith=word)
            | Q(organisation__name_key__contains=key)
        )
    said = asked["sort"]
    _, columns = PROJECT_SORTS.get(said.removeprefix("-"), PROJECT_SORTS["name"])
    sign = "-" if said.startswith("-") else ""
    return found.order_by(*(f"{sign}{name}" for name in (*columns, "id")))


def forms(viewer: Viewer, asked: Asked) -> QuerySet[Form]:
    """The forms that somebody may see and asked for, in order."""
    _, columns = SORTS[asked.sort.removeprefix("-")]
    down = asked.sort.startswith("-")
    # Without a word about blanks an index serves the order; blanks come first or last as it is.
    order = [f"{'-' if down else ''}{name}" for name in (*columns, "id")]
    return viewer.forms().filter(asked.condition(viewer)).order_by(*order)


class Counted(Paginator):  # type: ignore[type-arg]  # Django's own can't be subscripted
    """Pages of a list that is counted up to `COUNTED` only."""

    @cached_property
    def _keys(self) -> list[int]:
        """The keys of what was found, in no order, at most `COUNTED`: one look at the table."""
        found: Any = self.object_list
        return list(found.order_by().values_list("pk", flat=True)[:COUNTED])

    @cached_property
    def count(self) -> int:
        """How many, at most `COUNTED`."""
        return len(self._keys)

    def page(self, number: int | str) -> Any:
        """The page's keys first, which an index may give alone; then its rows.

        Where little was found the table isn't looked through again for its order.
        """
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        ordered: Any = self.object_list
        if not self.many:
            ordered = ordered.model.objects.filter(pk__in=self._keys).order_by(
                *ordered.query.order_by
            )
        order = list(ordered.values_list("pk", flat=True)[start : start + self.per_page])
        rows = ordered.model.objects.in_bulk(order)
        return Page([rows[key] for key in order if key in rows], number, self)

    @property
    def many(self) -> bool:
        """Whether there may be more than were counted."""
        return self.count >= COUNTED
