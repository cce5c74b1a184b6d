"""Drawings → OFD (GB/T 33190-2016): the same pages as the PDF, with their fonts embedded.

Typst sets the pages; every run of letters becomes a TextObject with the place of each letter, every
border a PathObject. So the text can be searched, copied and read back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.forms.formats import FormFormat

if TYPE_CHECKING:
    from jiping.forms.drawing import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Of the package's entries: the same document gives the same bytes."""


def _write(document: Document) -> bytes:
    import hashlib
    import io
    import zipfile

    from jiping.forms.formats import _ofd_parts as parts
    from jiping.forms.typeset.compile import plain_pdf
    from jiping.forms.typeset.fonts import font_set
    from jiping.forms.typeset.pages import title_of
    from jiping.forms.typeset.pieces import sheets
    from jiping.forms.typeset.subsets import subset

    fonts = font_set()
    identities: dict[str, int] = {}
    letters: dict[str, set[str]] = {}
    files: dict[str, str | bytes] = {}
    pages: list[int] = []
    size = (210.0, 297.0)
    last = 100  # fonts come below
    for number, sheet in enumerate(sheets(plain_pdf(document))):
        if not number:
            size = (sheet.width, sheet.height)
        objects: list[str] = []
        pages.append(last + 1)
        layer = last + 2
        last += 2
        for outline in sheet.outlines:
            last += 1
            objects.append(parts.path(outline, last))
        for run in sheet.runs:
            font = identities.setdefault(run.font, len(identities) + 1)
            letters.setdefault(run.font, set()).update(run.text)
            last += 1
            objects.append(parts.text(run, last, font))
        content = parts.page((sheet.width, sheet.height), layer, "".join(objects))
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = content
    listed = []
    for name, identity in identities.items():
        cut = subset(fonts, name, f"JiPing{identity}", "".join(letters[name]))
        if cut is not None:
            files[f"Doc_0/Res/font_{identity}.otf"] = cut
        listed.append((identity, _nearest(name), f"font_{identity}.otf" if cut else ""))
    files["Doc_0/PublicRes.xml"] = parts.resources(listed)
    files["Doc_0/Document.xml"] = parts.document(pages, size, last)
    digest = hashlib.sha256()
    for file in sorted(files):
        held = files[file]
        digest.update(held if isinstance(held, bytes) else held.encode())
    main = parts.main(title_of(document), digest.hexdigest()[:32], document.version)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for file, held in {"OFD.xml": main, **files}.items():
            entry = zipfile.ZipInfo(file, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, held if isinstance(held, bytes) else held.encode())
    return out.getvalue()


def _nearest(postscript: str) -> str:
    """The font that a reader takes which can't use the embedded one: every machine here has it."""
    return "黑体" if any(word in postscript for word in ("Sans", "Hei", "hei")) else "宋体"


FORMAT = FormFormat(name="ofd", title="版式文件（OFD）", suffix=".ofd", write=_write)
