"""Write a suite into a folder: the files, and ``truth.json`` with the true values of each."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from conformance.families import families
from conformance.forms import make
from conformance.grid import Drawn
from conformance.hostile import CHANGES
from conformance.renders import OFFICE, RENDERS, office

OFFICE_FILES = 60
"""So many files in one run of LibreOffice, which grows with every file."""
VERSION = 2
"""Raised when the same seed gives other files than before."""


def form(seed: int, number: int, hostile: float) -> tuple[str, str, Drawn]:
    """Family, hostility and grid of form ``number``; ``hostile`` is the share of spoiled forms."""
    ids = list(families())
    family = ids[number % len(ids)]
    drawn = make(seed, number, family)
    r = random.Random(f"{seed}/{number}/hostile")
    kind = r.choice(list(CHANGES)) if r.random() < hostile else ""
    return family, kind, CHANGES[kind](drawn, r) if kind else drawn


def write(
    out: Path, *, seed: int, forms: int, formats: Iterable[str], hostile: float = 0.5
) -> dict[str, Any]:
    """Write the suite and return its index. Layout of the index: see README.md."""
    formats = list(formats)
    entries: list[dict[str, Any]] = []
    documents: dict[str, bytes] = {}
    for number in range(forms):
        family, kind, drawn = form(seed, number, hostile)
        for name in formats:
            chance = random.Random(f"{seed}/{number}/{name}")
            folder = out / name
            folder.mkdir(parents=True, exist_ok=True)
            stem = f"{number:05d}"
            if name == OFFICE:
                documents[stem] = RENDERS["docx"](drawn, chance)[1]
                suffix = "pdf"
            else:
                suffix, data = RENDERS[name](drawn, chance)
                (folder / f"{stem}.{suffix}").write_bytes(data)
            entries.append({
                "file": f"{name}/{stem}.{suffix}", "format": name, "family": family, "hostility": kind, "form": number,
            })  # fmt: skip
    stems = list(documents)
    for at in range(0, len(stems), OFFICE_FILES):
        part = {stem: documents[stem] for stem in stems[at : at + OFFICE_FILES]}
        for stem, data in office(part).items():
            (out / OFFICE / f"{stem}.pdf").write_bytes(data)
    index = {
        "version": VERSION, "seed": seed, "hostile": hostile, "files": entries,
        "truths": [form(seed, number, 0.0)[2].truth for number in range(forms)],
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    (out / "truth.json").write_text(json.dumps(index, ensure_ascii=False, indent=1), "utf-8")
    return index


def load(out: Path) -> dict[str, Any]:
    """The index of a suite. Raises `ValueError` where there is none."""
    if not (out / "truth.json").is_file():
        raise ValueError(f"no suite in {out}: make one first")
    index: dict[str, Any] = json.loads((out / "truth.json").read_text("utf-8"))
    return index
