"""Pictures of pages → a PDF of one page each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page: its coded bytes, pixels, size in points, and how it is coded
    (``/DCTDecode``: JPEG, ``/FlateDecode``: packed rows of RGB)."""

    data: bytes
    pixels_across: int
    pixels_down: int
    width: float
    height: float
    coding: str
    grey: bool = False


def picture_pdf(shots: Iterable[Shot]) -> bytes:
    """The PDF. The same pictures give the same bytes."""
    objects: list[bytes] = [b"", b""]  # the catalogue and the list of pages come when all is known
    pages: list[int] = []
    for shot in shots:
        colours = "/DeviceGray" if shot.grey else "/DeviceRGB"
        objects.append(
            _stream(
                f"/Type/XObject/Subtype/Image/Width {shot.pixels_across}/Height {shot.pixels_down}"
                f"/ColorSpace{colours}/BitsPerComponent 8/Filter{shot.coding}",
                shot.data,
            )
        )
        picture = len(objects)
        drawn = f"q {shot.width:.2f} 0 0 {shot.height:.2f} 0 0 cm /P Do Q".encode("ascii")
        objects.append(_stream("", drawn))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {shot.width:.2f} {shot.height:.2f}]"
            f"/Resources<</XObject<</P {picture} 0 R>>>>/Contents {picture + 1} 0 R>>".encode(
                "ascii"
            )
        )
        pages.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode("ascii")
    return _file(objects)


def _stream(head: str, content: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head.encode("ascii"), len(content), content)


def _file(objects: list[bytes]) -> bytes:
    out = BytesIO()
    out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(
        b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )
    return out.getvalue()
