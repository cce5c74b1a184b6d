"""An update appended to a PDF: objects that are new or changed, behind bytes that stay as they are."""

from __future__ import annotations

import re
from hashlib import md5
from io import BytesIO
from typing import Any

from jiping.forms.annotate.carriers import CannotCarry

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF")


class Increment:
    """Collects objects and writes them as one update of the file that ``reader`` (pypdf) has read.

    The update has a table of cross references where the file ends with one, and a stream where it
    ends with that: programs that check signatures want the same kind throughout.
    """

    def __init__(self, data: bytes, reader: Any) -> None:
        starts = _START.findall(data)
        if not starts or not data.startswith(b"%PDF-"):
            raise CannotCarry("PDF 的目录不完整，不能在文件后面附加批注")
        self.data = data
        self.reader = reader
        self.previous = int(starts[-1])
        self.classic = data[self.previous : self.previous + 4] == b"xref"
        if not self.classic and not re.match(rb"\s*\d+\s+\d+\s+obj", data[self.previous :][:40]):
            raise CannotCarry("PDF 的目录位置不对，不能在文件后面附加批注")
        self.next = int(reader.trailer["/Size"])
        self.objects: dict[tuple[int, int], bytes] = {}

    def add(self, value: Any) -> Any:
        """A new object; a reference to it."""
        from pypdf.generic import IndirectObject

        number = self.next
        self.next += 1
        self.objects[number, 0] = _written(value)
        return IndirectObject(number, 0, self.reader)

    def change(self, reference: Any, value: Any) -> None:
        """Another value for an object of the file."""
        self.objects[reference.idnum, reference.generation] = _written(value)

    def made(self) -> bytes:
        """The file, and the update behind it."""
        out = BytesIO()
        out.write(b"" if self.data.endswith(b"\n") else b"\n")
        offsets: dict[tuple[int, int], int] = {}
        for key, value in sorted(self.objects.items()):
            offsets[key] = len(self.data) + out.tell()
            out.write(b"%d %d obj\n%s\nendobj\n" % (*key, value))
        start = len(self.data) + out.tell()
        if self.classic:
            out.write(self._table(offsets))
        else:
            out.write(self._stream(offsets, start))
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self.data + out.getvalue()

    def _table(self, offsets: dict[tuple[int, int], int]) -> bytes:
        lines = [b"xref\n0 1\n0000000000 65535 f \n"]
        for (number, generation), offset in sorted(offsets.items()):
            lines.append(b"%d 1\n%010d %05d n \n" % (number, offset, generation))
        trailer = _written(self._trailer(self.next))
        return b"".join(lines) + b"trailer\n" + trailer + b"\n"

    def _stream(self, offsets: dict[tuple[int, int], int], start: int) -> bytes:
        from pypdf.generic import ArrayObject, NameObject, NumberObject, StreamObject

        own = self.next
        entries = {**offsets, (own, 0): start}
        rows = b"".join(
            b"\x01" + offset.to_bytes(6, "big") + generation.to_bytes(2, "big")
            for (_, generation), offset in sorted(entries.items())
        )
        index = [NumberObject(n) for number, _ in sorted(entries) for n in (number, 1)]
        stream = StreamObject()
        stream.update(self._trailer(own + 1))
        stream[NameObject("/Type")] = NameObject("/XRef")
        stream[NameObject("/Index")] = ArrayObject(index)
        stream[NameObject("/W")] = ArrayObject([NumberObject(n) for n in (1, 6, 2)])
        stream._data = rows
        return b"%d 0 obj\n%s\nendobj\n" % (own, _written(stream))

    def _trailer(self, size: int) -> Any:
        from pypdf.generic import (
            ArrayObject,
            ByteStringObject,
            DictionaryObject,
            NameObject,
            NumberObject,
        )

        trailer = self.reader.trailer
        kept = DictionaryObject()
        for name in ("/Root", "/Info"):
            if name in trailer:
                kept[NameObject(name)] = trailer.raw_get(name)
        kept[NameObject("/Size")] = NumberObject(size)
        kept[NameObject("/Prev")] = NumberObject(self.previous)
        identity = trailer.get("/ID")
        if identity is not None and len(identity) == 2:
            content = b"".join(value for _, value in sorted(self.objects.items()))
            fresh = md5(self.data[-4096:] + content, usedforsecurity=False).digest()
            kept[NameObject("/ID")] = ArrayObject([identity[0], ByteStringObject(fresh)])
        return kept


def _written(value: Any) -> bytes:
    out = BytesIO()
    value.write_to_stream(out)
    return out.getvalue()
