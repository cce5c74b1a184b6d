"""What a scoring scheme can set. Every parameter is a column of the engine's scheme table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jiping.model.decimals import to_scaled

Unit = Literal["points", "percent", "times", "word", "flag", "count"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, unit, 官方用语, and the words allowed if it is a word."""

    name: str
    unit: Unit
    title: str
    words: tuple[str, ...] = ()
    optional: bool = False

    def column(self, value: str | bool | None) -> int | str | bool | None:
        """The value as the engine's columns hold it: scaled integers, words, flags."""
        if value is None:
            if not self.optional:
                raise ValueError(f"{self.name} 要写出值")
            return None
        if self.unit == "flag":
            if not isinstance(value, bool):
                raise ValueError(f"{self.name} 写 true 或 false，不能写 {value}")
            return value
        if not isinstance(value, str):
            raise ValueError(f'{self.name} 的数要加引号，例如 "{value}"')
        if self.unit == "word":
            if self.words and value not in self.words:
                raise ValueError(f"{self.name} 只能写 {'、'.join(self.words)} 之一，不能写 {value}")
            return value
        scaled = to_scaled(value)
        if scaled is None:
            raise ValueError(f"{self.name} 写的不是数：{value}")
        return scaled


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("total", "points", "总分"),
    Parameter("exec_weight", "points", "预算执行率分值", optional=True),
    Parameter("output_weight", "points", "产出指标分值", optional=True),
    Parameter("benefit_weight", "points", "效益指标分值", optional=True),
    Parameter("satisfaction_weight", "points", "满意度指标分值", optional=True),
    Parameter("cost_weight", "points", "成本指标分值（作一级指标时）", optional=True),
    Parameter("cost_as_level1", "flag", "成本指标是否为一级指标"),
    Parameter("denominator", "word", "执行率的分母", ("adjusted", "initial")),
    Parameter("rounding_unit", "points", "得分的最小单位"),
    Parameter("reverse_rule", "word", "反向指标计分办法", ("zero", "linear", "ratio")),
    Parameter("equal_rule", "word", "等于指标计分办法", ("positive", "strict")),
    Parameter("band_full", "percent", "定性“达成”档下限"),
    Parameter("band_part", "percent", "定性“部分达成”档下限"),
    Parameter("pass_threshold", "percent", "及格门槛", optional=True),
    Parameter("satisfaction_full", "percent", "满意度得满分的下限", optional=True),
    Parameter("satisfaction_floor", "percent", "满意度不得分的界限", optional=True),
    Parameter("over_step_1", "percent", "超额扣分第一档的比例", optional=True),
    Parameter("over_cut_1", "percent", "超额扣分第一档扣去的百分比", optional=True),
    Parameter("over_step_2", "percent", "超额扣分第二档的比例", optional=True),
    Parameter("over_cut_2", "percent", "超额扣分第二档扣去的百分比", optional=True),
    Parameter("over_step_3", "percent", "超额扣分第三档的比例", optional=True),
    Parameter("over_cut_3", "percent", "超额扣分第三档扣去的百分比", optional=True),
    Parameter("over_reason", "percent", "超额完成须说明的比例"),
    Parameter("over_low_target", "percent", "目标明显偏低的比例"),
    Parameter("same_share", "percent", "完成值与指标值相同的行数占比的提示线"),
    Parameter("idle_rate", "percent", "低执行率高完成率：执行率的提示线"),
    Parameter("idle_full_share", "percent", "低执行率高完成率：满分产出指标占比的提示线"),
    Parameter("unit_cost_times", "times", "单位成本实际与计划相差倍数的提示线"),
    Parameter("small_sample", "count", "满意度样本过小的界限"),
    Parameter("rate_warn", "percent", "执行率须说明的界限"),
    Parameter("rate_error", "percent", "执行率严重偏低的界限"),
    Parameter("adjust_reason", "percent", "预算调整须说明的幅度"),
    Parameter("heavy_weight", "points", "单项指标分值畸高的界限"),
    Parameter("heavy_share", "percent", "单项指标占本组分值畸高的界限"),
    Parameter("qualitative_reason", "flag", "定性指标是否须写评分说明"),
    Parameter("evidence_required", "flag", "指标是否须附佐证材料"),
    Parameter("quantitative_share", "percent", "定量指标占比下限"),
    Parameter("indicators_min", "count", "三级指标数量下限"),
    Parameter("indicators_max", "count", "三级指标数量上限"),
    Parameter("grade_excellent", "points", "优的下限"),
    Parameter("grade_good", "points", "良的下限"),
    Parameter("grade_fair", "points", "中的下限"),
)
BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}
