"""What every part of a form's writer shares: the chance, the family, the grid, the true values."""

from __future__ import annotations

import random
from typing import Any

from conformance.families import Family, projects
from conformance.grid import Drawn, Slot
from conformance.values import Measured

PLACES = (
    "云山县",
    "临江区",
    "兴安旗",
    "海宁市",
    "青溪县",
    "石桥镇",
    "东湖区",
    "白河县",
    "某市",
    "乌兰浩特市",
)
TAILS = ("", "", "（本级）", "服务中心", "事务中心", "执法大队")
CODES = ("", "", "", "219001-", "[155]", "406-", "[610001]")
PROJECT_CODES = ("", "", "", "", "51092324T000010263357-", "[152201]")
LEVELS = (
    ("产出指标", "数量"), ("产出指标", "质量"), ("产出指标", "时效"), ("产出指标", "成本"), ("效益指标", "经济效益"),
    ("效益指标", "社会效益"), ("效益指标", "生态效益"), ("效益指标", "可持续影响"), ("满意度指标", "满意度"),
)  # fmt: skip
SHARE = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
WIDTHS = {
    "level1": 4, "level2": 5, "name": 11, "nature": 4, "operator": 5, "target": 8, "actual": 8, "unit": 5,
    "weight": 4, "score": 4, "reason": 10, "method": 8,
    "explanation": 7, "status": 4, "converted": 4, "coefficient": 4, "core": 4, "start": 6, "second": 4,
    "bare_score": 4,
}  # fmt: skip
METHODS = (
    "完成值达到指标值，记满分；未达到，按B/A或A/B*分值记分。", "执行率*该指标分值，最高不得超过分值上限。", "定性指标按三档记分",
)  # fmt: skip
DASHES = ("——", "—", "-", "/", "")
NUMERIC = ("initial", "adjusted", "executed")


class Pen:
    """One form in the making. ``people``: whether errors of people may be written in."""

    rows: list[tuple[str, str, Measured]]
    funds: list[dict[str, Any]]

    def __init__(self, seed: str, family: Family, people: bool) -> None:
        self.r = random.Random(seed)
        self.family = family
        self.people = people and self.r.random() < 0.3
        self.style = family.values
        roles = list(family.indicators)
        self.roles = roles
        shares = [WIDTHS[role] for role in roles] or [6] * (len(family.funds) + 1)
        self.drawn = Drawn({}, shares=[3, *shares])
        self.year = self.r.randint(2018, 2025)
        self.project: dict[str, Any] = self.r.choice(projects())
        self.place = self.r.choice(PLACES)
        self.merged = self.r.random() < 0.8

    def spread(self, parts: int, width: int) -> list[int]:
        """``width`` columns dealt out among ``parts`` cells, one at least for each."""
        out = [1] * parts
        for _ in range(width - parts):
            out[self.r.randrange(parts)] += 1
        return out

    def put(self, pointer: str, text: str) -> None:
        """Fill the blank slot that was kept for a field known only at the end."""
        for row in self.drawn.rows:
            for at, slot in enumerate(row):
                if slot.pointer == pointer and not slot.text:
                    row[at] = Slot(text, slot.column, slot.across, slot.down, pointer)
