"""The indicator-quality findings of the five reference tables: each at its row, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from jiping.engine.results import Audit
from jiping.engine.run import Engine
from jiping.read import read_file

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "reference"

# Table → rule → rows (from 0), or "goal" and "project" for findings about the whole form.
EXPECTED: Mapping[int, Mapping[str, tuple[int | str, ...]]] = {
    1: {
        "C-IND-06": (5, 13, 14, 15),
        "C-IND-09": (14,),
        "C-IND-11": (4,),
        "C-IND-12": (6, 7),
        "C-IND-14": (0, 3, 7),
        "C-IND-16": ("goal",),
        "C-IND-17": ("goal",),
    },
    2: {
        "C-IND-01": (3, 4),
        "C-IND-05": (3,),
        "C-IND-06": (9, 10),
        "C-IND-07": (8,),
        "C-IND-09": (9,),
        "C-IND-10": (2,),
        "C-IND-11": (3,),
        "C-IND-12": (5,),
        "C-IND-13": (5,),
        "C-IND-15": (10,),
        "C-IND-16": ("goal",),
        "C-IND-17": ("goal",),
    },
    3: {
        "C-IND-04": (6, 7),
        "C-IND-06": (8, 9),
        "C-IND-10": (2,),
        "C-IND-12": (5,),
        "C-IND-13": (5,),
        "C-IND-18": (1, 7),
        "C-IND-24": ("project",),
    },
    4: {
        "C-IND-06": (2, 8, 9, 10),
        "C-IND-09": (9,),
        "C-IND-11": (3,),
        "C-IND-12": (4, 5),
        "C-IND-13": (4,),
        "C-IND-15": (10,),
        "C-IND-16": ("goal",),
        "C-IND-17": ("goal",),
    },
    5: {
        "C-IND-06": (3, 10, 11),
        "C-IND-07": (10, 11),
        "C-IND-08": (10,),
        "C-IND-11": (4,),
        "C-IND-12": (5, 6),
        "C-IND-13": (5,),
        "C-IND-15": (0, 1),
        "C-IND-16": ("goal",),
        "C-IND-17": ("goal",),
        "C-IND-18": (1,),
    },
}
# What a message must name, where a rule has several reasons: table, rule, row → words.
WORDS = {
    (1, "C-IND-16", "goal"): ("基础设施建设", "配齐相关工作人员"),
    (2, "C-IND-13", 5): ("“2023年9-12月”、“2023.11”",),
    (2, "C-IND-16", "goal"): ("标准展位36平方米",),
    (2, "C-IND-10", 2): ("人数、人次",),
    (2, "C-IND-12", 5): ("用款、拨款",),
    (3, "C-IND-13", 5): ("“2023.1-12月”、“2023.1--12”",),
    (3, "C-IND-18", 7): ("“奖励资金总成本”", "单价乘数量"),
    (3, "C-IND-18", 1): ("“奖励干部人数”", "同一件事"),
    (4, "C-IND-16", "goal"): ("外经外商引进",),
    (4, "C-IND-09", 9): ("工作任务", "产出"),
    (5, "C-IND-16", "goal"): ("乌兰巴托文化活动日",),
    (5, "C-IND-18", 1): ("“组织国际国内参展企业进行宣传”", "包含"),
}


@pytest.fixture(scope="module")
def audits() -> dict[int, Audit]:
    forms = [read_file(FOLDER / f"table-{n}.txt").evaluations[0] for n in EXPECTED]
    return dict(zip(EXPECTED, Engine().audit(forms), strict=True))


def place(target: str) -> int | str:
    group, *rest = target.strip("/").split("/")
    return int(rest[0]) if group == "indicators" else group


@pytest.mark.parametrize("table", EXPECTED)
def test_findings_stand_at_their_rows_and_nowhere_else(
    audits: dict[int, Audit], table: int
) -> None:
    found: dict[str, list[int | str]] = {}
    for finding in audits[table].findings:
        if finding.rule.startswith("C-IND-"):
            found.setdefault(finding.rule, []).append(place(finding.targets[0]))
    assert {rule: tuple(rows) for rule, rows in sorted(found.items())} == EXPECTED[table]


@pytest.mark.parametrize(("table", "rule", "row"), WORDS)
def test_messages_name_what_was_found(
    audits: dict[int, Audit], table: int, rule: str, row: int | str
) -> None:
    (message,) = [
        f.message for f in audits[table].findings if f.rule == rule and place(f.targets[0]) == row
    ]
    assert [word for word in WORDS[table, rule, row] if word not in message] == []


def test_the_repeated_row_is_pointed_at_too(audits: dict[int, Audit]) -> None:
    targets = {f.targets for f in audits[3].findings if f.rule == "C-IND-18"}
    assert targets == {
        ("/indicators/1/name", "/indicators/0/name"),
        ("/indicators/7/name", "/indicators/6/name"),
    }


def test_none_of_the_five_is_an_error_here(audits: dict[int, Audit]) -> None:
    findings = [f for audit in audits.values() for f in audit.findings]
    errors = [f for f in findings if f.rule.startswith("C-IND-") and f.severity == "error"]
    assert errors == []


def test_what_needs_other_documents_is_said(audits: dict[int, Audit]) -> None:
    checks = {c.rule: c for c in audits[1].checks}
    for rule in ("C-IND-19", "C-IND-20", "C-IND-21"):
        assert checks[rule].outcome == "skip"
        assert "一起交来" in (checks[rule].reason or "")
