"""`jiping dataset import --from web` and `export --to web`: forms between a dataset and a web system.

The dataset knows nothing of the web system and the other way round; here they are put together.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping.cli.asked import INTERRUPTED, UNREADABLE
from jiping.cli.output import WrongOutput, say
from jiping.cli.working import progress

if TYPE_CHECKING:
    from jiping.api.batch import Progress
    from jiping.cli.arguments import Parser
    from jiping.dataset.records import Record, Taken
    from jiping.model.evaluation import Evaluation
    from jiping.store.acting import Actor
    from jiping.store.models import Organisation
    from jiping.store.standings import Standing

_NEEDED = ("django", "ninja", "argon2", "whitenoise", "django_htmx")
_MOST_TOLD = 5


def arguments_of(made: Parser) -> None:
    """The arguments that say which web system, and as whom."""
    made.add_argument(
        "--data", metavar="文件夹", help="网页系统的数据文件夹；不写时用本机的个人数据文件夹"
    )
    made.add_argument(
        "--server",
        metavar="设置.toml",
        help="单位服务器的设置文件（同 jiping serve --server），可用 PostgreSQL",
    )
    made.add_argument(
        "--as", dest="person", metavar="登录名",
        help="按这个人的权限；不写时是系统本身，全部表都在内。写入日志",
    )  # fmt: skip


def from_web(arguments: argparse.Namespace) -> int:
    """`dataset import --from web`."""
    from jiping.dataset.folder import Dataset

    Dataset(arguments.dataset, new=True)
    with _opened(arguments) as (system, actor), progress(0) as shown:
        try:
            total, done = taken_from_web(arguments.dataset, system, actor, shown)
        except KeyboardInterrupt:
            say("已中途停止：数据集没有变。")
            return INTERRUPTED
    say(_taken(total, done))
    return 0


def taken_from_web(
    dataset: str | Path, system: str, actor: Actor, progress: Progress | None = None
) -> tuple[int, Taken]:
    """Bring a dataset to where the web system (of this process) stands, as far as ``actor`` may take
    it away; of how many forms. Raises DatasetError, Denied."""
    from jiping import __version__
    from jiping.dataset.records import take
    from jiping.store.actions.exchange import note_taking
    from jiping.store.models import Form
    from jiping.store.standings import contents, standings

    viewer = actor.viewer
    if viewer is not None:
        viewer.demand("form.export")
    forms = viewer.forms("form.export") if viewer else Form.objects.all()
    known = [_record(each) for each in standings(forms)]

    def bodies(numbers: Sequence[int]) -> Iterator[tuple[Record, Evaluation]]:
        note_taking(actor, Path(dataset).name, len(numbers))
        for done, (standing, evaluation) in enumerate(contents(forms, numbers)):
            if progress is not None:
                progress.step("取入", done, len(numbers))
            yield _record(standing), evaluation

    done = take(dataset, system, known, bodies, __version__, whole=viewer is None)
    return len(known), done


def _taken(total: int, done: Taken) -> str:
    parts = []
    for count, words in (
        (done.new, "加入 {} 张新表"),
        (done.changed, "更新 {} 张改过内容的表（旧内容不再计入）"),
        (done.moved, "{} 张只更新状态"),
        (done.known, "{} 张数据集里已有同样的表"),
        (done.replaced, "{} 张由文件读入的旧内容由更正后的代替"),
        (done.gone, "{} 张网页系统里已没有，不再计入"),
        (done.same, "{} 张没有变化"),
    ):
        if count:
            parts.append(words.format(count))
    return f"网页系统有 {total} 张自评表：{'；'.join(parts) or '没有可以取的'}。"


@dataclass(slots=True)
class Brought:
    """What came of an export. ``unplaced``: new forms whose unit's name no organisation has;
    ``refused``: which, and why."""

    new: int = 0
    known: int = 0
    unplaced: int = 0
    refused: list[str] = field(default_factory=list)
    interrupted: bool = False


def to_web(arguments: argparse.Namespace) -> int:
    """`dataset export --to web`."""
    from jiping.dataset.folder import Dataset

    Dataset(arguments.dataset)
    with _opened(arguments) as (_, actor), progress(0) as shown:
        place = _organisation(arguments.organisation)
        done = brought_to_web(arguments.dataset, actor, place, arguments.year, shown)
    for line in done.refused[:_MOST_TOLD]:
        say(line)
    if len(done.refused) > _MOST_TOLD:
        say(f"……没有写入的共 {len(done.refused)} 张")
    said = f"网页系统新增 {done.new} 张草稿"
    if done.known:
        said += f"；{done.known} 张的内容网页系统里已有，没有重复写入"
    say(f"{said}。")
    if done.unplaced:
        say(
            f"其中 {done.unplaced} 张的单位名称在网页系统里没有对应，请管理员在“单位”页指明，"
            "或用 --organisation 写明。"
        )
    if done.interrupted:
        say("已中途停止：写入的每张都是完整的。用同样的命令再运行就接着做。")
        return INTERRUPTED
    return UNREADABLE if done.refused else 0


def brought_to_web(
    dataset: str | Path, actor: Actor, place: Organisation | None, year: int | None = None,
    progress: Progress | None = None,
) -> Brought:  # fmt: skip
    """Forms of a dataset into the web system of this process, each in a transaction of its own.

    Raises DatasetError, and Denied where ``actor`` may bring none at all.
    """
    from jiping.dataset.records import forms_of
    from jiping.store.actions.exchange import bring_form
    from jiping.store.policy import Denied

    if actor.viewer is not None:
        actor.viewer.demand("form.create", place)
    count, found = forms_of(dataset, year=year)
    name = Path(dataset).resolve().name
    brought = Brought()
    try:
        for done, evaluation in enumerate(found):
            if progress is not None:
                progress.step("写入网页系统", done, count)
            try:
                taken = bring_form(actor, evaluation, name, place)
            except Denied as error:
                source = evaluation.source
                brought.refused.append(f"{source.file} 第 {source.ordinal} 张：{error}")
                continue
            brought.new += len(taken.new)
            brought.known += len(taken.known)
            brought.unplaced += sum(form.organisation_id is None for form in taken.new)
    except KeyboardInterrupt:
        brought.interrupted = True
    return brought


@contextmanager
def _opened(arguments: argparse.Namespace) -> Iterator[tuple[str, Actor]]:
    """The web system that was asked for, and who acts. What is refused becomes wrong use."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise WrongOutput(
            f"与网页系统往来需要附加组件 web（缺 {'、'.join(missing)}）。请安装：pip install 'jiping[web]'"
        )
    from jiping.web.opening import CannotOpen, opened

    data = Path(arguments.data).resolve() if arguments.data else None
    server = Path(arguments.server).resolve() if arguments.server else None
    try:
        with opened(data, server) as system:
            from jiping.store.policy import Denied

            try:
                yield system, _actor(arguments.person)
            except Denied as error:
                who = f"{arguments.person}：" if arguments.person else ""
                raise WrongOutput(f"{who}{str(error).rstrip('。')}") from error
    except CannotOpen as error:
        raise WrongOutput(str(error)) from error


def _actor(username: str | None) -> Actor:
    from jiping.store.acting import Actor
    from jiping.store.models import Person

    if username is None:
        return Actor(None, "script")
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise WrongOutput(f"网页系统里没有登录名“{username}”")
    if not person.is_active:
        raise WrongOutput(f"“{username}”已停用，不能以其身份操作")
    return Actor.of(person)


def _organisation(given: str | None) -> Any:
    from jiping.store.actions.organisations import match

    if given is None:
        return None
    found = match(given, given)
    if found is None:
        raise WrongOutput(f"网页系统里没有（或不止一个）名称、别名或编码为“{given}”的单位")
    return found


def _record(standing: Standing) -> Record:
    from jiping.dataset.records import Record

    return Record(
        record=standing.form, version=standing.version, state=standing.state,
        organisation=standing.organisation, organisation_code=standing.organisation_code,
        above="/".join(standing.above) or None, changes=standing.changes,
        answered=standing.answered, updated=standing.updated.isoformat(timespec="microseconds"),
    )  # fmt: skip
