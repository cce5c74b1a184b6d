"""Every pointer that a finding may have has its words on the form page."""

from __future__ import annotations

import pytest

import jiping
from jiping.web.form.sheet import marks_of, term_of


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/funds/4", "资金第5行"),
        ("/indicators/0", "指标第1行"),
        ("/indicators/0/score", "得分"),
        ("/indicators", "绩效指标"),
        ("/total", "总分"),
        ("/goal", "年度总体目标"),
        ("/goal/actual", "实际完成情况"),
        ("/remarks/其他需要说明的问题", "其他需要说明的问题"),
        ("/unit/name", "实施单位"),
        ("/year", "评价年度"),
        ("", "整张表"),
    ],
)
def test_a_pointer_in_words(pointer: str, words: str) -> None:
    assert term_of(pointer) == words


@pytest.mark.parametrize("number", range(1, 6))
def test_every_finding_of_the_reference_tables_has_words_and_a_cell(number: int) -> None:
    [audit] = jiping.audit(f"examples/reference/table-{number}.txt")
    findings = audit.to_json()["findings"]
    assert findings
    for finding in findings:
        for target in finding["targets"]:
            assert term_of(target)
    assert marks_of(findings)
