"""The fund rows of the main sheet: rates, the score of execution, what is owed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jiping.forms.workbook.clauses import RATE
from jiping.forms.workbook.column import constant
from jiping.forms.workbook.expression import (
    EMPTY,
    FALSE,
    Address,
    Node,
    both,
    call,
    either,
    negated,
    when,
)
from jiping.forms.workbook.inputs import scaled
from jiping.forms.workbook.scoring import ONE, score_execution
from jiping.forms.workbook.sheets import MAIN, Content
from jiping.model.decimals import from_scaled, to_scaled

if TYPE_CHECKING:
    from jiping.forms.workbook.making import Making
    from jiping.forms.workbook.rows import Aside

AMOUNTS = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}
PARTS = ("fiscal", "central", "local", "province", "city", "county", "special_account", "unit",
         "carryover", "other")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Funds:
    """The weight and the score of execution (None where the form has none), messages with the
    cell that each is about, and hints that bind nobody."""

    weight: Node | None
    score: Address | None
    owed: tuple[tuple[str, Address, Node], ...]
    noted: tuple[tuple[str, Address, Node], ...]


def make_funds(making: Making, aside: Aside) -> Funds:
    """Formulas, marks and messages of all fund rows."""
    scheme, at = making.scheme, making.at
    wanted = scheme["denominator"]
    base = "initial" if wanted == "initial" and "/funds/0/initial" in at else "adjusted"
    owed: list[tuple[str, Address, Node]] = []
    noted: list[tuple[str, Address, Node]] = []
    weight_node: Node | None = None
    score_at: Address | None = None
    for number, line in enumerate(making.evaluation.funds):
        pointer = f"/funds/{number}"
        cells = {
            name: at.get(f"{pointer}/{name}") for name in (*AMOUNTS, "weight", "rate", "score")
        }
        budget_at, executed_at = cells[base], cells["executed"]
        if budget_at is None or executed_at is None:
            continue
        row = executed_at.row
        budget = making.steps.keep(row, "预算百万分", scaled(budget_at))
        executed = making.steps.keep(row, "执行百万分", scaled(executed_at))
        weight = scaled(cells["weight"])
        if cells["weight"] is None:
            weight = constant(to_scaled(line.weight))
        rate, points = score_execution(making.steps, row, budget, executed, weight, scheme)
        said = call("/", rate.value, ONE)
        if cells["rate"] is not None:
            behind = "%" if making.family.funds.percent else ""
            _formula(making, cells["rate"], when(rate.null, EMPTY, said), behind)
        total = line.source == "total"
        if total and cells["score"] is not None:
            score_at = cells["score"]
            _formula(making, score_at, when(points.null, EMPTY, call("/", points.value, ONE)), "")
            weight_node = call("N", cells["weight"]) if cells["weight"] else weight.value
        if total:
            for name in (base, "executed"):
                cell = cells[name]
                if cell is not None and not making.book.cells[cell].locked:
                    owed.append(
                        (
                            line.label,
                            cell,
                            when(call("=", cell, ""), f"填写{AMOUNTS[name]}。", EMPTY),
                        )
                    )
                    _mark(making, cell, call("=", cell, ""), aside, name != base)
            low = from_scaled(int(scheme.columns()["rate_warn"] or 0))
            less = both(
                negated(rate.null),
                call("<", rate.value, int(scheme.columns()["rate_warn"] or 0)),
            )
            reason = at.get(f"{pointer}/reason")
            empty = call("=", reason, "") if reason is not None else None
            message = f"预算执行率低于 {low} %，"
            where = "在右侧原因栏说明" if reason is not None else "在实际完成情况或偏差原因中说明"
            condition = less if empty is None else both(less, empty)
            (owed if reason is not None else noted).append(
                (line.label, executed_at, when(condition, f"{message}{where}（{RATE}）。", EMPTY))
            )
            noted.append(
                (line.label, budget_at, when(call("=", budget.value, 0), _zero(budget.null), EMPTY))
            )
        over = both(
            negated(either(budget.null, executed.null)), call(">", executed.value, budget.value)
        )
        owed.append((line.label, executed_at, when(over, "全年执行数大于预算数，请核对。", EMPTY)))
    owed += _unbalanced(making)
    return Funds(weight_node, score_at, tuple(owed), tuple(noted))


def _zero(null: Node) -> Node:
    return when(null, EMPTY, "预算数为 0，执行率无法计算，不计分。")


def _formula(making: Making, address: Address, shown: Node, behind: str) -> None:
    old = making.book.cells[address]
    making.book.cells[address] = replace(
        old, held=shown, look="rate" if behind else "score", behind=behind
    )


def _mark(making: Making, cell: Address, condition: Node, aside: Aside, second: bool) -> None:
    flag = Address(MAIN, cell.row, aside.flags + (1 if second else 0))
    making.book.put(flag, Content(when(condition, 1, 0), "hidden"))
    making.book.cells[cell] = replace(making.book.cells[cell], red=flag)


def _unbalanced(making: Making) -> list[tuple[str, Address, Node]]:
    """The total of a column against the sum of its parts, once parts are filled in."""
    lines = making.evaluation.funds
    totals = [n for n, line in enumerate(lines) if line.source == "total"]
    parts = [n for n, line in enumerate(lines) if line.source in PARTS]
    found = []
    for name, title in AMOUNTS.items():
        cells = [a for n in parts if (a := making.at.get(f"/funds/{n}/{name}")) is not None]
        total = making.at.get(f"/funds/{totals[0]}/{name}") if totals else None
        if total is None or not cells:
            continue
        filled = both(
            call("ISNUMBER", total), call(">", Node("COUNT", tuple(map(_cell, cells))), 0)
        )
        added = call("ROUND", Node("SUM", tuple(map(_cell, cells))), 6)
        differs = negated(call("=", added, call("ROUND", call("N", total), 6)))
        text = when(both(filled, differs), f"{title}的年度资金总额与分项合计不一致。", EMPTY)
        found.append(("项目资金", total, text))
    return found


def _cell(address: Address) -> Node:
    return Node("cell", (address,))


__all__ = ["FALSE", "Funds", "make_funds"]
