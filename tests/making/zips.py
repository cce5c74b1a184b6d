"""Zip files for tests: names in GBK, entries that lie, archives within archives."""

from __future__ import annotations

import io
import zipfile


def zipped(entries: dict[str, bytes], *, gbk: bool = False) -> bytes:
    """A zip. With ``gbk`` as Chinese Windows makes it: names in GBK and no UTF-8 mark."""
    out = io.BytesIO()
    swaps = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(entries.items()):
            raw = name.encode("gb18030")
            if gbk:
                stand_in = f"@{number:03}".encode().ljust(len(raw), b"@")[: len(raw)]
                swaps.append((stand_in, raw))
                archive.writestr(stand_in.decode(), data)
            else:
                archive.writestr(name, data)
    made = out.getvalue()
    for stand_in, raw in swaps:
        assert made.count(stand_in) == 2
        made = made.replace(stand_in, raw)
    return made
