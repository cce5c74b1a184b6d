"""Word documents → PDF, through LibreOffice. Needed to make the examples and to measure, not to
test."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path


def pdf(document: bytes) -> bytes:
    """The PDF that LibreOffice prints from a docx; raises `RuntimeError` where it can't."""
    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "form.docx"
        source.write_bytes(document)
        subprocess.run(
            [program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless",
             "--convert-to", "pdf", "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        return source.with_suffix(".pdf").read_bytes()
