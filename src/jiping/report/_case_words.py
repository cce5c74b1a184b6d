"""Examples and message templates of rules, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jiping.report._labels import FUND_FIELDS, INDICATOR_FIELDS, pointer_words

if TYPE_CHECKING:
    from jiping.audit.rule import Case

_FIELDS = {**FUND_FIELDS, **INDICATOR_FIELDS, "expected": "预期目标", "amount_unit": "金额单位"}
_SAID = {
    "row.name": "指标名称",
    "row.label": "资金行名称",
    "left": "填报值",
    "right": "应为值",
    "difference": "差额",
    "size": "差额",
    "words": "有关文字",
    "other.name": "另一行名称",
    "scheme.title": "计分办法",
    "form.form.amount_unit": "金额单位",
    "form.goal.actual": "目标完成情况",
    "form.goal.expected": "预期目标",
    "form.project.name": "项目名称",
    "form.department.name": "主管部门",
    "form.unit.name": "实施单位",
    "form.total.grade": "等级",
    "form.total.score": "总分",
    "form.year": "年度",
}


def message_words(template: str) -> str:
    """The template as a reader understands it: 〔填报值〕 for {left}."""

    def said(match: re.Match[str]) -> str:
        name = match[1].partition(":")[0].partition("!")[0]
        if name.startswith("figures"):
            return "〔有关数值〕"
        if name.startswith("note."):
            return f"〔{_note(name.removeprefix('note.'))}〕"
        if name.startswith("scheme."):
            return f"〔{_parameter(name.removeprefix('scheme.'))}〕"
        return f"〔{_SAID.get(name) or _FIELDS.get(name.rpartition('.')[2], name)}〕"

    return re.sub(r"\{([^{}]+)\}", said, template)


def _note(name: str) -> str:
    from jiping.audit.notes import notes

    return notes()[name].doc.rstrip("。")


def _parameter(name: str) -> str:
    from jiping.score.parameters import BY_NAME

    known = BY_NAME.get(name)
    return known.title if known is not None else _SAID.get(f"scheme.{name}", name)


def changes_of(case: Case) -> str:
    """What the case changes on a correct form."""
    from jiping.audit.rule import REMOVE

    said = []
    for pointer, new in case.change.items():
        done = (
            "删去" if new is REMOVE else "留空" if new is None else f"改为 {_value(new, pointer)}"
        )
        said.append(pointer_words(pointer) + done)
    if case.peers is not None:
        said.append("指标库中" + case.peers.told())
    return "；".join(said) or "不改"


def result_of(case: Case) -> str:
    """What the rule then says."""
    if case.skipped:
        return "不判"
    if case.at is None:
        return "不报"
    return "报：" + "、".join(pointer_words(pointer) for pointer in case.at)


def _value(new: object, pointer: str) -> str:
    if isinstance(new, Mapping) and "repairs" in new:
        told = "；".join(str(repair["what"]).rstrip("。") for repair in new["repairs"])
        return f"修正“{told}”，{'合计相符' if new['balanced'] else '合计不全相符'}"
    if isinstance(new, Mapping):
        return "、".join(
            f"{_FIELDS.get(k, k)} {_word(k, v)}" for k, v in new.items() if v is not None
        )
    return f"“{_word(pointer.rpartition('/')[2], new)}”"


def _word(field: str, value: object) -> object:
    """A value as the form prints it: 定性, not its name in the model."""
    if field not in ("nature", "operator") or not isinstance(value, str):
        return value
    from jiping.forms.figures import NATURES, OPERATORS

    known = {str(code): said for table in (NATURES, OPERATORS) for code, said in table.items()}
    return known.get(value, value)
