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

from jiping.store import log
from jiping.store.acting import load_actions
from jiping.store.actions.people import note_download
from jiping.store.models import LogEntry, Membership
from jiping.store.models.organisation import subtree
from jiping.web.page import Request, page


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
    "form": "自评表", "person": "人员", "organisation": "单位", "sourcefile": "文件", "job": "任务",
    "token": "令牌", "upload": "上传",
}  # fmt: skip
_KEYS = {
    "name": "名称", "username": "登录名", "organisation": "单位", "unit": "单位", "parent": "上级",
    "role": "角色", "roles": "角色", "before": "原为", "after": "改为", "version": "版本",
    "year": "年度", "step": "步骤", "status": "结果", "new": "新增", "known": "已有", "what": "内容",
    "changed": "更新", "wrong": "不能用", "source": "来源", "alias": "别名", "since": "起",
    "pointers": "位置", "pointer": "位置", "kind": "种类", "locked": "已锁定", "on": "启用",
    "code": "编码", "forms": "自评表",
}  # fmt: skip
"""Keys of details as people read them; what is not named is shown as it is kept."""


def _words(detail: dict[str, Any]) -> str:
    shown = []
    for key, value in detail.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        shown.append(f"{_KEYS.get(key, key)}：{text[:12] if key == 'sha256' else text}")
    return "；".join(shown)


@page("log/", "log", right="log.read")
def entries(request: Request) -> HttpResponse:
    """The newest first, by person, action and word."""
    titles = {code: known.title for code, known in load_actions().items()}
    found = seen_by(request)
    action, who = request.GET.get("action", ""), request.GET.get("who", "").strip()
    if action in titles:
        found = found.filter(action=action)
    if who:
        found = found.filter(actor__icontains=who)
    shown = Paginator(found, 100).get_page(request.GET.get("page"))
    rows = [
        {"entry": entry, "title": titles.get(entry.action, entry.action),
         "about": _THINGS.get(entry.about, ""), "detail": _words(entry.detail)}
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
