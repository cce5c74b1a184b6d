"""A standalone Spark cluster on this machine: a master and workers as processes of their own.

What `spark://` is like for a user: a cluster manager that is spoken to over the network. The classes
are those that PySpark brings; all listen on the loopback address alone.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LIMIT = 120.0
"""Seconds for the master, and for each worker, to say that it is there."""


@contextmanager
def standalone(folder: Path, workers: int = 2, memory: str = "2g") -> Iterator[str]:
    """The address of a master with so many workers of one core each; logs go to ``folder``."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "512m",
    }  # fmt: skip
    begun: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> Path:
        log = folder / f"{name}.log"
        command = [str(home / "bin" / "spark-class"), *arguments]
        with log.open("wb") as stream:
            begun.append(subprocess.Popen(command, stdout=stream, stderr=stream, env=environment))
        return log

    try:
        common = ("--host", "127.0.0.1", "--webui-port", "0")
        log = start("master", "org.apache.spark.deploy.master.Master", *common, "--port", "0")
        address = _said(log, r"Starting Spark master at (spark://\S+)")
        for number in range(workers):
            log = start(
                f"worker-{number}", "org.apache.spark.deploy.worker.Worker", *common,
                "--cores", "1", "--memory", memory, "--work-dir", str(folder / f"work-{number}"),
                address,
            )  # fmt: skip
            _said(log, r"(Successfully registered with master)")
        yield address
    finally:
        for process in begun:
            process.terminate()
        for process in begun:
            process.wait()


def _said(log: Path, words: str) -> str:
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        if found := re.search(words, log.read_text("utf-8", "replace")):
            return found[1]
        time.sleep(0.2)
    raise TimeoutError(f"{log} never said {words}")
