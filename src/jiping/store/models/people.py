"""People, their roles, tokens and what guards their passwords."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jiping.store.models.organisation import Organisation


class Role(models.TextChoices):
    """What somebody is at an organisation. What a role may do: ``store/rights.toml``."""

    FILLER = "filler", "填报人"
    UNIT_REVIEWER = "unit_reviewer", "单位审核人"
    DEPARTMENT = "department", "主管部门"
    FINANCE = "finance", "财政"
    REVIEWER = "reviewer", "复核机构"
    AUDITOR = "auditor", "审计"
    ADMINISTRATOR = "administrator", "管理员"


class PersonQuery(BaseUserManager["Person"]):
    """Finds people by their sign-in name."""


class Person(AbstractBaseUser):
    """Somebody who signs in. Rights come from memberships only."""

    username = models.CharField("登录名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    phone = models.CharField("联系电话", max_length=32, blank=True, default="")
    is_active = models.BooleanField("可以登录", default=True)
    language = models.CharField("语言", max_length=8, blank=True, default="")
    totp_secret = models.CharField(max_length=64, blank=True, default="")
    totp_last = models.BigIntegerField(default=0)
    password_changed = models.DateTimeField(null=True)
    must_change = models.BooleanField("下次登录须改密码", default=False)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonQuery()

    class Meta:
        """By name."""

        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username


class FormerPassword(models.Model):
    """A hash that may not come back."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=256)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")


class Membership(models.Model):
    """A role at an organisation, between two dates (until: exclusive)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("角色", max_length=16, choices=Role)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        """A role is held once."""

        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation", "role"), name="membership_once"
            ),
        )


class Assignment(models.Model):
    """A form given to a reviewing agency (复核机构): its people see this form and no other."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="assignments"
    )
    form = models.ForeignKey("store.Form", on_delete=models.CASCADE, related_name="assignments")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Given once."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "form"), name="assigned_once"),
        )


class Token(models.Model):
    """A key for programs; only its hash is kept. ``rights``: names of rights it is cut down to."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField("用途", max_length=100)
    hash = models.CharField(max_length=64, unique=True)
    rights = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField("有效期至")
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ("-created",)


class SignInFailure(models.Model):
    """Failures in a row by what was typed (``name:…``) and by address (``address:…``)."""

    key = models.CharField(max_length=160, unique=True)
    count = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)


class SavedView(models.Model):
    """Filters, sorting and columns of a list that somebody keeps; ``shared``: with their office."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="views")
    page = models.CharField(max_length=64)
    name = models.CharField("名称", max_length=100)
    query = models.CharField(max_length=2000)
    shared = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Names don't repeat on a page."""

        constraints = (
            models.UniqueConstraint(fields=("person", "page", "name"), name="view_named_once"),
        )
