"""Forms → pictures as a scanner or a telephone leaves them: skew, blur, noise, JPEG, a red seal.

A page is drawn by ReportLab with a system font where one is found, rendered by pypdfium2, and
spoiled with numpy and Pillow. One page gives png or jpg, several a tif.
"""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

from conformance.grid import Drawn

KINDS = {
    "300": {"dpi": 300, "skew": 0.3, "noise": 3, "blur": 0.0, "jpeg": 0, "seal": False},
    "200": {"dpi": 200, "skew": 0.5, "noise": 4, "blur": 0.3, "jpeg": 85, "seal": False},
    "150": {"dpi": 150, "skew": 0.8, "noise": 5, "blur": 0.3, "jpeg": 75, "seal": False},
    "hard": {"dpi": 170, "skew": 2.0, "noise": 10, "blur": 0.6, "jpeg": 45, "seal": True},
}
"""Resolution, greatest angle, noise (grey levels), blur (pixels), JPEG quality (0: png), seal."""


def scan(drawn: Drawn, r: random.Random, kind: str) -> tuple[str, bytes]:
    """Suffix and bytes of the scanned form."""
    import pypdfium2

    from conformance.papers import pdf

    how = KINDS[kind]
    document = pypdfium2.PdfDocument(pdf(drawn, r, fit=True))
    pages = []
    for page in document:
        picture = page.render(scale=how["dpi"] / 72).to_pil().convert("RGB")
        pages.append(_spoiled(picture, r, how))
    out = BytesIO()
    dpi = (how["dpi"], how["dpi"])
    if len(pages) > 1:
        pages[0].save(
            out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw", dpi=dpi
        )
        return "tif", out.getvalue()
    if how["jpeg"]:
        pages[0].save(out, "JPEG", quality=how["jpeg"], dpi=dpi)
        return "jpg", out.getvalue()
    pages[0].save(out, "PNG", dpi=dpi)
    return "png", out.getvalue()


def _spoiled(picture: Any, r: random.Random, how: dict[str, Any]) -> Any:
    import numpy
    from PIL import Image, ImageFilter

    if how["seal"]:
        picture = _sealed(picture, r)
    angle = r.uniform(-how["skew"], how["skew"])
    picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    if how["skew"] >= 2:
        w, h = picture.size
        d = [r.uniform(0, 0.012) for _ in range(4)]
        corners = (w * d[0], h * d[1], 0, h, w, h * (1 - d[2]), w * (1 - d[3]), 0)
        picture = picture.transform((w, h), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    if how["blur"]:
        picture = picture.filter(ImageFilter.GaussianBlur(how["blur"]))
    chance = numpy.random.default_rng(r.getrandbits(32))
    grey = numpy.asarray(picture, dtype=numpy.int16)
    spots = chance.normal(0, how["noise"], grey.shape[:2]).astype(numpy.int16)
    return Image.fromarray(numpy.clip(grey - 6 + spots[:, :, None], 0, 255).astype(numpy.uint8))


def _sealed(picture: Any, r: random.Random) -> Any:
    """A round red seal over the lower right part, as offices stamp them."""
    import math

    from PIL import Image, ImageChops, ImageDraw

    w, h = picture.size
    size = int(min(w, h) * 0.2)
    seal = Image.new("RGB", picture.size, (255, 255, 255))
    pen = ImageDraw.Draw(seal)
    x, y = int(w * r.uniform(0.55, 0.75)), int(h * r.uniform(0.5, 0.72))
    red = (226, 60, 52)
    pen.ellipse((x, y, x + size, y + size), outline=red, width=max(3, size // 40))
    middle = (x + size / 2, y + size / 2)
    points = []
    for i in range(10):
        radius = size * (0.17 if i % 2 == 0 else 0.07)
        points.append(
            (
                middle[0] + radius * math.sin(math.pi * i / 5),
                middle[1] - radius * math.cos(math.pi * i / 5),
            )
        )
    pen.polygon(points, fill=red)
    return ImageChops.multiply(picture, seal)
