"""docs/dataset.md: the tables of a dataset, column by column, and how others' tables come in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jiping.dataset.schema import COLUMNS, RESULTS, SQL_TYPES, TITLES
from jiping.model.columns import Column

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "一体化映射.toml"

HEAD = """
# 数据集

`jiping dataset add 数据集 文件…` 把任意多文件里的自评表收进一个文件夹，存成 Parquet 表，按年度和省级地区分开。
一张表一旦加入，编号（`form`）不变；内容相同的文件只加一次。加入要么全部完成，要么没有发生：中途断电或被中止，数据集还是原样。

```console
$ jiping dataset add 全市2023 2023年自评/
加入 400 张表（400 个文件）。
$ jiping dataset add 全市2023 2023年自评/
加入 0 张表（0 个文件）；400 个文件的内容数据集里已有，没有重复加入。
$ jiping dataset add 全市2023 外层.zip
加入 5 张表（7 个文件）。
$ jiping dataset info 全市2023
数据集 全市2023：405 张自评表，3 次加入，3 个分块
指标 6865 行，资金 1620 行，文字中的数 10 个，位置 78380 处
```

zip 里的 zip 也读；读不出自评表的文件逐个说明，不影响其余的。被中止（哪怕是断电）后用同样的命令再运行，已读的不重读。

下面的表可以用 `jiping dataset sql 数据集 "SELECT …"` 查询（DuckDB 的 SQL）。查询只能读数据集里的表：不能读写别的文件，
不能改设置。分值、得分、金额、完成值等数都以 **10⁻⁶ 为单位的整数**存放（97.50 分是 97500000），所以相加、比较都没有误差；
`*_text` 是表中原文。空白是 NULL，不是 0。

```sql
-- 每省多少张表，平均填报多少分
SELECT region, count(*), avg(total_score) / 1e6 FROM form GROUP BY region ORDER BY 2 DESC;

-- 发现最多的问题
SELECT rule, severity, count(*) AS n FROM finding GROUP BY ALL ORDER BY n DESC LIMIT 20;

-- 反向指标超过上限而仍得满分的
SELECT f.file, f.project_name, i.name, i.target_text, i.actual_text, i.score_text
FROM indicator i JOIN form f USING (form)
WHERE i.nature = 'negative' AND i.actual > i.target AND i.score = i.weight;
```

```console
$ jiping dataset sql 全市2023 "select rule, count(*) n from finding group by rule order by n desc limit 2"
rule         n
────────  ────
C-IND-06  1615
C-IND-14  1203
$ jiping dataset sql 全市2023 "select * from nope"
jiping：查询不对：没有名为“nope”的表，可以查的表：form、fund、indicator、fact、place、file、web、score、ledger、finding（见下）
LINE 1: select * from nope
                      ^^^^
$ jiping dataset sql 全市2023 "select * from read_csv('/etc/passwd')"
jiping：查询只能用数据集里的表，不能打开文件。
```

## 文件夹里有什么

| | |
| --- | --- |
| `dataset.json` | 清单：只有它写明的文件属于数据集 |
| `form/year=2023/region=150000/…` | 一个表的文件；其余各表相同 |
| `finding/`、`ledger/`、`score/`、`results.json` | 审核结果，可以删除，下次审核时重做 |
| `datapackage.json` | 各表各栏的说明（Frictionless Data Package），别的程序由此知道怎样读 |
| `.jiping/` | 可以重新算出的中间结果和未完成的工作，可以删除 |

其他程序直接读这些文件时，请以 `datapackage.json` 列出的文件为准，不要按通配符读：中止的一次加入可能留下不属于数据集的文件，
下次写入时会清掉。

## 审核

`jiping dataset audit 数据集 -o 问题.parquet` 对全部表执行全部规则，结果与 `jiping audit` 逐张审核相同，一处问题一行：
`file, ordinal, rule, severity, target, left, right`。结果留在数据集里，下次只审核新加入的表；规则、办法或程序有变化时全部重做。
`--changed` 只写出这次才审核的、内容也是新的表的问题。`--library 指标库.sqlite` 把每个指标值同库里的同类比较（C-IND-30），
与 `jiping audit --library` 相同；换了指标库重新审核。

```console
$ jiping dataset audit 全市2023 -o 问题.parquet
数据集有 400 张表，这次审核 400 张，其余结果照旧。
全部问题 11600 处：错误 400 处、需说明 8000 处、提示 3200 处。
已写入 问题.parquet
$ jiping dataset add 全市2023 补交/*.xlsx
加入 5 张表（5 个文件）。
$ jiping dataset audit 全市2023 --changed -o 新问题.csv
数据集有 405 张表，这次审核 5 张，其余结果照旧。
新审核的表中的问题 135 处：错误 4 处、需说明 96 处、提示 35 处。
已写入 新问题.csv
```

## 试算

`jiping simulate 数据集 --scheme 试算 --against 对照 -o 试算.html` 把全部表按两种办法各算一遍：得分的分布、等级的变化、变化的原因、
变化最大的项目、各等级对应的资金、各地区各部门。办法可以是收录的（`jiping schemes`），可以是 `现行`（每张表各自适用的），也可以是还没有
施行的方案文件，只写与某个办法不同的地方：

```toml
id = "征求意见稿"
title = "某省征求意见稿"
extends = "cn-2020"
regions = []
years = [2027]

[values]
reverse_rule = { value = "zero", own = "征求意见稿第七条" }
denominator = { value = "initial", own = "征求意见稿第五条" }
over_step_1 = { value = "130", own = "征求意见稿第八条" }
over_cut_1 = { value = "10", own = "征求意见稿第八条" }
```

```console
$ jiping simulate 全市2023 --scheme 征求意见稿.toml --against 现行 -o 试算.html --data 试算.csv
比较了 33 张表：25 张得分降低，0 张提高；平均分 98.02 → 97.44。其余 8 张缺目标值、完成值或分值等，至少按一种办法算不出总分，没有比较。
已写入 试算.html、试算.csv
$ jiping simulate 全市2023 --scheme 少写了.toml --against 现行 -o 试算.html
jiping：方案文件不对：少写了.toml：缺少 years，即适用年度，例如 years = [2027]（2027 年度起）。
```

## 指标库

`jiping indicators build 数据集` 从数据集汇集指标，成为一个文件；名称不同而说的是同一个指标的合在一起。查找不联网。

```console
$ jiping indicators build 全省2024 -o 指标库.sqlite
381 张表的 5538 个指标、1140 种写法，合为 1030 个。
已写入 指标库.sqlite
$ jiping indicators search 参训人员满意度 --library 指标库.sqlite
$ jiping indicators suggest "业务培训经费" --library 指标库.sqlite
  1. 组织业务培训次数  产出指标 / 数量指标  ≥4次（多在 2～12）
    理由：6 个相似项目中有 5 个使用：“业务培训经费”、“青溪县业务培训经费”等；名称与所写文字相近。
    全库用过 14 次（8 个部门），得满分 71.4%（7 次中 5 次），质量好，序号 169。
$ jiping indicators show 169 --library 指标库.sqlite
$ jiping indicators export -o 指标库.xlsx --library 指标库.sqlite
$ jiping indicators import 指标库.xlsx --library 指标库.sqlite
```

`show` 列出各种叫法、使用部门、指标值和完成值的中位数、得满分的比例、写得好的和有问题的例子。`export` 的 Excel 里黄色的栏可以标记、改名、
合并、分开、删除，`import` 收回，以后重新生成时照旧。`jiping dataset audit --library`、`jiping audit --library` 按“在 340 个同类指标值中
排在第 12 百分位”判断指标值是否定得过低（C-IND-30）。指标库放在网页系统的数据文件夹里（`indicators.sqlite`），填报页上就有：写三级指标时
列出相近的名称、常见指标值、好的和有问题的例子，年度指标值旁边注明百分位。
"""

TAIL = """
## 从一体化系统的导出表导入

CSV 或 Excel 的每一行是一个指标，项目的内容在各行重复；哪一栏是什么，写在一个映射文件里（TOML）：
`jiping dataset import 数据集 导出.xlsx --mapping 映射.toml`。以“=”开头的是固定的内容，不是栏目。下面是 `examples/一体化映射.toml`：

```toml
{example}
```

`form` 下可写：`title family amount_unit year project_name project_code department_name department_code unit_name unit_code
goal_expected goal_actual total_weight total_score grade`；`fund.来源` 下可写：`label initial adjusted executed weight rate score
reason`，来源是 `total fiscal central local province city county special_account unit carryover other`；`indicator` 下可写：`level1
level2 name nature operator target actual unit weight score reason`；`words.字段` 把表中的用语换成另一种。
表头前面有标题、单位说明的，程序自己找到表头。表头分两行的（“项目”下面是“编码”“名称”），栏目写作 `项目/编码`；下一行的名称全表只有
一个时，直接写它。Excel 的合并单元格，各行都算填了；没有合并、只填第一行的，用 `fill = ["一级指标", "二级指标"]` 写明哪些栏目空着就是
与上一行相同（只在同一张表之内）。没有写 `key` 栏目的行（合计、说明）和没有三级指标名称的行不导入，逐行说明。金额带千分位逗号没有关系，
单位用 `amount_unit` 写明（`"=万元"`）。百分数写作 95%、95 的，和 Excel 里显示成 95% 的，都是 95；计量单位是 % 而表里写作 0.95 的，
用 `fraction = ["年度指标值", "实际完成值"]` 写明，10 以下的数才换算，已带 % 的不动。没有写明时照原样导入，并说明哪几行像是这样。

```console
$ jiping dataset import 全市2023 一体化导出.xlsx --mapping 映射.toml
第 12 行没有写 key 的栏目（合计、说明等），不是哪张表的，没有导入（共 1 行）。
加入 2 张表。
```

例如导出的表是这样的（两行表头，项目只填在第一行，百分数有 95% 也有 0.95，末行合计）：

| 年度 | 项目 | | … | 绩效指标 | | | |
| --- | --- | --- | --- | --- | --- | --- | --- |
| | 编码 | 名称 | … | 三级指标 | 年度指标值 | 实际完成值 | 计量单位 |
| 2023 | 150000230001 | 基层经办人员培训经费 | … | 培训人数 | ≥500 | 520 | 人 |
| | | | … | 培训合格率 | 0.95 | 0.98 | % |
| 合计 | | | … | | | | |

```toml
key = ["年度", "项目/编码"]
fill = ["年度", "项目/编码", "名称"]
fraction = ["年度指标值", "实际完成值"]

[form]
year = "年度"
project_name = "名称"
project_code = "项目/编码"
```

```console
$ jiping dataset import 全市2023 明细.csv --mapping 两行表头.toml
第 19、20 行没有三级指标，别的行也没有同样的 key（合计、说明等），没有导入（共 2 行）。
加入 2 张表。
$ jiping dataset import 全市2023 明细.csv --mapping 少写了.toml
第 6、11、13、18 行计量单位是 %，值却是 1 以下的小数，已照原样导入；如果表里 0.95 就是 95%，请在映射文件里写明，例如 fraction = ["年度指标值", "实际完成值"]，再导入到新的数据集（共 4 行）。
$ jiping dataset import 全市2023 明细.csv --mapping 写错了.toml
jiping：明细.csv 里没有 预算单位名称 这些栏目，有：年度、编码、名称、主管部门、预算单位、…
```

没有 `operator` 一栏时，从指标值里的“≥”“≤”“以上”等读出方向。CSV 的编码是 UTF-8、GB18030 或 Excel 的“Unicode 文本”（UTF-16）时自动认出，分隔的可以是逗号、制表符、分号、竖线。

## 与其他数据库往来

| 目标 | 写法 | 说明 |
| --- | --- | --- |
| DuckDB | `全市.duckdb` | 全部表，可再导入 |
| PostgreSQL | `postgresql://用户@主机/库` | 全部表，整体替换，可再导入；需要 `pip install 'jiping[postgres]'` |
| CSV | 文件夹 | 每表一个文件，附 `datapackage.json`，可再导入；空白写作 `\\N` |
| Excel | `.xlsx` | 给人看的六张表；超过一张工作表的行数时拒绝 |
| IATI | `.xml` | 每张表一个 activity，见下 |

导出用 `jiping dataset export 数据集 目标`，导入用 `jiping dataset import 数据集 来源`；已有的表不会重复导入。

```console
$ jiping dataset export 全市2023 全市.duckdb
已写出 10 个表：全市.duckdb
$ jiping dataset import 另一个 全市.duckdb
加入 405 张表。
$ jiping dataset import 另一个 全市.duckdb
没有加入新的表：来源里没有，或数据集里都已有。
$ jiping dataset export 全市2023 postgresql://jiping@数据库/jixiao
已写出 10 个表：数据库/jixiao
$ jiping dataset export 全市2023 全市csv
已写出 9 个 CSV 文件和 datapackage.json：全市csv
$ frictionless validate 全市csv/datapackage.json
$ jiping dataset export 全市2023 全市.xml
已写出 405 个项目：全市.xml
```

CSV 文件夹用 frictionless 工具（5.21）校验，九个表全部 VALID。数据集自己的 `datapackage.json` 描述的是 Parquet 文件；frictionless 经
pandas 读取 Parquet，把整数栏的空白读成 `nan` 而报错，那是它的读法，不是数据的错，要校验就校验导出的 CSV。

## 与网页系统往来

`jiping dataset import 数据集 --from web` 把网页系统（`jiping serve`）里的自评表取入数据集：更正后的内容、每个值在文件中的位置，
以及各表的流转状态、所属单位、第几版（表 `web`）。演示用的表和已删除的不取。默认是本机的个人数据文件夹；别的用 `--data 文件夹`，
单位服务器用 `--server 设置.toml`（可用 PostgreSQL）。网页系统正在使用时也能取，不影响填报的人。

```console
$ jiping dataset import 全市2023 --from web --data 绩评数据
网页系统有 5 张自评表：加入 5 张新表。
$ jiping dataset import 全市2023 --from web --data 绩评数据
网页系统有 4 张自评表：更新 1 张改过内容的表（旧内容不再计入）；1 张只更新状态；1 张网页系统里已没有，不再计入；2 张没有变化。
$ jiping dataset sql 全市2023 "select state, count(*) from web group by 1"
```

再次取入时，只读改过的表；内容（`digest`）变了的，新内容成为数据集里的另一张表，旧的那张不再计入任何查询、审核和比较。
先用 `dataset add` 加入过的文件，在网页系统里没有更正的，不重复加入；更正过的，由更正后的代替。中途停止或被中止，数据集还是原样。

`jiping dataset export 数据集 --to web` 反过来把数据集里的表写入网页系统，成为草稿；内容已有的不重复。表归 `--organisation`
写明的单位，不写时按表中的单位名称；`--year 2023` 只写入一个年度的。每张表单独写入，中途停止后用同样的命令接着做。

两个方向都经过网页系统的权限和日志：`--as 登录名` 按这个人的权限（取入要有“导出、下载”，写入要有“新建、导入自评表”）；
不写时是系统本身，记在日志里。

IATI 文件合 2.03 版的 XSD（iati-activities-schema.xsd）：项目名称 → `title`，年度目标和完成情况 → `description` 1 和 2，主管部门 → `reporting-org`，实施单位 →
`participating-org`（role 4），年度资金总额 → `budget` 和 `transaction`（换算成元），一级指标 → `result`（产出 1，效益和满意度 2，
其他 9），三级指标 → `indicator`（百分比 measure 2，定性 5，其余 1；反向 ascending 0），指标值和完成值 → `target`、`actual`。
XSD 必须有的三项由评价年度得出：`iati-identifier` 是“CN-部门代码-项目代码-年度”（没有代码时用内容的校验值），`activity-status` 一律 3
（年度工作结束、正在评价），`activity-date` 是该年 1 月 1 日和 12 月 31 日；没有写年度的表不写出，并说明几张。
自评表没有写的（部门分类、拨款日期等）不编造，所以它不是完整的 IATI 发布文件。
"""


def pages() -> dict[str, str]:
    """The page."""
    lines = [HEAD.strip(), "", "## 表"]
    for tables in (COLUMNS, RESULTS):
        for table, columns in tables.items():
            lines += ["", f"### {table}：{TITLES[table]}", "", *_table(columns)]
    example = EXAMPLE.read_text("utf-8").strip()
    return {"dataset.md": "\n".join(lines) + "\n" + TAIL.replace("{example}", example)}


def _table(columns: Sequence[Column]) -> list[str]:
    rows = [f"| `{c.name}` | {SQL_TYPES[c.type]} | {c.doc.replace('|', '/')} |" for c in columns]
    return ["| 栏目 | 类型 | 内容 |", "| --- | --- | --- |", *rows]
