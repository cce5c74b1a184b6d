"""Fields right of fields there: every sample of the repository against its true values.

    python bench/accuracy.py [--wrong]

A field is a leaf of the truth (an amount, a target, a level name …). *right*: read as printed.
*missing*: null, and the text is listed as unread or was not read. *wrong*: another value than the
document prints. Level names count without a trailing 指标.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OPERATORS = {"≥": ">=", "≤": "<=", "=": "=", ">": ">", "<": "<"}
NATURES = {"正向": "positive", "反向": "negative", "定性": "qualitative"}
DASHES = {"", "-", "—", "——", "/", "－"}
FUNDS = ("label", "initial", "adjusted", "executed", "weight", "rate", "score")
ROW = (
    "level1", "level2", "name", "nature", "operator", "target", "actual", "unit", "weight", "score", "reason",
)  # fmt: skip


@dataclass
class Score:
    """Tally of one sample; ``faults`` are (pointer, truth, read)."""

    there: int = 0
    right: int = 0
    missing: list[tuple[str, Any, Any]] = field(default_factory=list)
    wrong: list[tuple[str, Any, Any]] = field(default_factory=list)

    def add(self, pointer: str, truth: Any, got: Any) -> None:
        if truth is None and got is None:
            return
        self.there += 1
        if truth == got:
            self.right += 1
        elif got is None:
            self.missing.append((pointer, truth, got))
        else:
            self.wrong.append((pointer, truth, got))


def value(text: Any) -> str | None:
    """A truth value as the contract writes it: dashes and blanks are null."""
    return None if text is None or text.strip() in DASHES else text


def digits(text: Any) -> str | None:
    held = value(text)
    return None if held is None else held.replace(",", "").removesuffix("%")


def level(text: str | None) -> str | None:
    if text is None:
        return None
    return "".join(text.split()).removesuffix("指标")


def squeeze(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())


def pairs(truth: dict[str, Any], got: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(pointer, true value, read value) for every field of one form."""
    yield "/form/title", truth["form_title"], got["form"]["title"]
    yield "/form/amount_unit", truth["funds_unit"], got["form"]["amount_unit"]
    yield "/year", int(truth["year"]) if truth["year"] else None, got["year"]
    for key, role in (("project_name", "project"), ("department", "department"), ("unit", "unit")):
        name, code = got[role]["name"], got[role]["code"]
        printed = truth[key]
        if printed is not None and code is not None and code in printed:
            printed = printed.replace(f"[{code}]", "").removeprefix(f"{code}-")
        yield f"/{role}/name", squeeze(printed), squeeze(name)
    for i in range(max(len(truth["funds"]), len(got["funds"]))):
        t = truth["funds"][i] if i < len(truth["funds"]) else dict.fromkeys(FUNDS)
        g = got["funds"][i] if i < len(got["funds"]) else dict.fromkeys(FUNDS)
        yield f"/funds/{i}/label", squeeze(t["label"]), squeeze(g["label"])
        for key in FUNDS[1:]:
            yield f"/funds/{i}/{key}", digits(t[key]), g[key]
    for key, side in (("goal_expected", "expected"), ("goal_actual", "actual")):
        yield f"/goal/{side}", squeeze(truth[key]), squeeze(got["goal"][side])
    for i in range(max(len(truth["indicators"]), len(got["indicators"]))):
        t = truth["indicators"][i] if i < len(truth["indicators"]) else dict.fromkeys(ROW)
        g = got["indicators"][i] if i < len(got["indicators"]) else dict.fromkeys(ROW)
        for key in ROW:
            true: Any
            if key == "nature":
                true = NATURES.get(t.get("direction") or "")
            elif key == "operator":
                true = OPERATORS.get(t["operator"] or "")
            elif key in ("level1", "level2"):
                yield f"/indicators/{i}/{key}", level(t[key]), level(g[key])
                continue
            elif key in ("weight", "score"):
                true = digits(t[key])
            elif key == "name":
                yield f"/indicators/{i}/{key}", squeeze(t[key]), squeeze(g[key])
                continue
            else:
                true = value(t[key])
            yield f"/indicators/{i}/{key}", true, g[key]
    yield "/total/weight", digits(truth["total_weight"]), got["total"]["weight"]
    yield "/total/score", digits(truth["total_score"]), got["total"]["score"]
    yield "/total/grade", value(truth.get("grade")), got["total"].get("grade")


def compare(truth: dict[str, Any], got: dict[str, Any]) -> Score:
    """The tally of one form (contract JSON) against its truth."""
    score = Score()
    for pointer, true, read in pairs(truth, got):
        score.add(pointer, true, read)
    return score


def samples() -> Iterator[tuple[Path, Path]]:
    """(file, truth) for every sample of the repository."""
    for text in sorted((ROOT / "examples" / "reference").glob("table-*.*")):
        if text.suffix == ".json":
            continue
        yield text, ROOT / "tests" / "reference" / f"{text.stem}.truth.json"
    for text in sorted((ROOT / "tests" / "layouts").glob("*.txt")):
        truth = text.with_name(f"{text.stem}.truth.json")
        if truth.exists():
            yield text, truth


def main() -> None:
    from jiping.model.contract import evaluation_to_json
    from jiping.read.formats import formats
    from jiping.read.layouts import understand
    from jiping.read.limits import DEFAULT

    right = there = 0
    for path, truth_path in samples():
        truth = json.loads(truth_path.read_text("utf-8"))
        data = path.read_bytes()
        known = max(formats(), key=lambda f: f.sniff(data[:65536], path.name.lower()))
        book = known.read(data, DEFAULT)
        read = understand(book, file=path.name, sha256="0" * 64)
        if not read.evaluations:
            print(f"{path.name:24} no form, refused: {'、'.join(read.refused) or '-'}")
            continue
        got = read.evaluations[0]
        score = compare(truth, evaluation_to_json(got))
        right += score.right
        there += score.there
        print(
            f"{path.name:24} {score.right:4} of {score.there:4} right, "
            f"{len(score.missing):3} missing, {len(score.wrong):3} wrong, "
            f"{len(got.reading.unread):3} unread, family {got.form.family}, "
            f"balanced {got.reading.balanced}"
        )
        if "--wrong" in sys.argv:
            for pointer, true, value_read in [*score.wrong, *score.missing]:
                print(f"    {pointer}: {true!r} read as {value_read!r}")
    print(f"{right} of {there} fields right")


if __name__ == "__main__":
    main()
