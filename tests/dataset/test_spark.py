"""A cluster finds what DuckDB finds, row for row: two workers of their own processes."""

from __future__ import annotations

import gc
import importlib.util
import shutil
import socket
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from jiping.api.batch import Input
from jiping.dataset import auditing, connecting, reckoning, spreading
from jiping.dataset.adding import add, add_forms
from jiping.dataset.auditing import audit
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.engine.plan_bulk import load_bulk
from jiping.engine.portable import offences
from jiping.model.evaluation import Evaluation

BENCH = Path(__file__).resolve().parents[2] / "bench"
needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="needs PySpark (extra spark) and Java",
)
MASTER = "local-cluster[2,1,1024]"
FORMS = 3_000
REGIONS = ("", "某县", "四川省绵阳市", "安徽省池州市", "天津市", "内蒙古自治区兴安盟")
YEARS = (None, 2019, 2021, 2023)
SILENT = {"C-IND-30"}
"""The compiled rule that fires only beside a library of indicators."""
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java for a run of a minute: what it would gain by compiling better it never gets back."""


def forms(count: int) -> list[Evaluation]:
    """Every rule's cases in several regions and years, then drawn forms with any number anywhere."""
    sys.path.insert(0, str(BENCH))
    try:
        from many_forms import many

        return list(many(count, 20261130, REGIONS, YEARS))
    finally:
        sys.path.remove(str(BENCH))


def results(where: Path) -> dict[str, list[str]]:
    """The files of every table of results, in the order of their rows."""
    tables = ("finding", "ledger", "score")
    return {t: [str(p) for p in sorted((where / t).rglob("*.parquet"))] for t in tables}


def first_differing(one: list[str], other: list[str]) -> list[tuple[Any, ...]]:
    """The first rows that are not the same in the same place; a missing row is None."""
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        return connection.execute(
            f"SELECT a, b FROM (SELECT r AS a FROM {reckoning.parquet(one)} r) POSITIONAL JOIN"
            f" (SELECT r AS b FROM {reckoning.parquet(other)} r) WHERE a IS DISTINCT FROM b LIMIT 3"
        ).fetchall()


@needs_spark
@pytest.mark.filterwarnings(
    "ignore:unclosed <socket:ResourceWarning"
)  # Py4J leaves them to the collector
def test_two_workers_read_and_audit_as_this_machine_does(
    tables: list[str],
    tmp_path: Path,
    rows: Any,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """One test, as the gate's processes would each start a cluster."""
    from jiping.dataset.cluster import Cluster

    monkeypatch.chdir(tmp_path)  # relative names start here, not in the workers' own folders
    java = " ".join(
        f"--conf 'spark.{who}.extraJavaOptions={QUICK}'" for who in ("driver", "executor")
    )
    fewer = "--conf spark.sql.adaptive.enabled=false"  # jobs: there is little to adapt to
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", f"{java} {fewer} pyspark-shell")
    capfd.readouterr()
    with Cluster(MASTER) as cluster:
        reads_alike(cluster, tables, tmp_path)
        audits_alike(cluster, tmp_path, rows)
        log = cluster.log
    assert capfd.readouterr() == ("", "")  # Java and Spark keep to their log
    assert not log.exists()
    del cluster
    gc.collect()


def audits_alike(cluster: Any, tmp_path: Path, rows: Any) -> None:
    where, held = tmp_path / "set", forms(FORMS)
    add_forms(where, held, "many.json", "1" * 64, "test")
    audit(where, tmp_path / "duckdb.parquet")
    shutil.copytree(where / "finding", tmp_path / "alone" / "finding")
    shutil.copytree(where / "ledger", tmp_path / "alone" / "ledger")
    shutil.copytree(where / "score", tmp_path / "alone" / "score")
    done = audit(where, tmp_path / "spark.parquet", again=True, cluster=cluster)
    assert (done.forms, done.fresh, done.crashes) == (len(held), len(held), [])
    alone, spread = results(tmp_path / "alone"), results(where)
    for table in alone:
        assert first_differing(alone[table], spread[table]) == [], table
    assert rows(tmp_path / "spark.parquet") == rows(tmp_path / "duckdb.parquet")
    # Every rule that is compiled has been compared where it fires.
    fired = {row[2] for row in rows(tmp_path / "spark.parquet")}
    assert set(load_bulk().rules) - fired == SILENT
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
    cluster: Any = SimpleNamespace(
        session=SimpleNamespace(sparkContext=Context()), cores=2, wait=lambda do, _: do()
    )
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
    tmp_path: Path, rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Choosing schemes, wording, ledger, scores: every statement of an audit, as it was asked."""
    said: dict[str, str] = {}

    class Noting(reckoning.Reckoning):
        together = True  # as a cluster chooses schemes

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

        def upright(self, name: str, source: str, columns: Mapping[str, str]) -> None:
            reckoning.Reckoning.upright(self, name, source, columns)
            del said[name]  # every engine says this in its own words

    monkeypatch.setattr(auditing, "Reckoning", Noting)
    add_forms(tmp_path / "set", forms(1200)[::40], "many.json", "1" * 64, "test")
    audit(tmp_path / "set", tmp_path / "together.parquet")
    assert said.keys() > {"finding", "ledger", "score", "tried", "+chosen", "two_places"}
    found = {
        name: wrong
        for name, sql in said.items()
        if not sql.startswith(("SELECT form, file, ordinal FROM read_parquet", "SELECT k.form,"))
        and (wrong := offences(sql, wording=True))
    }
    assert found == {}
    monkeypatch.undo()  # one scheme after the other, as this machine chooses
    audit(tmp_path / "set", tmp_path / "in_turn.parquet", again=True)
    assert rows(tmp_path / "together.parquet") == rows(tmp_path / "in_turn.parquet")


def test_a_run_that_was_broken_off_finds_what_the_workers_laid_down(
    tables: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster: Any = SimpleNamespace(
        session=SimpleNamespace(sparkContext=Context()), cores=2, wait=lambda do, _: do()
    )
    given = [Input(name) for name in tables]
    where = tmp_path / "set"
    add(where, given[:1], cluster=cluster)
    before = {p: p.read_bytes() for p in where.rglob("*") if p.is_file()}

    def killed(*_: Any) -> Any:
        raise SystemExit("killed while the parts are written")

    with monkeypatch.context() as broken:
        broken.setattr(spreading.Piles, "written", killed)
        with pytest.raises(SystemExit):
            add(where, given, cluster=cluster)
    assert Dataset(where).manifest.forms == 1
    assert {p: p.read_bytes() for p in before} == before
    done = add(where, given, cluster=cluster)
    assert (done.forms, done.known, done.resumed) == (4, 1, 4)
    assert not list((where / ".jiping").glob("reading*"))
    assert not list((where / ".jiping" / "staging").rglob("*.parquet"))


def test_workers_that_do_not_see_the_folder_are_told_of(tables: list[str], tmp_path: Path) -> None:
    ask = spreading._read(
        "", str(tmp_path), "seal", spreading.Wanted("read"), [(Input(tables[0]), "")]
    )
    with pytest.raises(DatasetError, match="执行器看不到数据集的文件夹"):
        list(ask)


def refused(master: str) -> str:
    """What is said instead of a session; no Java is started for it."""
    from jiping.dataset.cluster import Cluster

    with pytest.raises(DatasetError) as told:
        Cluster(master)
    return str(told.value)


def test_without_java_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark", reason="needs PySpark (extra spark)")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "openjdk-17-jre-headless" in refused(MASTER)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert f"JAVA_HOME（{tmp_path}）里没有 bin/java" in refused(MASTER)


def test_without_pyspark_it_says_which_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    known = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "pyspark" else known(name)
    )
    assert "python -m pip install 'jiping[spark]'" in refused(MASTER)


TRACE = """An error occurred while calling z:org.apache.spark.api.python.PythonRDD.collectAndServe.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times,\
 most recent failure: Lost task 0.3 in stage 3.0: org.apache.spark.api.python.PythonException:\
 Traceback (most recent call last):
  File "worker.py", line 2024, in main
    func, profiler = read_command(infile)
                     ^^^^^^^^^^^^^^^^^^^^
{}

\tat org.apache.spark.api.python.BasePythonRunner.handlePythonException(PythonRunner.scala:580)
Driver stacktrace:
\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:2935)
"""
"""As Java hands on what Python said on an executor."""


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("ModuleNotFoundError: No module named 'jiping'", "执行器用的 Python 里没有装绩评。"),
        ("pyspark.errors.PySparkRuntimeError: [PYTHON_VERSION_MISMATCH] Python in worker", "执行器的 Python 与本机不是同一版本。"),
        ("jiping.dataset.errors.DatasetError: 执行器看不到数据集的文件夹 /共享", "执行器看不到数据集的文件夹 /共享（"),
        ("OSError: [Errno 28] No space left on device", "OSError: [Errno 28] No space left on device（"),
    ],
)  # fmt: skip
def test_what_an_executor_said_is_told_without_the_stacks(
    last: str, said: str, tmp_path: Path
) -> None:
    log = tmp_path / "java.log"
    assert connecting.told(RuntimeError(TRACE.format(last)), log).startswith(said)
    assert connecting.told(RuntimeError(TRACE.format(last)), log).endswith(
        f"（Java 的日志：{log}）"
    )


def test_an_error_of_java_is_told_by_its_first_line(tmp_path: Path) -> None:
    error = RuntimeError(
        "An error occurred while calling o1.x.\n: java.io.IOException: 盘满\n\tat x"
    )
    assert connecting.told(error, tmp_path / "l").startswith("java.io.IOException: 盘满（")


@needs_spark
def test_a_dead_master_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        port = taken.getsockname()[1]
        said = refused(f"spark://127.0.0.1:{port}")
    assert said.startswith(f"连不上 Spark（spark://127.0.0.1:{port}）：127.0.0.1:{port}（")
    assert "缺少端口" in refused("spark://127.0.0.1")
    assert "看不懂" in refused("http://127.0.0.1:7077")
    monkeypatch.delenv("HADOOP_CONF_DIR", raising=False)
    monkeypatch.delenv("YARN_CONF_DIR", raising=False)
    assert "HADOOP_CONF_DIR" in refused("yarn")


def test_what_never_comes_is_given_up(tmp_path: Path) -> None:
    never = threading.Event()
    try:
        with pytest.raises(DatasetError, match=r"等待执行器超过 1 秒没有结果，已放弃"):
            connecting._within(1, never.wait, "等待执行器", "spark://主机:7077", tmp_path / "log")
    finally:
        never.set()


def test_java_that_does_not_start_says_why(tmp_path: Path) -> None:
    log = tmp_path / "java.log"
    log.write_text("Error: UnsupportedClassVersionError: class file version 61.0", "utf-8")

    def start() -> None:
        raise OSError("JAVA_GATEWAY_EXITED")

    with pytest.raises(DatasetError, match="Java 太旧，需要 17"):
        connecting._within(60, start, "启动 Spark", None, log)
    log.write_text("Unrecognized VM option\nCould not create the Java Virtual Machine.", "utf-8")
    with pytest.raises(DatasetError, match=r"Could not create the Java Virtual Machine\."):
        connecting._within(60, start, "启动 Spark", None, log)


def test_results_in_several_files_are_read_as_one(tmp_path: Path) -> None:
    from jiping.dataset.results import Piece, Results

    held = Results("r", "rules", None, [Piece("piece-00001", (), {"finding": 2})])
    assert held.paths("finding") == [
        "finding/r/piece-00001-00000.parquet", "finding/r/piece-00001-00001.parquet",
    ]  # fmt: skip
    assert held.paths("score") == ["score/r/piece-00001.parquet"]
    assert not Dataset(tmp_path / "new", new=True).manifest.parts
