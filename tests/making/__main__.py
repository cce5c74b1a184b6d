"""`python -m making` (with tests/ on the path): writes examples/reference anew from the truths."""

from __future__ import annotations

from making.grids import NUMBERS, TEXTS, merged
from making.ofd import ofd
from making.office import pdf
from making.writers import docx, html, xlsx


def main() -> None:
    """Write each table as docx, xlsx, html, pdf and ofd, and all five as one docx and pdf."""
    for number in NUMBERS:
        grid = merged(number)
        document = docx([grid])
        target = TEXTS / f"table-{number}"
        target.with_suffix(".docx").write_bytes(document)
        target.with_suffix(".xlsx").write_bytes(xlsx([grid]))
        target.with_suffix(".html").write_bytes(html([grid]))
        target.with_suffix(".pdf").write_bytes(pdf(document))
        target.with_suffix(".ofd").write_bytes(ofd([grid]))
    everything = docx([merged(number) for number in NUMBERS])
    (TEXTS / "all.docx").write_bytes(everything)
    (TEXTS / "all.pdf").write_bytes(pdf(everything))


if __name__ == "__main__":
    main()
