"""Organisations from a list: looked at first, then taken over as one action."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from jiping.store.acting import Act, action
from jiping.store.actions.organisations import adopt, match, name_key, place_new
from jiping.store.models import Alias, Organisation
from jiping.store.organisation_list import Line, Row
from jiping.store.policy import Refused, Viewer
from jiping.store.told import listed


def look(rows: Sequence[Row], viewer: Viewer) -> list[Line]:
    """What each row would do, without doing it. Parents may stand below their children."""
    names = {name_key(row.name): row for row in rows}
    codes = {row.code: row for row in rows if row.code}
    mine = viewer.organisations("organisation.edit")
    roots = list(mine.filter(parent=None)[:1]) or list(mine.order_by("path")[:1])
    seen: set[str] = set()
    lines = []
    for row in rows:
        key = name_key(row.name)
        if row.fault:
            lines.append(Line(row, "wrong", row.fault))
        elif key in seen:
            lines.append(Line(row, "wrong", gettext("清单中前面已有同名单位")))
        else:
            lines.append(_line(row, names, codes, viewer, roots))
        seen.add(key)
    return _without_orphans(lines)


def _line(
    row: Row, names: dict[str, Row], codes: dict[str, Row], viewer: Viewer, roots: list[Organisation]
) -> Line:  # fmt: skip
    known = match(row.name, row.code)
    parent: Row | Organisation | None = roots[0] if roots else None
    if row.parent:
        parent = (
            names.get(name_key(row.parent))
            or codes.get(row.parent)
            or match(row.parent, row.parent)
        )
        if parent is None:
            return Line(row, "wrong", gettext("找不到上级“%(name)s”") % {"name": row.parent})
        if parent is row:
            return Line(row, "wrong", gettext("上级是自己"))
    if known is not None:
        if not viewer.may("organisation.edit", known):
            return Line(row, "wrong", gettext("已有这个单位，但不归您维护"))
        news = _news(known, row)
        return Line(row, "changed" if news else "same", listed(news), known, parent)
    if isinstance(parent, Organisation) and not viewer.may("organisation.edit", parent):
        return Line(row, "wrong", gettext("上级“%(name)s”不归您维护") % {"name": parent.name})
    return Line(row, "new", "", None, parent)


def _news(known: Organisation, row: Row) -> list[str]:
    news = []
    if row.code and row.code != known.code:
        news.append(gettext("编码改为 %(code)s") % {"code": row.code})
    if row.kind and row.kind != known.kind:
        kind = gettext(str(Organisation.Kind(row.kind).label))
        news.append(gettext("类别改为%(kind)s") % {"kind": kind})
    if row.region and row.region != known.region:
        news.append(gettext("行政区划改为 %(code)s") % {"code": row.region})
    if name_key(row.name) != known.name_key:
        news.append(gettext("增加别名“%(name)s”") % {"name": row.name})
    held = {known.name_key, *known.aliases.values_list("key", flat=True)}
    news += [
        gettext("增加别名“%(name)s”") % {"name": alias}
        for alias in row.aliases
        if name_key(alias) not in held
    ]
    if row.parent and known.parent and match(row.parent, row.parent) not in (None, known.parent):
        news.append(gettext("上级与现有的不同（隶属关系不随清单改，请在单位页调整）"))
    return news


def _without_orphans(lines: list[Line]) -> list[Line]:
    """New rows under a row that can't be used, or in a ring, can't be used either."""
    good: dict[Row, Line] = {line.row: line for line in lines if line.what != "wrong"}
    while True:
        bad = [line for line in good.values() if not _grounded(line, good)]
        if not bad:
            break
        for line in bad:
            del good[line.row]
    return [
        line
        if line.row in good or line.what == "wrong"
        else Line(line.row, "wrong", gettext("它的上级那一行不能用"))
        for line in lines
    ]


def _grounded(line: Line, good: dict[Row, Line]) -> bool:
    walked: set[int] = set()
    at: Line | None = line
    while at is not None and at.known is None:
        if at.row.number in walked:
            return False
        walked.add(at.row.number)
        if not isinstance(at.parent, Row):
            return at.parent is not None
        at = good.get(at.parent)
    return at is not None


@action("organisation.import", "导入单位清单")
def import_organisations(act: Act, rows: Sequence[Row], source: str) -> list[Line]:
    """Take over what can be used of a list: all of it or, if anything fails, nothing."""
    viewer = act.actor.viewer
    act.demand("organisation.edit")
    if viewer is None:
        raise Refused(gettext("清单要由管理员导入。"))
    lines = look(rows, viewer)
    done: dict[Row, Organisation] = {}
    waiting = [line for line in lines if line.what in ("new", "changed", "same")]
    while waiting:
        line = waiting.pop(0)
        parent = done.get(line.parent) if isinstance(line.parent, Row) else line.parent
        if line.known is None and parent is None:
            waiting.append(line)  # its parent stands below it in the list
            continue
        done[line.row] = _take(line, parent)
    counts = {
        what: sum(line.what == what for line in lines) for what in ("new", "changed", "wrong")
    }
    act.log(None, source=source, **counts)
    return lines


def _take(line: Line, parent: Organisation | None) -> Organisation:
    row, found = line.row, line.known
    if found is None:
        kind = row.kind or Organisation.Kind.UNIT
        found = place_new(
            row.name, parent=parent, kind=kind, code=row.code, region=row.region, since=row.since
        )
        adopt(found, found.name_key)
    else:
        found.code = row.code or found.code
        found.kind = row.kind or found.kind
        found.region = row.region or found.region
        found.save()
    for alias in (row.name, *row.aliases):
        key = name_key(alias)
        if key != found.name_key:
            Alias.objects.get_or_create(organisation=found, key=key, defaults={"name": alias})
            adopt(found, key)
    return found
