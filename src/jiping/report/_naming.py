"""Names that reports share: what a JSON pointer is called in the official form, and safe text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from jiping.law.glossary import fields, value_term
from jiping.model.decimals import plain, to_decimal
from jiping.report import SEVERITY

if TYPE_CHECKING:
    from jiping.engine.results import Finding, Ledger
    from jiping.model.evaluation import Evaluation, Indicator, Named

FAMILIES = {
    "FUND": "资金",
    "WGT": "分值",
    "SCR": "得分",
    "IND": "指标质量",
    "DEV": "真实性与偏差",
    "STR": "表式与完整",
    "PUB": "公开",
}
"""Middle part of a rule's code → what its family is about; an unknown one names itself."""

_WHOLE = {
    "": "全表",
    "/source": "文件",
    "/form": "表名",
    "/form/title": "表名",
    "/form/family": "表名",
    "/form/amount_unit": "金额单位",
    "/year": "评价年度",
    "/funds": "项目资金",
    "/goal": "年度总体目标",
    "/indicators": "绩效指标",
    "/total": "总分",
    "/total/score": "总分（得分）",
    "/total/weight": "总分（分值）",
    "/total/grade": "评价等级",
    "/remarks": "表尾说明",
    "/reading": "读取情况",
}
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """The text with what nobody sees made visible: control and direction characters, surrogates.

    A name that turns the reading direction could otherwise show a number that isn't there.
    """
    return _HIDDEN.sub(lambda m: f"[U+{ord(m[0]):04X}]", text)


def severity_term(severity: str) -> str:
    """The level of a finding as people read it."""
    return SEVERITY.get(severity, severity)


def family_of(code: str) -> str:
    """What the family of a rule's code is about: "C-FUND-03" → 资金."""
    parts = code.split("-")
    key = parts[1] if len(parts) > 1 else code
    return FAMILIES.get(key, key)


def named(value: Named) -> str:
    """A project, department or unit with the code printed in front of it; "" when blank."""
    return "-".join(part for part in (value.code, value.name) if part)


def row_name(indicator: Indicator) -> str:
    """What an indicator row is called: its name, else its second or first level."""
    return indicator.name or indicator.level2 or indicator.level1 or "（无名称）"


def pointer_name(evaluation: Evaluation, pointer: str) -> str:
    """Where a finding is, in the words of the form: 绩效指标第12行“差旅费”得分."""
    return "".join(pointer_names(evaluation, pointer))


def pointer_names(evaluation: Evaluation, pointer: str) -> tuple[str, str]:
    """The same in two parts, row and field; the field is "" where the pointer is about no field."""
    if pointer in _WHOLE:
        return _WHOLE[pointer], ""
    parts = pointer.split("/")[1:]
    group, rest = parts[0], parts[1:]
    if group in ("funds", "indicators") and rest[0].isdigit():
        return _row(evaluation, group, int(rest[0]), rest[1:])
    if group == "remarks":
        return f"表尾“{unescaped(rest[0])}”", ""
    terms = fields()
    owner = {"goal": "Goal", "total": "Total", "form": "Form", "source": "Source"}.get(group)
    if owner is not None and rest:
        return terms[owner].get(rest[0], pointer), ""
    return terms["Evaluation"].get(group, pointer), ""


def unescaped(token: str) -> str:
    """One token of a JSON pointer as the text it stands for."""
    return token.replace("~1", "/").replace("~0", "~")


def scheme_words(ledger: Ledger) -> str:
    """The scheme's title and how it was chosen."""
    chosen = value_term("SchemeChoice", ledger.scheme_choice)
    return f"{scheme_title(ledger.scheme)}（{chosen}）"


def scheme_title(scheme: str) -> str:
    """The title of a scheme that ships with jiping, else its id."""
    from jiping.score.scheme import schemes

    found = schemes().get(scheme)
    return scheme if found is None else found.title


def method_title(row: str, method: str) -> str:
    """The title of a scoring method; fund rows are scored by their execution rate."""
    if row.startswith("/funds"):
        return "资金·按预算执行率"
    return _method_titles().get(method, method)


def difference(printed: str | None, computed: str | None) -> str | None:
    """Printed minus computed, exact; None unless both are numbers."""
    left, right = to_decimal(printed), to_decimal(computed)
    return None if left is None or right is None else plain(left - right)


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each level, in the order of `SEVERITY`."""
    found = Counter(f.severity for f in findings)
    return {severity: found[severity] for severity in SEVERITY}  # type: ignore[index]


@cache
def _method_titles() -> dict[str, str]:
    from jiping.score.methods import methods

    return {method.id: method.title for method in methods()}


def _row(evaluation: Evaluation, group: str, number: int, rest: list[str]) -> tuple[str, str]:
    terms = fields()
    if group == "funds":
        known = evaluation.funds[number : number + 1]
        name = f"项目资金“{known[0].label}”" if known else f"项目资金第{number + 1}行"
        term = terms["FundLine"]
    else:
        rows = evaluation.indicators[number : number + 1]
        name = f"绩效指标第{number + 1}行" + (f"“{row_name(rows[0])}”" if rows else "")
        term = terms["Indicator"]
    return name, term.get(rest[0], rest[0]) if rest else ""
