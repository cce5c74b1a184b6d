"""What one installation is like: a data folder, and for a server a settings file.

Two environment variables tell every process of it where to look: ``JIPING_DATA`` (the folder) and
``JIPING_SETTINGS`` (the TOML file of ``--server``). ``JIPING_MODE``: person, desktop, server.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, cast
from urllib.parse import unquote, urlsplit

from jiping.indicators.shelf import data_home
from jiping.model.trouble import of_system
from jiping.store.password_rules import STRICT, Passwords

T = TypeVar("T")
Mode = Literal["person", "desktop", "server"]


class WrongSettings(Exception):  # noqa: N818 - what is wrong
    """The settings file can't be used; the message says where."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that differs between installations."""

    data: Path
    mode: Mode = "person"
    database: str = ""
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    https: bool = False
    proxies: int = 0
    two_persons: bool = False
    upload_mb: int = 200
    passwords: Passwords = field(default_factory=Passwords)

    def database_settings(self) -> dict[str, Any]:
        """For Django's ``DATABASES``."""
        if not self.database:
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": self.data / "jiping.sqlite3",
                "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},
                "TEST": {"NAME": self.data / f"test-{os.getpid()}.sqlite3"},
            }
        parts = urlsplit(self.database)
        if parts.scheme not in ("postgresql", "postgres"):
            raise WrongSettings("database 要写成 postgresql://用户:密码@主机:端口/库名")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }

    def secret_key(self) -> str:
        """The key of this installation, made when it is first asked for."""
        return kept(self.data / "secret-key", lambda: secrets.token_urlsafe(64))


def kept(path: Path, make: Any) -> str:
    """The text of a private file of the data folder, made once even when two processes ask."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        text: str = make()
        out.write(text)
    return text


def current() -> Configuration:
    """The installation of this process. Raises `WrongSettings`."""
    data = Path(os.environ.get("JIPING_DATA") or data_home())
    mode = os.environ.get("JIPING_MODE", "person")
    given = os.environ.get("JIPING_SETTINGS")
    if given:
        return from_file(Path(given), data)
    return Configuration(data=data, mode=cast("Mode", mode))


def from_file(path: Path, data: Path) -> Configuration:
    """A server's settings: the strict defaults, and what the file says otherwise."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise WrongSettings(f"打不开 {path}：{of_system(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSettings(f"{path} 不是正确的 TOML：{error}") from error
    base = Configuration(
        data=data, mode="server", hosts=(), https=True, proxies=1, two_persons=True,
        passwords=STRICT,
    )  # fmt: skip
    passwords = _replaced(STRICT, given.pop("passwords", {}), "passwords")
    if "data" in given:
        given["data"] = Path(given["data"])
    found = replace(_replaced(base, given, ""), passwords=passwords)
    if not found.hosts:
        raise WrongSettings(
            'hosts 没有写：列出用户访问的域名，例如 hosts = ["jixiao.example.gov.cn"]'
        )
    return found


def _replaced(base: T, given: Mapping[str, Any], where: str) -> T:
    shape: Any = base
    known = {f.name: getattr(base, f.name) for f in fields(shape)}
    values = {}
    for name, value in given.items():
        if name not in known or name in ("mode", "passwords"):
            raise WrongSettings(f"不认得设置项 {where + '.' if where else ''}{name}")
        value = tuple(value) if isinstance(value, list) else value
        if type(value) is not type(known[name]) and not isinstance(value, Path):
            raise WrongSettings(f"设置项 {name} 的值不对：{value!r}")
        values[name] = value
    made: T = replace(shape, **values)
    return made
