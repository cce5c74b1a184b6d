"""Forms → files. `RENDERS` names every format; the same form gives the same bytes everywhere,
but for the engines that stamp their own time (`office`)."""

from __future__ import annotations

import importlib.util
import random
import shutil
from collections.abc import Callable

from making import writers
from making.grids import Grid, Piece

from conformance import papers, scans, texts
from conformance.grid import Drawn

Render = Callable[[Drawn, random.Random], tuple[str, bytes]]
"""Form and chance → suffix and bytes of the file."""


def grid_of(drawn: Drawn, *, shares: bool = True) -> Grid:
    """The form for the writers that the tests share."""
    pieces = tuple(
        Piece(number, s.column, s.text, s.down, s.across)
        for number, row in enumerate(drawn.rows, 1)
        for s in row
    )
    widths = tuple(drawn.shares) if shares else ()
    return Grid(tuple(drawn.above), pieces, len(drawn.rows), drawn.width, "自评表", shares=widths)


def _text(shape: Callable[[Drawn], str], suffix: str) -> Render:
    def render(drawn: Drawn, r: random.Random) -> tuple[str, bytes]:
        encoding = r.choice(("utf-8", "utf-8", "utf-8", "gb18030", "utf-8-sig"))
        return suffix, shape(drawn).encode(encoding)

    return render


def _written(suffix: str, writer: Callable[..., bytes]) -> Render:
    return lambda drawn, _: (suffix, writer([grid_of(drawn)]))


def _html(drawn: Drawn, r: random.Random) -> tuple[str, bytes]:
    encoding = r.choice(("utf-8", "utf-8", "gb18030"))
    return "html", writers.html(
        [grid_of(drawn)], encoding, "gb2312" if encoding != "utf-8" else None
    )


def _paper(**options: object) -> Render:
    return lambda drawn, r: ("pdf", papers.pdf(drawn, r, **options))  # type: ignore[arg-type]


def _scan(kind: str) -> Render:
    return lambda drawn, r: scans.scan(drawn, r, kind)


RENDERS: dict[str, Render] = {
    **{name: _text(shape, "md" if name == "md" else "txt") for name, shape in texts.SHAPES.items()},
    "docx": _written("docx", writers.docx),
    "xlsx": _written("xlsx", writers.xlsx),
    "xls": _written("xls", writers.xls),
    "html": _html,
    "pdf": _paper(),
    "pdf-pages": _paper(skip=True, repeat=True),
    "pdf-cut": _paper(skip=True, cut=True),
    "pdf-rows": _paper(lines="rows"),
    "pdf-bare": _paper(lines="none"),
    "pdf-white": _paper(lines="white"),
    "pdf-hair": _paper(lines="hair"),
    "pdf-frame": _paper(lines="frame"),
    "pdf-columns": _paper(lines="columns"),
    "pdf-under": _paper(lines="under"),
    "pdf-turned": _paper(turned=True),
    "pdf-bare-turned": _paper(lines="none", turned=True),
    "pdf-bare-centred": _paper(lines="none", centred=True),
    "pdf-bare-pages": _paper(lines="none", skip=True, repeat=True),
    "pdf-bare-cut": _paper(lines="none", skip=True, cut=True),
    **{f"scan-{kind}": _scan(kind) for kind in scans.KINDS},
}
if importlib.util.find_spec("making.ofd") is not None:
    RENDERS["ofd"] = lambda drawn, _: (
        "ofd",
        importlib.import_module("making.ofd").ofd([grid_of(drawn)]),
    )
OFFICE = "pdf-office"
"""Printed by an office suite from the docx, where one is installed: many files in one call."""


def known() -> list[str]:
    """Every format that this machine can write."""
    return [*RENDERS, *([OFFICE] if shutil.which("soffice") else [])]


def office(documents: dict[str, bytes]) -> dict[str, bytes]:
    """docx → PDF of many files by one run of LibreOffice."""
    import subprocess
    import tempfile
    from pathlib import Path

    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stem, data in documents.items():
            (folder / f"{stem}.docx").write_bytes(data)
        files = sorted(folder.glob("*.docx"))
        subprocess.run(
            [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
             "--outdir", str(folder), *map(str, files)],
            check=True, capture_output=True, timeout=60 + 10 * len(files),
        )  # fmt: skip
        return {stem: (folder / f"{stem}.pdf").read_bytes() for stem in documents}
