"""Many forms at once: a step, or given to a reviewing agency. Each for itself: one refused stops none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiping.store.acting import Actor
from jiping.store.actions.assigning import agencies, assign_form
from jiping.store.actions.flow import take_step
from jiping.store.models import Form
from jiping.store.policy import Conflict, Denied, NotThere, Viewer, WrongValue
from jiping.store.steps import table

MOST = 500
_GREATEST = 2**31 - 1
Doing = Callable[[Form, int], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one form; ``refusal``: None where it was done, ``form``: None where it isn't
    there for this person."""

    key: int
    form: Form | None
    refusal: Denied | None = None

    @property
    def why(self) -> str:
        """The refusal in words, "" where it was done."""
        return "" if self.refusal is None else str(self.refusal)

    @property
    def status(self) -> int:
        """What a call about this form alone would have answered."""
        match self.refusal:
            case None:
                return 200
            case NotThere():
                return 404
            case WrongValue():
                return 422
            case Conflict():
                return 409
        return 403


def doing(actor: Actor, do: str, text: str, agency: int | None) -> tuple[str, Doing]:
    """What was asked for (a step, or "assign"): its title, and what does it to a form of a version.

    Raises WrongValue for what there is not.
    """
    if do == "assign":
        key = agency or 0
        chosen = agencies().filter(pk=key).first() if 0 < key <= _GREATEST else None
        if chosen is None:
            raise WrongValue(_("请选择复核机构。"), "agency")
        return _("交复核机构"), lambda form, _version: assign_form(actor, form, chosen)
    step = table().steps.get(do)
    if step is None:
        raise WrongValue(_("没有这一步。"), "do")
    return _(step.title), lambda form, version: take_step(
        actor, form, step.code, version, text=text
    )


def done_with(viewer: Viewer, seen: Mapping[int, int], do_it: Doing) -> list[Outcome]:
    """Do it to each form (key → the version that was seen), in this order. Raises WrongValue."""
    if not seen:
        raise WrongValue(_("没有选择自评表。"), "forms")
    if len(seen) > MOST:
        raise WrongValue(_("一次最多办 %(most)s 张。") % {"most": MOST}, "forms")
    forms = viewer.forms().in_bulk([key for key in seen if 0 < key <= _GREATEST])
    outcomes = []
    for key, version in seen.items():
        form = forms.get(key)
        if form is None:
            outcomes.append(Outcome(key, None, NotThere()))
            continue
        try:
            do_it(form, version)
        except Denied as refusal:
            outcomes.append(Outcome(key, form, refusal))
        else:
            outcomes.append(Outcome(key, form))
    return outcomes
