"""Which form a use of an indicator comes from, so that a form is not compared with itself."""

from __future__ import annotations

from hashlib import blake2b

from jiping.model.text import label_key


def origin(project: str | None, unit: str | None, year: int | None) -> int | None:
    """The mark of a project's form of one year, whichever version of it: 64 bits, signed.

    None where neither project nor unit is named: such a form can't be told from others.
    """
    names = label_key(project or ""), label_key(unit or "")
    if not any(names):
        return None
    text = "\n".join((*names, "" if year is None else str(year)))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
