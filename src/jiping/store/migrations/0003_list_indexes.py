"""Indexes for lists."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The figures that lists are sorted by, and one subtree by time."""

    dependencies = [
        ("store", "0002_log_only_grows"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="form",
            index=models.Index(fields=["total", "id"], name="form_total"),
        ),
        migrations.AddIndex(
            model_name="form",
            index=models.Index(fields=["budget", "id"], name="form_budget"),
        ),
        migrations.AddIndex(
            model_name="form",
            index=models.Index(fields=["errors", "id"], name="form_errors"),
        ),
        migrations.AddIndex(
            model_name="form",
            index=models.Index(fields=["name", "id"], name="form_name"),
        ),
        migrations.AddIndex(
            model_name="form",
            index=models.Index(
                fields=["path", "updated", "id", "deleted", "organisation", "created_by"],
                name="form_path_updated",
            ),
        ),
    ]
