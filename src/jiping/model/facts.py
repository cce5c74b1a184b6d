"""Numbers named in running text: "组织盟内30余家企业" → 30, 余, 家, 企业.

Rules compare them with the table's own figures; a column expression could not find them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiping.model.decimals import to_scaled
from jiping.model.evaluation import Evaluation
from jiping.model.text import half_width

_FACT = re.compile(
    r"(?<![0-9.A-Za-z〔\[【第])"
    r"(?P<about>约|近|超过|超|逾)?"
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?P<more>余|多|来)?"
    r"(?P<unit>万元/[一-鿿]+|元/[一-鿿]+|亿元|万元|元|%|万人次|万人|人次|批次|平方米|公里|千米|万|亿"
    r"|[家种个名人次批项天月年台套件份篇场期座户亩吨米班条处所间只头株辆本册起])"
    r"(?P<noun>[一-鿿]{0,8})"
)


def facts_of(evaluation: Evaluation) -> Iterator[dict[str, int | str | bool | None]]:
    """The rows of the ``fact`` table of one evaluation, the form's number apart.

    Years, document numbers and ordinals (2023年, 26号, 第五届) are no facts.
    """
    texts = {
        "/goal/expected": evaluation.goal.expected,
        "/goal/actual": evaluation.goal.actual,
    }
    for where, text in texts.items():
        if not text:
            continue
        ordinal = 0
        for match in _FACT.finditer(half_width(text)):
            number = to_scaled(match["number"])
            if number is None or (match["unit"] == "年" and len(match["number"]) == 4):
                continue
            yield {
                "where": where,
                "ordinal": ordinal,
                "text": match[0],
                "number": number,
                "approximate": bool(match["about"] or match["more"]),
                "unit": match["unit"],
                "noun": match["noun"] or None,
            }
            ordinal += 1
