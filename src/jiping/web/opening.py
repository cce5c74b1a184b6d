"""An installation's data opened by another command than `serve`: as it is, or not at all.

Nothing is made, migrated or repaired here; the system may be serving meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jiping.indicators.shelf import home
from jiping.web.configuration import WrongSettings, from_file

NAME = "jiping.sqlite3"
"""The database of a data folder."""


class CannotOpen(Exception):  # noqa: N818 - what is wrong
    """The data can't be used; the message is for the person."""


@contextmanager
def opened(data: Path | None = None, server: Path | None = None) -> Iterator[str]:
    """Django over the data of an installation while this lasts; gives what tells it from others.

    ``data``: its folder; None: that of this machine's user. ``server``: the settings file of a
    server, which names folder and database. Raises CannotOpen, also for what the database says
    while it is used.
    """
    folder = data or home()
    _look(folder, server)
    os.environ["JIPING_DATA"] = str(folder)
    os.environ["JIPING_MODE"] = "person"
    os.environ.setdefault("JIPING_PART", "exchange")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiping.web.settings"
    if server is None:
        os.environ.pop("JIPING_SETTINGS", None)
    else:
        os.environ["JIPING_SETTINGS"] = str(server)
    import django
    from django.conf import settings
    from django.db import DatabaseError, connection

    try:
        django.setup()
    except (WrongSettings, OSError) as error:
        raise CannotOpen(f"网页系统的数据打不开：{error}") from error
    where = str(server or settings.CONFIGURATION.data)
    from jiping.web.middleware import installation

    try:
        _same_version(where)
        yield installation()
    except DatabaseError as error:
        raise CannotOpen(_words(where, error)) from error
    finally:
        connection.close()


def _look(folder: Path, server: Path | None) -> None:
    """Whether there is anything to open, before anything is made there."""
    if server is not None:
        try:
            configuration = from_file(server, folder)
        except WrongSettings as error:
            raise CannotOpen(str(error)) from error
        if configuration.database:
            return
        folder = configuration.data
    if not folder.is_dir():
        raise CannotOpen(
            f"没有数据文件夹 {folder}。请用 --data 写明网页系统的数据文件夹；还没有的，先用 jiping serve --data 启动一次"
        )
    if not (folder / NAME).is_file():
        raise CannotOpen(f"{folder} 不是网页系统的数据文件夹：其中没有 {NAME}")


def _same_version(where: str) -> None:
    """Raises CannotOpen where the tables are not those of this program."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    done = set(loader.applied_migrations or ())
    known = set(loader.disk_migrations or ())
    if not any(app == "store" for app, _ in done):
        raise CannotOpen(f"{where} 的数据库里没有网页系统的表，请先用 jiping serve 启动一次")
    if any(app == "store" for app, _ in done - known):
        raise CannotOpen(f"{where} 的数据由更新版本的绩评写成，请升级后再用")
    if known - done:
        raise CannotOpen(f"{where} 的数据是旧版本的，请先用这一版 jiping serve 启动一次，它会升级")


def _words(where: str, error: Exception) -> str:
    said = str(error).strip().split("\n")[0]
    if "locked" in said or "lock timeout" in said:
        return f"{where} 的数据库正被占用（有人正在写入很多内容），请过一会儿再试"
    if "not a database" in said or "malformed" in said:
        return f"{where} 的数据库损坏，或不是网页系统的数据（{said}）"
    return f"{where} 的数据库打不开：{said}"
