"""What jobs and uploads say is kept with what it was made from, so that English can be said too."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column more for jobs and for files of an upload; what is there stays Chinese."""

    dependencies = [
        ("store", "0005_filled_from_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="job", name="said", field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="uploadedfile", name="said", field=models.JSONField(default=dict),
        ),
    ]  # fmt: skip
