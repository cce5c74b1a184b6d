"""Signing in: passwords, lock-out, time-out, history, second factor, first password."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.utils import timezone
from making.bureau import PASSWORD, Bureau

from jiping.store.models import LogEntry, Person, SignInFailure
from jiping.store.password_rules import STRICT, Passwords, faults
from jiping.web.configuration import WrongSettings, from_file


def sign_in(client: Client, password: str = PASSWORD, name: str = "filler", **more: str) -> Any:
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def strict(settings: Any, **changed: Any) -> None:
    rules = replace(STRICT, **changed)
    settings.CONFIGURATION = replace(settings.CONFIGURATION, passwords=rules)


def test_signing_in_and_out_is_logged(bureau: Bureau, client: Client) -> None:
    assert sign_in(client).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/").status_code == 302
    assert list(LogEntry.objects.order_by("-number").values_list("action", flat=True)[:2]) == [
        "sign.out", "sign.in"
    ]  # fmt: skip


def test_a_wrong_name_and_a_wrong_password_are_told_alike(bureau: Bureau, client: Client) -> None:
    wrong = sign_in(client, "x").content.decode()
    nobody = sign_in(client, "x", "nobody").content.decode()
    assert "登录名或密码不对。" in wrong
    assert "登录名或密码不对。" in nobody
    assert LogEntry.objects.filter(action="sign.failed").count() == 2
    assert not LogEntry.objects.filter(detail__icontains="x-secret").exists()


def test_after_some_failures_even_the_right_password_has_to_wait(
    bureau: Bureau, client: Client, settings: Any
) -> None:
    limit = settings.CONFIGURATION.passwords.failures
    for _ in range(limit):
        assert sign_in(client, "wrong").status_code == 403
    answer = sign_in(client)
    assert "登录失败次数过多，请 10 分钟后再试" in answer.content.decode()
    assert sign_in(Client(), name="sister").status_code == 302, "others are not locked out"
    SignInFailure.objects.update(locked_until=timezone.now() - datetime.timedelta(seconds=1))
    assert sign_in(client).status_code == 302


def test_one_address_can_not_try_many_names(bureau: Bureau, client: Client) -> None:
    for number in range(20):
        sign_in(client, "wrong", f"name{number}")
    assert "登录失败次数过多" in sign_in(client).content.decode()
    other = Client(REMOTE_ADDR="10.0.0.9")
    assert sign_in(other).status_code == 302


def test_a_session_ends_after_some_idle_time(bureau: Bureau, client: Client) -> None:
    sign_in(client)
    session = client.session
    session["seen"] = int(timezone.now().timestamp()) - 121 * 60
    session.save()
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    assert "已自动退出" in client.get("/sign-in/").content.decode()


def test_a_session_ends_at_last(bureau: Bureau, client: Client) -> None:
    sign_in(client)
    session = client.session
    session["begun"] = int(timezone.now().timestamp()) - 13 * 3600
    session.save()
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_signing_in_gives_a_new_session(bureau: Bureau, client: Client) -> None:
    client.get("/sign-in/")
    planted = client.session.session_key
    sign_in(client)
    assert client.session.session_key != planted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_the_way_on_stays_here(bureau: Bureau, client: Client, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere).headers["Location"] == "/"
    assert sign_in(Client(), next="/account/").headers["Location"] == "/account/"


def test_a_first_password_is_changed_before_anything_else(bureau: Bureau, client: Client) -> None:
    admin = Client()
    admin.force_login(bureau.people["admin"])
    page = admin.post(f"/people/{bureau.people['filler'].pk}/password/").content.decode()
    first = page.split("<code>")[1].split("</code>")[0]
    assert sign_in(client).status_code == 403, "the old one is good no more"
    sign_in(client, first)
    assert client.get("/").headers["Location"] == "/account/password/"
    given = {"old": first, "new": "Xin-de-mima-7", "again": "Xin-de-mima-7"}
    assert client.post("/account/password/", given).status_code == 302
    assert client.get("/").status_code == 200


def test_former_passwords_do_not_come_back(bureau: Bureau, client: Client, settings: Any) -> None:
    strict(settings, second_factor=(), history=3)
    sign_in(client)
    one, two = "Diyi-ge-mima-1", "Dier-ge-mima-2"

    def change(old: str, new: str) -> Any:
        return client.post("/account/password/", {"old": old, "new": new, "again": new})

    assert change(PASSWORD, one).status_code == 302
    assert change(one, two).status_code == 302
    for former in (PASSWORD, one, two):
        assert "最近 3 次" in change(two, former).content.decode()
    assert "原密码不对" in change("wrong", "Disan-ge-mima-3").content.decode()


def test_old_passwords_are_changed_where_it_is_asked(
    bureau: Bureau, client: Client, settings: Any
) -> None:
    strict(settings, second_factor=())
    Person.objects.update(password_changed=timezone.now() - datetime.timedelta(days=91))
    sign_in(client)
    assert client.get("/").headers["Location"] == "/account/password/"


def test_the_second_factor(bureau: Bureau, client: Client) -> None:
    sign_in(client)
    client.get("/account/totp/")
    secret = client.session["totp"]
    assert "口令不对" in client.post("/account/totp/", {"code": "000000"}).content.decode()
    client.post("/account/totp/", {"code": pyotp.TOTP(secret).now()})
    assert Person.objects.get(username="filler").totp_secret == secret
    other = Client()
    assert sign_in(other).headers["Location"] == "/sign-in/code/"
    assert other.get("/").headers["Location"].startswith("/sign-in/"), "half is not signed in"
    assert other.post("/sign-in/code/", {"code": "123"}).status_code == 403
    code = pyotp.TOTP(secret).now()
    assert other.post("/sign-in/code/", {"code": code}).headers["Location"] == "/"
    again = Client()
    sign_in(again)
    assert again.post("/sign-in/code/", {"code": code}).status_code == 403, "each code is good once"


def test_roles_that_need_a_second_factor_set_it_up_first(
    bureau: Bureau, client: Client, settings: Any
) -> None:
    strict(settings)
    sign_in(client, name="admin")
    assert client.get("/people/").headers["Location"] == "/account/totp/"
    other = Client()
    sign_in(other)
    assert other.get("/").status_code == 200


def test_a_new_password_does_not_save_the_second_factor(
    bureau: Bureau, client: Client, settings: Any
) -> None:
    """Who has to do both does both, and who ends what is demanded begins it again."""
    strict(settings, history=0)
    Person.objects.filter(username="finance").update(must_change=True)
    sign_in(client, name="finance")
    given = {"old": PASSWORD, "new": "Xin-de-mima-7", "again": "Xin-de-mima-7"}
    assert client.post("/account/password/", given).headers["Location"] == "/account/totp/"
    assert client.get("/forms/").headers["Location"] == "/account/totp/"
    client.get("/account/totp/")
    code = pyotp.TOTP(client.session["totp"]).now()
    assert client.post("/account/totp/", {"code": code}).headers["Location"] == "/account/"
    assert client.get("/forms/").status_code == 200
    assert client.post("/account/totp/", {"end": "1"}).headers["Location"] == "/account/totp/"
    assert client.get("/forms/").headers["Location"] == "/account/totp/"


def test_the_right_password_does_not_make_guesses_of_the_code_free(
    bureau: Bureau, client: Client, settings: Any
) -> None:
    Person.objects.filter(username="filler").update(totp_secret=pyotp.random_base32())
    for _ in range(settings.CONFIGURATION.passwords.failures):
        assert sign_in(client).headers["Location"] == "/sign-in/code/"
        assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 403
    assert "登录失败次数过多" in sign_in(client).content.decode()


def test_somebody_closed_is_out_at_once(bureau: Bureau, client: Client) -> None:
    sign_in(client)
    Person.objects.filter(username="filler").update(is_active=False)
    assert client.get("/").status_code == 302
    assert sign_in(Client()).status_code == 403


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("Ab1-", "至少 10 个字符"),
        ("abcdefghijkl", "至少要有 3 种"),
        ("Zhangsan-2026x", "不能含有登录名或姓名"),
        ("Admin-1234!", "太常见"),
        ("Jiping@2026", "太常见"),
        ("Aa1Aa1Aa1Aa1", "重复的字符太多"),
    ],
)
def test_rules_of_passwords(password: str, fault: str) -> None:
    assert any(fault in found for found in faults(password, STRICT, "zhangsan", "张三"))
    assert faults("Jiao-yu-ju-7788", STRICT, "zhangsan", "张三") == []


def test_a_server_s_settings_file(tmp_path: Any) -> None:
    path = tmp_path / "设置.toml"
    path.write_text(
        'hosts = ["jx.example.cn"]\ndatabase = "postgresql://u:p%40@db:5432/jiping"\n[passwords]\ndays = 60\n',
        "utf-8",
    )
    found = from_file(path, tmp_path)
    assert (found.mode, found.https, found.two_persons) == ("server", True, True)
    assert found.passwords == replace(STRICT, days=60)
    database = found.database_settings()
    assert (database["HOST"], database["PASSWORD"], database["NAME"]) == ("db", "p@", "jiping")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "hosts 没有写"),
        ("hosts = 1", "hosts 的值不对"),
        ('hosts = ["a"]\nfoo = 1', "不认得设置项 foo"),
        ('hosts = ["a"]\n[passwords]\nlest = 1', "不认得设置项 passwords.lest"),
        ("hosts = [", "不是正确的 TOML"),
    ],
)
def test_wrong_settings_are_told_in_words(tmp_path: Any, text: str, words: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(WrongSettings, match=words):
        from_file(path, tmp_path)


def test_the_strict_rules_are_stricter() -> None:
    plain = Passwords()
    assert STRICT.least > plain.least
    assert STRICT.history > plain.history
    assert STRICT.idle_minutes < plain.idle_minutes
