"""One's own keys for programs: issued (shown once), listed, revoked."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiping.store.actions.tokens import issue_token, revoke_token
from jiping.store.models import Token
from jiping.store.rights import rights
from jiping.web.page import Request, page


@page("account/tokens/", "tokens", right="token.own", methods=("GET", "POST"))
def tokens(request: Request) -> HttpResponse:
    """The keys, and a new one."""
    text = ""
    if request.method == "POST":
        days = request.POST.get("days", "")
        _, text = issue_token(
            request.actor, request.POST.get("name", ""), request.POST.getlist("rights"),
            int(days) if days.isdecimal() and len(days) < 6 else 0,
        )  # fmt: skip
    own = [right for right in rights().values() if request.viewer.has(right.code)]
    mine = Token.objects.filter(person=request.viewer.person)
    titles = {right.code: right.title for right in rights().values()}
    shown = [{"token": t, "rights": [titles.get(code, code) for code in t.rights]} for t in mine]
    return render(request, "web/tokens.html", {"tokens": shown, "own": own, "text": text})


@page("account/tokens/<int:pk>/revoke/", "token-revoke", right="token.own", methods=("POST",))
def revoke(request: Request, pk: int) -> HttpResponse:
    """End one."""
    revoke_token(request.actor, get_object_or_404(Token, pk=pk, person=request.viewer.person))
    return HttpResponseRedirect(reverse("tokens"))
