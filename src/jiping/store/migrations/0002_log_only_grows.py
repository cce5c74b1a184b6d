"""The database itself refuses to change or delete an entry of the log."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SQLITE = (
    """CREATE TRIGGER store_log_no_update BEFORE UPDATE ON store_logentry
       BEGIN SELECT RAISE(ABORT, 'the log only grows'); END""",
    """CREATE TRIGGER store_log_no_delete BEFORE DELETE ON store_logentry
       BEGIN SELECT RAISE(ABORT, 'the log only grows'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION store_log_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the log only grows'; END $$""",
    """CREATE TRIGGER store_log_no_change BEFORE UPDATE OR DELETE ON store_logentry
       FOR EACH ROW EXECUTE FUNCTION store_log_refuse()""",
)


def _guard(_: Any, editor: Any) -> None:
    vendor = editor.connection.vendor
    for statement in _SQLITE if vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers, each database in its words."""

    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(_guard, migrations.RunPython.noop, elidable=False)]
