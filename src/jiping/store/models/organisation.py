"""Organisations as a dated tree of any depth, with the other names they go by."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

SEGMENT = 8
"""Hexadecimal digits of one organisation in a path; a path holds those from the root downwards.

Digits and letters a–f only: their order is the same under every collation, so a subtree is a range
of an index on SQLite and PostgreSQL alike (see `subtree`).
"""


class Organisation(models.Model):
    """财政 bureau, 主管部门, unit or reviewing agency. ``path`` is its place in the tree of today."""

    class Kind(models.TextChoices):
        """What it is; the rights of people come from roles, not from this."""

        FINANCE = "finance", "财政部门"
        DEPARTMENT = "department", "主管部门"
        UNIT = "unit", "预算单位"
        AGENCY = "agency", "复核机构"

    name = models.CharField("名称", max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)
    code = models.CharField("编码", max_length=64, blank=True, default="", db_index=True)
    kind = models.CharField("类别", max_length=16, choices=Kind, default=Kind.UNIT)
    region = models.CharField("行政区划代码", max_length=6, blank=True, default="")
    parent = models.ForeignKey(
        "self",
        verbose_name="上级",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField(max_length=255, db_index=True, editable=False, default="")
    since = models.DateField("设立日期", null=True, blank=True)
    until = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        """By path: parents before children."""

        ordering = ("path",)

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """0 at a root."""
        return len(self.path) // SEGMENT - 1


class Placement(models.Model):
    """Where an organisation stood between two dates (until: exclusive, None: still).

    A form belongs to the tree of its year: it keeps the path of that time.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="placements"
    )
    parent = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="placed_children"
    )
    path = models.CharField(max_length=255, db_index=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        """Oldest first; only one is open."""

        ordering = ("organisation", F("since").asc(nulls_first=True))
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(until=None), name="one_open_placement"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.path}"


class Alias(models.Model):
    """Another name: an abbreviation, a former name, a misspelling that tables carry."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("别名", max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        """One name is an alias of an organisation once."""

        constraints = (models.UniqueConstraint(fields=("organisation", "key"), name="alias_once"),)

    def __str__(self) -> str:
        return self.name


class UnmatchedName(models.Model):
    """A name that a table or a list gives and no organisation has, until somebody says whose it is."""

    name = models.CharField("名称", max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False)
    code = models.CharField("编码", max_length=64, blank=True, default="")
    count = models.PositiveIntegerField("出现次数", default=1)
    first_seen = models.DateTimeField(auto_now_add=True)
    source = models.CharField("首见于", max_length=300, blank=True, default="")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        """The most frequent first."""

        ordering = ("-count", "name")

    def __str__(self) -> str:
        return self.name


def subtree(path: str, column: str = "path") -> Q:
    """Rows whose ``column`` lies at or below ``path``: a range that an index serves."""
    return Q(**{f"{column}__gte": path, f"{column}__lt": path + "g"})


def segment(identity: int) -> str:
    """The part of a path that stands for one organisation."""
    return f"{identity:0{SEGMENT}x}"
