"""The dictionary of the forms: official wordings and what they stand for.

Keys are narrow (half-width, no white space, no colon, no bracketed remark). Collected from the
published tables of sixteen regions, 2018 to 2025; a wording not listed here is met by patterns in
`words` or ends up in “unread”.
"""

from __future__ import annotations

from typing import Final

OPERATORS: Final = {
    "≥": ">=", "≧": ">=", ">=": ">=", "=>": ">=", "⩾": ">=", "≧=": ">=", "大于等于": ">=", "不低于": ">=",
    "不少于": ">=", "不小于": ">=", "至少": ">=", "大于或等于": ">=",
    "≤": "<=", "≦": "<=", "<=": "<=", "=<": "<=", "⩽": "<=", "小于等于": "<=", "不高于": "<=", "不超过": "<=",
    "不大于": "<=", "不多于": "<=", "小于或等于": "<=",
    ">": ">", "大于": ">", "高于": ">", "<": "<", "小于": "<", "低于": "<",
    "=": "=", "═": "=", "==": "=", "等于": "=", "＝": "=",
}  # fmt: skip

NATURES: Final = {
    "正向": "positive", "正向指标": "positive", "反向": "negative", "反向指标": "negative",
    "负向": "negative", "逆向": "negative", "定性": "qualitative", "定性指标": "qualitative",
}  # fmt: skip

GRADES: Final = frozenset(("优", "良", "中", "差", "优秀", "良好", "合格", "不合格"))

LEVEL1: Final = {
    "产出": "产出指标", "产出指标": "产出指标", "项目产出": "产出指标", "产出值": "产出指标",
    "效益": "效益指标", "效益指标": "效益指标", "项目效益": "效益指标",
    "效果指标": "效果指标", "项目效果": "效果指标",
    "满意度": "满意度指标", "满意度指标": "满意度指标",
    "成本指标": "成本指标", "成本": "成本指标",
}  # fmt: skip

LEVEL2: Final = frozenset(
    word + tail
    for word in (
        "数量", "质量", "时效", "产出数量", "产出质量", "产出时效", "产出成本", "经济成本", "社会成本",
        "生态环境成本", "生态成本", "环境成本", "经济效益", "社会效益", "生态效益", "环境效益",
        "生态环境效益", "可持续影响", "可持续发展", "可持续", "服务对象满意度", "服务对象或受益人满意度",
        "社会公众满意度", "社会公众或服务对象满意度", "受益对象满意度", "群众满意度", "用户满意度",
    )
    for tail in ("", "指标", "指标等")
)  # fmt: skip

_UNIT_WORDS: Final = (
    "% ‰ 个 人 次 人次 家 户 项 台 套 件 份 本 册 批 批次 场 场次 期 辆 艘 "
    "座 栋 间 处 所 条 篇 种 类 名 位 天 日 月 年 小时 分钟 周 季度 个月 元 "
    "千元 万元 亿元 元/人 元/个 元/次 元/户 元/亩 元/月 元/年 元/天 元/平方米 "
    "元/人/月 元/人·月 元/人*月 元/人·年 元/户·年 万元/年 万元/公里 人/年 "
    "人/次 人/天 次/年 次/月 天/人 平方米 平方公里 平方千米 立方米 米 千米 公里 "
    "厘米 毫米 亩 公顷 万亩 吨 万吨 公斤 千克 斤 克 升 毫升 度 千瓦时 千瓦 万人次 "
    "万人 万户 万次 百分比 %(百分比) 部 张 支 只 头 棵 株 块 片 面 门 节 课时 "
    "学时 分 级 档 等级 盏 根 把 桶 箱 袋 包 瓶 盒 顶 枚 幅 则 起 例 宗 案 "
    "组 队 班 村 镇 乡 县 市 户次 件次 台次 人日 人/月 车次 架次 班次 TB GB "
    "MB KVA kW 万 文字描述 无单位"
)
UNITS: Final = frozenset(_UNIT_WORDS.split())

EXACT: Final[dict[str, tuple[str, str]]] = {}


def _enter(group: str, role: str, words: str) -> None:
    for word in words.split():
        EXACT[word] = (group, role)


_enter(
    "head",
    "project",
    "项目名称 专项名称 专项资金名称 转移支付名称 转移名称 项目支出名称 项目(专项)名称 转移支付项目名称",
)
_enter(
    "head", "department",
    "主管部门 县级主管部门 地方主管部门 省级主管部门 市级主管部门 中央主管部门 自治区主管部门 区级主管部门 "
    "项目主管部门 项目主管单位 主管单位 预算主管部门 部门名称 项目主管部门名称",
)  # fmt: skip
_enter(
    "head", "unit",
    "实施单位 项目实施单位 资金使用单位 实施主管单位 承担单位 项目承担单位 使用单位 实施(主管)单位",
)  # fmt: skip
_enter("head", "filer", "项目单位 填报单位 单位名称 预算单位 部门 自评单位")
_enter(
    "filing", "",
    "项目负责人 项目负责人及电话 负责人及电话 项目负责人及联系电话 负责人 财务负责人 联系电话 联系人 电话 "
    "填报日期 填表日期 填报时间 填报人 填表人 审核人 项目编码 项目代码 项目类别 项目属性 项目类型 "
    "项目起止时间 项目周期 主要领导签字 单位负责人 公开14表 备注",
)  # fmt: skip
_enter(
    "funds", "",
    "项目资金 资金情况 项目资金情况 项目资金执行情况 预算执行情况 项目预算执行情况 年度预算数 年度资金情况 "
    "资金安排情况 项目预算 项目资金安排 项目资金投入情况 预算资金情况",
)  # fmt: skip
_enter(
    "fundcol",
    "initial",
    "年初预算数 年初预算 年初预算金额 年初预算安排 年初预算安排数 年初安排数 年初数",
)
_enter(
    "fundcol", "adjusted",
    "整合后预算数 统筹整合后预算数 全年预算数 全年预算 全年预算金额 调整后预算数 调整后预算 调整预算数 全年调整预算数 预算数 全年 "
    "全年(调整)预算数 全年预算安排数 调整后全年预算数 年度预算金额",
)  # fmt: skip
_enter(
    "fundcol", "executed",
    "使用数 实际使用 使用资金 已使用资金 实际使用资金 全年执行数 全年执行 预算执行数 执行数 实际执行数 全年实际执行数 全年支出数 实际支出数 全年执行金额",
)  # fmt: skip
_enter("fundcol", "rate", "执行率 预算执行率 全年执行率 预算执行进度 资金执行率")
_enter("fundcol", "arrived", "到位数 资金到位 全年到位数 实际到位数 到位资金 实际到位资金 资金到位数 到位金额")
_enter("fundcol", "planned", "计划数 计划资金 计划投入 计划安排资金 计划金额")
_enter("fundcol", "other", "统筹整合 统筹整合数 统筹整合资金数 资金到位率 到位率")
_enter(
    "col",
    "weight",
    "分值 权重 执行率权重 指标分值 指标权重 权重占比 参考分值 标准分值 分值权重 指标分数 设定分值",
)
_enter(
    "col",
    "score",
    "得分 自评得分 打分 自评分 指标得分 执行率得分 实际得分 单项得分 单项指标得分 自评分值 指标自评得分",
)
_enter(
    "col", "reason",
    "原因 偏差原因 未完成原因 说明 未完成原因和改进措施 未完成原因及拟采取的改进措施 未完成原因分析 偏差原因分析 "
    "偏差原因分析及改进措施 未完成原因及改进措施 偏差原因及改进措施 未完成原因分析及改进措施",
)  # fmt: skip
_enter("col", "other", "折算得分 单项指标折算得分 复核分 复核得分 财政审核评分 财政复核得分 单项指标完成情况 完成状态 指标说明 指标解释 指标释义")
_enter("col", "coefficient", "得分系数")
_enter("col", "core", "是否核心指标 核心指标 是否为核心指标")
_enter("col", "method", "得分计算方法 评分标准 计分方法 评分方法 评价标准")
_enter(
    "fundrow", "total",
    "年度资金总额 总额 年度财政资金总额 年度总金额 资金总额 年度预算资金总额 年度资金合计 全年资金总额",
)  # fmt: skip
_enter(
    "fundrow", "fiscal",
    "财政拨款 当年财政拨款 本年财政拨款 财政资金 本年财政资金 当年财政资金 一般公共预算 一般公共预算拨款 "
    "本年一般公共预算拨款 年度财政拨款 一般公共预算资金 财政拨款资金",
)  # fmt: skip
_enter(
    "fundrow",
    "central",
    "中央补助 中央资金 中央财政资金 中央补助资金 中央、省、市补助 中央财政补助",
)
_enter("fundrow", "local", "地方资金 地方财政资金 地方配套资金 本级资金 本级财政资金")
_enter(
    "fundrow",
    "province",
    "省级资金 省级财政资金 省级补助 省补助 自治区资金 自治区本级资金 省级财政补助",
)
_enter("fundrow", "city", "市级资金 市级财政资金 盟市资金 市补助 市级补助")
_enter(
    "fundrow", "county", "县级资金 县级财政资金 区级资金 区级财政资金 旗县资金 县区资金 旗县区资金"
)
_enter("fundrow", "special_account", "财政专户管理资金 财政专户资金 财政专户管理的资金")
_enter("fundrow", "unit", "单位资金 自有资金 单位自有资金 事业收入 单位自筹 自筹资金")
_enter(
    "fundrow",
    "carryover",
    "上年结转资金 上年结转 结转资金 上年结转结余资金 上年结余资金 结转结余资金 上年结转结余",
)
_enter("fundrow", "other", "其他资金 其它资金 社会资金 其他收入")
_enter(
    "goal", "",
    "年度总体目标 年度总体目标完成情况 总体目标完成情况 年度绩效目标完成情况 项目基本情况 项目年度目标完成情况 年度总体绩效目标 "
    "年度目标情况 项目总体目标",
)  # fmt: skip
_enter(
    "goalcol",
    "expected",
    "预期目标 年初设定目标 总体目标 项目年度目标 年度预期目标 预期总目标 年度设定目标 年度目标",
)
_enter(
    "goalcol", "actual",
    "实际完成情况 年度总体目标完成情况综述 全年实际完成情况 年度目标完成情况 目标实际完成情况 具体完成情况 "
    "全年完成情况 目标完成情况 实际完成目标情况",
)  # fmt: skip
_enter(
    "indicators",
    "",
    "绩效指标 年度绩效指标 年度绩效指标完成情况 绩效指标完成情况 绩效目标 指标 绩效指标情况",
)
_enter("indcol", "level1", "一级指标 一级")
_enter("indcol", "level2", "二级指标 二级")
_enter("indcol", "name", "三级指标 指标名称 三级 具体指标 四级指标")
_enter("indcol", "nature", "指标性质 性质 指标类型")
_enter("indcol", "operator", "指标方向 方向 符号 指标方向性 计算符号 运算符号 比较符号")
_enter(
    "indcol", "target",
    "指标值 预期指标值 年初目标值 年初指标值 年度目标值 目标值 计划指标值 年初设定指标值 预期值 计划值 年初设定值 "
    "全年指标值 调整指标值",
)  # fmt: skip
_enter("indcol", "target_group", "年度指标值 年度指标 指标值情况")
_enter(
    "indcol", "actual",
    "实际完成值 全年实际值 全年完成值 全年实际完成值 完成值 实际完成指标值 年终完成值 实际值 年度完成值 "
    "实施进度 单项指标实际完成值 实际完成 全年实际完成 指标完成值 实际完成数 全年实际完成情况值",
)  # fmt: skip
_enter("indcol", "unit", "计量单位 度量单位 单位")
_enter(
    "total",
    "",
    "总分 合计 得分合计 自评总分 项目总得分 总计 总得分 合计得分 自评得分合计 自评总得分",
)
_enter("remark", "", "评价结论 自评结论 存在问题 改进措施 其他需要说明事项 其他需要说明的事项 需要说明的事项 注 改进措施及结果应用方案 偏差大或目标未完成原因分析 项目实施内容及过程概述 主要经验 下一步改进措施")  # fmt: skip

for _word, _standard in LEVEL1.items():
    EXACT[_word] = ("level1", _standard)
for _word in LEVEL2:
    EXACT[_word] = ("level2", _word)
EXACT["注"] = ("remark", "")
del EXACT["项目产出"], EXACT["成本"]

SECTION_STARTS: Final = frozenset(
    ("head", "funds", "fundrow", "goal", "indicators", "total", "remark")
)
"""Groups whose label begins a new row of a form."""
