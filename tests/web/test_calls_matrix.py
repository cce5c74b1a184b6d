"""Every call of the HTTP API, asked by everybody with a key that may all: a new one needs its line.

``matrix/calls/*.toml``: method and path → what everybody of ``ASKERS`` gets; ``args`` for the path,
``query`` for what stands behind it, ``say`` for the body (JSON), ``files`` for what is sent as a form;
words stand for things of 第一中学. Nobody without a key gets anything, whatever a browser's session says.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from making.bureau import Bureau
from making.indicators import make_library

from jiping.api import editing
from jiping.store import content
from jiping.store.acting import Act, load_actions
from jiping.store.actions.answers import answer_finding
from jiping.store.actions.forms import create_form
from jiping.store.actions.organisations import note_unmatched
from jiping.store.actions.reading import take_file
from jiping.store.actions.tokens import issue_token
from jiping.store.actions.uploads import bring_files
from jiping.store.models import Alias, FindingRow, Form, Job, Membership, UnmatchedName
from jiping.store.rights import rights
from jiping.web.calls import calls
from jiping.web.form.filling import offered

from .test_matrix import ASKERS, more_things

pytestmark = pytest.mark.django_db
LINES: dict[str, dict[str, Any]] = {
    name: line
    for path in sorted(Path(__file__).with_name("matrix").glob("calls/*.toml"))
    for name, line in tomllib.loads(path.read_text("utf-8")).items()
}
NOBODY = {"without a key": 401, "with a session": 401, "with a guessed key": 401}


def operations() -> list[str]:
    paths = calls.get_openapi_schema(path_prefix="")["paths"]
    return sorted(f"{method.upper()} {path}" for path, each in paths.items() for method in each)


def test_every_call_has_its_line_and_every_line_its_call() -> None:
    assert operations() == sorted(LINES)


def test_every_line_speaks_of_everybody() -> None:
    wrong = {name: sorted(set(ASKERS) - set(line)) for name, line in LINES.items()}
    assert {name: missing for name, missing in wrong.items() if missing} == {}


@pytest.fixture
def things(bureau: Bureau) -> dict[str, Any]:
    """What stands for the words in ``args``, ``say`` and ``files``."""
    assert bureau.form is not None
    school, filler = bureau.places["第一中学"], bureau.people["filler"]
    note_unmatched("第九中学", "表.docx")
    made = more_things(bureau)
    alias = Alias.objects.create(organisation=school, name="一中", key="一中")
    return {
        **made, "form": bureau.form.pk, "organisation": school.pk, "person": filler.pk,
        "parent": bureau.places["卫健委"].pk, "role": Membership.objects.get(person=filler).pk,
        "alias": alias.pk, "unmatched": UnmatchedName.objects.get().pk,
        "job": filler.jobs.latest("pk").pk, "evaluation": bureau.form.body.evaluation,
        **_more_forms(bureau),
    }  # fmt: skip


def _more_forms(bureau: Bureau) -> dict[str, Any]:
    """Forms of 第一中学: of the year after, one whose original has pages; and a file that fills one."""
    assert bureau.form is not None
    filler, school = bureau.actor("filler"), bureau.places["第一中学"]
    later = editing.next_year(content.evaluation_of(bureau.form))
    following = create_form(filler, later, school, previous=bureau.form)
    paged = Path("examples/reference/table-3.pdf")
    [read] = take_file(filler, paged.read_bytes(), paged.name, organisation=school).new
    text = Path("examples/reference/table-2.txt").read_text("utf-8")
    [offer] = offered(filler, bureau.form, "填.txt", [text.encode()])
    stopped = bring_files(filler, [("停.txt", [b"y"])])
    Job.objects.filter(pk=stopped.job_id).update(state=Job.State.STOPPED)
    told = FindingRow.objects.get(form=bureau.form, rule="C-DEV-01")
    answer_finding(filler, bureau.form, told, "任务增加。")
    sent = Form.objects.create(organisation=school, path=school.path, state="submitted")
    return {"following": following.pk, "paged": read.pk, "table": text, "ticket": offer.ticket,
            "submitted": sent.pk, "stopped": stopped.pk, "answered": told.pk}  # fmt: skip


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the bureau's form, as other projects would have filled it in."""
    return make_library(tmp_path_factory.mktemp("library"))


def _filled(given: Any, things: Mapping[str, Any]) -> Any:
    if isinstance(given, dict):
        return {key: _filled(value, things) for key, value in given.items()}
    if isinstance(given, list):
        return [_filled(value, things) for value in given]
    if isinstance(given, str) and given.startswith("@"):
        return things[given[1:]]
    return given


def ask(client: Client, name: str, things: Mapping[str, Any]) -> int:
    """The status; whatever the call did is undone, so that everybody finds the same."""
    line, (method, path) = LINES[name], name.split(" ")
    for key, word in line.get("args", {}).items():
        path = path.replace(f"{{{key}}}", str(things.get(word, word)))
    send = getattr(client, method.lower())
    if "query" in line:
        path += "?" + urlencode(line["query"])
    with transaction.atomic():
        if "files" in line:
            name, text = _filled(line["files"], things)
            answer = send(f"/api{path}", {"file": SimpleUploadedFile(name, text.encode())})
        elif method in ("POST", "PATCH"):
            body = json.dumps(_filled(line.get("say", {}), things))
            answer = send(f"/api{path}", body, content_type="application/json")
        else:
            answer = send(f"/api{path}")
        transaction.set_rollback(True)
    return int(answer.status_code)


BY_HAND = {
    "person.first": "首次启动时还没有人，也就没有令牌",
    "person.password.change": "自己的密码由本人在网页上改：令牌不能换成登录",
    "person.totp": "动态口令由本人对着手机设置",
    "sign.in": "登录属于网页；接口用令牌",
    "sign.out": "登录属于网页；接口用令牌",
    "sign.failed": "登录属于网页；接口用令牌",
    "form.bring": "数据集写入网页系统：由管理数据文件夹的人用 jiping dataset export --to web 做",
    "dataset.take": "网页系统取入数据集：由管理数据文件夹的人用 jiping dataset import --from web 做",
    "figures.count": "很多表的统计数字在后台核算时记下，由 GET /overview、GET /rules 引起",
    "form.read": "后台任务读取上传的文件时记下，由 POST /uploads 引起",
}
"""Actions that no call carries out, and why not."""


@pytest.fixture
def carried_out(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The actions by which calls changed or noted something, by code."""
    codes: set[str] = set()
    write = Act.write

    def noted(act: Act) -> None:
        write(act)
        if act.actor.channel == "api" and act._entries:
            codes.add(act.code)

    monkeypatch.setattr(Act, "write", noted)
    return codes


def test_everybody_gets_what_the_line_says(
    bureau: Bureau, things: dict[str, Any], shelf: Path, carried_out: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """And between them they carry out every action there is, but those that belong to a browser."""
    monkeypatch.setenv("JIPING_LIBRARY", str(shelf))
    keyed = {}
    for column, person in ASKERS.items():
        key = issue_token(bureau.actor(person), "程序", sorted(rights()), 30)[1]
        keyed[column] = Client(headers={"Authorization": f"Bearer {key}"})
    got = {
        name: {column: ask(client, name, things) for column, client in keyed.items()}
        for name in LINES
    }
    wanted = {name: {column: line[column] for column in ASKERS} for name, line in LINES.items()}
    assert got == wanted
    assert carried_out == set(load_actions()) - set(BY_HAND)
    assert set(BY_HAND) <= set(load_actions())


def test_nobody_gets_anything_without_a_key(bureau: Bureau, things: dict[str, Any]) -> None:
    session = Client()
    session.force_login(bureau.people["filler"])
    guessed = Client(headers={"Authorization": "Bearer jp_guessed"})
    askers = (Client(), session, guessed)
    got = {
        name: dict(zip(NOBODY, (ask(client, name, things) for client in askers), strict=True))
        for name in LINES
    }
    assert {name: each for name, each in got.items() if each != NOBODY} == {}


def test_a_key_without_rights_may_nothing_of_its_person(
    bureau: Bureau, things: dict[str, Any], shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every call that its person may do is refused, but those that need no right of the table."""
    monkeypatch.setenv("JIPING_LIBRARY", str(shelf))
    free = {"GET /me", "POST /read", "POST /audit", "POST /export/{kind}", "POST /forms/batch"}
    got = {}
    for person, column, right in (
        ("filler", "own", "form.assign"), ("admin", "admin", "form.assign"),
        ("education", "department", "job.stop"),
    ):  # fmt: skip
        key = issue_token(bureau.actor(person), "程序", [right], 30)[1]
        client = Client(headers={"Authorization": f"Bearer {key}"})
        got |= {
            (column, name): ask(client, name, things)
            for name, line in LINES.items()
            if line[column] < 300 and name not in free
        }
    empty = {"GET /forms", "GET /organisations", "GET /uploads", "GET /jobs", "GET /todo"}
    wrong = {
        key: status for key, status in got.items()
        if status not in (403, 404) and not (status == 200 and key[1] in empty)
    }  # fmt: skip
    assert wrong == {}
