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
`--changed` 只写出这次才审核的、内容也是新的表的问题。
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
没有 `operator` 一栏时，从指标值里的“≥”“≤”“以上”等读出方向。CSV 的编码是 UTF-8 或 GB18030 时自动认出。

## 与其他数据库往来

| 目标 | 写法 | 说明 |
| --- | --- | --- |
| DuckDB | `全市.duckdb` | 全部表，可再导入 |
| PostgreSQL | `postgresql://用户@主机/库` | 全部表，整体替换，可再导入；需要 `pip install 'jiping[postgres]'` |
| CSV | 文件夹 | 每表一个文件，附 `datapackage.json`，可再导入；空白写作 `\\N` |
| Excel | `.xlsx` | 给人看的六张表；超过一张工作表的行数时拒绝 |
| IATI | `.xml` | 每张表一个 activity，见下 |

导出用 `jiping dataset export 数据集 目标`，导入用 `jiping dataset import 数据集 来源`；已有的表不会重复导入。

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

IATI 文件用 2.03 版的元素：项目名称 → `title`，年度目标和完成情况 → `description` 1 和 2，主管部门 → `reporting-org`，实施单位 →
`participating-org`（role 4），年度资金总额 → `budget` 和 `transaction`（换算成元），一级指标 → `result`（产出 1，效益和满意度 2，
其他 9），三级指标 → `indicator`（百分比 measure 2，定性 5，其余 1；反向 ascending 0），指标值和完成值 → `target`、`actual`。
自评表没有写的（部门分类、起止日期等）不编造，所以它不是完整的 IATI 发布文件。
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
