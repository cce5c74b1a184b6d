"""The log: to read, to check, to take away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from jiping.forms.families import families
from jiping.store import log
from jiping.store.acting import NOBODY, load_actions
from jiping.store.actions.people import note_download
from jiping.store.models import LogEntry, Membership, Role, UploadedFile
from jiping.store.models.organisation import subtree
from jiping.store.rights import rights
from jiping.store.steps import table
from jiping.store.told import listed
from jiping.web.page import Request, page
from jiping.web.templatetags.form_words import pointed


def seen_by(request: Request) -> QuerySet[LogEntry]:
    """Entries about the organisations below one's own, and by their people; at a root: all."""
    places = request.viewer.organisations("log.read")
    if places.filter(parent=None).exists():
        return LogEntry.objects.all()
    found = Q(pk__in=())
    for membership, _ in request.viewer.reaches("log.read"):
        found |= subtree(membership.organisation.path)
    members = Membership.objects.filter(organisation__in=places).values("person")
    return LogEntry.objects.filter(found | Q(actor_id__in=members))


_THINGS = {
    "form": gettext_noop("自评表"), "person": gettext_noop("人员"), "organisation": gettext_noop("单位"), "sourcefile": gettext_noop("文件"), "job": gettext_noop("任务"),
    "token": gettext_noop("令牌"), "upload": gettext_noop("上传"), "savedview": gettext_noop("视图"),
}  # fmt: skip
_KEYS = {
    "name": gettext_noop("名称"), "username": gettext_noop("登录名"), "organisation": gettext_noop("单位"), "unit": gettext_noop("单位"), "parent": gettext_noop("上级"),
    "role": gettext_noop("角色"), "roles": gettext_noop("角色"), "before": gettext_noop("原为"), "after": gettext_noop("改为"), "version": gettext_noop("版本"),
    "year": gettext_noop("年度"), "step": gettext_noop("步骤"), "status": gettext_noop("结果"), "new": gettext_noop("新增"), "known": gettext_noop("已有"), "what": gettext_noop("内容"),
    "changed": gettext_noop("更新"), "wrong": gettext_noop("不能用"), "source": gettext_noop("来源"), "alias": gettext_noop("别名"), "since": gettext_noop("起"),
    "pointers": gettext_noop("位置"), "pointer": gettext_noop("位置"), "kind": gettext_noop("种类"), "locked": gettext_noop("已锁定"), "on": gettext_noop("启用"),
    "code": gettext_noop("编码"), "forms": gettext_noop("自评表"), "rights": gettext_noop("权限"), "expires": gettext_noop("有效期至"),
    "opinion": gettext_noop("意见"), "finding": gettext_noop("问题"), "answer": gettext_noop("说明"), "evidence": gettext_noop("佐证材料"), "sha256": gettext_noop("校验值"), "count": gettext_noop("个数"), "names": gettext_noop("文件"),
    "left": gettext_noop("剩余"), "rule": gettext_noop("规则"), "query": gettext_noop("条件"), "address": gettext_noop("来自"), "number": gettext_noop("编号"),
}  # fmt: skip
"""Keys of details as people read them; what is not named is shown as it is kept."""


def _words(detail: dict[str, Any]) -> str:
    shown = []
    for key, value in detail.items():
        if key == "finding":  # which one, as a digest: the rule beside it says more to people
            continue
        shown.append(f"{gettext(_KEYS.get(key, key))}：{_said(key, value)}")
    return "；".join(shown)


def _said(key: str, value: Any) -> str:
    """A kept value as people know it: states, steps and places by their names."""
    steps = table()
    if key == "pointers" and isinstance(value, list):
        return listed(_place(str(each)) for each in value)
    if key == "rights" and isinstance(value, list):
        known = rights()
        return listed(gettext(known[each].title) if each in known else str(each) for each in value)
    if key in ("role", "roles"):
        codes = value if isinstance(value, list) else [value]
        return listed(gettext(Role(each).label) if each in Role.values else each for each in codes)
    if key in ("names", "new", "known") and isinstance(value, list):
        return listed(map(str, value)) or "—"
    if value is None or isinstance(value, bool):
        return {None: "—", True: gettext("是"), False: gettext("否")}[value]
    if key == "status" and value in UploadedFile.Status.values:
        return gettext(str(UploadedFile.Status(value).label))
    if key == "what" and isinstance(value, str):
        return _taken(value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if key in ("before", "after") and value in steps.states:
        return gettext(steps.states[value].title)
    if key == "step" and value in steps.steps:
        return gettext(steps.steps[value].title)
    if key == "pointer":
        return _place(value)
    if key == "expires":
        return value[:10]
    return value[:12] if key == "sha256" else value


_TAKEN = {
    "original": gettext_noop("原文件"), "annotated": gettext_noop("带批注的原文件"), "print": gettext_noop("打印"),
    "log": gettext_noop("日志"), "audit": gettext_noop("审核结果"), "forms.csv": gettext_noop("自评表列表"), "projects.csv": gettext_noop("项目列表"),
}  # fmt: skip


def _taken(what: str) -> str:
    """What was taken away: a format, and the official form where one was named."""
    kind, _, family = what.partition(" ")
    known = families().get(family)
    shown = gettext(_TAKEN[kind]) if kind in _TAKEN else kind
    return f"{shown} {known.name if known else family}".strip()


def _place(pointer: str) -> str:
    """A place of a form in words; as it was kept where no form has it any more."""
    try:
        return pointed(pointer)
    except (KeyError, ValueError, IndexError):
        return pointer


@page("log/", "log", right="log.read")
def entries(request: Request) -> HttpResponse:
    """The newest first, by person, action and word."""
    titles = {code: gettext(known.title) for code, known in load_actions().items()}
    found = seen_by(request)
    action, who = request.GET.get("action", ""), request.GET.get("who", "").strip()
    if action in titles:
        found = found.filter(action=action)
    if who:
        found = found.filter(actor__icontains=who)
    shown = Paginator(found, 100).get_page(request.GET.get("page"))
    rows = [
        {"entry": entry, "actor": gettext(entry.actor) if entry.actor == NOBODY else entry.actor,
         "title": titles.get(entry.action, entry.action),
         "about": gettext(_THINGS[entry.about]) if entry.about in _THINGS else "", "detail": _words(entry.detail)}
        for entry in shown
    ]  # fmt: skip
    given = {"rows": rows, "page": shown, "titles": titles.items(), "action": action, "who": who}
    return render(request, "web/log.html", given)


@page("log/check/", "log-check", right="log.read", methods=("POST",))
def check(request: Request) -> HttpResponse:
    """Walk the whole chain and say what is found."""
    faults = log.check()
    given = {"faults": faults[:50], "count": LogEntry.objects.count()}
    return render(request, "web/log_check.html", given)


@page("log/export/", "log-export", right="log.read", methods=("POST",))
def export(request: Request) -> HttpResponseBase:
    """The entries that one sees, one JSON object a line; the whole chain can be checked again."""
    note_download(request.actor, "log.read", what="log")
    found = seen_by(request).order_by("number")

    def lines() -> Iterator[str]:
        for entry in found.iterator(2_000):
            yield json.dumps(log.as_json(entry), ensure_ascii=False) + "\n"

    response = StreamingHttpResponse(lines(), content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="jiping-log.jsonl"'
    return response
