"""What is said about a form: findings, answers, evidence, opinions, steps."""

from __future__ import annotations

from django.db import models

from jiping.store.models.form import Form
from jiping.store.models.people import Person
from jiping.store.models.upload import SourceFile


class FindingRow(models.Model):
    """One finding of the newest audit of a form, for lists and counts; ``data``: the contract's.

    ``identity`` stays while the finding is about the same thing, ``numbers`` while its figures are
    the same (`jiping.store.identity`).
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=24, db_index=True)
    severity = models.CharField(max_length=8)
    identity = models.CharField(max_length=64)
    numbers = models.CharField(max_length=64)
    target = models.CharField(max_length=200, blank=True, default="")
    data = models.JSONField()
    answered = models.BooleanField(default=False)

    class Meta:
        """As the audit lists them."""

        ordering = ("id",)
        indexes = (models.Index(fields=("rule", "form"), name="finding_rule_form"),)


class Answer(models.Model):
    """A finding explained: holds while ``numbers`` are the same, over any number of audits."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="answers")
    identity = models.CharField(max_length=64)
    numbers = models.CharField(max_length=64)
    rule = models.CharField(max_length=24)
    text = models.TextField("说明")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("form", "identity"), name="answer_form_identity"),)


class Evidence(models.Model):
    """A file that proves a value: at an indicator, at an answer, or at the whole form ("")."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="evidence")
    pointer = models.CharField(max_length=200, blank=True, default="")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="evidence")
    content = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=255)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed = models.DateTimeField(null=True)

    class Meta:
        """In order."""

        ordering = ("id",)


class StateStep(models.Model):
    """One step that a form took (`jiping.store.steps`)."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=24)
    before = models.CharField(max_length=24)
    after = models.CharField(max_length=24)
    version = models.PositiveIntegerField()
    text = models.TextField("意见", blank=True, default="")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In order."""

        ordering = ("id",)


class Opinion(models.Model):
    """What a reviewer says about a row (``pointer``) or the whole form (""), with or before a step."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="opinions")
    step = models.ForeignKey(
        StateStep, null=True, on_delete=models.CASCADE, related_name="opinions"
    )
    pointer = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField()
    text = models.TextField("意见")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """In order."""

        ordering = ("id",)
