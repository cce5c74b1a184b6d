"""Mere strokes in a cell, told by their shape; rulings that a seal stands on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("cv2")
pytest.importorskip("onnxruntime")

SIZE = 21


def drawn(paint: Callable[[Any, Any], None]) -> str | None:
    """What the only line of a small picture says by its shape."""
    import cv2
    import numpy as np

    from jiping.read.scan.lettering import inked, plain_sign, strips

    page = np.full((60, 90), 255, np.uint8)
    paint(cv2, page)
    ink = inked(page)
    (strip,) = strips(ink, (0, 0, 90, 60), SIZE)
    return plain_sign(ink, strip, SIZE)


def bars(
    upper: tuple[int, int], lower: tuple[int, int], apart: int = 6, thick: int = 2
) -> Callable[[Any, Any], None]:
    def paint(cv2: Any, page: Any) -> None:
        for y, (x0, x1) in ((26, upper), (26 + apart, lower)):
            cv2.line(page, (x0, y), (x1, y), 0, thick)

    return paint


def test_a_leaning_stroke_is_a_slash_and_an_upright_one_is_left_to_the_recogniser() -> None:
    assert drawn(lambda cv2, page: cv2.line(page, (36, 20), (30, 40), 0, 2)) == "/"
    assert drawn(lambda cv2, page: cv2.line(page, (30, 20), (30, 40), 0, 2)) is None

    def one(cv2: Any, page: Any) -> None:  # the flag of a 1 leans the way of a slash, its stem not
        cv2.line(page, (34, 20), (34, 40), 0, 2)
        cv2.line(page, (30, 24), (34, 20), 0, 2)

    assert drawn(one) is None


def test_two_bars_of_one_length_are_equals_and_a_shorter_upper_one_is_a_word() -> None:
    assert drawn(bars((30, 42), (30, 42))) == "="
    assert drawn(bars((30, 40), (30, 40), apart=4, thick=1)) == "="  # no higher than a dash
    assert drawn(bars((32, 40), (29, 43))) is None


def test_a_line_through_a_seal_stays_a_line_of_the_table() -> None:
    import cv2
    import numpy as np

    from jiping.read.scan.lattice import lattice_of

    page = np.full((700, 900), 255, np.uint8)
    xs, ys = (50, 250, 450, 650, 850), (50, 150, 250, 350, 450, 550, 650)
    for x in xs:
        cv2.line(page, (x, ys[0]), (x, ys[-1]), 0, 2)
    for y in ys:
        cv2.line(page, (xs[0], y), (xs[-1], y), 0, 2)
    cv2.circle(page, (450, 400), 120, 60, 5)
    cv2.circle(page, (450, 400), 40, 60, -1)
    found = lattice_of(page)
    walls = {round(x, -1): (round(y0, -1), round(y1, -1)) for x, y0, y1 in found.verticals}
    assert walls[450] == (50, 650)
    assert {round(y, -1) for y, _, _ in found.horizontals} == set(ys)
