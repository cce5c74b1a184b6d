"""待办: one list of everything that is still to be done, live, with a link to each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiping.forms.workbook.clauses import COMPLETE, WEIGHTS
from jiping.forms.workbook.expression import (
    EMPTY,
    Address,
    Node,
    area,
    call,
    negated,
    node,
    when,
)
from jiping.forms.workbook.sheets import MAIN, TASKS, Content, Workbook

if TYPE_CHECKING:
    from jiping.forms.workbook.funds import Funds
    from jiping.forms.workbook.making import Making
    from jiping.forms.workbook.sums import TotalCells

FIRST = 4
"""The first row of the list."""
COUNTER, PLACE, TEXT, LINK, LEVEL, MUST = 6, 7, 8, 9, 10, 11
"""Hidden columns with one task a row: running number, place, message, cell, level, its count."""
BINDING, SOFT = "必须处理", "请核对"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do while ``text`` isn't empty; ``name`` is a cell with the row's name."""

    place: str
    at: Address
    text: Node
    name: Address | None = None
    binding: bool = True


def form_tasks(making: Making, funds: Funds, total: TotalCells) -> list[Task]:
    """The tasks of head, funds, goal and total."""
    tasks = []
    names = {"project": "项目名称", "department": "主管部门", "unit": "实施单位"}
    for field, title in names.items():
        at = making.at.get(f"/{field}/name")
        if at is not None and not making.book.cells[at].locked:
            tasks.append(Task(title, at, _empty(at, f"填写{title}（{COMPLETE}）。")))
    if making.evaluation.year is None and (at := making.at.get("/year")) is not None:
        unchanged = call("=", at, str(making.book.cells[at].held))
        tasks.append(Task("年度", at, when(unchanged, "把年度写进括号，如（2023年度）。", EMPTY)))
    tasks += [Task(place, at, text) for place, at, text in funds.owed]
    if (at := making.at.get("/goal/expected")) is not None and not making.book.cells[at].locked:
        tasks.append(Task("年度总体目标", at, _empty(at, "填写预期目标。")))
    if (at := making.at.get("/goal/actual")) is not None:
        tasks.append(Task("年度总体目标", at, _empty(at, f"填写实际完成情况（{COMPLETE}）。")))
    if total.weights is not None:
        at, text = total.weights
        said = when(call("=", text, ""), EMPTY, call("&", text, f"（{WEIGHTS}）"))
        tasks.append(Task("总分", at, said))
    tasks += [Task(place, at, text, binding=False) for place, at, text in funds.noted]
    return tasks


def _empty(at: Address, message: str) -> Node:
    return when(call("=", at, ""), message, EMPTY)


def make_todo(book: Workbook, tasks: list[Task]) -> Node:
    """Write the sheet; the sentence that says how much is left."""
    last = FIRST + max(len(tasks), 1) - 1
    for number, task in enumerate(tasks):
        row = FIRST + number
        text = book.put(Address(TASKS, row, TEXT), Content(task.text, "hidden"))
        before = call("N", Address(TASKS, row - 1, COUNTER))
        open_task = negated(call("=", text, ""))
        book.put(
            Address(TASKS, row, COUNTER),
            Content(call("+", before, when(open_task, 1, 0)), "hidden"),
        )
        place: Node = node(task.place)
        if task.name is not None:
            place = call("&", f"{task.place} ", task.name)
        book.put(Address(TASKS, row, PLACE), Content(place, "hidden"))
        book.put(Address(TASKS, row, LINK), Content(task.at.a1(fixed=False), "hidden"))
        book.put(Address(TASKS, row, LEVEL), Content(BINDING if task.binding else SOFT, "hidden"))
        counted = when(open_task, 1 if task.binding else 0, 0)
        book.put(Address(TASKS, row, MUST), Content(counted, "hidden"))
    numbers = area(Address(TASKS, FIRST, COUNTER), Address(TASKS, last, COUNTER))
    must = Node("SUM", (area(Address(TASKS, FIRST, MUST), Address(TASKS, last, MUST)),))
    for number in range(len(tasks)):
        row = FIRST + number
        found = Node("MATCH", (node(number + 1), numbers, node(0)))
        shown = {0: number + 1}
        is_there = call(">=", Address(TASKS, last, COUNTER), number + 1)
        book.put(Address(TASKS, row, 0), Content(when(is_there, shown[0], EMPTY), "body"))
        for column, source in ((1, LEVEL), (2, PLACE), (3, TEXT)):
            values = area(Address(TASKS, FIRST, source), Address(TASKS, last, source))
            picked = Node("INDEX", (values, found))
            book.put(Address(TASKS, row, column), Content(when(is_there, picked, EMPTY), "body"))
        cells = area(Address(TASKS, FIRST, LINK), Address(TASKS, last, LINK))
        target = call("&", f"#'{MAIN}'!", Node("INDEX", (cells, found)))
        link = Node("HYPERLINK", (target, node("去填写")))
        book.put(Address(TASKS, row, 4), Content(when(is_there, link, EMPTY), "link"))
    state = when(
        call("=", must, 0),
        "已填完，可以报送。报送前请再看“待办”中需要核对的各项。",
        call("&", call("&", "还有 ", must), " 项必须处理，逐项见工作表“待办”。"),
    )
    book.put(Address(TASKS, 0, 0), Content("待办：还要填的、要改的", "heading", across=5))
    book.put(Address(TASKS, 1, 0), Content(state, "state", across=5))
    for column, title in enumerate(("序号", "级别", "位置", "要做的事", "")):
        book.put(Address(TASKS, FIRST - 1, column), Content(title, "step_head"))
    return call("&", Address(TASKS, 1, 0), "")
