"""Figures over very many forms are kept with the time at which they were counted."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of its own: nothing else depends on it, and it may be emptied at any time."""

    dependencies = [
        ("store", "0006_said_in_either_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("value", models.JSONField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
