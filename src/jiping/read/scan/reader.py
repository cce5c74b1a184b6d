"""Pages that are pictures, one after the other: what they share in one book."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiping.read.errors import Unreadable
from jiping.read.scan.doubt import Doubt, mark
from jiping.read.scan.page import read_picture

if TYPE_CHECKING:
    from jiping.read.book import Book, Box
    from jiping.read.grid import Leaf
    from jiping.read.limits import Limits
    from jiping.read.scan.ink import Picture

_ONE_AT_A_TIME = threading.Lock()  # one page in memory; a model uses all its cores anyway


@dataclass(slots=True, eq=False)
class Reader:
    """Reads pages by recognition and remembers their doubts until the book is bound.

    ``seconds`` adds up where the time went; ``pages`` are the numbers of the pages read.
    """

    limits: Limits
    pages: list[int] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    _doubts: dict[tuple[int, Box], Doubt] = field(default_factory=dict)

    def leaf(self, picture: Picture, number: int, size: tuple[float, float]) -> Leaf:
        """A picture of page ``number`` with its size in points → the leaf. Raises `Unreadable`."""
        import cv2

        from jiping.read.scan.recogniser import threads

        if len(self.pages) >= self.limits.scan_pages:
            raise Unreadable(
                f"扫描页超过上限{self.limits.scan_pages}页，没有读取。"
                "请把自评表所在的页单独存成一个文件再试。"
            )
        with _ONE_AT_A_TIME:
            cv2.setNumThreads(threads())
            page = read_picture(picture, number, size, self.limits.scan_seconds)
        self.pages.append(number)
        for what, seconds in page.seconds.items():
            self.seconds[what] = self.seconds.get(what, 0.0) + seconds
        self._doubts |= {(number, box): doubt for box, doubt in page.doubts.items()}
        return page.leaf

    def finish(self, book: Book, pages: str) -> None:
        """Mark the doubtful cells of the bound book; ``pages`` names the pages for its notes."""
        mark(book, self._doubts)
        if self.pages:
            book.recognised = True
            book.notes.append(
                f"{pages}是扫描件或图片，由文字识别（OCR）读出，可能认错字，请与原件核对。"
            )
