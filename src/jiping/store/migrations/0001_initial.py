"""The first tables."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jiping.store.fields


class Migration(migrations.Migration):
    """Made by makemigrations."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("username", models.CharField(max_length=64, unique=True, verbose_name="登录名")),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                (
                    "phone",
                    models.CharField(
                        blank=True, default="", max_length=32, verbose_name="联系电话"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="可以登录")),
                (
                    "language",
                    models.CharField(blank=True, default="", max_length=8, verbose_name="语言"),
                ),
                ("totp_secret", models.CharField(blank=True, default="", max_length=64)),
                ("totp_last", models.BigIntegerField(default=0)),
                ("password_changed", models.DateTimeField(null=True)),
                (
                    "must_change",
                    models.BooleanField(default=False, verbose_name="下次登录须改密码"),
                ),
                ("created", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("username",),
            },
        ),
        migrations.CreateModel(
            name="Form",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("targets", "绩效目标申报表"),
                            ("monitoring", "绩效运行监控表"),
                            ("self", "绩效自评表"),
                        ],
                        default="self",
                        max_length=16,
                    ),
                ),
                ("path", models.CharField(default="", editable=False, max_length=255)),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="评价年度")),
                ("state", models.CharField(default="draft", max_length=24, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("updated", models.DateTimeField(auto_now=True)),
                ("demonstration", models.BooleanField(default=False)),
                ("deleted", models.DateTimeField(null=True)),
                ("ordinal", models.PositiveIntegerField(null=True)),
                (
                    "fingerprint",
                    models.CharField(blank=True, db_index=True, default="", max_length=64),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="项目名称"
                    ),
                ),
                (
                    "unit_name",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="实施单位"
                    ),
                ),
                (
                    "department_name",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="主管部门"
                    ),
                ),
                ("region", models.CharField(blank=True, default="", max_length=6)),
                (
                    "family",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="表式"),
                ),
                (
                    "scheme",
                    models.CharField(
                        blank=True, default="", max_length=64, verbose_name="计分办法"
                    ),
                ),
                (
                    "printed_total",
                    jiping.store.fields.ScaledField(null=True, verbose_name="填报总分"),
                ),
                ("total", jiping.store.fields.ScaledField(null=True, verbose_name="核算总分")),
                (
                    "grade",
                    models.CharField(blank=True, default="", max_length=16, verbose_name="等级"),
                ),
                ("budget", jiping.store.fields.ScaledField(null=True, verbose_name="全年预算数")),
                ("executed", jiping.store.fields.ScaledField(null=True, verbose_name="全年执行数")),
                ("rate", jiping.store.fields.ScaledField(null=True, verbose_name="执行率")),
                ("errors", models.PositiveIntegerField(default=0, verbose_name="错误")),
                ("warnings", models.PositiveIntegerField(default=0, verbose_name="需说明")),
                ("infos", models.PositiveIntegerField(default=0, verbose_name="提示")),
                ("answered", models.PositiveIntegerField(default=0, verbose_name="已说明")),
                ("doubtful", models.PositiveIntegerField(default=0, verbose_name="存疑")),
                ("search", models.TextField(blank=True, default="", editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="following",
                        to="store.form",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-updated", "-id"),
            },
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=0)),
                ("hash", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=160, unique=True)),
                ("count", models.PositiveIntegerField(default=0)),
                ("last", models.DateTimeField()),
                ("locked_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SourceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.BigIntegerField()),
                ("name", models.CharField(max_length=255, verbose_name="首次上传的文件名")),
                ("format", models.CharField(blank=True, default="", max_length=16)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("identity", models.CharField(max_length=64)),
                ("numbers", models.CharField(max_length=64)),
                ("rule", models.CharField(max_length=24)),
                ("text", models.TextField(verbose_name="说明")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="store.form",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="FormBody",
            fields=[
                (
                    "form",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="body",
                        serialize=False,
                        to="store.form",
                    ),
                ),
                ("evaluation", models.JSONField()),
                ("audit", models.JSONField(null=True)),
                ("audited_version", models.PositiveIntegerField(null=True)),
                ("rules", models.CharField(blank=True, default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="FormerPassword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=256)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_passwords",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("evaluation", models.JSONField()),
                ("why", models.CharField(max_length=32)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="store.form",
                    ),
                ),
            ],
            options={
                "ordering": ("-number", "-id"),
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=32)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=200)),
                ("channel", models.CharField(max_length=16)),
                ("address", models.CharField(blank=True, max_length=64)),
                ("action", models.CharField(db_index=True, max_length=64)),
                ("about", models.CharField(max_length=32)),
                ("about_id", models.BigIntegerField(null=True)),
                ("path", models.CharField(blank=True, max_length=255)),
                ("detail", models.JSONField(default=dict)),
                ("before", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("-number",),
                "indexes": [models.Index(fields=["about", "about_id"], name="log_about")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "code",
                    models.CharField(
                        blank=True, db_index=True, default="", max_length=64, verbose_name="编码"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("finance", "财政部门"),
                            ("department", "主管部门"),
                            ("unit", "预算单位"),
                            ("agency", "复核机构"),
                        ],
                        default="unit",
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True, default="", max_length=6, verbose_name="行政区划代码"
                    ),
                ),
                (
                    "path",
                    models.CharField(db_index=True, default="", editable=False, max_length=255),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="store.organisation",
                        verbose_name="上级",
                    ),
                ),
            ],
            options={
                "ordering": ("path",),
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("filler", "填报人"),
                            ("unit_reviewer", "单位审核人"),
                            ("department", "主管部门"),
                            ("finance", "财政"),
                            ("reviewer", "复核机构"),
                            ("auditor", "审计"),
                            ("administrator", "管理员"),
                        ],
                        max_length=16,
                        verbose_name="角色",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="store.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=48)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "排队中"),
                            ("running", "进行中"),
                            ("stopping", "正在停止"),
                            ("done", "已完成"),
                            ("failed", "没有完成"),
                            ("stopped", "已停止"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                ("given", models.JSONField(default=dict)),
                ("result", models.JSONField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(null=True)),
                ("message", models.CharField(blank=True, default="", max_length=500)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("started", models.DateTimeField(null=True)),
                ("beat", models.DateTimeField(null=True)),
                ("finished", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("worker", models.CharField(blank=True, default="", max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="jobs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="store.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-created", "-id"),
            },
        ),
        migrations.AddField(
            model_name="form",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="forms",
                to="store.organisation",
            ),
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="store.form",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="store.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="别名")),
                ("key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="store.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(db_index=True, max_length=255)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="store.organisation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placed_children",
                        to="store.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("organisation", models.OrderBy(models.F("since"), nulls_first=True)),
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="项目名称")),
                ("key", models.CharField(db_index=True, editable=False, max_length=300)),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        default="",
                        max_length=64,
                        verbose_name="项目编码",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="store.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
            },
        ),
        migrations.AddField(
            model_name="form",
            name="project",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="forms",
                to="store.project",
                verbose_name="项目",
            ),
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("query", models.CharField(max_length=2000)),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shared",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="form",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="forms",
                to="store.sourcefile",
            ),
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pointer", models.CharField(blank=True, default="", max_length=200)),
                ("name", models.CharField(max_length=255, verbose_name="文件名")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("removed", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="store.answer",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="store.form",
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.sourcefile",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="StateStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=24)),
                ("before", models.CharField(max_length=24)),
                ("after", models.CharField(max_length=24)),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True, default="", verbose_name="意见")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="store.form",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pointer", models.CharField(blank=True, default="", max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(verbose_name="意见")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("resolved", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="store.form",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="store.statestep",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="用途")),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("rights", models.JSONField(default=list)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("expires", models.DateTimeField(verbose_name="有效期至")),
                ("last_used", models.DateTimeField(null=True)),
                ("revoked", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-created",),
            },
        ),
        migrations.CreateModel(
            name="UnmatchedName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "code",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="编码"),
                ),
                ("count", models.PositiveIntegerField(default=1, verbose_name="出现次数")),
                ("first_seen", models.DateTimeField(auto_now_add=True)),
                (
                    "source",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="首见于"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="store.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-count", "name"),
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="uploads",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="upload",
                        to="store.job",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="store.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="UploadedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("member", models.CharField(blank=True, default="", max_length=500)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "等待"),
                            ("read", "已读取"),
                            ("known", "已有"),
                            ("no_form", "没有自评表"),
                            ("refused", "不是自评表"),
                            ("failed", "读不了"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "content",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.sourcefile",
                    ),
                ),
                ("forms", models.ManyToManyField(related_name="uploaded_in", to="store.form")),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="store.upload",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="FindingRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(db_index=True, max_length=24)),
                ("severity", models.CharField(max_length=8)),
                ("identity", models.CharField(max_length=64)),
                ("numbers", models.CharField(max_length=64)),
                ("target", models.CharField(blank=True, default="", max_length=200)),
                ("data", models.JSONField()),
                ("answered", models.BooleanField(default=False)),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="store.form",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["rule", "form"], name="finding_rule_form")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("pointer", models.CharField(max_length=200)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("corrected", "更正读取"),
                            ("typed", "填写"),
                            ("pasted", "粘贴"),
                            ("row", "增删移行"),
                            ("called", "接口"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="store.form",
                    ),
                ),
            ],
            options={
                "ordering": ("version", "id"),
                "indexes": [models.Index(fields=["form", "pointer"], name="change_form_pointer")],
            },
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["form", "identity"], name="answer_form_identity"),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                fields=("form", "number", "why"), name="version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("person", "organisation", "role"), name="membership_once"
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["state", "created"], name="job_state_created"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                fields=("organisation", "form"), name="assigned_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.UniqueConstraint(fields=("organisation", "key"), name="alias_once"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("organisation",),
                name="one_open_placement",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                fields=("person", "page", "name"), name="view_named_once"
            ),
        ),
        migrations.AddIndex(
            model_name="form",
            index=models.Index(fields=["path", "year", "state"], name="form_path_year_state"),
        ),
        migrations.AddIndex(
            model_name="form",
            index=models.Index(fields=["year", "state"], name="form_year_state"),
        ),
        migrations.AddIndex(
            model_name="form",
            index=models.Index(fields=["-updated", "-id"], name="form_updated"),
        ),
        migrations.AddIndex(
            model_name="form",
            index=models.Index(fields=["organisation", "year"], name="form_organisation_year"),
        ),
    ]
