"""填报说明: how to fill the workbook in, the scheme in force with its sources, what protection is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.forms.workbook.clauses import GRADES, QUANTITATIVE, REASON, quoted
from jiping.forms.workbook.expression import Address
from jiping.forms.workbook.scoring import _in_force
from jiping.forms.workbook.sheets import GUIDE, Content, Look
from jiping.law.cite import parse_cite
from jiping.score.methods import methods
from jiping.score.parameters import BY_NAME

if TYPE_CHECKING:
    from jiping.forms.workbook.making import Making

SHOWN = (
    "total", "exec_weight", "denominator", "reverse_rule", "equal_rule", "band_full", "band_part",
    "pass_threshold", "satisfaction_full", "satisfaction_floor", "over_reason", "rate_warn",
)  # fmt: skip
WORDS = {
    "adjusted": "全年预算数", "initial": "年初预算数", "zero": "超标不得分", "linear": "按超出比例扣分",
    "ratio": "按比值", "positive": "达到即满分", "strict": "须完全相等", "points": " 分", "percent": " %",
}  # fmt: skip


def make_guide(making: Making) -> None:
    """Write the sheet: what to do, then every number of the scheme with its clause."""
    lines: list[tuple[Look, tuple[str, ...]]] = [("heading", ("填报说明",))]
    lines += [("body", (text,)) for text in _steps(making)]
    lines.append(("heading", (f"计分办法：{making.scheme.title}（{making.scheme.id}）",)))
    for method in methods():
        if _in_force(method, making.scheme):
            lines.append(("clause", (method.title, method.formula, "")))
    lines.append(("heading", ("本办法的数值和出处",)))
    for name in SHOWN:
        value = making.scheme.values[name]
        parameter = BY_NAME[name]
        text = "不设" if value.value is None else str(value.value)
        text = WORDS.get(text, text) + WORDS.get(parameter.unit, "") * (value.value is not None)
        source = (
            "；".join(parse_cite(c).label() for c in value.cite) or f"本软件所定（{value.own}）"
        )
        lines.append(("clause", (parameter.title, text, source)))
    lines.append(("heading", ("提示中引用的条款",)))
    lines += [("clause", (label, text, "")) for label, text in quoted()]
    lines.append(("heading", ("关于保护",)))
    lines += [("body", (text,)) for text in PROTECTION]
    for row, (look, texts) in enumerate(lines):
        for column, text in enumerate(texts):
            across = 3 if len(texts) == 1 else 1
            making.book.put(Address(GUIDE, row, column), Content(text, look, across))


def _steps(making: Making) -> list[str]:
    judged = (
        "得分由公式计算。公式算不出的行（定性、逾期等），在表右侧“评定得分”栏按“可评区间”评分。"
    )
    scored = "score" in making.family.indicator_fields()
    return [
        "1. 只填淡黄色的单元格；灰底的是批复内容或公式，不用动。红色表示还缺内容或要说明。",
        "2. 金额只写数字，单位见表头；没有的写 0，还不知道的留空——空着不等于零。",
        "3. 完成值能写数字的只写数字，不写单位；时间写成 2023年11月30日 或 2023年11月。",
        *([f"4. {judged}"] if scored else ["4. 本表式不打分，没有达到指标值的写明原因。"]),
        f"5. 没有达到指标值的，写明原因和改进措施（{REASON}）；大幅超过的也要说明（{QUANTITATIVE}）。",
        "6. 要增加指标：选中绩效指标最后一行和总分行的行号，右键“取消隐藏”，即出现备用行；不用的备用行不必管，读取时跳过。",
        "7. 边填边看工作表“待办”；显示“已填完”后保存，把这个文件报送即可，也可以直接打印“自评表”。",
        f"8. 等级按总分划分：优、良、中、差（{GRADES}）。工作表“计算过程”列出每一行怎样算出得分。",
    ]


PROTECTION = [
    "批复的名称、指标值、分值和预算用工作表保护锁定，没有密码：审阅－撤销工作表保护，即可解除。",
    "保护只防误改。交回时以文件里的指纹核对：锁定的内容改过哪一格、原来是什么，都会列出来。",
    "确需调整目标的，按规定程序批复后重新生成工作簿，不要自行改动。",
    "不要另存为其他格式，不要删除隐藏的工作表；指纹损坏时仍能按表样读取，但无法核对改动。",
]
