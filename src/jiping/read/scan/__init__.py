"""A picture of a page → `jiping.read.grid.Leaf`, offline, with the extra ``ocr``.

The order is: make the page upright and flat (`upright`), find the ruling lines (`lattice`), cut
the cells into printed lines (`lettering`), recognise each (`recogniser`), and hand characters and
rulings to the same grid builder as a PDF with text. What was recognised is doubtful: every cell
keeps its confidence and the other readings that came close (`doubt`), and the form's own
arithmetic may choose one of them (`decide`). Nothing here is imported unless a page is a picture.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

NEEDED = ("cv2", "numpy", "onnxruntime", "PIL", "rapidocr")


@cache
def available() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return all(find_spec(name) is not None for name in NEEDED)


def missing(what: str) -> str:
    """What to tell the owner of a scan when the extra is not installed; ``what`` names the scan."""
    return (
        f"{what}，要先做文字识别才能读取，而本机没有装识别组件。"
        '请运行 pip install "jiping[ocr]" 后再试（装好后不需要联网）；'
        "或者改用电子版原件（docx、xlsx，或由它们直接另存、可以复制文字的PDF）。"
    )
