"""Files that people brought, kept by content."""

from __future__ import annotations

from django.db import models

from jiping.store.models.organisation import Organisation
from jiping.store.models.people import Person


class SourceFile(models.Model):
    """One content, kept once under its SHA-256 in the data folder (`jiping.store.files`)."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    name = models.CharField("首次上传的文件名", max_length=255)
    format = models.CharField(max_length=16, blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """One drop of files: what a person brought at once, read by one job."""

    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="uploads")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="uploads"
    )
    at = models.DateTimeField(auto_now_add=True)
    job = models.OneToOneField(
        "store.Job", null=True, on_delete=models.SET_NULL, related_name="upload"
    )

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")


class UploadedFile(models.Model):
    """What became of one file of a drop; ``member``: its name inside an archive, "" outside.

    ``reason`` is Chinese; ``said``: what it was made from, {} where a reader of files says it.
    """

    class Status(models.TextChoices):
        """``known``: the same content was read before."""

        WAITING = "waiting", "等待"
        READ = "read", "已读取"
        KNOWN = "known", "已有"
        NO_FORM = "no_form", "没有自评表"
        REFUSED = "refused", "不是自评表"
        FAILED = "failed", "读不了"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    content = models.ForeignKey(SourceFile, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    member = models.CharField(max_length=500, blank=True, default="")
    status = models.CharField(max_length=16, choices=Status, default=Status.WAITING)
    reason = models.TextField(blank=True, default="")
    said = models.JSONField(default=dict)
    forms = models.ManyToManyField("store.Form", related_name="uploaded_in")

    class Meta:
        """In the order they came."""

        ordering = ("id",)
