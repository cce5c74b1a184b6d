"""Workbooks opened, recalculated and saved by LibreOffice, as a clerk's office program does it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Every formula is computed on opening, whatever value the file holds for it."""


def program() -> str | None:
    """LibreOffice, or None where it is not installed."""
    return shutil.which("soffice")


def recalculated(files: Mapping[str, bytes], target: str = "xlsx") -> dict[str, bytes]:
    """The files by name as LibreOffice saves them after computing all formulas."""
    found = program()
    if found is None:
        raise RuntimeError("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as folder:
        profile, source, made = (Path(folder, n) for n in ("profile", "source", "made"))
        for path in (profile / "user", source, made):
            path.mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
        for name, data in files.items():
            (source / f"{name}.xlsx").write_bytes(data)
        subprocess.run(
            [found, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to",
             target, "--outdir", str(made), *(str(source / f"{name}.xlsx") for name in files)],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        return {name: (made / f"{name}.{target}").read_bytes() for name in files}
