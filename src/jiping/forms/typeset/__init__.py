"""Setting pages: a document → PDF by Typst, with the fonts that official documents use."""

from __future__ import annotations
