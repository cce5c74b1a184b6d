"""A small bureau for tests of the web system: a tree of organisations and one person of each kind.

市财政局
├── 教育局 ── 第一中学（有一张表）、第二中学
└── 卫健委 ── 人民医院
复核事务所 is beside the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import jiping
from jiping.store.acting import PROGRAM, Actor
from jiping.store.actions import forms, organisations, people
from jiping.store.models import Form, Organisation, Person, Role
from jiping.store.policy import Viewer

PASSWORD = "Zhengque-2026"


@dataclass
class Bureau:
    """Organisations and people by name; ``form`` belongs to 第一中学."""

    places: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    form: Form | None = None

    def actor(self, name: str) -> Actor:
        return Actor.of(self.people[name])

    def viewer(self, name: str) -> Viewer:
        return Viewer(self.people[name])


WHO = {
    "admin": ("市财政局", Role.ADMINISTRATOR),
    "finance": ("市财政局", Role.FINANCE),
    "auditor": ("市财政局", Role.AUDITOR),
    "education": ("教育局", Role.DEPARTMENT),
    "health": ("卫健委", Role.DEPARTMENT),
    "filler": ("第一中学", Role.FILLER),
    "checker": ("第一中学", Role.UNIT_REVIEWER),
    "sister": ("第二中学", Role.FILLER),
    "outsider": ("人民医院", Role.FILLER),
    "reviewer": ("复核事务所", Role.REVIEWER),
}
"""own unit: filler, checker · same department: sister · outsider · above: education, finance."""
TREE = (
    ("教育局", "市财政局", "department"), ("卫健委", "市财政局", "department"),
    ("复核事务所", "市财政局", "agency"),
    ("第一中学", "教育局", "unit"), ("第二中学", "教育局", "unit"), ("人民医院", "卫健委", "unit"),
)  # fmt: skip


def make_bureau(*, form: bool = True) -> Bureau:
    """All of it, in the database of the test."""
    made = Bureau()
    admin = people.first_person(
        PROGRAM, "admin", "管理员", PASSWORD, unit="市财政局", kind="finance"
    )
    made.people["admin"] = admin
    made.places["市财政局"] = Organisation.objects.get()
    for name, parent, kind in TREE:
        made.places[name] = organisations.create_organisation(
            Actor.of(admin), name, parent=made.places[parent], kind=kind
        )
    for username, (place, role) in WHO.items():
        if username != "admin":
            made.people[username] = people.create_person(
                Actor.of(admin), username, f"{place}的{username}", PASSWORD,
                organisation=made.places[place], roles=[role], must_change=False,
            )  # fmt: skip
    if form:
        evaluation = jiping.read("examples/reference/table-1.txt").evaluations[0]
        made.form = forms.create_form(made.actor("filler"), evaluation, made.places["第一中学"])
    return made
