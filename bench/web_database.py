"""The database that a measurement of the web system runs on: SQLite, or PostgreSQL of its own."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def installation(postgresql: bool, kept: str | None = None) -> Iterator[None]:
    """A data folder and database, named in the environment; migrated by who measures.

    Empty, in a temporary folder; ``kept``: in this folder, which is left as it is afterwards.
    """
    from making.postgresql import running

    with contextlib.ExitStack() as stack:
        folder = kept or stack.enter_context(
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        )
        os.environ["JIPING_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "jiping.web.settings"
        if postgresql:
            database = stack.enter_context(running(lasting=True))
            settings = Path(folder) / "server.toml"
            settings.write_text(
                f'hosts = ["127.0.0.1"]\nhttps = false\nproxies = 0\ndatabase = "{database.address}"\n',
                "utf-8",
            )
            os.environ["JIPING_SETTINGS"] = str(settings)
        yield
        from django.db import connections

        connections.close_all()
