"""PDF pages → scans as an office scanner or a phone makes them, seeded: the same input gives the
same picture. Needs the extra `ocr` (numpy, OpenCV, Pillow)."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

Image = Any
"""An RGB picture: a uint8 array of height × width × 3."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """What happens to a page. ``skew`` in degrees, ``keystone`` as part of the width by which the
    far edge is narrower, ``noise`` and ``shade`` in grey levels, ``quality`` of the JPEG."""

    dpi: int = 200
    skew: float = 0.6
    keystone: float = 0.0
    blur: float = 0.6
    noise: float = 6.0
    shade: float = 25.0
    seal: bool = False
    quality: int = 85
    quarters: int = 0


CLEAN = Scanner()
COARSE = Scanner(dpi=150, skew=-0.4)
HARD = Scanner(skew=2.0, keystone=0.02, noise=8.0, shade=40.0, seal=True, quality=45)


def pages(pdf: bytes | Path, dpi: int) -> list[Image]:
    """Every page of a PDF as a clean picture."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            found.append(page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[..., :3].copy())
            page.close()
        return found
    finally:
        document.close()


def scanned(picture: Image, scanner: Scanner, seed: int = 1) -> Image:
    """A clean picture as the scanner sees it."""
    import cv2
    import numpy as np

    random = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    image = picture
    if scanner.seal:
        image = _sealed(image, scanner.dpi)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), scanner.skew, 1.0)
    matrix = np.vstack([turn, [0, 0, 1]])
    if scanner.keystone:
        inset = scanner.keystone * width
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        moved = corners + np.array([[inset, inset / 2], [-inset, 0], [0, 0], [0, -inset / 2]])
        matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32)) @ matrix
    image = cv2.warpPerspective(image, matrix, (width, height), borderValue=(255, 255, 255))
    if scanner.blur:
        image = cv2.GaussianBlur(image, (0, 0), scanner.blur)
    shaded = image.astype(np.float32)
    shaded -= np.linspace(0, scanner.shade, width, dtype=np.float32)[None, :, None]
    shaded += random.normal(0, scanner.noise, (height, width, 1)).astype(np.float32)
    image = np.clip(shaded, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(image, -scanner.quarters))


def _sealed(image: Image, dpi: int) -> Image:
    """A round red seal over the lower right part of the page, as stamped ink: it darkens."""
    import cv2
    import numpy as np

    height, width = image.shape[:2]
    ink = np.full_like(image, 255)
    centre, radius = (int(width * 0.68), int(height * 0.42)), int(0.79 * dpi)
    red = (215, 40, 45)
    cv2.circle(ink, centre, radius, red, max(2, dpi // 40))
    points = [
        (
            int(centre[0] + radius * 0.32 * r * np.sin(k * np.pi / 5)),
            int(centre[1] - radius * 0.32 * r * np.cos(k * np.pi / 5)),
        )
        for k, r in ((k, 1.0 if k % 2 == 0 else 0.4) for k in range(10))
    ]
    cv2.fillPoly(ink, [np.array(points, np.int32)], red)
    for k in range(9):
        angle = np.pi * (0.85 + k * 1.3 / 8)
        spot = (
            int(centre[0] + radius * 0.78 * np.cos(angle)) - dpi // 14,
            int(centre[1] + radius * 0.78 * np.sin(angle)) + dpi // 14,
        )
        cv2.putText(ink, "HBMWEKSRA"[k], spot, cv2.FONT_HERSHEY_COMPLEX, dpi / 160, red, 3)
    return np.minimum(image, ink)


def encoded(picture: Image, kind: str = "png", dpi: int = 200, quality: int = 85) -> bytes:
    """A picture as a file of the kind png, jpeg, tiff, bmp or webp."""
    from PIL import Image as Pillow

    out = BytesIO()
    options: dict[str, Any] = {"quality": quality} if kind in ("jpeg", "webp") else {}
    if kind not in ("webp",):
        options["dpi"] = (dpi, dpi)
    Pillow.fromarray(picture).save(out, kind.upper(), **options)
    return out.getvalue()


def tiff(pictures: list[Image], dpi: int = 200) -> bytes:
    """Several pictures as the pages of one TIFF file."""
    from PIL import Image as Pillow

    first, *rest = [Pillow.fromarray(picture) for picture in pictures]
    out = BytesIO()
    first.save(
        out, "TIFF", save_all=True, append_images=rest, compression="tiff_lzw", dpi=(dpi, dpi)
    )
    return out.getvalue()


def pdf_of(pictures: list[bytes], size: tuple[float, float] | list[tuple[float, float]]) -> bytes:
    """JPEG pictures as the pages of a PDF without text, each filling a page of ``size`` points."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    sizes = size if isinstance(size, list) else [size] * len(pictures)
    for picture, (width, height) in zip(pictures, sizes, strict=True):
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(BytesIO(picture)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
