"""`layout learn`, `layout list`, `layout show`: a layout taught by one example and a few answers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from jiping.cli.arguments import WRONG_USE
from jiping.cli.asked import UNREADABLE, WrongUse
from jiping.cli.drawing import draw
from jiping.cli.output import is_terminal, say, write_file, write_out
from jiping.model.trouble import of_system
from jiping.read.errors import Unreadable
from jiping.read.own_layouts import user_folder

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation
    from jiping.read.book import Book
    from jiping.read.layouts.families import Family
    from jiping.read.layouts.learn import Answers, Question
    from jiping.report._blocks import Block

_BLOCKS = {"indicators": "绩效指标", "funds": "项目资金"}


def on_layout(arguments: argparse.Namespace) -> int:
    """`layout`: what stands behind it."""
    folder = Path(arguments.layouts) if arguments.layouts else user_folder()
    doing: dict[str, Callable[[argparse.Namespace, Path], int]] = {
        "learn": _learn, "list": _list, "show": _show,
    }  # fmt: skip
    try:
        return doing[arguments.doing](arguments, folder)
    except Unreadable as error:
        raise WrongUse(str(error).rstrip("。")) from error


# -- learn -------------------------------------------------------------------------------------


def _learn(arguments: argparse.Namespace, folder: Path) -> int:
    from jiping.read.layouts.learn import ID, draft, forget, load, questions
    from jiping.read.opening import open_book, read_source

    try:
        book = open_book(read_source(arguments.file), arguments.file)
    except Unreadable as error:
        say(f"{arguments.file}：{error}")
        return UNREADABLE
    forget()  # a layout says all that it needs: it must not lean on another one of the user's
    asked = questions(book)
    if not any(question.block == "indicators" for question in asked):
        say(f"{arguments.file}：没有认出绩效指标的表头，学不了。请换一份有完整表头、填写过的样例。")
        return WRONG_USE
    if arguments.ask:
        write_out(_form_to_fill(arguments.file, asked))
        return 0
    before_it = _families(book, arguments.file)
    answers = _answers(arguments, asked, book, folder)
    target = folder / f"{answers.id}.toml"
    if not ID.fullmatch(answers.id):
        draft(book, answers)  # says what is wrong with it
    if target.exists() and not arguments.force:
        raise WrongUse(f"已有表式 {target}；要改写它请加 --force，或换一个 --id")
    before = target.read_text("utf-8") if target.exists() else None
    text = draft(book, answers)
    folder.mkdir(parents=True, exist_ok=True)
    write_file(str(target), text)
    try:
        load(folder)
        problem, said = _checked(book, answers.id, arguments.file, before_it)
    except Unreadable as error:
        problem, said = str(error), []
    if problem is not None:
        if before is None:
            target.unlink()
        else:
            write_file(str(target), before)
        raise WrongUse(f"没有写成表式：{problem.rstrip('。')}")
    say(f"已写入 {target}\n用它重读样例：{'；'.join(said)}。\n以后读取、审核时自动认得这种表。")
    return 0


def _answers(
    arguments: argparse.Namespace, asked: Sequence[Question], book: Book, folder: Path
) -> Answers:
    """From the file of answers, the options, and (on a screen) the user."""
    from jiping.read.layouts.learn import Answers

    given: dict[str, Any] = _filled(arguments.answers, asked) if arguments.answers else {}
    columns: dict[tuple[str, str], str] = given.get("columns", {})
    columns |= _set(arguments.set or (), asked)
    talk = not arguments.answers and not arguments.set and is_terminal(sys.stdin)
    if talk:
        say(f"样例中有 {len(asked)} 个栏目名。逐个确认：回车接受猜测，或输入编号。")
        columns = {(q.block, q.label): _asked(q) for q in asked}
    open_ones = [q for q in asked if q.guess is None and (q.block, q.label) not in columns]
    if open_ones:
        labels = "、".join(f"“{q.label}”" for q in open_ones)
        raise WrongUse(
            f"没有认出的表头还没有回答：{labels}。请用 --set 表头=栏目 写明（不读入的写 other），"
            "或先用 --ask 得到可填写的文件"
        )
    named = {name: getattr(arguments, name) or given.get(name) for name in ("id", "title", "seen")}
    if talk:
        named["id"] = named["id"] or _asked_id(folder, force=arguments.force)
        named["title"] = named["title"] or _line(
            "表式叫什么（如 某县项目绩效自评表；回车用表名）："
        )
        named["seen"] = named["seen"] or _line(
            "样例从哪里来（如 某县财政局2024年通知；回车用文件名）："
        )
    if not named["id"]:
        raise WrongUse("缺少表式编号，请写 --id，例如 --id my-2024")
    return Answers(
        named["id"], named["title"] or _title(book) or named["id"],
        named["seen"] or Path(arguments.file).name, columns,
        arguments.region or given.get("region") or "000000",
    )  # fmt: skip


def _asked_id(folder: Path, *, force: bool) -> str | None:
    """Ask until it will do: all the other answers would be lost. None at the end of the input."""
    from jiping.read.layouts.learn import ID

    while True:
        said = _line(
            "给表式起个编号（小写字母、数字、连字符，以字母开头，如 my-2024）：", ended=None
        )
        if said is None:
            return None
        if not ID.fullmatch(said):
            say("编号只能用小写字母、数字和连字符，以字母开头。")
        elif not force and (folder / f"{said}.toml").exists():
            say(f"已有编号为 {said} 的表式，请换一个。")
        else:
            return said


def _title(book: Book) -> str | None:
    """The title that the example prints."""
    from jiping.read.layouts import understand

    found = understand(book, file="", sha256="").evaluations
    return found[0].form.title if found else None


@overload
def _line(prompt: str) -> str: ...
@overload
def _line(prompt: str, ended: None) -> str | None: ...
def _line(prompt: str, ended: str | None = "") -> str | None:
    """What the user types; ``ended`` where the input has ended."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    said = sys.stdin.readline()
    return said.strip() if said else ended


def _asked(question: Question) -> str:
    """Ask until the answer is one of the choices."""
    roles = list(question.choices)
    say("\n" + question.text())
    say("  " + "  ".join(f"{n} {question.choices[role]}" for n, role in enumerate(roles, 1)))
    while True:
        said = _line("编号" + ("（回车接受）" if question.guess else "（回车表示不读入）") + "：")
        if not said:
            return question.guess or "other"
        if said.isdigit() and said.isascii() and 1 <= int(said) <= len(roles):
            return roles[int(said) - 1]
        if said in roles:
            return said
        say(f"请输入 1 到 {len(roles)} 的数字。")


def _set(given: Sequence[str], asked: Sequence[Question]) -> dict[tuple[str, str], str]:
    """`--set 表头=栏目`, also with the block in front: 资金.表头=栏目."""
    out = {}
    for text in given:
        label, sign, role = text.rpartition("=")
        found = [q for q in asked if label in (q.label, f"{_BLOCKS[q.block]}.{q.label}")]
        if not sign or not found:
            known = "、".join(dict.fromkeys(q.label for q in asked))
            raise WrongUse(f"--set 应写成 表头=栏目，表头是其中之一：{known}")
        for question in found:
            out[question.block, question.label] = _role(question, role.strip())
    return out


def _role(question: Question, said: str) -> str:
    """A choice by its identifier or its Chinese name."""
    for role, title in question.choices.items():
        if said in (role, title, title.partition("（")[0]):
            return role
    known = "、".join(f"{role}（{title}）" for role, title in question.choices.items())
    raise WrongUse(f"“{question.label}”没有栏目“{said}”，可以是 {known}")


def _filled(path: str, asked: Sequence[Question]) -> dict[str, Any]:
    """The answers in a file that `--ask` began and the user completed."""
    import tomllib

    try:
        data = tomllib.loads(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        raise WrongUse(f"打不开 {path}：{of_system(error)}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(f"{path} 不是正确的 TOML 文件（{error}）") from error
    columns = {}
    for question in asked:
        section = data.get(question.block)
        said = section.get(question.label) if isinstance(section, Mapping) else None
        if isinstance(said, str) and said.strip():
            columns[question.block, question.label] = _role(question, said.strip())
    texts = {k: v.strip() for k in ("id", "title", "seen", "region")
             if isinstance(v := data.get(k), str) and v.strip()}  # fmt: skip
    return {**texts, "columns": columns}


def _form_to_fill(file: str, asked: Sequence[Question]) -> str:
    """The file of answers, with what jiping takes each label for."""
    import json

    lines = [
        f"# {Path(file).name} 的表头。等号右边写栏目；填好后运行：",
        f"# jiping layout learn {file} --answers 本文件",
        'id = ""       # 编号：小写字母、数字、连字符',
        'title = ""    # 表式叫什么',
        'seen = ""     # 样例从哪里来',
    ]
    for block in ("indicators", "funds"):
        mine = [q for q in asked if q.block == block]
        if not mine:
            continue
        choices = "、".join(f"{role} {title}" for role, title in mine[0].choices.items())
        lines += ["", f"# {_BLOCKS[block]}的栏目：{choices}", f"[{block}]"]
        lines += [
            f"{json.dumps(q.label, ensure_ascii=False)} = {json.dumps(q.guess or '')}"
            + ("" if q.guess else "    # 没有认出，请填写；不读入的写 other")
            for q in mine
        ]
    return "\n".join(lines) + "\n"


def _families(book: Book, file: str) -> list[str]:
    """The layouts that the example is known as."""
    from jiping.read.layouts import understand

    forms = understand(book, file=file, sha256="").evaluations
    return sorted({form.form.family for form in forms} - {"unknown"})


def _checked(
    book: Book, name: str, file: str, known: Sequence[str]
) -> tuple[str | None, list[str]]:
    """Read the example again: what is wrong with the new layout, and what it gives.

    ``known``: the layouts that it was known as before.
    """
    from jiping.read.layouts import understand

    forms = understand(book, file=file, sha256="").evaluations
    if not forms:
        return "用它重读样例，没有读出自评表", []
    other = sorted({form.form.family for form in forms} - {name})
    if other == ["unknown"] and known:
        return f"样例本来就认得，是 {'、'.join(known)}；新表式和它栏目相同，不必另学", []
    if other == ["unknown"]:
        return "重读样例时认不出它是这种表，请检查各栏是否指对", []
    if all(form.form.family != name for form in forms):
        return f"重读样例时仍认作 {'、'.join(other)}：两者栏目相同，不必另学", []
    return None, [_said(form) for form in forms]


def _said(form: Evaluation) -> str:
    balance = {
        True: "各项合计相符",
        False: "合计不全相符，请核对各栏是否指对",
        None: "没有可核对的合计",
    }
    reading = form.reading
    return (
        f"指标 {len(form.indicators)} 行，资金 {len(form.funds)} 行，{balance[reading.balanced]}，"
        f"没有读进去的 {len(reading.unread)} 格"
    )


# -- list, show --------------------------------------------------------------------------------


def _known(folder: Path) -> Iterator[tuple[Family, Path | None]]:
    """The user's layouts with their files, then our own."""
    from jiping.read.layouts.families import families
    from jiping.read.layouts.learn import load

    for family in load(folder):
        yield family, folder
    for family in families():
        yield family, None


def _list(arguments: argparse.Namespace, folder: Path) -> int:
    found = list(_known(folder))
    draw(arguments, _listed(found, folder), lambda: {
        "folder": str(folder),
        "layouts": [
            {"id": f.id, "title": f.title, "region": f.region, "seen": f.seen, "own": own is not None,
             "first_year": f.first_year, "last_year": f.last_year}
            for f, own in found
        ],
    })  # fmt: skip
    return 0


def _listed(found: Sequence[tuple[Family, Path | None]], folder: Path) -> Iterator[Block]:
    from jiping.report._blocks import Cell, Column, Gap, Heading, Line, Section, Table

    own = sum(path is not None for _, path in found)
    yield Heading(f"认得的表式 {len(found)} 种，其中自己教的 {own} 种", 1)
    yield Line(f"自己教的放在 {folder}；用 jiping layout learn 样例文件 再教一种。")
    yield Gap()
    head = tuple(Cell(w, "center", style="strong") for w in ("编号", "名称", "出处", "来源"))
    rows = [
        (Cell(f.id), Cell(f.title), Cell(f.seen, style="dim"), Cell("自己" if path else "内置"))
        for f, path in found
    ]
    yield Table((Section((Column(18), Column(20, 2), Column(20, 3), Column(4)), (head, *rows)),))


def _show(arguments: argparse.Namespace, folder: Path) -> int:
    from importlib.resources import files

    for family, path in _known(folder):
        if family.id != arguments.id:
            continue
        if path is None:
            packed = files("jiping.read.layouts").joinpath("families", f"{family.id}.toml")
            write_out(packed.read_text("utf-8"))
        else:
            write_out(_own_file(path, family.id).read_text("utf-8"))
        return 0
    raise WrongUse(f"没有表式 {arguments.id}，全部表式见 jiping layout list")


def _own_file(folder: Path, name: str) -> Path:
    import tomllib

    for path in sorted(folder.glob("*.toml")):
        if tomllib.loads(path.read_text("utf-8")).get("id") == name:
            return path
    raise WrongUse(f"{folder} 里没有表式 {name}")
