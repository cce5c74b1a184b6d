"""Projects and the forms about them, with every value that was ever changed."""

from __future__ import annotations

from django.db import models

from jiping.store.fields import ScaledField
from jiping.store.models.organisation import Organisation
from jiping.store.models.people import Person


class Project(models.Model):
    """One project over the years."""

    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="projects"
    )
    name = models.CharField("项目名称", max_length=300)
    key = models.CharField(max_length=300, db_index=True, editable=False)
    code = models.CharField("项目编码", max_length=64, blank=True, default="", db_index=True)

    class Meta:
        """By name."""

        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Form(models.Model):
    """One form: where it stands and the columns that lists are made of; its content: `FormBody`.

    ``version`` counts changes: whoever saves names the version seen, and is told if it has moved on.
    ``path`` is the place of its organisation in the tree of its year, "" while the organisation is
    unknown (then only those see it who brought it). Amounts in 万元, points and rates exact.
    """

    class Kind(models.TextChoices):
        """Which form of the yearly cycle."""

        TARGETS = "targets", "绩效目标申报表"
        MONITORING = "monitoring", "绩效运行监控表"
        SELF = "self", "绩效自评表"

    kind = models.CharField(max_length=16, choices=Kind, default=Kind.SELF)
    project = models.ForeignKey(
        Project, null=True, on_delete=models.PROTECT, related_name="forms", verbose_name="项目"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="forms"
    )
    path = models.CharField(max_length=255, default="", editable=False)
    year = models.PositiveSmallIntegerField("评价年度", null=True)
    state = models.CharField("状态", max_length=24, default="draft")
    version = models.PositiveIntegerField(default=1)
    previous = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="following"
    )
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    updated_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    demonstration = models.BooleanField(default=False)
    deleted = models.DateTimeField(null=True)

    source = models.ForeignKey(
        "store.SourceFile", null=True, on_delete=models.PROTECT, related_name="forms"
    )
    ordinal = models.PositiveIntegerField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True, default="", db_index=True)

    name = models.CharField("项目名称", max_length=300, blank=True, default="")
    unit_name = models.CharField("实施单位", max_length=200, blank=True, default="")
    department_name = models.CharField("主管部门", max_length=200, blank=True, default="")
    region = models.CharField(max_length=6, blank=True, default="")
    family = models.CharField("表式", max_length=64, blank=True, default="")
    scheme = models.CharField("计分办法", max_length=64, blank=True, default="")
    printed_total = ScaledField("填报总分", null=True)
    total = ScaledField("核算总分", null=True)
    grade = models.CharField("等级", max_length=16, blank=True, default="")
    budget = ScaledField("全年预算数", null=True)
    executed = ScaledField("全年执行数", null=True)
    rate = ScaledField("执行率", null=True)
    errors = models.PositiveIntegerField("错误", default=0)
    warnings = models.PositiveIntegerField("需说明", default=0)
    infos = models.PositiveIntegerField("提示", default=0)
    answered = models.PositiveIntegerField("已说明", default=0)
    doubtful = models.PositiveIntegerField("存疑", default=0)
    search = models.TextField(blank=True, default="", editable=False)

    class Meta:
        """Lists go by subtree, then by year and state."""

        ordering = ("-updated", "-id")
        indexes = (
            models.Index(fields=("path", "year", "state"), name="form_path_year_state"),
            models.Index(fields=("year", "state"), name="form_year_state"),
            models.Index(fields=("-updated", "-id"), name="form_updated"),
            models.Index(fields=("organisation", "year"), name="form_organisation_year"),
            # What waits for somebody is counted from these alone, whatever the number of forms.
            models.Index(
                fields=("organisation", "state"),
                condition=models.Q(deleted=None),
                name="form_todo_own",
            ),
            models.Index(
                fields=("state", "path"), condition=models.Q(deleted=None), name="form_todo_tree"
            ),
            # Lists sorted by a figure walk its index; one subtree by time is answered from the
            # index alone, so that wide rows are read only for the page that is shown.
            models.Index(fields=("total", "id"), name="form_total"),
            models.Index(fields=("budget", "id"), name="form_budget"),
            models.Index(fields=("errors", "id"), name="form_errors"),
            models.Index(fields=("name", "id"), name="form_name"),
            models.Index(
                fields=("path", "updated", "id", "deleted", "organisation", "created_by"),
                name="form_path_updated",
            ),
        )

    def __str__(self) -> str:
        return self.name or f"表 {self.pk}"


class FormBody(models.Model):
    """The content of a form. ``evaluation`` follows ``evaluation.schema.json`` and holds places too.

    ``audit`` is ``Audit.to_json()`` of exactly this version, without the evaluation; None: not yet.
    """

    form = models.OneToOneField(
        Form, on_delete=models.CASCADE, primary_key=True, related_name="body"
    )
    evaluation = models.JSONField()
    audit = models.JSONField(null=True)
    audited_version = models.PositiveIntegerField(null=True)
    rules = models.CharField(max_length=64, blank=True, default="")


class FormVersion(models.Model):
    """The whole content as it was when something was decided about it."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    evaluation = models.JSONField()
    why = models.CharField(max_length=32)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-number", "-id")
        constraints = (
            models.UniqueConstraint(fields=("form", "number", "why"), name="version_once"),
        )


class Change(models.Model):
    """One value changed: both values, who, when, and how. ``pointer``: JSON pointer as of then."""

    class How(models.TextChoices):
        """Where the new value comes from."""

        CORRECTED = "corrected", "更正读取"
        TYPED = "typed", "填写"
        PASTED = "pasted", "粘贴"
        FILLED = "filled", "从文件填入"
        ROW = "row", "增删移行"
        CALLED = "called", "接口"

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    pointer = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    how = models.CharField(max_length=16, choices=How)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In order."""

        ordering = ("version", "id")
        indexes = (models.Index(fields=("form", "pointer"), name="change_form_pointer"),)
