"""Three voices of one finding, for every rule: the same sentence, the same numbers, no others."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import pytest

from jiping.audit.catalogue import catalogue
from jiping.audit.rule import Rule
from jiping.audit.sample import changed
from jiping.engine.results import Audit
from jiping.engine.run import Engine
from jiping.forms.drawing import Text
from jiping.model.peers import compared_with
from jiping.report._labels import places_label
from jiping.report.papers.briefs import TITLES, briefs
from jiping.report.papers.money import amount_of, in_wan, shown
from jiping.report.papers.voices import DUTY, VOICES, say

NUMBER = re.compile(r"\d+(?:\.\d+)?")
RULES = [r for r in catalogue().values() if r.check is not None]


@cache
def engine() -> Engine:
    return Engine()


def fired(rule: Rule) -> tuple[Audit, ...]:
    """What the rule says of its own firing cases."""
    return _fired(rule.code)


@cache
def _fired(code: str) -> tuple[Audit, ...]:
    rule = catalogue()[code]
    cases = [case for case in rule.cases if case.at]
    found = []
    for case in cases:
        with compared_with(case.peers):
            found += engine().audit([changed(case.change)], scheme=case.scheme, only=[rule.code])
    assert any(audit.findings for audit in found)
    return tuple(found)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_all_three_say_the_message_and_nothing_else_of_their_own(rule: Rule) -> None:
    """Taken away what each adds by its office, the sentence is left, whole, and no other number."""
    for audit in fired(rule):
        held = audit.evaluation
        for finding in audit.findings:
            message = finding.message.rstrip("。")
            amount = amount_of(held, finding)
            added = {
                "filler": [places_label(finding.places, finding.targets), finding.advice],
                "reviewer": [
                    finding.rule, finding.title, places_label(finding.places, finding.targets),
                    *finding.basis, *(finding.left, finding.right, finding.difference),
                ],
                "leader": [
                    held.unit.name, held.project.name, DUTY[finding.severity],
                    shown(amount) if amount else None,
                ],
            }  # fmt: skip
            for voice in VOICES:
                said = say(voice, held, finding)
                assert said.count(message) == 1, voice
                rest = said.replace(message, "")
                for words in sorted(filter(None, added[voice]), key=len, reverse=True):
                    rest = rest.replace(words.rstrip("。"), "")
                assert NUMBER.findall(rest) == [], (voice, said)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_who_leads_hears_no_codes_pointers_or_cells(rule: Rule) -> None:
    for audit in fired(rule):
        for finding in audit.findings:
            said = say("leader", audit.evaluation, finding)
            assert finding.rule not in said
            assert re.search(r"/(?:funds|indicators|goal|total)\b", said) is None
            assert "None" not in said
            for voice in VOICES:
                assert say(voice, audit.evaluation, finding).endswith("。")
                assert "。。" not in say(voice, audit.evaluation, finding)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_the_amount_is_one_that_the_form_prints_or_a_difference_of_two(rule: Rule) -> None:
    for audit in fired(rule):
        held = audit.evaluation
        printed = [
            wan
            for line in held.funds
            for text in (line.initial, line.adjusted, line.executed)
            if (wan := in_wan(text, held.form.amount_unit)) is not None
        ]
        for finding in audit.findings:
            amount = amount_of(held, finding)
            if amount is None:
                continue
            sums = {abs(a - b) for a in printed for b in printed}
            stated = finding.difference and in_wan(finding.difference, held.form.amount_unit)
            assert abs(amount) in sums or abs(amount) == abs(stated or Decimal(-1)), finding


@pytest.mark.parametrize("voice", VOICES)
def test_the_papers_say_what_the_voices_say(voice) -> None:
    audits = [audit for rule in RULES for audit in fired(rule)[:1]]
    document = briefs(audits, voice, "2024年9月30日")
    assert document.title.endswith(TITLES[voice])
    said = "\n".join(
        block.text for d in document.drawings for block in d.blocks if isinstance(block, Text)
    )
    for audit in audits:
        for finding in audit.findings:
            if voice != "leader" or finding.severity == "error":
                assert say(voice, audit.evaluation, finding) in said
    assert "2024年9月30日" in said
