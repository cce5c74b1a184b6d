"""The library as a workbook: looked through and decided upon in a spreadsheet, then taken back.

One row an indicator. The columns to fill in are 改名, 标记, 合并到, 删除, 备注, 单列; the last three name
the indicator for the program. What a row says replaces what was decided of it before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jiping.dataset.errors import DatasetError
from jiping.dataset.grids import content, headed, sheet
from jiping.indicators.clustering import Key
from jiping.indicators.curation import Decision, decide
from jiping.indicators.library import MARKS
from jiping.indicators.shelf import connect, location
from jiping.model.decimals import from_scaled
from jiping.model.trouble import of_system

SHEET = "指标"
_HEAD = (
    "序号", "指标名称", "一级指标", "二级指标", "计量单位", "使用次数", "项目数", "部门数", "常见指标值",
    "较低的指标值", "较高的指标值", "常见完成值", "可判断次数", "得满分次数", "常见分值", "有写法问题的次数",
    "改名", "标记", "合并到", "删除", "备注", "单列", "规范名", "级次", "单位类别",
)  # fmt: skip
_FILLED = ("改名", "标记", "合并到", "删除", "备注", "单列")
_YES = frozenset({"是", "删除", "单列", "√", "1", "y", "Y"})
MOST = 1_000_000
"""Rows that a sheet holds beside its heading, a round number."""
_ROWS = """
SELECT c.id + 1, c.name, c.level1, c.level2, c.unit, c.uses, c.projects, c.departments, c.target_mid,
  c.target_low, c.target_high, c.result_mid, c.judged, c.achieved, c.weight_mid, c.faulty, k.name,
  k.mark, i.concept + 1, CASE WHEN k.deleted THEN '是' END, k.note,
  CASE WHEN k.alone THEN '是' END, c.core, c.level, c.kind
FROM concept c LEFT JOIN curation k USING (core, level, kind)
LEFT JOIN form i ON i.core = k.into_core AND i.level = k.into_level AND i.kind = k.into_kind
WHERE c.id < ? OR k.core IS NOT NULL
UNION ALL
SELECT NULL, k.core, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  k.name, k.mark, i.concept + 1, CASE WHEN k.deleted THEN '是' END, k.note,
  CASE WHEN k.alone THEN '是' END, k.core, k.level, k.kind
FROM curation k
LEFT JOIN form i ON i.core = k.into_core AND i.level = k.into_level AND i.kind = k.into_kind
LEFT JOIN concept c ON c.core = k.core AND c.level = k.level AND c.kind = k.kind
WHERE c.id IS NULL AND (i.concept IS NOT NULL OR k.alone)"""
"""Below: what is merged already or to be counted apart, so that it can be taken back."""
_SCALED = frozenset(range(8, 12)) | {14}


def export(library: str | Path | None, target: str | Path, most: int = 20_000) -> int:
    """Write the most used indicators, and all that something was decided of; how many. Raises
    LibraryError, DatasetError."""
    import xlsxwriter

    if Path(target).suffix.lower() != ".xlsx":
        raise DatasetError("指标库导出为 Excel：输出文件要以 .xlsx 结尾")
    connection = connect(location(library))
    new = Path(target).with_name(f".{Path(target).name}.new")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    try:
        with xlsxwriter.Workbook(str(new), options) as book:
            bold = book.add_format({"bold": True, "bg_color": "#e8ecf2", "text_wrap": True})
            fill = book.add_format({"bg_color": "#fff8e1"})
            sheet = book.add_worksheet(SHEET)
            sheet.freeze_panes(1, 2)
            sheet.set_column(1, 1, 34)
            sheet.set_column(2, 3, 14)
            sheet.set_column(16, 21, 14)
            for n, name in enumerate(_HEAD):
                sheet.write_string(0, n, name, bold)
            for count, row in enumerate(connection.execute(_ROWS, (min(most, MOST),)), 1):
                for n, value in enumerate(row):
                    _write(sheet, count, n, value, fill if _HEAD[n] in _FILLED else None)
            for name, choices in (("标记", MARKS), ("删除", ("是",)), ("单列", ("是",))):
                n = _HEAD.index(name)
                sheet.data_validation(
                    1, n, max(count, 1), n, {"validate": "list", "source": list(choices)}
                )
            _explain(book)
        new.replace(target)
    except OSError as error:
        raise DatasetError(f"不能写入 {target}（{of_system(error)}）") from error
    finally:
        connection.close()
        new.unlink(missing_ok=True)
    return count


def take(library: str | Path | None, file: str | Path) -> int:
    """Take decisions from a workbook that `export` wrote; of how many indicators something is
    decided. All or nothing. Raises DatasetError saying which row, LibraryError."""
    columns, rows = headed(sheet(content(file), str(file), SHEET))
    missing = [
        name for name in (*_FILLED, "序号", "规范名", "级次", "单位类别") if name not in columns
    ]
    if missing:
        raise DatasetError(
            f"{file} 不是导出的指标库：缺少 {'、'.join(missing)} 栏。先用 jiping indicators export 导出再填写"
        )
    given = [(number, dict(zip(columns, row, strict=True))) for number, row in rows if any(row)]
    keys: dict[str, Key] = {}
    for number, row in given:
        if not row["规范名"]:
            raise DatasetError(f"{file} 第 {number} 行没有“规范名”，不知道是哪个指标")
        if row["序号"]:
            keys[row["序号"].removesuffix(".0")] = _key(row)
    with_names = connect(location(library))
    try:
        known = set(with_names.execute("SELECT core, level, kind FROM form"))
        held = set(with_names.execute("SELECT core, level, kind FROM curation"))
    finally:
        with_names.close()
    decisions = []
    for number, row in given:
        decision = _decision(row, keys, f"{file} 第 {number} 行")
        if decision.key not in known and decision.key not in held:
            raise DatasetError(f"{file} 第 {number} 行：指标库里没有“{row['规范名']}”")
        if decision != Decision(decision.key) or decision.key in held:
            decisions.append(decision)
    decide(location(library), decisions)
    return sum(decision != Decision(decision.key) for decision in decisions)


def _decision(row: dict[str, str | None], keys: dict[str, Key], where: str) -> Decision:
    def said(name: str) -> str | None:
        return (row[name] or "").strip() or None

    key, into, mark = _key(row), said("合并到"), said("标记")
    flags = {name: said(name) for name in ("删除", "单列")}
    if mark is not None and mark not in MARKS:
        raise DatasetError(f"{where}：标记“{mark}”不认得，可以是 {'、'.join(MARKS)}")
    for name, flag in flags.items():
        if flag is not None and flag not in _YES:
            raise DatasetError(f"{where}：“{name}”一栏写“是”或留空，不能写“{flag}”")
    if into is not None and into.removesuffix(".0") not in keys:
        raise DatasetError(f"{where}：“合并到”要写本表中另一个指标的序号，没有序号“{into}”")
    other = keys[into.removesuffix(".0")] if into is not None else None
    if other == key:
        raise DatasetError(f"{where}：不能合并到自己")
    return Decision(
        key, mark, said("改名"), other, flags["删除"] is not None, said("备注"),
        flags["单列"] is not None,
    )  # fmt: skip


def _key(row: dict[str, str | None]) -> Key:
    return row["规范名"] or "", row["级次"] or "", row["单位类别"] or ""


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        if style is not None:
            sheet.write_blank(row, column, None, style)
    elif column in _SCALED:
        # Digits as text: a number of a spreadsheet is a float.
        sheet.write_string(row, column, from_scaled(value), style)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def _explain(book: Any) -> None:
    words = book.add_worksheet("说明")
    words.set_column(0, 0, 110)
    for n, text in enumerate(
        (
            "在“指标”表黄色的六栏里填写，其他栏不要改；填好后用 jiping indicators import 文件 收回。",
            "改名：搜索、建议里显示的名称。标记：推荐、可用、慎用。备注：随标记一起显示。",
            "合并到：写另一个指标的序号，表示两者是同一个指标；下次生成指标库时，使用次数、指标值合在一起算。",
            "删除：写“是”，搜索和建议里不再出现；清空就恢复。",
            "单列：写“是”，下次生成指标库时这种叫法自成一个指标，不再与别的合在一起。",
            "填写的内容在重新生成指标库时保留。",
        )
    ):
        words.write_string(n, 0, text)
