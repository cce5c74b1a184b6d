"""Views of a list that somebody keeps."""

from __future__ import annotations

from django.utils.translation import gettext

from jiping.store.acting import Act, action
from jiping.store.models import SavedView
from jiping.store.policy import Conflict, Refused, WrongValue

_MOST = 50


@action("view.keep", "保存视图")
def keep_view(act: Act, page: str, name: str, query: str) -> SavedView:
    """Keep the filters of a page under a name; the same name is written over."""
    act.demand("form.read")
    said = name.strip()[:100]
    if not said:
        raise WrongValue(gettext("视图要有名称。"), "name")
    if SavedView.objects.filter(person=act.person, page=page).count() >= _MOST:
        raise Conflict(gettext("最多保存 %(most)s 个视图，请先删除不用的。") % {"most": _MOST})
    made, _ = SavedView.objects.update_or_create(
        person=act.person, page=page, name=said, defaults={"query": query}
    )
    act.log(made, name=said)
    return made


@action("view.drop", "删除视图")
def drop_view(act: Act, view: SavedView) -> None:
    """Forget one's own view."""
    act.demand("form.read")
    if view.person_id != (act.person.pk if act.person else None):
        raise Refused(gettext("只能删除自己的视图。"))
    act.log(view, name=view.name)
    view.delete()
