"""What a run loads of the schemes is what their files state."""

from __future__ import annotations

import json

from jiping.score.scheme import COMPILED, stated


def test_the_compiled_schemes_are_those_of_the_files() -> None:
    compiled = json.loads(COMPILED.read_text("utf-8"))
    assert compiled == stated(), "run dev.py fix: a scheme changed, compiled.json did not"
