"""Datasets to and from tables of others: nothing is lost on the way, nothing is read twice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pytest
from lxml import etree

from jiping.api.batch import Input
from jiping.audit.sample import changed
from jiping.dataset import keeping
from jiping.dataset.adding import add, add_forms
from jiping.dataset.auditing import audit
from jiping.dataset.errors import DatasetError
from jiping.dataset.exporting import export
from jiping.dataset.folder import Dataset
from jiping.dataset.importing import import_table, import_tables
from jiping.dataset.querying import ask
from jiping.dataset.records import forms_of
from jiping.model.evaluation import Evaluation
from jiping.model.fingerprint import Change, TakenBack

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "一体化映射.toml"
HEAD = (
    "年度,项目编码,项目名称,主管部门,预算单位,年初预算数,全年预算数,全年执行数,执行率得分,自评总分,"
    "一级指标,二级指标,三级指标,指标性质,年度指标值,实际完成值,计量单位,分值,得分,偏差原因\n"
)
FIRST = '2023,001,培训,某局,某中心,"1,500.00",1500.00,1500.00,10,98.00,'
SECOND = "2023,002,宣传,某局,某中心,20.00,20.00,10.00,5.00,95.00,"
TABLE = (
    HEAD
    + FIRST + "产出指标,数量指标,培训场次,正向指标,≥10场,12,场,45,45,\n"
    + SECOND + "产出指标,数量指标,印刷册数,反向,≤5000,5000,册,90,90,\n"
    + FIRST + '产出指标,成本指标,培训成本,反向指标,≤1500元,1600,,45,43,"场地涨价，今后提前预订"\n'
)  # fmt: skip


def all_forms(where: Path) -> list[Evaluation]:
    dataset = Dataset(where)
    return [
        form
        for part in dataset.manifest.parts
        for group in keeping.evaluations(dataset, part)
        for form in group
    ]


@pytest.fixture
def dataset(tables: list[str], tmp_path: Path) -> Path:
    where = tmp_path / "set"
    add(where, [Input(name) for name in tables])
    odd = changed(
        {"/project/name": '逗号,引号"换\n行 \\N', "/goal/actual": None, "/goal/expected": ""}
    )
    add_forms(where, [replace(odd, year=None)], "odd", "2" * 64, "test")
    audit(where)
    return where


def same(one: Path, other: Path) -> bool:
    key = str
    if sorted(all_forms(one), key=key) != sorted(all_forms(other), key=key):
        return False
    asked = "SELECT pointer, place FROM place ORDER BY 1, 2"
    places = [list(ask(Dataset(where), asked).rows()) for where in (one, other)]
    return places[0] == places[1] and len(places[0]) > 100


@pytest.mark.parametrize("target", ["all.duckdb", "folder"])
def test_there_and_back(target: str, dataset: Path, tmp_path: Path) -> None:
    export(dataset, str(tmp_path / target))
    assert import_tables(tmp_path / "back", str(tmp_path / target)) == 6
    assert same(dataset, tmp_path / "back")
    assert import_tables(tmp_path / "back", str(tmp_path / target)) == 0
    assert import_tables(dataset, str(tmp_path / target)) == 0


def test_the_csv_folder_is_a_data_package(dataset: Path, tmp_path: Path) -> None:
    export(dataset, str(tmp_path / "csv"))
    package = json.loads((tmp_path / "csv" / "datapackage.json").read_text("utf-8"))
    names = {r["name"] for r in package["resources"]}
    assert names == {"form", "fund", "indicator", "fact", "place", "file", "score", "ledger", "finding"}  # fmt: skip
    for resource in package["resources"]:
        text = (tmp_path / "csv" / resource["path"]).read_text("utf-8")
        assert text.split("\n", 1)[0].split(",") == [
            f["name"] for f in resource["schema"]["fields"]
        ]
        assert all(f["description"] for f in resource["schema"]["fields"])


def test_the_dataset_itself_is_a_data_package(dataset: Path) -> None:
    package = json.loads((dataset / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        for path in paths:
            rows = duckdb.sql(
                f"SELECT * FROM read_parquet('{dataset / path}', hive_partitioning = false) LIMIT 0"
            )
            assert rows.columns == [f["name"] for f in resource["schema"]["fields"]]


def test_a_workbook_for_people(dataset: Path, tmp_path: Path) -> None:
    export(dataset, str(tmp_path / "all.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "all.xlsx", read_only=True)
    rows = list(book["form"].iter_rows(values_only=True))
    assert len(rows) == 7
    assert rows[1][rows[0].index("project_name")] == "口岸经费"
    book.close()


def test_iati(dataset: Path, tmp_path: Path) -> None:
    said = export(dataset, str(tmp_path / "all.xml"))
    assert said == "5 个项目（另有 1 张没有写年度，IATI 要求起止日期，没有写出）"
    tree = etree.parse(tmp_path / "all.xml")
    activities = tree.findall("iati-activity")
    assert len(activities) == 5, "one says no year, and IATI wants days"
    first = activities[0]
    # The schema's sequence; all of it was validated against iati-activities-schema.xsd of 2.03.
    order = ["iati-identifier", "reporting-org", "title", "description", "participating-org",
             "activity-status", "activity-date", "budget", "transaction", "result"]  # fmt: skip
    for activity in activities:
        assert list(dict.fromkeys(child.tag for child in activity)) == order
    names = [activity.findtext("iati-identifier") for activity in activities]
    assert len(set(names)) == 5
    assert first.findtext("title/narrative") == "口岸经费"
    assert first.findtext("budget/value") == "160000"
    trip = next(i for i in first.iter("indicator") if i.findtext("title/narrative") == "差旅费")
    assert trip.get("ascending") == "0"
    assert trip.find("period/target").get("value") == "7.8"  # type: ignore[union-attr]
    assert trip.find("period/actual").get("value") == "10.154302"  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_of_another_system(encoding: str, tmp_path: Path) -> None:
    table = tmp_path / "导出.csv"
    table.write_text(TABLE, encoding)
    assert import_table(tmp_path / "set", table, EXAMPLE).forms == 2
    first, second = all_forms(tmp_path / "set")
    assert (first.project.code, first.year, first.total.score) == ("001", 2023, "98.00")
    assert first.form.amount_unit == "元"
    assert [f.initial for f in first.funds] == ["1500.00"]
    assert [
        (i.name, i.nature, i.operator, i.target, i.actual, i.unit) for i in first.indicators
    ] == [
        ("培训场次", "positive", ">=", "10", "12", "场"),
        ("培训成本", "negative", "<=", "1500", "1600", "元"),
    ]
    assert [i.reason for i in first.indicators] == [None, "场地涨价，今后提前预订"]
    assert [i.name for i in second.indicators] == ["印刷册数"]
    assert (second.source.ordinal, second.source.place and second.source.place.line) == (2, 3)
    assert import_table(tmp_path / "set", table, EXAMPLE).forms == 0
    assert audit(tmp_path / "set").forms == 2


def test_a_workbook_of_another_system(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    import csv
    import io

    for row in csv.reader(io.StringIO(TABLE)):
        sheet.append(row)
    book.save(tmp_path / "导出.xlsx")
    plain = tmp_path / "导出.csv"
    plain.write_text(TABLE, "utf-8")
    import_table(tmp_path / "a", tmp_path / "导出.xlsx", EXAMPLE)
    import_table(tmp_path / "b", plain, EXAMPLE)
    bare = [
        [replace(f, source=all_forms(tmp_path / "a")[0].source) for f in all_forms(tmp_path / n)]
        for n in ("a", "b")
    ]
    assert bare[0] == bare[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "缺少 key"),
        ('key = ["a"]\nother = 1', "不认识栏目 other"),
        ('key = ["年度"]\n[form]\nyaer = "年度"', "不认识form 下的字段 yaer"),
        ('key = ["年度"]\n[fund.totl]\ninitial = "x"', "不认识fund 下的资金来源 totl"),
        ('key = ["年度"]\n[form]\nyear = "财年"', "里没有 财年 这些栏目"),
        ("key = [", "写法不对"),
    ],
)
def test_a_wrong_mapping_is_said(text: str, words: str, tmp_path: Path) -> None:
    table, mapped = tmp_path / "导出.csv", tmp_path / "m.toml"
    table.write_text(TABLE, "utf-8")
    mapped.write_text(text, "utf-8")
    with pytest.raises(DatasetError, match=words):
        import_table(tmp_path / "set", table, mapped)
    assert not (tmp_path / "set" / "dataset.json").exists()


def test_what_is_no_dataset_is_said(tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    connection = duckdb.connect(str(other))
    connection.execute("CREATE TABLE form (x INTEGER)")
    connection.close()
    with pytest.raises(DatasetError, match="不是数据集导出的表"):
        import_tables(tmp_path / "set", str(other))
    (tmp_path / "坏.duckdb").write_bytes(b"PK no database")
    (tmp_path / "导出.csv").write_text(TABLE, "utf-8")
    (tmp_path / "空").mkdir()
    for name, words in (
        ("坏.duckdb", "不是 DuckDB 数据库文件"),
        ("导出.csv", "请用 --mapping 写明"),
        ("空", "文件夹里缺少数据集的 CSV 文件"),
        ("没有.duckdb", "没有 .* 这个文件或文件夹"),
    ):
        with pytest.raises(DatasetError, match=words):
            import_tables(tmp_path / "set", str(tmp_path / name))
    with pytest.raises(DatasetError, match="是文件；数据集是一个文件夹"):
        import_table(tmp_path / "导出.csv", tmp_path / "导出.csv", EXAMPLE)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A server of this test's own, on a socket in a folder that its user may enter."""
    pytest.importorskip("psycopg")
    if shutil.which("initdb") is None or shutil.which("postgres") is None:
        pytest.skip("PostgreSQL 没有安装")
    if sys.platform == "win32":
        pytest.skip("PostgreSQL's socket needs a Unix")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    as_other: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        if shutil.which("runuser") is None:
            pytest.skip("PostgreSQL 不能以 root 运行")
        shutil.chown(folder, "postgres", "postgres")
        as_other = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"

    making = ["initdb", "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "-N"]
    subprocess.run([*as_other, *making], check=True, capture_output=True, cwd=folder)
    serving = ["postgres", "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-F"]
    source = f"postgresql://tester@/postgres?host={folder}"
    with subprocess.Popen(
        [*as_other, *serving], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(source)
            yield source
        finally:
            server.terminate()
    shutil.rmtree(folder, ignore_errors=True)


def _wait_for(source: str) -> None:
    import psycopg

    for attempt in range(200):
        try:
            psycopg.connect(source).close()
            return
        except psycopg.OperationalError:
            if attempt == 199:
                raise
            time.sleep(0.1)


def test_postgresql_there_and_back(postgres: str, dataset: Path, tmp_path: Path) -> None:
    assert export(dataset, postgres) == "10 个表"
    assert export(dataset, postgres) == "10 个表"
    assert import_tables(tmp_path / "back", postgres) == 6
    assert same(dataset, tmp_path / "back")


def test_no_server_is_said(dataset: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(DatasetError, match="PostgreSQL 连不上"):
        export(dataset, "postgresql://nobody@/none?host=/nowhere")


TITLES = ("序号", "预算年度", "项目", None, "预算单位", "资金（万元）", None, "绩效指标", None, None,
          "年度指标值", "实际完成值", "分值", "得分", "自评总分")  # fmt: skip
BELOW = (
    None,
    None,
    "编码",
    "名称",
    None,
    "全年预算数",
    "全年执行数",
    "一级指标",
    "二级指标",
    "三级指标",
)
ROWS: tuple[tuple[object, ...], ...] = (
    (1, 2023, "T01", "口岸经费", "某中心", "1,600.00", "1,590.50", "产出指标", "数量指标", "检查次数", "≥5次", 5, 45, 45, 98.94),
    (None,) * 9 + ("印刷资料", "≥4批", 3, 45, 43.94),
    (2, 2023, "T02", "展会经费", "某馆", "240.5", "240.50", None, None, "展位数量", "≥8个", 80, 90, 90, 100),
    ("合计", None, None, None, None, "1,840.50", "1,831.00"),
)  # fmt: skip
WORDS = """
key = ["预算年度", "项目/编码"]
fill = ["预算年度", "项目/编码", "一级指标", "二级指标"]
[form]
project_name = "项目/名称"
project_code = "项目/编码"
amount_unit = "=万元"
total_score = "自评总分"
[fund.total]
adjusted = "全年预算数"
executed = "资金（万元） / 全年执行数"
[indicator]
level1 = "一级指标"
level2 = "二级指标"
name = "三级指标"
target = "年度指标值"
actual = "实际完成值"
"""


@pytest.mark.parametrize("way", ["merged.xlsx", "blank.xlsx", "blank.csv"])
def test_names_in_two_rows_under_a_title_and_merged_cells(way: str, tmp_path: Path) -> None:
    table, mapped = tmp_path / way, tmp_path / "m.toml"
    words = WORDS
    if way == "merged.xlsx":  # what merged cells say holds below; only the levels are left blank
        words = WORDS.replace('fill = ["预算年度", "项目/编码", ', "fill = [")
    mapped.write_text(words, "utf-8")
    lines = [("2023年度绩效自评明细",), (), TITLES, BELOW, *ROWS]
    if way.endswith("csv"):
        text = "\n".join(",".join(f'"{v}"' if v is not None else "" for v in row) for row in lines)
        table.write_text(text, "gb18030")
    else:
        book = openpyxl.Workbook()
        for row in lines:
            book.active.append(row)
        if way == "merged.xlsx":
            for span in ("A1:O1", "C3:D3", "F3:G3", "H3:J3", "B5:B6", "C5:C6", "D5:D6", "E5:E6",
                         "F5:F6", "G5:G6", "O5:O6"):  # fmt: skip
                book.active.merge_cells(span)
        book.save(table)
    done = import_table(tmp_path / "set", table, mapped)
    # Where blanks say what stands above, the line of totals counts to the form above it.
    assert (done.forms, done.left_out.keyless) == (2, [8] if way == "merged.xlsx" else [])
    first, second = all_forms(tmp_path / "set")
    assert (first.project.code, first.project.name, first.total.score) == (
        "T01", "口岸经费", "98.94",
    )  # fmt: skip
    assert [(f.adjusted, f.executed) for f in first.funds] == [("1600.00", "1590.50")]
    assert [(i.level1, i.level2, i.name, i.target, i.unit) for i in first.indicators] == [
        ("产出指标", "数量指标", "检查次数", "5", "次"),
        ("产出指标", "数量指标", "印刷资料", "4", "批"),
    ]
    assert [(i.level1, i.name) for i in second.indicators] == [(None, "展位数量")], (
        "a blank of another form says nothing of this one"
    )
    assert [(f.adjusted, f.executed) for f in second.funds] == [("240.5", "240.50")]
    place = second.source.place
    assert place is not None
    assert 7 in (place.row, place.line)


PERCENT = (
    "年度,编码,三级指标,年度指标值,实际完成值,计量单位\n"
    "2023,T1,合格率,0.95,0.985,%\n,,及时率,≥95%,0.97,%\n,,增长率,12.5,13,%\n,,人数,0.5,0.6,万人\n合计,,,,,\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_fractions_are_percentages_where_the_mapping_says_so(encoding: str, tmp_path: Path) -> None:
    table, plain, told = tmp_path / "t.csv", tmp_path / "plain.toml", tmp_path / "told.toml"
    table.write_text(PERCENT, encoding)
    words = (
        'key = ["年度", "编码"]\nfill = ["年度", "编码"]\n{}[form]\nyear = "年度"\n[indicator]\n'
        'name = "三级指标"\ntarget = "年度指标值"\nactual = "实际完成值"\nunit = "计量单位"\n'
    )
    plain.write_text(words.format(""), "utf-8")
    told.write_text(words.format('fraction = ["年度指标值", "实际完成值"]\n'), "utf-8")
    done = import_table(tmp_path / "as it stands", table, plain)
    assert (done.forms, done.left_out.small, done.left_out.bare) == (1, [2, 3], [6])
    done = import_table(tmp_path / "set", table, told)
    assert (done.forms, done.left_out.small, done.left_out.bare) == (1, [], [6])
    (form,) = all_forms(tmp_path / "set")
    assert [(i.name, i.operator, i.target, i.actual, i.unit) for i in form.indicators] == [
        ("合格率", None, "95", "98.5", "%"),
        ("及时率", ">=", "95", "97", "%"),
        ("增长率", None, "12.5", "13", "%"),
        ("人数", None, "0.5", "0.6", "万人"),
    ]


def test_a_column_may_be_named_both_ways(tmp_path: Path) -> None:
    table, mapped = tmp_path / "t.csv", tmp_path / "m.toml"
    table.write_text("年度,项目,,指标\n,编码,名称,\n2023,T1,口岸经费,检查次数\n", "utf-8")
    mapped.write_text(
        'key = ["年度", "项目/编码"]\nfill = ["编码"]\n[form]\nproject_code = "编码"\n'
        'project_name = "项目/名称"\n[indicator]\nname = "指标"\n',
        "utf-8",
    )
    assert import_table(tmp_path / "set", table, mapped).forms == 1
    (form,) = all_forms(tmp_path / "set")
    assert (form.project.code, form.project.name) == ("T1", "口岸经费")


def test_a_row_without_a_name_is_told(tmp_path: Path) -> None:
    table = tmp_path / "导出.csv"
    nameless = SECOND + "产出指标,质量指标,,正向,≥5,6,册,5,5,\n"
    table.write_text(TABLE + nameless + ",,,合计\n", "utf-8")
    done = import_table(tmp_path / "set", table, EXAMPLE)
    assert (done.forms, done.left_out.nameless, done.left_out.keyless) == (2, [5], [6])


def test_a_filler_s_workbook_keeps_its_scheme(tmp_path: Path) -> None:
    """Not in the columns of forms, yet there when the engine's columns are made anew, and elsewhere."""
    plain = changed({})
    made = TakenBack(family="mof-2020", scheme="gx", changes=(Change("H12", "10", "9", None),))
    filled = replace(plain, reading=replace(plain.reading, workbook=made))
    add_forms(tmp_path / "set", [plain, filled, plain], "book", "3" * 64, "test")
    asked = "SELECT scheme, scheme_choice FROM score ORDER BY form"

    def schemes() -> list[tuple[object, ...]]:
        audit(tmp_path / "set", again=True)
        return list(ask(Dataset(tmp_path / "set"), asked).rows())

    found = schemes()
    assert found[1] == ("gx", "form")
    assert found[0] != found[1]
    shutil.rmtree(tmp_path / "set" / ".jiping" / "engine")
    assert schemes() == found, "as after a change of the program"
    assert [f.reading.workbook for f in all_forms(tmp_path / "set")] == [None, made, None]
    export(tmp_path / "set", str(tmp_path / "all.duckdb"))
    import_tables(tmp_path / "back", str(tmp_path / "all.duckdb"))
    _, back = forms_of(tmp_path / "back")
    assert [f.reading.workbook for f in back] == [None, made, None]
