"""Picture files → pictures, page by page, with the size and shape checked before decoding."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

from jiping.read.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiping.read.limits import Limits
    from jiping.read.scan.ink import Picture

MOST_PIXELS = 70_000_000  # A3 at 600 dpi is 70 million; a page at 200 dpi has 4 million
SHORTEST_SIDE = 200
SHAPELESS = 12  # a picture so many times longer than wide is no page
KINDS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
LONG = 842.0  # points: A4, where the picture doesn't say how large it is
SHEETS = (400.0, 1700.0)

BROKEN = "图片不完整或已损坏，打不开（可能下载或复制时被截断）。请重新取得文件，或重新扫描后再试。"


def pictures(data: bytes, limits: Limits) -> Iterator[tuple[Picture, tuple[float, float]]]:
    """Each page of a picture file: pixels (grey or RGB, right way up by its own label) and size
    in points. Raises `Unreadable` for damage, for giants and for what is no page."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes and damage are judged here, in words
            with Image.open(BytesIO(data), formats=KINDS) as image:
                count = getattr(image, "n_frames", 1)
                if count > limits.scan_pages:
                    raise Unreadable(
                        f"图片文件有{count}页，超过扫描件的上限{limits.scan_pages}页。"
                        "请把自评表所在的页单独存成一个文件再试。"
                    )
                for frame in ImageSequence.Iterator(image):
                    _check(frame.size)
                    yield _decoded(frame)
                    if image.format == "GIF":
                        return  # the other pictures of an animation are no pages
    except Unreadable:
        raise
    except Image.DecompressionBombError as exc:
        raise Unreadable(_giant("过多")) from exc
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError) as exc:
        raise Unreadable(BROKEN) from exc
    except (KeyError, IndexError, OverflowError, ZeroDivisionError, AttributeError) as exc:
        # what the decoders of damaged files are known to end with
        raise Unreadable(BROKEN) from exc


def _check(size: tuple[int, int]) -> None:
    """Before decoding: is this as large as a page, and not larger?"""
    width, height = size
    if width * height > MOST_PIXELS:
        raise Unreadable(_giant(f"{width * height // 1_000_000} 百万"))
    if min(size) < SHORTEST_SIDE or max(size) > SHAPELESS * min(size):
        raise Unreadable(
            f"图片只有{width}×{height}像素，不是整页的扫描件，认不出表格。"
            "请以200dpi扫描整页，或提供电子版原件。"
        )


def _giant(pixels: str) -> str:
    return (
        f"图片的像素（{pixels}）远多于一页扫描件，没有读取。请以200dpi、A4或A3幅面重新扫描后再试。"
    )


def _decoded(frame: Any) -> tuple[Picture, tuple[float, float]]:
    import numpy as np
    from PIL import Image, ImageOps

    dots = _dots(frame)
    image = ImageOps.exif_transpose(frame)
    if image.mode.startswith(("I", "F")):  # 16 bits of grey, which a plain conversion would cut
        values = np.asarray(image, dtype=np.float32)
        low, high = float(values.min()), float(values.max())
        grey = (values - low) * (255.0 / max(1.0, high - low))
        picture = grey.astype(np.uint8)
    elif image.mode in ("1", "L"):
        picture = np.asarray(image.convert("L"))
    else:
        if "A" in image.getbands() or "transparency" in image.info:
            image = image.convert("RGBA")
            paper = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(paper, image)
        picture = np.asarray(image.convert("RGB"))
    height, width = picture.shape[:2]
    long = max(width, height) * 72 / dots if dots else 0.0
    if not SHEETS[0] <= long <= SHEETS[1]:
        long = LONG
    scale = long / max(width, height)
    return picture, (width * scale, height * scale)


def _dots(frame: Any) -> float:
    """Resolution that the file names, in dots an inch; 0 if none or nonsense."""
    try:
        dots = float(frame.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0
    return dots if 90 <= dots <= 1300 else 0.0
