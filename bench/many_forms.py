"""Distinct forms by the thousand: every rule's own cases, drawn forms with slips, any number anywhere.

A third begin as a case of a rule of the catalogue, the others as forms of the conformance suite's
families. All lie in random regions and years (some in none), and one to three of their numbers are
others: round, off by half a hundredth, negative, huge, blank. Everything follows from the seed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [p for p in (str(ROOT / "src"), str(ROOT / "bench")) if p not in sys.path]

from nation import SLIPS  # noqa: E402

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation

REGIONS = (
    "", "某县", "北京市", "天津市", "河北省保定市", "山西省", "内蒙古自治区兴安盟", "辽宁省沈阳市", "吉林省",
    "上海市浦东新区", "江苏省苏州市", "浙江省", "安徽省池州市", "福建省厦门市", "江西省", "山东省青岛市",
    "河南省", "湖北省", "湖南省长沙市", "广东省深圳市", "广西壮族自治区", "海南省", "重庆市", "四川省绵阳市",
    "贵州省", "云南省昆明市", "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区", "新疆维吾尔自治区",
)  # fmt: skip
YEARS = (None, 2015, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025)
NUMBERS = (
    "0", "-3", "10", "99.995", "100.004", "0.005", "1500.00", "9223372036854", "12.5", "33.33",
    "66.67", "0.01", "7", "1000000", "8.005", None,
)  # fmt: skip
FIELDS = ("weight", "score", "target", "actual")
MONEY = ("initial", "adjusted", "executed", "weight", "rate", "score")


def many(
    count: int,
    seed: int = 1,
    regions: Sequence[str] = REGIONS,
    years: Sequence[int | None] = YEARS,
) -> Iterator[Evaluation]:
    """So many forms, each with an ordinal of its own in one file."""
    from conformance.families import families
    from conformance.forms import make

    from jiping.audit.catalogue import catalogue
    from jiping.audit.sample import changed
    from jiping.model.contract import evaluation_from_json, evaluation_to_json

    chance = random.Random(seed)
    known = sorted(families())
    cases = [changed(case.change) for rule in catalogue().values() for case in rule.cases]
    source = {"file": "many.json", "sha256": "1" * 64, "format": "text"}
    reading: dict[str, Any] = {"balanced": True, "repairs": [], "unread": []}
    for number in range(count):
        if number < len(cases):  # each as it stands once, so that every rule fires
            made = cases[number]
        elif chance.random() < 0.3:
            form = evaluation_to_json(chance.choice(cases))
            _scatter(form, chance)
            made = evaluation_from_json({**form, "source": {**source, "ordinal": 1}})
        else:
            form = make(seed, number, known[number % len(known)]).truth
            for slip in chance.sample(list(SLIPS.values()), chance.choice((0, 1, 2, 4))):
                slip(form, chance)
            _scatter(form, chance)
            whole = {**form, "source": {**source, "ordinal": 1}, "reading": reading}
            made = evaluation_from_json(whole)
        place = chance.choice(regions)
        name = place + "商务口岸局"
        yield replace(
            made,
            department=replace(made.department, name=name),
            unit=replace(made.unit, name=name),
            year=chance.choice(years),
            source=replace(made.source, file="many.json", sha256="1" * 64, ordinal=number + 1),
        )


def _scatter(form: dict[str, Any], chance: random.Random) -> None:
    """Some of the numbers are others."""
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        rows, names = chance.choice(((form["indicators"], FIELDS), (form["funds"], MONEY)))
        if rows:
            chance.choice(rows)[chance.choice(names)] = chance.choice(NUMBERS)
