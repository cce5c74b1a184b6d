"""A sample form without a fault, and how a case changes it: for rules' examples and their tests.

Invented figures; the layout is that of 财预〔2020〕10号 with 指标性质 and 计量单位.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiping.audit.rule import REMOVE
from jiping.model.contract import evaluation_from_json
from jiping.model.evaluation import Evaluation

_QUANTITY = ("产出指标", "数量指标")


def _row(
    level1: str,
    level2: str,
    name: str,
    nature: str,
    operator: str | None,
    target: str,
    actual: str,
    unit: str | None,
    weight: str,
) -> dict[str, Any]:
    return {
        "level1": level1,
        "level2": level2,
        "name": name,
        "nature": nature,
        "operator": operator,
        "target": target,
        "actual": actual,
        "unit": unit,
        "weight": weight,
        "score": weight,
        "reason": None,
    }


def sample_json() -> dict[str, Any]:
    """The sample form as the contract's JSON: 100 points of 100, every identity holds.

    Rows: 0 培训场次 (数量 10), 1 培训人次 (数量 10), 2 考试合格率 (质量 10), 3 培训完成时间 (时效 10),
    4 培训成本 (成本 10), 5 参训人员持证率 (社会效益 15), 6 业务差错下降率 (经济效益 15),
    7 参训人员满意度 (10); fund lines: 0 total 50.00, 1 fiscal 50.00, 2 carryover, 3 other.
    """
    line = {"initial": "0.00", "adjusted": "0.00", "executed": "0.00", "weight": None,
            "rate": None, "score": None, "reason": None}  # fmt: skip
    full = {**line, "initial": "50.00", "adjusted": "50.00", "executed": "50.00", "rate": "100.00"}
    rows = [
        _row(*_QUANTITY, "举办业务培训场次", "positive", ">=", "10", "11", "场", "10"),
        _row(*_QUANTITY, "培训基层经办人员数量", "positive", ">=", "500", "520", "人次", "10"),
        _row("产出指标", "质量指标", "结业考试合格率", "positive", ">=", "95", "97.5", "%", "10"),
        _row("产出指标", "时效指标", "全部培训完成时间", "qualitative", None, "2023.10", "2023.9", None, "10"),
        _row("产出指标", "成本指标", "培训总成本", "negative", "<=", "50.00", "50.00", "万元", "10"),
        _row("效益指标", "社会效益指标", "经办人员持证上岗率", "positive", ">=", "90", "93", "%", "15"),
        _row("效益指标", "经济效益指标", "业务差错率下降幅度", "positive", ">=", "20", "22", "%", "15"),
        _row("满意度指标", "服务对象满意度指标", "参训人员满意度", "positive", ">=", "90", "94.6", "%", "10"),
    ]  # fmt: skip
    return {
        "source": {"file": "样表.txt", "sha256": "0" * 64, "format": "text", "ordinal": 1},
        "form": {"title": "项目支出绩效自评表", "family": "mof-2020", "amount_unit": "万元"},
        "year": 2023,
        "project": {"name": "基层经办人员业务培训经费", "code": None},
        "department": {"name": "某市医疗保障局", "code": None},
        "unit": {"name": "某市医疗保障服务中心", "code": None},
        "funds": [
            {"source": "total", "label": "年度资金总额", **full, "weight": "10", "score": "10"},
            {"source": "fiscal", "label": "其中：财政拨款", **full},
            {"source": "carryover", "label": "上年结转资金", **line},
            {"source": "other", "label": "其他资金", **line},
        ],
        "goal": {
            "expected": "全年举办业务培训10场，培训基层经办人员500人次，提高持证上岗率，降低业务差错率。",
            "actual": "全年举办业务培训11场，培训基层经办人员520人次，持证上岗率达到93%，业务差错率下降22%。",
        },
        "indicators": rows,
        "total": {"weight": "100", "score": "100", "grade": None},
        "remarks": {},
        "reading": {"balanced": True, "repairs": [], "unread": []},
    }


def changed(change: Mapping[str, Any], data: dict[str, Any] | None = None) -> Evaluation:
    """The sample form with ``change`` applied: JSON pointer → value, None empties, REMOVE removes.

    ``data`` takes the place of the sample form and is altered. "/indicators/-" and "/funds/-" append a row (a mapping of its fields; what it leaves out is
    taken from the last row). Raises KeyError for a pointer to nothing.
    """
    data = sample_json() if data is None else data
    removed: list[tuple[list[Any], Any]] = []
    for pointer, value in change.items():
        *path, last = pointer.strip("/").split("/")
        node: Any = data
        for step in path:
            node = node[int(step)] if isinstance(node, list) else node[step]
        if isinstance(node, list):
            if last == "-":
                node.append({**node[-1], **value})
            elif value is REMOVE:
                removed.append((node, node[int(last)]))
            else:
                node[int(last)] = {**node[int(last)], **value}
        elif last not in node and path[:1] != ["remarks"]:
            raise KeyError(pointer)
        else:
            node[last] = value
    for rows, row in removed:
        rows.remove(row)
    return evaluation_from_json(data)
