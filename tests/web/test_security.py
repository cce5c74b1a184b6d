"""Headers, cookies, CSRF, markup in text fields, Django's own check of a deployment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from making.bureau import PASSWORD, Bureau

from jiping.store.actions import organisations, people
from jiping.store.models import Form, Organisation, Person
from jiping.web import middleware

WEB = Path(middleware.__file__).parent
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/static/web/jiping.css", "/nowhere/"])
def test_every_answer_has_the_headers(bureau: Bureau, client: Client, address: str) -> None:
    answer = client.get(address)
    answer.close()
    headers = answer.headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_of_people_are_kept_by_no_cache(bureau: Bureau, client: Client) -> None:
    client.force_login(bureau.people["filler"])
    assert client.get("/").headers["Cache-Control"] == "no-store"
    sheet = client.get("/static/web/jiping.css")
    sheet.close()
    assert "max-age=31536000" in sheet.headers["Cache-Control"]


def test_cookies_are_out_of_reach_of_scripts(bureau: Bureau, client: Client) -> None:
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": "filler", "password": PASSWORD})
    client.post("/language/", {"language": "en"})
    for name in ("jiping_session", "jiping_csrf", "jiping_language"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


def test_nothing_is_changed_without_the_page_s_token(bureau: Bureau) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bureau.people["admin"])
    school = bureau.places["第一中学"]
    answer = strict.post(f"/organisations/{school.pk}/alias/", {"name": "一中"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
    assert not school.aliases.exists()


def test_get_changes_nothing(bureau: Bureau, client: Client) -> None:
    client.force_login(bureau.people["admin"])
    school = bureau.places["第一中学"]
    assert client.get(f"/organisations/{school.pk}/alias/?name=x").status_code == 405
    assert client.get("/sign-out/").status_code == 405


def test_a_foreign_host_name_is_refused(bureau: Bureau, client: Client) -> None:
    assert client.get("/sign-in/", headers={"host": "evil.example"}).status_code == 400


def markup_everywhere(bureau: Bureau) -> None:
    """Every text that people or tables bring, as markup."""
    admin = bureau.actor("admin")
    school = Organisation.objects.get(name="第一中学")
    organisations.edit_organisation(admin, school, name=MARKUP, code=MARKUP[:60])
    organisations.add_alias(admin, school, MARKUP + "a")
    organisations.note_unmatched(MARKUP + "b", MARKUP)
    people.edit_person(admin, bureau.people["filler"], name=MARKUP[:64], phone=MARKUP[:32])
    assert bureau.form is not None
    Form.objects.filter(pk=bureau.form.pk).update(
        name=MARKUP, unit_name=MARKUP, department_name=MARKUP, grade=MARKUP[:16]
    )


PAGES = {
    "admin": ("/organisations/", "/organisations/{school}/", "/organisations/unmatched/", "/people/",
              "/people/{filler}/", "/log/", "/people/new/?organisation={school}",
              "/organisations/?q={markup}", "/people/?q={markup}", "/log/?who={markup}"),
    "filler": ("/", "/account/"),
    "checker": ("/",),
    "nobody": ("/sign-in/?next={markup}", "/first-start/?ticket={markup}", "/{markup}"),
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES)
def test_markup_stays_text(bureau: Bureau, client: Client, who: str) -> None:
    markup_everywhere(bureau)
    if who != "nobody":
        client.force_login(Person.objects.get(username=who))
    given = {"school": bureau.places["第一中学"].pk, "filler": bureau.people["filler"].pk}
    from urllib.parse import quote

    for address in PAGES[who]:
        answer = client.get(address.format(**given, markup=quote(MARKUP)))
        text = answer.content.decode()
        assert "<script>alert" not in text, address
        assert "<img src=x" not in text, address
        assert "49" not in re.findall(r"onerror=alert\(2\)&gt;(\d+)", text), address


def test_no_template_holds_what_the_policy_forbids() -> None:
    wrong = []
    for path in sorted((WEB / "templates").rglob("*.html")):
        text = path.read_text("utf-8")
        for rule, what in (
            (r"<script(?![^>]*\bsrc=)", "inline script"), (r"<style", "inline style"),
            (r"\sstyle=", "style attribute"), (r"\son\w+=", "inline handler"),
            (r"\shx-on", "hx-on"), (r"\|safe\b", "unescaped"), (r"autoescape off", "unescaped"),
            (r"javascript:|js:\{", "script address"), (r"(?:src|href)=[\"']?(?:https?:)?//", "from outside"),
        ):  # fmt: skip
            if re.search(rule, text):
                wrong.append(f"{path.name}: {what}")
    assert wrong == []


def test_no_code_of_the_pages_marks_text_as_safe() -> None:
    used = re.compile(r"\b(mark_safe|SafeString|autoescape=False|csrf_exempt)\b")
    assert [p.name for p in WEB.rglob("*.py") if used.search(p.read_text("utf-8"))] == []


def test_every_form_that_posts_carries_the_token() -> None:
    wrong = []
    for path in (WEB / "templates").rglob("*.html"):
        for form in re.findall(r"<form\b[^>]*>.*?</form>", path.read_text("utf-8"), re.S):
            posts = re.search(r"method=[\"']?post", form[: form.index(">")], re.I)
            if posts and "{% csrf_token %}" not in form:
                wrong.append(path.name)
    assert wrong == []


def test_what_is_vendored_carries_its_licence() -> None:
    vendor = WEB / "static" / "web" / "vendor"
    for path in vendor.glob("*.js"):
        stem = path.name.split("-")[0].split(".")[0]
        assert (vendor / f"{stem}.LICENSE.txt").exists(), path.name


def test_django_s_own_check_of_a_deployment(tmp_path: Path) -> None:
    settings = tmp_path / "server.toml"
    settings.write_text('hosts = ["jx.example.cn"]\n', "utf-8")
    environment = {**os.environ, "JIPING_DATA": str(tmp_path), "JIPING_SETTINGS": str(settings),
                   "DJANGO_SETTINGS_MODULE": "jiping.web.settings"}  # fmt: skip
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    ran = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def test_migrations_are_complete(tmp_path: Path) -> None:
    environment = {**os.environ, "JIPING_DATA": str(tmp_path),
                   "DJANGO_SETTINGS_MODULE": "jiping.web.settings"}  # fmt: skip
    environment.pop("JIPING_SETTINGS", None)
    ran = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_there_is_no_secret_in_the_source() -> None:
    room = WEB.parent
    literal = re.compile(r"SECRET_KEY\s*=\s*[\"']|password\s*=\s*[\"'][^\"']{4,}", re.I)
    found = [
        p.name for folder in ("web", "store") for p in (room / folder).rglob("*.py")
        if literal.search(p.read_text("utf-8"))
    ]  # fmt: skip
    assert found == []


def test_the_private_files_are_private(tmp_path: Any) -> None:
    from jiping.web.configuration import Configuration

    made = Configuration(data=tmp_path)
    key = made.secret_key()
    assert len(key) > 60
    assert made.secret_key() == key
    if os.name != "nt":
        assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
