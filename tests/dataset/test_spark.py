"""A cluster finds what DuckDB finds, row for row: two workers of their own processes."""

from __future__ import annotations

import gc
import importlib.util
import random
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from jiping.api.batch import Input
from jiping.audit.catalogue import catalogue
from jiping.audit.sample import changed
from jiping.dataset import auditing, reckoning
from jiping.dataset.adding import add, add_forms
from jiping.dataset.auditing import audit
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.engine.portable import offences
from jiping.model.evaluation import Evaluation

needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="needs PySpark (extra spark) and Java",
)
MASTER = "local-cluster[2,1,1024]"
PLACES = ("", "四川省绵阳市", "安徽省池州市", "天津市", "内蒙古自治区兴安盟", "某县")
NUMBERS = ("0", "-3", "10", "99.995", "100.004", "0.005", "1500.00", "9223372036854", "12.5", None)


def forms() -> list[Evaluation]:
    """Every rule's cases in several regions and years, and forms with any number anywhere."""
    chance = random.Random(20261130)
    made = [changed(case.change) for rule in catalogue().values() for case in rule.cases]
    for _ in range(120):
        fields = ("weight", "score", "target", "actual")
        change = {
            f"/indicators/{chance.randrange(3)}/{field}": chance.choice(NUMBERS)
            for field in chance.sample(fields, 2)
        }
        change |= {
            f"/funds/0/{chance.choice(('adjusted', 'executed', 'score'))}": chance.choice(NUMBERS)
        }
        made.append(changed(change))
    held = []
    for number, form in enumerate(made):
        name = PLACES[number % len(PLACES)] + "商务口岸局"
        whose = replace(form.department, name=name), replace(form.unit, name=name)
        source = replace(form.source, file="many.json", ordinal=number + 1)
        year = (2023, 2021, 2024, None, 2019)[number % 5]
        held.append(replace(form, department=whose[0], unit=whose[1], year=year, source=source))
    return held


def results(where: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of every table of results, in the order in which they stand there."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in ("finding", "ledger", "score"):
        files = [str(p) for p in sorted((where / table).rglob("*.parquet"))]
        query = f"FROM {reckoning.parquet(files)}"
        with duckdb.connect(":memory:") as connection:
            found[table] = connection.execute(query).fetchall()
    return found


@needs_spark
@pytest.mark.filterwarnings(
    "ignore:unclosed <socket:ResourceWarning"
)  # Py4J leaves them to the collector
def test_two_workers_read_and_audit_as_this_machine_does(
    tables: list[str], tmp_path: Path, rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One test, as the gate's processes would each start a cluster."""
    from jiping.dataset.cluster import Cluster

    monkeypatch.chdir(tmp_path)  # relative names start here, not in the workers' own folders
    with Cluster(MASTER) as cluster:
        reads_alike(cluster, tables, tmp_path)
        audits_alike(cluster, tmp_path, rows)
    del cluster
    gc.collect()


def audits_alike(cluster: Any, tmp_path: Path, rows: Any) -> None:
    where, held = tmp_path / "set", forms()
    add_forms(where, held, "many.json", "1" * 64, "test")
    audit(where, tmp_path / "duckdb.parquet")
    wanted = results(where)
    done = audit(where, tmp_path / "spark.parquet", again=True, cluster=cluster)
    assert (done.forms, done.fresh, done.crashes) == (len(held), len(held), [])
    found = results(where)
    for table, ordered in wanted.items():
        assert found[table] == ordered, table
    assert rows(tmp_path / "spark.parquet") == rows(tmp_path / "duckdb.parquet")
    assert {row[2] for row in rows(tmp_path / "spark.parquet")} > {"C-FUND-01", "C-SCR-05"}
    executors = cluster.session.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    assert len(executors) == 3  # two workers and the driver
    # What was found there counts as done here, and nothing is left of the work.
    assert audit(where).fresh == 0
    assert not (where / ".jiping" / "staging" / "spark").exists()


def reads_alike(cluster: Any, tables: list[str], tmp_path: Path) -> None:
    Path("坏.docx").write_bytes(b"PK\x03\x04 no archive")
    shutil.copy(tables[0], "副本.txt")
    given = [Input(name) for name in (*tables, "坏.docx", "副本.txt", "无.txt")]
    alone, spread = add(tmp_path / "a", given), add(tmp_path / "b", given, cluster=cluster)
    assert (spread.forms, spread.files, spread.same) == (5, 6, 1)
    assert [name for name, _ in spread.failed] == ["坏.docx", "无.txt"]
    assert (spread.failed, spread.silent) == (alone.failed, alone.silent)
    one, other = Dataset(tmp_path / "a"), Dataset(tmp_path / "b")
    for table in ("form", "fund", "indicator", "fact", "place"):
        assert other.read(table).equals(one.read(table)), table  # type: ignore[arg-type]


class Context:
    """The calls of a Spark context that reading makes, in this process."""

    defaultParallelism = 2  # noqa: N815 - Spark's name

    def parallelize(self, given: list[Any], _: int) -> Context:
        self._given = given
        return self

    def mapPartitions(self, function: Any) -> Context:  # noqa: N802 - Spark's name
        self._made = list(function(iter(self._given)))
        return self

    def collect(self) -> list[Any]:
        return self._made


def test_what_workers_read_is_put_together_and_a_bad_file_stops_nothing(
    tables: list[str], tmp_path: Path
) -> None:
    cluster: Any = SimpleNamespace(session=SimpleNamespace(sparkContext=Context()))
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 no archive")
    copied = tmp_path / "副本.txt"
    shutil.copy(tables[0], copied)
    given = [Input(n) for n in (*tables, str(broken), str(copied), str(tmp_path / "无.txt"))]
    alone, spread = add(tmp_path / "a", given), add(tmp_path / "b", given, cluster=cluster)
    assert (spread.forms, spread.files, spread.same) == (5, 6, 1)
    assert [name for name, _ in spread.failed] == [str(broken), str(tmp_path / "无.txt")]
    assert (spread.failed, spread.silent) == (alone.failed, alone.silent)
    one, other = Dataset(tmp_path / "a"), Dataset(tmp_path / "b")
    for table in ("form", "fund", "indicator", "fact", "place"):
        assert other.read(table).equals(one.read(table)), table  # type: ignore[arg-type]
    again = add(tmp_path / "b", given, cluster=cluster)
    assert (again.forms, again.known) == (0, 6)


def test_what_a_cluster_is_asked_is_computed_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Choosing schemes, wording, ledger, scores: every statement of an audit, as it was asked."""
    said: dict[str, str] = {}

    class Noting(reckoning.Reckoning):
        def table(self, name: str, sql: str) -> None:
            said[name] = sql
            super().table(name, sql)

        def append(self, name: str, sql: str) -> None:
            said[f"+{name}"] = sql
            super().append(name, sql)

        def macro(self, definition: str) -> None:
            said[definition.partition("(")[0]] = definition.partition(" AS ")[2]
            super().macro(definition)

        def write(self, sql: str, path: Path) -> int | None:
            said[path.parts[-3]] = sql
            return super().write(sql, path)

    monkeypatch.setattr(auditing, "Reckoning", Noting)
    add_forms(tmp_path / "set", forms()[::40], "many.json", "1" * 64, "test")
    audit(tmp_path / "set")
    assert said.keys() > {"finding", "ledger", "score", "+tried", "+chosen", "two_places"}
    found = {
        name: wrong
        for name, sql in said.items()
        if not sql.startswith(("SELECT form, file, ordinal FROM read_parquet", "SELECT k.form,"))
        and (wrong := offences(sql, wording=True))
    }
    assert found == {}


def test_without_java_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark", reason="needs PySpark (extra spark)")
    from jiping.dataset.cluster import Cluster

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(DatasetError, match="openjdk-17-jre-headless"):
        Cluster(MASTER)


def test_results_in_several_files_are_read_as_one(tmp_path: Path) -> None:
    from jiping.dataset.results import Piece, Results

    held = Results("r", "rules", None, [Piece("piece-00001", (), {"finding": 2})])
    assert held.paths("finding") == [
        "finding/r/piece-00001-00000.parquet", "finding/r/piece-00001-00001.parquet",
    ]  # fmt: skip
    assert held.paths("score") == ["score/r/piece-00001.parquet"]
    assert not Dataset(tmp_path / "new", new=True).manifest.parts
