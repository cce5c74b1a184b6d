"""What a comparison found, as html, xlsx, json, parquet or csv: by the suffix of the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping import __version__
from jiping.dataset.cohort.result import questions, to_json
from jiping.dataset.errors import DatasetError
from jiping.dataset.reckoning import quoted
from jiping.model.trouble import of_system
from jiping.report import SEVERITY

if TYPE_CHECKING:
    from jiping.dataset.cohort.running import Compared

DRAWN = 200
"""Cases of one rule that the page draws; the tables hold all."""
SHEET = 200_000
"""Rows of a sheet at most."""
COLUMNS = (
    "file", "ordinal", "rule", "severity", "target", "shown", "case", "asked", "question", "strength",
    "year", "department", "unit", "project", "form",
)  # fmt: skip
"""The columns of the tables: one row a field of a form; ``case`` numbers the findings."""


def check_suffix(target: str) -> None:
    """Raises DatasetError for a suffix that none of the writers is for."""
    if Path(target).suffix.lower() not in _WRITERS:
        said = "、".join(s.removeprefix(".") for s in _WRITERS)
        raise DatasetError(f"-o 的扩展名要写明格式，可以是 {said}")


def write(done: Compared, target: str | Path) -> None:
    """Write the file, whole or not at all."""
    path = Path(target)
    new = path.with_name(f".{path.name}.new")
    try:
        _WRITERS[path.suffix.lower()](done, new)
        new.replace(path)
    except OSError as error:
        raise DatasetError(f"不能写入 {path}（{of_system(error)}）") from error
    finally:
        new.unlink(missing_ok=True)


def _html(done: Compared, path: Path) -> None:
    from jiping.dataset.cohort.page import page

    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(page(done, most=DRAWN, version=__version__))


def _json(done: Compared, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        head = {"version": __version__, "forms": done.forms, "skipped": done.skipped}
        stream.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "cases": [')
        for number, question in enumerate(questions(done)):
            stream.write(",\n" if number else "\n")
            stream.write(json.dumps(to_json(question), ensure_ascii=False))
        stream.write("\n]}\n")


def _table(done: Compared) -> str:
    """The query of all rows; the questions are put in words once a case."""
    asked = [(q.number, q.question) for q in questions(done)]
    done.ground.put(
        "put_in_words",
        {
            "number": ("INTEGER", [n for n, _ in asked]),
            "question": ("VARCHAR", [t for _, t in asked]),
        },
    )
    return """SELECT p.file, p.ordinal, k.rule, k.severity, p.pointer AS target, p.shown, k.number AS "case",
    p.rank = 0 AS asked, w.question, k.strength, p.year, p.department, p.unit, p.project, p.form
    FROM peer p JOIN kase k USING (number) JOIN put_in_words w USING (number) ORDER BY number, p.n"""


def _copied(form: str) -> Callable[[Compared, Path], None]:
    def copy(done: Compared, path: Path) -> None:
        done.ground.connection.execute("SET preserve_insertion_order = true")
        done.ground.connection.execute(f"COPY ({_table(done)}) TO {quoted(str(path))} ({form})")

    return copy


def _xlsx(done: Compared, path: Path) -> None:
    import xlsxwriter

    from jiping.report._labels import pointer_words

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF5", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        asked = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#FFF6DD"})  # fmt: skip
        head = _sheet(book, "各规则", _RULES, bold)
        for number, rule in enumerate(done.rules, 1):
            counts = (done.counts.get(rule.code, 0), done.looks.get(rule.code, 0))
            skip = done.skipped.get(rule.code, "")
            _line(head, number, (rule.code, rule.title, *counts, rule.compared, rule.innocent, rule.advice, skip), wrapped, _RULES)  # fmt: skip
        sheet = _sheet(book, "问题", _QUESTIONS, bold)
        at = 1
        for q in questions(done):
            for n, p in enumerate(q.peers):
                if at > SHEET:
                    _line(sheet, at, (f"其余没有列出：一张工作表只写 {SHEET} 行，全部内容请用 -o 文件.parquet",), wrapped, _QUESTIONS)  # fmt: skip
                    return
                values = (
                    q.number, q.rule, SEVERITY[q.severity], q.question if n == 0 else "",
                    "所问" if p.asked else "对照", p.year, p.department, p.unit, p.project,
                    pointer_words(p.pointer) if p.form is not None and p.pointer else "", p.shown, p.file, p.ordinal, p.place,
                )  # fmt: skip
                _line(sheet, at, values, asked if p.asked else wrapped, _QUESTIONS)
                at += 1


_RULES = {
    "编号": 10, "规则": 24, "问题数": 8, "涉及表数": 9, "与什么比较": 36, "可能的正常原因": 36, "建议": 40,
    "没有比较的原因": 36,
}  # fmt: skip
_QUESTIONS = {
    "序号": 7, "规则": 10, "级别": 8, "问一问": 44, "": 8, "年度": 7, "部门": 22, "单位": 24, "项目": 28,
    "栏目": 20, "内容": 48, "文件": 26, "第几张": 7, "位置": 18,
}  # fmt: skip
"""Column → how many narrow letters wide."""
_LINE_HEIGHT, _HIGHEST = 17, 408
"""Points: of a line, and of the highest row that Excel has."""


def _sheet(book: Any, name: str, columns: Mapping[str, int], form: Any) -> Any:
    """A sheet with its head, printed across the page and as wide as it."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(8 if len(columns) > 10 else 9)  # A3, A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    for at, width in enumerate(columns.values()):
        sheet.set_column(at, at, width)
    _line(sheet, 0, tuple(columns), form, columns)
    sheet.freeze_panes(1, 0)
    return sheet


def _line(
    sheet: Any, row: int, values: tuple[Any, ...], form: Any, columns: Mapping[str, int]
) -> None:
    # Not every program finds the height of wrapped text by itself.
    lines = max(
        -(-_wide(value) // (width - 1))
        for value, width in zip(values, columns.values(), strict=False)
    )
    sheet.set_row(row, min(max(lines, 1) * _LINE_HEIGHT, _HIGHEST))
    for column, value in enumerate(values):
        # A cell of Excel holds 32 767 characters.
        text = value[:32_000] if isinstance(value, str) else value
        sheet.write(row, column, text, form)


def _wide(value: object) -> int:
    """How many narrow letters a value takes: a Chinese character takes two."""
    return sum(1 if c < "\u2000" else 2 for c in str(value)) if value is not None else 0


_WRITERS: dict[str, Callable[[Compared, Path], None]] = {
    ".html": _html,
    ".xlsx": _xlsx,
    ".json": _json,
    ".parquet": _copied("FORMAT parquet, CODEC zstd"),
    ".csv": _copied("FORMAT csv, HEADER"),
}
