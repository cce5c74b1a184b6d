"""The tables of a dataset: the columns of `jiping.model.columns`, and what a collection needs beside.

Numbers are integers of 10⁻⁶ of what is printed. ``form`` numbers a form within its dataset for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from jiping.model.columns import SCHEMA, Column, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow

Table = Literal["form", "fund", "indicator", "fact", "place", "file", "web"]
"""What is added."""
Result = Literal["score", "ledger", "finding"]
"""What an audit makes of it."""
PARTED: tuple[Table, ...] = ("form", "fund", "indicator", "fact", "place")
"""The tables that are partitioned by year and region."""

_WHERE = (
    Column("year", "int32", "评价年度；空为表中没有写明"),
    Column("region", "text", "省级行政区划代码（GB/T 2260）；空为无法判断"),
)

COLUMNS: dict[Table, tuple[Column, ...]] = {
    "form": (
        *SCHEMA["form"],
        Column("region", "text", "省级行政区划代码（GB/T 2260），由单位名称判断；空为无法判断"),
        Column("division", "text", "单位名称写明的最小一级行政区划代码"),
        Column("digest", "text", "表中内容（来源除外）的 SHA-256：内容相同的表相同"),
    ),
    "fund": (*SCHEMA["fund"], *_WHERE),
    "indicator": (*SCHEMA["indicator"], *_WHERE),
    "fact": (*SCHEMA["fact"], *_WHERE),
    "place": (
        Column("form", "int64", "表的序号"),
        Column("pointer", "text", "字段的 JSON 指针，例如 /indicators/3/score；/reading/workbook 为填报工作簿的情况"),
        Column("place", "text", "该字段在文件中的位置（JSON）"),
        *_WHERE,
    ),
    "file": (
        Column("file", "text", "文件名，即加入时所写的路径"),
        Column("sha256", "text", "文件内容的 SHA-256"),
        Column("status", "text", "read 读出了表，no_form 没有自评表，refused 不是自评表，same 内容与已有文件相同，archive 压缩包"),
        Column("reason", "text", "没有读出自评表的原因"),
        Column("forms", "int32", "读出几张表"),
        Column("first", "text", "内容相同的另一个文件（已在数据集中）"),
        Column("added", "text", "加入的时间（UTC，ISO 8601）"),
        Column("version", "text", "读取它的绩评版本"),
    ),
    "web": (
        Column("form", "int64", "表的序号"),
        Column("system", "text", "哪一个网页系统（每套数据有自己的标识）"),
        Column("record", "int64", "表在网页系统里的编号，即网址中的数"),
        Column("version", "int32", "第几版：每保存一次改动加 1"),
        Column("state", "text", "流转状态：draft 草稿，submitted 已送审，returned 已退回，approved 已通过"),
        Column("organisation", "text", "所属单位；空为还没有对应的单位"),
        Column("organisation_code", "text", "单位编码"),
        Column("above", "text", "上级单位，由上到下以“/”分开"),
        Column("changes", "int32", "导入或新建之后改过多少处"),
        Column("answered", "int32", "已说明的问题数"),
        Column("updated", "text", "在网页系统里最后改动的时间（UTC，ISO 8601）"),
        Column("own", "bool", "由网页系统带来；否则数据集里原有同样的表"),
        Column("digest", "text", "表中内容的 SHA-256，同 form.digest"),
    ),
}  # fmt: skip
"""Table → its columns, in order."""

RESULTS: dict[Result, tuple[Column, ...]] = {
    "score": (
        Column("form", "int64", "表的序号"),
        Column("scheme", "text", "所用计分办法的编号"),
        Column("scheme_choice", "text", "怎样选定：given 指定，form 由表中单位和年度，inferred 由得分推断，default 默认"),
        Column("printed_total", "int64", "填报的总分，10⁻⁶", scaled=True),
        Column("computed_total", "int64", "重算的总分，10⁻⁶；空为无法重算", scaled=True),
        Column("grade", "text", "按重算总分的等级：优、良、中、差"),
    ),
    "ledger": (
        Column("form", "int64", "表的序号"),
        Column("row", "text", "行的 JSON 指针"),
        Column("method", "text", "计分方法"),
        Column("weight", "int64", "分值，10⁻⁶", scaled=True),
        Column("printed", "int64", "填报得分，10⁻⁶", scaled=True),
        Column("computed", "int64", "重算得分，10⁻⁶；空为无法重算", scaled=True),
        Column("agrees", "bool", "填报得分能否由办法得出；空为没有填报或无法重算"),
    ),
    "finding": (
        Column("form", "int64", "表的序号"),
        Column("file", "text", "来源文件"),
        Column("ordinal", "int32", "文件中的第几张表"),
        Column("rule", "text", "规则编号"),
        Column("severity", "text", "error 错误，warning 需说明，info 提示"),
        Column("target", "text", "问题所在字段的 JSON 指针（有几处时是第一处）；空文本为整张表"),
        Column("left", "text", "左边的数，即表中的"),
        Column("right", "text", "右边的数，即与之相比的"),
        Column("targets", "text", "问题所在的全部字段，以空格分开"),
    ),
}  # fmt: skip
"""Table of results → its columns, in order."""

TITLES: dict[str, str] = {
    "form": "自评表，一张一行",
    "fund": "资金，一行资金一行",
    "indicator": "绩效指标，一个三级指标一行",
    "fact": "目标和说明文字中写到的数",
    "place": "每个值在来源文件中的位置",
    "file": "加入过的文件",
    "web": "由网页系统取来的表在最近一次取入时的状态，一张一行",
    "score": "最近一次审核选定的办法和重算的总分，一张表一行",
    "ledger": "最近一次审核的算分账，一行计分项目一行",
    "finding": "最近一次审核发现的问题，一处一行",
}


def arrow_type(kind: Type) -> Any:
    """The Arrow type of a column."""
    import pyarrow

    return {
        "int64": pyarrow.int64(),
        "int32": pyarrow.int32(),
        "int8": pyarrow.int8(),
        "bool": pyarrow.bool_(),
        "text": pyarrow.string(),
    }[kind]


def arrow_schema(columns: Sequence[Column]) -> pyarrow.Schema:
    """Columns as an Arrow schema."""
    import pyarrow

    return pyarrow.schema([(c.name, arrow_type(c.type)) for c in columns])


SQL_TYPES: dict[Type, str] = {
    "int64": "BIGINT",
    "int32": "INTEGER",
    "int8": "TINYINT",
    "bool": "BOOLEAN",
    "text": "VARCHAR",
}


def nothing(columns: Sequence[Column]) -> str:
    """The query that gives these columns and no row."""
    empty = ", ".join(f'NULL::{SQL_TYPES[c.type]} AS "{c.name}"' for c in columns)
    return f"SELECT * FROM (SELECT {empty}) WHERE false"
