"""Indexes for what waits for somebody."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Counted from the index alone."""

    dependencies = [
        ("store", "0003_list_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="form",
            index=models.Index(
                condition=models.Q(("deleted", None)),
                fields=["organisation", "state"],
                name="form_todo_own",
            ),
        ),
        migrations.AddIndex(
            model_name="form",
            index=models.Index(
                condition=models.Q(("deleted", None)),
                fields=["state", "path"],
                name="form_todo_tree",
            ),
        ),
    ]
