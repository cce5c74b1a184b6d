"""Drawings → PDF, set by Typst: tagged, fonts embedded as subsets, text that copies as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.forms.formats import FormFormat

if TYPE_CHECKING:
    from jiping.forms.drawing import Document


def _write(document: Document) -> bytes:
    from jiping.forms.typeset.compile import pdf

    return pdf(document)


FORMAT = FormFormat(name="pdf", title="PDF", suffix=".pdf", write=_write)
