"""Values may come from a file that was filled elsewhere."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A word more among the ways that a value comes."""

    dependencies = [
        ("store", "0004_todo_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="how",
            field=models.CharField(
                choices=[
                    ("corrected", "更正读取"),
                    ("typed", "填写"),
                    ("pasted", "粘贴"),
                    ("filled", "从文件填入"),
                    ("row", "增删移行"),
                    ("called", "接口"),
                ],
                max_length=16,
            ),
        ),
    ]
