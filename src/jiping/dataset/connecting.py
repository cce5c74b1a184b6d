"""A session on a Spark cluster: begun quietly and within a limit, told in plain words where it can't be.

Java and Spark write to their standard error before anybody can ask them to be quiet; what they say
there goes to a log that is named when something fails and gone when all went well.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from jiping.dataset.errors import DatasetError

SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # what overflows is an error, as in DuckDB, not another number
    "spark.sql.caseSensitive": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
"""What the results depend on: set whatever the cluster's own defaults are."""
USUAL = {
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # Columns of integers that repeat shrink so much in a file that Spark took large tables for small
    # and sent them whole to every worker, by way of the driver, whose memory they passed.
    "spark.sql.sources.fileCompressionFactor": "50",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""What only those set who want it otherwise (spark-defaults.conf, spark-submit)."""
ANSWER = 10.0
"""Seconds for a master's port to answer."""
START = 180.0
"""Seconds for Java to start and the master to take the application."""
WORKERS = 300.0
"""Seconds for the cluster to give a first worker."""
Waiting = Callable[[str], None]
"""Who is told what is waited for."""


def connect(master: str | None, log: Path, waiting: Waiting) -> Any:
    """A session on the cluster that ``master`` names (None: what Spark itself is set to, or this
    machine); Java's own words go to ``log``.

    Raises DatasetError where PySpark, Java, the master or its workers are missing.
    """
    _installed()
    _answering(master)
    conf = _settings(master)
    waiting("正在启动 Spark")
    session = _within(START, lambda: _session(conf, log), "启动 Spark", master, log)
    if not conf.get("spark.master", "").startswith("local"):
        waiting("等待集群分配执行器")
        try:
            _within(WORKERS, lambda: session.range(1).count(), "等待执行器", master, log)
        except BaseException:
            with suppress(Exception):
                session.stop()
            raise
    return session


def new_log() -> Path:
    """An empty file for what Java says."""
    handle, name = tempfile.mkstemp(prefix="jiping-spark-", suffix=".log")
    os.close(handle)
    return Path(name)


def told(error: BaseException, log: Path) -> str:
    """An error of Spark's or Java's in one line, and where the rest stands."""
    lines = str(error).splitlines()
    said = _of_worker(lines)
    if said is None:
        held = (line.strip().lstrip(": ") for line in lines if line.strip())
        said = next((line for line in held if not line.startswith("An error")), "")
    return f"{(said or type(error).__name__)[:300]}（Java 的日志：{log}）"


def _of_worker(lines: list[str]) -> str | None:
    """What Python said on an executor, which Java hands on with both their stacks; None if nothing."""
    begun = [n for n, line in enumerate(lines) if "Traceback (most recent call last):" in line]
    if not begun:
        return None
    # Of its own trace every line but the last is indented.
    last = next((line for line in lines[begun[0] + 1 :] if line[:1].strip()), "").strip()
    if "No module named 'jiping" in last:
        return (
            "执行器用的 Python 里没有装绩评。请在每台机器上安装同一版本的绩评，"
            "并把环境变量 PYSPARK_PYTHON 设为那里的 python 的路径"
        )
    if "PYTHON_VERSION_MISMATCH" in last:
        return (
            "执行器的 Python 与本机不是同一版本。请装成相同的版本，"
            "并把环境变量 PYSPARK_PYTHON 设为那里的 python 的路径"
        )
    return last.removeprefix("jiping.dataset.errors.DatasetError: ") or None


def of_spark(error: BaseException) -> bool:
    """Whether an error is one of Spark's, or of the way to it."""
    return type(error).__module__.split(".")[0] in ("py4j", "pyspark")


def _installed() -> None:
    if any(importlib.util.find_spec(name) is None for name in ("pyspark", "sqlglot")):
        raise DatasetError(
            "在 Spark 上运行需要 PySpark，本机没有安装。请运行：python -m pip install 'jiping[spark]'"
        )
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java") if not home else shutil.which(str(Path(home, "bin", "java")))
    if java is None:
        where = f"，JAVA_HOME（{home}）里没有 bin/java" if home else ""
        raise DatasetError(
            f"在 Spark 上运行需要 Java 17 或更新的版本，本机没有找到 java{where}。"
            "请安装（Debian、统信、麒麟：sudo apt install openjdk-17-jre-headless），或设好 JAVA_HOME"
        )


def _answering(master: str | None) -> None:
    """A dead master is found out at once, where its address says where it should be."""
    if master is None or master.startswith("local"):
        return
    if master == "yarn":
        if not (os.environ.get("HADOOP_CONF_DIR") or os.environ.get("YARN_CONF_DIR")):
            raise DatasetError("在 YARN 上运行要先设 HADOOP_CONF_DIR（集群配置文件所在的文件夹）")
        return
    found = re.fullmatch(r"(?:spark://|k8s://(?:https?://)?)([^/]+)/?", master)
    if found is None:
        raise DatasetError(
            f"--master {master} 看不懂，应像 spark://主机:7077、yarn、k8s://https://主机:6443 或 local[4]"
        )
    tried = []
    for one in found[1].split(","):
        host, _, port = one.rpartition(":")
        if not host or not port.isdigit():
            raise DatasetError(f"--master {master} 里的 {one} 缺少端口，应像 spark://主机:7077")
        try:
            socket.create_connection((host.strip("[]"), int(port)), ANSWER).close()
        except (OSError, OverflowError) as error:
            tried.append(f"{one}（{getattr(error, 'strerror', None) or error}）")
        else:
            return
    raise DatasetError(
        f"连不上 Spark（{master}）：{'、'.join(tried)}。请看主机、端口和集群是否在运行"
    )


def _settings(master: str | None) -> Any:
    import pyspark
    from pyspark import SparkConf

    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    if master is None or master.startswith("local"):
        # Workers on this machine run what this process runs.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf()  # with what spark-submit has set
    conf.setAppName("jiping")
    if master is not None:
        conf.setMaster(master)
    elif not conf.contains("spark.master") and "--master" not in os.environ.get(
        "PYSPARK_SUBMIT_ARGS", ""
    ):
        conf.setMaster(_of_defaults() or "local[*]")
    for name, value in USUAL.items():
        if not conf.contains(name):
            conf.set(name, value)
    if (master or "local").startswith("local") and not conf.contains("spark.driver.host"):
        conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1")
    for name, value in SETTINGS.items():
        conf.set(name, value)
    return conf


def _of_defaults() -> str | None:
    """The master that spark-defaults.conf names; Spark reads it only when Java runs."""
    home = os.environ.get("SPARK_HOME", "")
    folder = os.environ.get("SPARK_CONF_DIR") or str(Path(home, "conf"))
    with suppress(OSError):
        for line in Path(folder, "spark-defaults.conf").read_text("utf-8").splitlines():
            found = re.match(r"\s*spark\.master[\s=:]+(\S+)", line)
            if found:
                return found[1]
    return None


_java: list[Any] = []
"""The process with Java, from its start on: it serves every session of this process."""


def _session(conf: Any, log: Path) -> Any:
    from pyspark import SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    context = SparkContext._active_spark_context  # of a notebook, say
    if context is None:
        gateway = SparkContext._gateway
        if gateway is None:
            with log.open("ab") as stream:
                launch: Any = launch_gateway  # it has no types
                gateway = launch(conf, {"stdout": stream, "stderr": stream})
            _java[:] = [gateway.proc]
        context = SparkContext(conf=conf, gateway=gateway)
    try:
        session = SparkSession(context)
        for name, value in SETTINGS.items():  # of a context that was there already, too
            session.conf.set(name, value)
    except BaseException:
        with suppress(Exception):
            context.stop()
        raise
    return session


def _within(seconds: float, do: Callable[[], Any], what: str, master: str | None, log: Path) -> Any:
    """What ``do`` gives, which waits for others, if it comes in time."""
    answer: list[Any] = []
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            answer.append(do())
        except BaseException as error:
            wrong.append(error)

    thread = threading.Thread(target=run, name="jiping-spark", daemon=True)
    thread.start()
    until = time.monotonic() + seconds
    while thread.is_alive() and time.monotonic() < until:
        thread.join(0.2)  # short, so that Ctrl-C is heard
    shown = master or "本机"
    if thread.is_alive():
        for process in _java:
            if process is not None:
                process.kill()
        raise DatasetError(
            f"连不上 Spark（{shown}）：{what}超过 {seconds:.0f} 秒没有结果，已放弃。"
            f"请看集群是否在运行、有没有空闲的核心和内存（Java 的日志：{log}）"
        )
    if wrong:
        if isinstance(wrong[0], OSError | RuntimeError) or of_spark(wrong[0]):
            raise DatasetError(f"连不上 Spark（{shown}）：{_cause(wrong[0], log)}") from wrong[0]
        raise wrong[0]
    return answer[0]


def _cause(error: BaseException, log: Path) -> str:
    """Why it did not start: Java's own words where it never came up."""
    said = log.read_text("utf-8", "replace") if log.exists() else ""
    if "UnsupportedClassVersionError" in said:
        return f"本机的 Java 太旧，需要 17 或更新的版本（Java 的日志：{log}）"
    if "stopped SparkContext" in str(error):
        return f"这个地址没有像 Spark 的主节点那样应答（Java 的日志：{log}）"
    if "JAVA_GATEWAY_EXITED" in str(error):
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        last = next((line for line in reversed(lines) if not line.startswith("at ")), "没有说明")
        return f"Java 没有启动成功：{last[:300]}（Java 的日志：{log}）"
    return told(error, log)
