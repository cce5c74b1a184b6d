"""What PDF and OFD of the suite's seed 1130 found, each as the form that showed it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from jiping.model.contract import evaluation_to_json
from jiping.read import read_bytes

SEED = 1130


def compared(number: int, format_: str) -> Any:
    """The comparison of form ``number`` of the suite, drawn in one format and read."""
    from conformance.compare import compare
    from conformance.renders import RENDERS
    from conformance.suite import form

    _, _, drawn = form(SEED, number, 0.5)
    suffix, data = RENDERS[format_](drawn, random.Random(f"{SEED}/{number}/{format_}"))
    (e,) = read_bytes(data, f"a.{suffix}").evaluations
    truth = form(SEED, number, 0.0)[2].truth
    return compare(truth, {"forms": [evaluation_to_json(e)]})


@pytest.mark.parametrize(
    ("number", "format_", "why"),
    [
        (8, "txt-tabs", "a blank 完成值 beside columns that the contract has no field for"),
        (31, "pdf-bare-centred", "headers of two columns that stand close are two headers"),
        (28, "pdf-bare-centred", "a row of a name and a target is a row, not a label beside two"),
        (65, "pdf-rows", "a row below a page break that begins with a label of its own"),
        (3, "ofd", "figures wrapped in narrow cells are no figures of several rows"),
    ],
)
def test_the_form_is_read_whole(number: int, format_: str, why: str) -> None:
    assert compared(number, format_).faults == [], why
