"""The whole workbook of one project: form, aside, steps, list of what is left to do, guide, mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from jiping.engine.inputs import columns_of
from jiping.forms.draw import drawing_of
from jiping.forms.families import Family
from jiping.forms.workbook.base import Start
from jiping.forms.workbook.expression import Address, Node
from jiping.forms.workbook.funds import make_funds
from jiping.forms.workbook.guide import make_guide
from jiping.forms.workbook.inputs import Spots
from jiping.forms.workbook.placing import Placed, place
from jiping.forms.workbook.rows import Aside, Made, contents, make_row
from jiping.forms.workbook.scoring import Sheet
from jiping.forms.workbook.sheets import MAIN, STEPS, Choice, Content, Look, Workbook
from jiping.forms.workbook.sums import make_total
from jiping.forms.workbook.todo import Task, form_tasks, make_todo
from jiping.model.columns import to_columns
from jiping.model.contract import evaluation_to_json
from jiping.model.decimals import from_scaled, plain, to_decimal
from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.fingerprint import Fingerprint, Line
from jiping.score.scheme import Scheme

SPARE = 8
"""Rows that the clerk may add; hidden until then."""
OWN_LEVEL = "\ue000"
"""Stands in the levels of a spare row while the form is drawn, so that no cells are merged."""
LEVEL1 = ("产出指标", "效益指标", "满意度指标", "成本指标")
LEVEL2 = (
    "数量指标", "质量指标", "时效指标", "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标",
    "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标",
)  # fmt: skip
LOOKS: dict[str, Look] = {
    "label": "label", "head": "head", "text": "locked", "number": "locked", "prose": "prose",
}  # fmt: skip


@dataclass
class Making:
    """One workbook in the making, and where its values stand."""

    start: Start
    family: Family
    scheme: Scheme
    book: Workbook = field(default_factory=Workbook)
    steps: Sheet = field(default_factory=lambda: Sheet(STEPS))
    at: dict[str, Address] = field(default_factory=dict)
    """JSON pointer in the drawn form → cell."""
    tasks: list[Task] = field(default_factory=list)

    @property
    def evaluation(self) -> Evaluation:
        """What the workbook starts from."""
        return self.start.evaluation


def compose(
    start: Start, family: Family, scheme: Scheme, *, spare: int = SPARE, produced: str = ""
) -> Workbook:
    """The workbook of one form, ready to be written."""
    making = Making(_weighed(start, family, scheme), family, scheme)
    drawn = _drawn(making.evaluation, spare)
    drawing = drawing_of(drawn, family)
    placing = place(drawing)
    book = making.book
    book.widths, book.heights = list(placing.widths), placing.heights
    book.landscape, book.size = drawing.page.landscape, next(drawing.grids()).size
    book.repeated, book.last_row = placing.repeated, placing.rows - 1
    book.aside = len(placing.widths) + 1
    aside = Aside.of(family, book.aside)
    book.flags = aside.flags
    book.title = making.evaluation.project.name or family.title
    for placed in placing.cells:
        _put(making, placed)
    known = len(making.evaluation.indicators)
    rows = _rows(making, known + spare, aside)
    book.hidden_rows = [made.spots.name.row for made in rows[known:] if made.spots.name]
    funds = make_funds(making, aside)
    total = make_total(making, rows, funds)
    _head_aside(making, aside)
    for number, made in enumerate(rows):
        making.tasks.append(_row_task(made, number))
    making.tasks[:0] = form_tasks(making, funds, total)
    state = make_todo(book, making.tasks)
    _state(making, aside, state)
    for address, held in making.steps.cells.items():
        book.put(address, Content(held, "step"))
    book.steps = making.steps.columns
    make_guide(making)
    book.pieces = _fingerprint(making, rows, produced).pieces()
    return book


def _weighed(start: Start, family: Family, scheme: Scheme) -> Start:
    """The start with the scheme's weight of the execution rate, where the form scores it."""
    weight = scheme["exec_weight"]
    e = start.evaluation
    if "score" not in family.indicator_fields():  # a form without points has no weights either
        rows = tuple(replace(row, weight=None) for row in e.indicators)
        lines = tuple(replace(line, weight=None) for line in e.funds)
        return replace(start, evaluation=replace(e, indicators=rows, funds=lines))
    if "weight" not in family.fund_fields() or not isinstance(weight, str):
        return start
    funds = tuple(
        replace(f, weight=plain(Decimal(weight))) if f.source == "total" and not f.weight else f
        for f in e.funds
    )
    return replace(start, evaluation=replace(e, funds=funds))


def _drawn(e: Evaluation, spare: int) -> Evaluation:
    """The form as it is drawn: with spare rows, whose levels are their own."""
    spares = tuple(
        Indicator(level1=f"{OWN_LEVEL}{n}", level2=f"{OWN_LEVEL}{n}") for n in range(spare)
    )
    return replace(e, indicators=(*e.indicators, *spares))


# ------------------------------------------------------------------- cells


def _put(making: Making, placed: Placed) -> None:
    """One cell of the drawing: locked, or the clerk's."""
    if placed.line is not None:
        year = making.evaluation.year is None and placed.pointer == "/year"
        look: Look = (
            "input" if year else placed.line.style
            if placed.line.style in ("attachment", "title", "period", "line") else "line"
        )  # fmt: skip
        making.book.put(placed.address, Content(placed.text, look, placed.across))
        for pointer, _ in placed.line.parts or ((placed.pointer or "", ""),):
            if pointer:
                making.at[pointer] = placed.address
        return
    cell = placed.cell
    if cell is None:
        return
    content = Content(placed.text, LOOKS[cell.role], bold=cell.bold)
    if cell.pointer is not None:
        making.at[cell.pointer] = placed.address
        content = _content(making, cell.pointer, placed)
    making.book.put(placed.address, replace(content, across=placed.across, down=placed.down))


def _content(making: Making, pointer: str, placed: Placed) -> Content:
    """The content of a cell with a value: kept if it is approved, else to be filled in."""
    parts = pointer.split("/")[1:]
    text = placed.text.replace(OWN_LEVEL, "") if OWN_LEVEL not in placed.text else ""
    if parts[0] == "indicators":
        return _indicator_content(making, int(parts[1]), parts[2], text)
    approved = making.start.approved
    if parts[0] == "funds":
        return _fund_content(making, int(parts[1]), parts[2], text)
    if parts[0] == "goal":
        if parts[1] == "expected" and approved and text:
            return Content(text, "prose")
        said = (
            "写明目标的完成情况，用数字说话。" if parts[1] == "actual" else "年初设定的总体目标。"
        )
        return Content(text or None, "input_prose", prompt=said)
    if parts[0] == "remarks":
        return Content(text or None, "input_prose")
    if parts[0] in ("project", "department", "unit"):
        kept = approved and bool(text)
        return Content(text or None, "locked" if kept else "input")
    return Content(text or None, "locked")


def _indicator_content(making: Making, number: int, role: str, text: str) -> Content:
    known = making.evaluation.indicators
    live = number >= len(known) or not making.start.approved
    if number < len(known) and role in ("level1", "level2") and text:
        return Content(text, "label")
    if role in ("level1", "level2"):
        choice = Choice(LEVEL1 if role == "level1" else LEVEL2, free=True)
        return Content(None, "input", choice=choice)
    if role in ("actual", "reason"):
        return contents(role, live=live, fixed=_fixed(making, number))
    if role == "score":
        return Content(None, "score")
    figure = to_decimal(text) if role == "weight" else None
    kept = not live and _fixed(making, number) is not None
    if kept and (text or role in ("nature", "operator", "unit")):
        return Content(figure if figure is not None else text or None, "locked")
    found = contents(role, live=True, fixed=None)
    if role == "nature":
        symbols = making.family.indicators.symbols
        words = ("≥", "≤", "=", "＞", "＜", "定性") if symbols else ("正向", "反向", "定性")
        found = Content(look="input", choice=Choice(words))
    elif role == "operator":
        found = Content(
            look="input", choice=Choice(("大于等于", "小于等于", "等于", "大于", "小于"))
        )
    held = figure if figure is not None else (text or None)
    if role == "target" and making.family.indicators.inside:
        found = replace(found, prompt="写成 ≥50个、≤7.8万元、=100% 这样，单位另写在右侧。")
    return replace(found, held=held)


def _fund_content(making: Making, number: int, role: str, text: str) -> Content:
    line = making.evaluation.funds[number]
    figure = to_decimal(text)
    if role == "label":
        return Content(text, "label")
    if role in ("rate", "score"):
        return Content(None if line.source == "total" or role == "rate" else text, "score")
    if role == "reason":
        return Content(None, "input_prose", prompt="执行率偏低、预算有调整的，写明原因。")
    if role == "weight":
        if line.source != "total":
            return Content(text, "locked")
        return Content(
            figure, "locked" if figure is not None else "input_number", least=0, most=100
        )
    if role == "initial" and making.start.approved and figure is not None:
        return Content(figure, "amount")
    return Content(figure, "input_amount", least=0, prompt="只写数字，单位见表头。")


# -------------------------------------------------------------------- rows


def _fixed(making: Making, number: int) -> dict[str, Any] | None:
    """What the engine reads of an approved row; None for a row that is the clerk's."""
    if not making.start.approved or number >= len(making.evaluation.indicators):
        return None
    if not hasattr(making, "_columns"):
        e = making.evaluation
        read = {**to_columns([e]).tables["indicator"], **columns_of([e])["indicator"]}
        object.__setattr__(making, "_columns", read)
    columns: Mapping[str, list[Any]] = making._columns  # type: ignore[attr-defined]
    row = making.evaluation.indicators[number]
    if row.target is None:
        return None
    names = ("level1", "level2", "nature", "operator", "target", "target_high", "target_end")
    return {
        **{name: columns[name][number] for name in names},
        "unit": row.unit,
        "target_text": row.target,
    }


def _rows(making: Making, count: int, aside: Aside) -> list[Made]:
    made: list[Made] = []
    level: dict[str, Address] = {}
    fields = ("name", "nature", "operator", "target", "actual", "unit", "weight", "score", "reason")
    for number in range(count):
        base = f"/indicators/{number}"
        for name in ("level1", "level2"):
            if f"{base}/{name}" in making.at:
                level[name] = making.at[f"{base}/{name}"]
        cells = {name: making.at.get(f"{base}/{name}") for name in fields} | level
        row = making.at[f"{base}/name"].row
        cells |= _aside_cells(making, number, row, aside)
        spots = Spots(**cells)
        made.append(
            make_row(
                making.book, making.steps, spots, _fixed(making, number), making.family,
                making.scheme, aside, _reasons(making),
            )
        )  # fmt: skip
    return made


def _reasons(making: Making) -> Address | None:
    name = making.family.reasons_to
    return making.at.get("/remarks/" + name) if name else None


def _aside_cells(making: Making, number: int, row: int, aside: Aside) -> dict[str, Address]:
    """The cells beside the form: judgement, and unit and weight where the form has no column."""
    book, found = making.book, {}
    known = making.evaluation.indicators
    given = known[number] if number < len(known) else Indicator()
    kept = making.start.approved and number < len(known)
    if "score" in making.family.indicator_fields():
        found["judgement"] = book.put(
            Address(MAIN, row, aside.judgement),
            Content(None, "aside_number", least=0, most=100,
                    prompt="只有公式算不出的行（定性、逾期等）在这里评分，其余留空。"),
        )  # fmt: skip
    if aside.unit is not None:
        look: Look = "aside" if kept and given.target else "aside_input"
        content = replace(contents("unit", live=True, fixed=None), held=given.unit, look=look)
        found["unit"] = book.put(Address(MAIN, row, aside.unit), content)
    if aside.weight is not None:
        weight = to_decimal(given.weight)
        look = "aside" if kept and weight is not None else "aside_number"
        found["weight"] = book.put(
            Address(MAIN, row, aside.weight), Content(weight, look, least=0, most=100)
        )
    return found


def _head_aside(making: Making, aside: Aside) -> None:
    """Heads of the columns beside the form, level with the indicators' header."""
    if making.book.repeated is None:
        return
    row = making.book.repeated[0]
    heads = {aside.hint: "提示（这一行还要做的事）"}
    if "score" in making.family.indicator_fields():
        heads |= {
            aside.judgement: "评定得分\n（公式算不出时填）",
            aside.bounds: "可评区间",
            aside.method: "计分办法",
        }
    if aside.unit is not None:
        heads[aside.unit] = "计量单位"
    if aside.weight is not None:
        heads[aside.weight] = "分值"
    for column, title in heads.items():
        making.book.put(Address(MAIN, row, column), Content(title, "aside_head"))


def _row_task(made: Made, number: int) -> Task:
    at = made.spots.actual or made.spots.name
    if at is None:
        raise ValueError("a row of indicators has a name")
    return Task(f"绩效指标第 {number + 1} 行", at, made.owed, name=made.spots.name)


def _state(making: Making, aside: Aside, state: Node) -> None:
    making.book.put(Address(MAIN, 0, aside.hint), Content(state, "state", across=4))
    making.book.put(
        Address(MAIN, 1, aside.hint),
        Content(f"计分办法：{making.scheme.title}（{making.scheme.id}）", "aside", across=4),
    )


# --------------------------------------------------------------- fingerprint


def _fingerprint(making: Making, rows: list[Made], produced: str) -> Fingerprint:
    e = making.evaluation
    lines = []
    for number, made in enumerate(rows):
        spots = made.spots
        cells = {
            name: address.a1(fixed=False)
            for name in (
                "level1", "level2", "name", "nature", "operator", "target", "actual", "unit",
                "weight", "score", "reason", "judgement",
            )
            if (address := getattr(spots, name)) is not None
        }  # fmt: skip
        lines.append(Line(cells, number if _fixed(making, number) is not None else None))
    locked = {
        a.a1(fixed=False): shown(c.held)
        for a, c in making.book.on(MAIN)
        if c.locked and c.held is not None and not isinstance(c.held, Node)
    }
    return Fingerprint(
        family=making.family.reads_as,
        scheme=making.scheme.id,
        sheet=MAIN,
        evaluation=evaluation_to_json(e),
        cells={
            pointer: address.a1(fixed=False)
            for pointer, address in making.at.items()
            if not pointer.startswith("/indicators/")
        },
        lines=tuple(lines),
        locked={cell: text for cell, text in locked.items() if text},
        apart="unit" in making.family.indicator_fields(),
        produced=produced,
    )


def shown(held: Any) -> str:
    """A locked value as the fingerprint keeps it: a figure in its shortest digits."""
    return plain(held) if isinstance(held, Decimal) else str(held)


__all__ = ["Making", "compose", "from_scaled"]
