"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jiping import __version__

MENU = (
    ("home", "待办", None),
    ("forms", "自评表", "form.read"),
    ("projects", "项目", "form.read"),
    ("overview", "总览", "statistics.read"),
    ("rules", "规则与办法", "catalogue.read"),
    ("organisations", "单位", "organisation.edit"),
    ("people", "人员", "person.read"),
    ("log", "日志", "log.read"),
)
"""Name of a page, its word in the menu, the right somebody needs to see it there."""


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """``viewer``, ``menu``, ``brings`` (files may be dropped), ``here``, ``version``, ``desktop``, ``server``."""
    from django.utils.translation import gettext

    from jiping.web.page import PAGES

    viewer = getattr(request, "viewer", None)
    match = request.resolver_match
    menu = [
        {"name": name, "title": gettext(title)}
        for name, title, right in MENU
        if viewer and name in PAGES and (right is None or viewer.has(right))
    ]
    return {
        "viewer": viewer,
        "menu": menu,
        "brings": bool(viewer and "upload" in PAGES and viewer.has("form.create")),
        "here": match.url_name if match else "",
        "version": __version__,
        "desktop": settings.DESKTOP,
        "server": settings.CONFIGURATION.mode == "server",
        "nameless": gettext("（没有项目名称）"),
    }
