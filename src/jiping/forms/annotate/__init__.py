"""Annotated originals: the person's own file with every finding written into it, nothing else changed.

- `jiping.forms.annotate.marks` says what is written: one `Mark` a finding, with its place.
- `jiping.forms.annotate.carriers` holds one module for each file format that can carry notes,
  discovered by being there. A carrier puts marks in by surgery on the original bytes (the files are
  never written anew by a library that knows only half of them) and can take its own marks out
  again, so that a corrected file that still holds those of the last round gets fresh ones.
- A file that can't carry notes (text, picture, OFD, old Word …), or whose signature would break,
  gets an annotated PDF beside it: `jiping.forms.annotate.beside`.
"""

from __future__ import annotations
