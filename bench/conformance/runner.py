"""Run any tool over a suite and keep what it printed. The protocol is in README.md."""

from __future__ import annotations

import importlib
import json
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from conformance.suite import load

JIPING = "jiping read {files} --format json --places"
SHOWN = 5  # failures that are told on the screen; all are in answers.json
LONGEST = 300  # characters of what a tool said when it failed


def run(
    out: Path,
    runner: str,
    *,
    batch: int = 100,
    limit: float = 600,
    formats: list[str] | None = None,
) -> None:
    """Give every file to ``runner`` and write ``answers.json`` beside the truth.

    ``runner`` is a command line with {file} or {files}, or "python:module:function". Tells what
    failed and why. Raises `ValueError` for a runner that cannot be run at all.
    """
    _check(runner)
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
    failed = {file: why for file, one in answers["files"].items() if (why := one.get("failed"))}
    print(f"{len(answers['files'])} files asked, {len(failed)} without a usable answer")
    for file, why in list(failed.items())[:SHOWN]:
        print(f"  {file}: {why}")


def _check(runner: str) -> None:
    if runner.startswith("python:"):
        if runner.count(":") != 2:
            raise ValueError(f"{runner!r} is not of the form python:module:function")
        return
    words = shlex.split(runner)
    if not words or shutil.which(words[0]) is None:
        raise ValueError(f"no such command: {words[0] if words else runner!r}")
    if "{file}" not in runner and "{files}" not in words:
        raise ValueError("the runner names no file: write {file} or {files} where it belongs")


def _asked(out: Path, runner: str, files: list[str], limit: float) -> dict[str, Any]:
    if runner.startswith("python:"):
        _, module, function = runner.split(":")
        try:
            answer = getattr(importlib.import_module(module), function)(str(out / files[0]))
            return split(answer, files)
        except Exception as error:  # whatever another tool raises is its answer
            return {files[0]: {"failed": f"{type(error).__name__}: {error}"[:LONGEST]}}
    done: subprocess.CompletedProcess[bytes] | None = None
    words: list[str] = []
    for word in shlex.split(runner):
        if word == "{files}":
            words += files
        else:
            words.append(word.replace("{file}", files[0]))
    try:
        done = subprocess.run(words, cwd=out, capture_output=True, timeout=limit, check=False)
        return split(json.loads(done.stdout.decode("utf-8")), files)
    except (subprocess.TimeoutExpired, ValueError, OSError) as error:
        if len(files) > 1:
            found: dict[str, Any] = {}
            for file in files:
                found |= _asked(out, runner, [file], limit / 4)
            return found
        why = f"{type(error).__name__}: {error}"
        if done is not None and done.stderr.strip():
            why = (
                f"exit {done.returncode}: "
                + done.stderr.decode("utf-8", "replace").strip()[-LONGEST:]
            )
        return {files[0]: {"failed": why[:LONGEST]}}


def split(said: Any, files: list[str]) -> dict[str, Any]:
    """One document of read.schema.json (or the flat form) → file → its part. Raises `ValueError`
    for a document of neither form."""
    forms = said.get("forms") if isinstance(said, dict) else None
    if not isinstance(forms, list) or not all(_is_form(form) for form in forms):
        raise ValueError('the answer is no object with a list "forms" of objects')
    parts: dict[str, Any] = {file: {"forms": [], "status": None} for file in files}
    for form in forms:
        name = form.get("file") or form.get("source", {}).get("file")
        name = name if name in parts else files[0] if len(files) == 1 else None
        if name is not None:
            parts[name]["forms"].append(form)
    for entry in said.get("files", []):
        if entry.get("file") in parts:
            parts[entry["file"]]["status"] = entry.get("status")
            parts[entry["file"]]["reason"] = entry.get("reason")
    return parts


def _is_form(form: Any) -> bool:
    if not isinstance(form, dict):
        return False
    if "fields" in form:
        return isinstance(form["fields"], dict)
    return {"form", "indicators", "reading"} <= set(form)
