"""Run any tool over a suite and keep what it printed. The protocol is in README.md."""

from __future__ import annotations

import importlib
import json
import shlex
import subprocess
import time
from pathlib import Path
from typing import Any

from conformance.suite import load

JIPING = "jiping read {files} --format json --places"


def run(
    out: Path,
    runner: str,
    *,
    batch: int = 100,
    limit: float = 600,
    formats: list[str] | None = None,
) -> None:
    """Give every file to ``runner`` and write ``answers.json`` beside the truth.

    ``runner`` is a command line with {file} or {files}, or "python:module:function".
    """
    answers: dict[str, Any] = {"runner": runner, "files": {}, "seconds": {}}
    by_format: dict[str, list[str]] = {}
    for entry in load(out)["files"]:
        if formats is None or entry["format"] in formats:
            by_format.setdefault(entry["format"], []).append(entry["file"])
    for name, files in by_format.items():
        size = batch if "{files}" in runner else 1
        start = time.perf_counter()
        for at in range(0, len(files), size):
            part = files[at : at + size]
            answers["files"] |= _asked(out, runner, part, limit)
        answers["seconds"][name] = round(time.perf_counter() - start, 3)
    (out / "answers.json").write_text(json.dumps(answers, ensure_ascii=False), "utf-8")


def _asked(out: Path, runner: str, files: list[str], limit: float) -> dict[str, Any]:
    if runner.startswith("python:"):
        _, module, function = runner.split(":")
        answer = getattr(importlib.import_module(module), function)(str(out / files[0]))
        return {files[0]: answer}
    words: list[str] = []
    for word in shlex.split(runner):
        if word == "{files}":
            words += files
        else:
            words.append(word.replace("{file}", files[0]))
    try:
        done = subprocess.run(words, cwd=out, capture_output=True, timeout=limit, check=False)
        said = json.loads(done.stdout.decode("utf-8"))
    except (subprocess.TimeoutExpired, ValueError, OSError) as error:
        if len(files) > 1:
            found: dict[str, Any] = {}
            for file in files:
                found |= _asked(out, runner, [file], limit / 4)
            return found
        return {files[0]: {"failed": f"{type(error).__name__}"}}
    return split(said, files)


def split(said: dict[str, Any], files: list[str]) -> dict[str, Any]:
    """One document of read.schema.json (or the flat form) → file → its part."""
    parts: dict[str, Any] = {file: {"forms": [], "status": None} for file in files}
    for form in said.get("forms", []):
        name = form.get("file") or form.get("source", {}).get("file")
        name = name if name in parts else files[0] if len(files) == 1 else None
        if name is not None:
            parts[name]["forms"].append(form)
    for entry in said.get("files", []):
        if entry.get("file") in parts:
            parts[entry["file"]]["status"] = entry.get("status")
            parts[entry["file"]]["reason"] = entry.get("reason")
    return parts
