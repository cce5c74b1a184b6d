"""People administered: what an administrator of a part may do, and may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from making.bureau import PASSWORD, Bureau

from jiping.store.acting import Actor
from jiping.store.actions import people
from jiping.store.models import Membership, Person
from jiping.store.policy import NotThere, Refused, Viewer
from jiping.store.told import told
from jiping.store.working import Running, Worker


@pytest.fixture
def local(bureau: Bureau) -> Person:
    """The administrator of 教育局 and what is below it."""
    return people.create_person(
        bureau.actor("admin"), "local", "教育局管理员", PASSWORD,
        organisation=bureau.places["教育局"], roles=["administrator"], must_change=False,
    )  # fmt: skip


def test_a_local_administrator_sees_the_people_below(bureau: Bureau, local: Person) -> None:
    seen = set(Viewer(local).people().values_list("username", flat=True))
    assert seen == {"education", "filler", "checker", "sister", "local"}


def test_nobody_becomes_somebody_further_up_by_resetting_a_password(
    bureau: Bureau, local: Person
) -> None:
    finance = bureau.people["finance"]
    people.give_role(bureau.actor("admin"), finance, bureau.places["第一中学"], "filler")
    viewer = Viewer(local)
    assert viewer.may("person.read", finance)
    assert not viewer.may("person.edit", finance)
    with pytest.raises(Refused):
        people.reset_password(Actor.of(local), finance, "Bie-ren-de-mima-5")
    with pytest.raises(Refused):
        people.edit_person(Actor.of(local), finance, name="改名")
    client = Client()
    client.force_login(local)
    assert client.post(f"/people/{finance.pk}/password/").status_code == 404
    assert client.post(f"/people/{bureau.people['filler'].pk}/password/").status_code == 200


def test_roles_are_given_below_only_and_to_people_one_knows(bureau: Bureau, local: Person) -> None:
    actor = Actor.of(local)
    with pytest.raises(NotThere):
        people.give_role(actor, local, bureau.places["市财政局"], "finance")
    with pytest.raises(NotThere):
        people.give_role(actor, bureau.people["outsider"], bureau.places["第一中学"], "filler")
    people.give_role(actor, bureau.people["sister"], bureau.places["第一中学"], "filler")
    assert Viewer(bureau.people["sister"]).forms().count() == 1


def test_somebody_without_roles_is_still_found_at_the_root(bureau: Bureau, local: Person) -> None:
    Membership.objects.filter(person=bureau.people["sister"]).delete()
    assert not Viewer(local).sees(bureau.people["sister"])
    assert bureau.viewer("admin").may("person.edit", bureau.people["sister"])


def test_the_last_administrator_stays(bureau: Bureau) -> None:
    admin = bureau.actor("admin")
    with pytest.raises(Refused, match="最后一名"):
        people.take_role(admin, Membership.objects.get(person__username="admin"))
    with pytest.raises(Refused, match="停用自己"):
        people.edit_person(admin, bureau.people["admin"], name="管理员", is_active=False)


def test_a_reset_ends_the_sessions_of_that_person(
    bureau: Bureau, signed: Callable[[str], Client]
) -> None:
    theirs = signed("filler")
    assert theirs.get("/").status_code == 200
    people.reset_password(bureau.actor("admin"), bureau.people["filler"], "Xin-mima-8877")
    assert theirs.get("/").headers["Location"].startswith("/sign-in/")


def test_a_name_is_taken_once(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="已有人用"):
        people.create_person(
            bureau.actor("admin"), "filler", "另一个", PASSWORD,
            organisation=bureau.places["第一中学"], roles=["filler"],
        )  # fmt: skip


def test_a_password_typed_as_a_name_is_not_logged(bureau: Bureau, client: Client) -> None:
    from jiping.store.models import LogEntry

    client.post("/sign-in/", {"username": PASSWORD, "password": "x"})
    assert PASSWORD not in str(LogEntry.objects.get(action="sign.failed").detail)


def test_a_part_of_a_page_never_holds_the_sign_in_page(bureau: Bureau, client: Client) -> None:
    part = {"HX-Request": "true"}
    answer = client.get("/jobs/", headers=part)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in/")
    sent = client.post("/account/password/", {"new": "x"}, headers=part)
    assert sent.status_code == 401
    assert "HX-Redirect" not in sent.headers
    assert "登录已过期" in sent.content.decode()


def test_a_job_is_put_back_when_the_program_ends(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from jiping.store import jobs
    from jiping.store.models import Job

    worker = Worker()

    def long(run: Running) -> None:
        worker.end()
        run.step(1, told("第一个"), total=9)

    monkeypatch.setitem(jobs._KINDS, "long", long)
    job = Job.objects.create(kind="long")
    worker.work_one()
    job.refresh_from_db()
    assert (job.state, job.worker, job.attempts) == ("queued", "", 0)
    assert "下次启动" in job.message
