"""How one indicator is printed, and what it truly says."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SIGNS = {">=": ("≥", "≥", "≥", ">=", "≧"), "<=": ("≤", "≤", "≤", "<=", "≦"), "=": ("=", "＝", "=")}
WORDS = {">=": "大于等于", "<=": "小于等于", "=": "等于"}
BEFORE = {">=": ("不少于", "不低于", "至少"), "<=": ("不超过", "不高于"), "=": ("等于",)}
AFTER = {">=": ("以上",), "<=": ("以内", "以下")}
QUALITATIVE = (
    ("有效促进", "有效促进"), ("明显", "明显"), ("长期", "长期"), ("持续提升", "达成预期指标"), ("是", "是"),
    ("好", "较好"), ("逐步改善", "逐步改善"), ("效果明显", "达成预期指标"), ("提高", "有所提高"), ("规范", "规范"),
    ("优良", "优"), ("显著", "部分达成预期指标并具有一定效果"), ("全覆盖", "已全覆盖"), ("按月足额发放", "已按月足额发放"),
    ("进一步完善", "已建立常态化机制，运行良好"), ("中长期", "中长期"), ("基本满足", "基本满足"),
)  # fmt: skip
REASONS = (
    "受汛期影响，部分标段停工一个月，已于次年2月完工；今后将在汛期前完成主体施工。",
    "年初目标值设定偏低，下一步将结合历史数据科学设置指标值。",
    "部分资金12月下旬才下达，来不及支付，结转下年使用；将加强与财政部门沟通，提前做好前期工作。",
    "个别群众对政策不了解，满意度略低。改进措施：1.加强政策宣传；2.设立投诉电话，3日内答复。",
    "供应商供货延迟。", "市场价格下降，节约资金。", "因人员变动，核销3人。", "招标结余",
    "疫情影响，线下活动改为线上开展，实际场次减少2场，下一步加快实施进度",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """True values of an indicator beside what its cells print. ``met``: share of the target."""

    fields: dict[str, str | None]
    cells: dict[str, str]
    met: Decimal
    qualitative: bool


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """Rounded as finance rounds."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """Digits without an exponent and without zeros behind."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def measured(r: random.Random, row: str, style: str, year: int) -> Measured:
    """One line of ``projects.toml`` (split at |) as a family of ``style`` prints it."""
    _, name, kind, units, low, high = row.split("|")
    unit = r.choice(units.split()) if units else ""
    if style == "inside" and unit == "台（套）":
        unit = "台"
    if kind in ("date", "period", "words"):
        return _told(r, name, kind, low, high, style, year)
    target, actual, operator, met = _numbers(r, kind, low, high)
    printed_target, printed_actual = plain(target), plain(actual)
    if r.random() < 0.12 and kind == "cost":
        places = r.choice((2, 2, 4, 6))
        if -int(target.as_tuple().exponent) <= places >= -int(actual.as_tuple().exponent):
            printed_target, printed_actual = f"{target:.{places}f}", f"{actual:.{places}f}"
    fields: dict[str, str | None] = {
        "name": name, "nature": None, "operator": operator, "target": printed_target,
        "actual": printed_actual, "unit": unit, "level": None,
    }  # fmt: skip
    cells = {"name": name}
    commas = target >= 1000 and r.random() < 0.1
    shown = (f"{Decimal(printed_target):,}" if commas else printed_target,
             f"{Decimal(printed_actual):,}" if commas else printed_actual)  # fmt: skip
    if style == "inside":
        _inside(r, fields, cells, shown, kind)
    else:
        cells |= {"target": shown[0], "actual": shown[1], "unit": unit}
        if unit == "%" and r.random() < 0.15:
            cells["unit"] = fields["unit"] = "百分比"
        if style == "words":
            nature = {">=": "正向", "<=": "反向", "=": "正向"}[operator]
            cells |= {"nature": nature, "operator": WORDS[operator]}
            fields["nature"] = {"正向": "positive", "反向": "negative"}[nature]
        else:
            cells["nature"] = r.choice(SIGNS[operator])
    del fields["level"]
    return Measured(fields, cells, met, False)


def _numbers(
    r: random.Random, kind: str, low: str, high: str
) -> tuple[Decimal, Decimal, str, Decimal]:
    """Target, actual, operator, and the share of the target that was reached (1 at most)."""
    bottom, top = Decimal(low), Decimal(high)
    if kind == "percent":
        target = bottom + Decimal(r.randint(0, int(top - bottom)))
        if r.random() < 0.15 and target < top:
            target += Decimal(r.choice(("0.5", "0.25", "0.8")))
        operator = "=" if target == 100 else ">="
        actual = (
            target
            if r.random() < 0.5
            else min(Decimal(100), target + Decimal(r.randint(1, 500)) / 100)
        )
    else:
        span = int((top - bottom) * 10)
        target = bottom + Decimal(r.randint(0, span)) / 10
        if top > 30 or (kind == "count" and r.random() < 0.8):
            target = Decimal(int(target)) or Decimal(1)
        if top > 1000 and r.random() < 0.5:
            target = Decimal(int(target) // 10 * 10) or Decimal(10)
        operator = "<=" if kind in ("cost", "count-low") else r.choice((">=", ">=", ">=", "="))
        if r.random() < 0.45:
            actual = target
        elif operator == "<=":
            actual = target - half_up(target * r.randint(1, 300) / 1000, 2)
        else:
            more = target * r.randint(1, 250) / 1000
            small = target != int(target)
            actual = target + (half_up(more, 1) if small else Decimal(max(1, int(more))))
    met = Decimal(1)
    if r.random() < 0.13:
        fall = Decimal(r.randint(700, 990)) / 1000
        if operator == "<=":
            actual = half_up(target / fall, 2)
        else:
            actual = half_up(target * fall, 2) if kind == "percent" else half_up(target * fall, 0)
        met = min(Decimal(1), (target / actual) if operator == "<=" else actual / target)
    return target, actual, operator, met


def _inside(
    r: random.Random,
    fields: dict[str, str | None],
    cells: dict[str, str],
    shown: tuple[str, str],
    kind: str,
) -> None:
    """Operator and unit inside the cells, in the ways people write them."""
    unit, operator = fields["unit"] or "", fields["operator"] or ""
    target, actual = shown
    way = r.random()
    if way < 0.55:
        cells["target"] = f"{r.choice(SIGNS[operator])}{target}{unit}"
    elif way < 0.66:
        cells["target"] = f"{r.choice(BEFORE[operator])}{target}{unit}"
    elif way < 0.74 and operator in AFTER:
        cells["target"] = f"{target}{unit}{r.choice(AFTER[operator])}"
    elif way < 0.80 and kind == "percent" and unit == "%":
        low = int(Decimal(fields["target"] or "0")) - 10
        target = f"{low}-{target}"
        cells["target"], fields["target"], fields["operator"] = f"{target}%", target, None
    elif way < 0.86 and unit.isalpha() and "/" not in unit and "年" not in unit and unit != "天":
        cells["name"] = fields["name"] = f"{fields['name']}（{unit}）"
        cells["target"], fields["operator"] = target, None
        cells["actual"] = actual
        return
    else:
        cells["target"], fields["operator"] = f"{target}{unit}", None
    cells["actual"] = f"{actual}{unit}"


def _told(
    r: random.Random, name: str, kind: str, low: str, high: str, style: str, year: int
) -> Measured:
    """An indicator in words or dates."""
    met = Decimal(1)
    if kind == "words":
        target, actual = r.choice(QUALITATIVE)
        if "部分" in actual or r.random() < 0.08:
            met = Decimal(r.randint(75, 95)) / 100
    else:
        last = int(high)
        first = r.randint(int(low), last) if kind == "period" else last
        month = r.randint(int(low), last)
        target, actual = r.choice(
            (
                (f"{year}年{last}月底前", f"{year}年{month}月"), (f"{year}.{first}-{last}", f"{year}.{first}-{last}"),
                (f"{last}月底", f"{month}月"), (f"{year}年{last}月28日前", f"{year}年{month}月{r.randint(1, 28)}日"),
                (f"{first}-{last}月", f"{first}-{last}月"), (f"{year}.{last}", f"{year}.{month}"), (f"{year}年底", f"{year}年{month}月"),
                (f"{year}年{last}月", f"{year}年{month}月"),
            )
        )  # fmt: skip
    fields: dict[str, str | None] = {
        "name": name, "nature": None, "operator": None, "target": target, "actual": actual, "unit": None,
    }  # fmt: skip
    cells = {"name": name, "target": target, "actual": actual, "unit": ""}
    if style == "words":
        cells |= {"nature": "定性", "operator": ""}
        fields["nature"] = "qualitative"
    elif style == "sign":
        cells["nature"] = r.choice(("定性", "定性", ""))
        fields["nature"] = "qualitative" if cells["nature"] else None
    return Measured(fields, cells, met, True)
