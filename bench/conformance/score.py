"""Answers of a whole suite → figures by format, family and hostility, in JSON and Markdown."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.compare import Compared, compare
from conformance.suite import load


@dataclass
class Tally:
    """Sums over forms."""

    forms: int = 0
    found: int = 0
    whole: int = 0
    there: int = 0
    right: int = 0
    wrong: int = 0
    silent: int = 0
    where: Counter[str] = field(default_factory=Counter)

    def add(self, one: Compared) -> None:
        self.forms += 1
        self.found += one.found
        self.whole += one.found and not one.faults
        self.there += one.there
        self.right += one.right
        self.wrong += len(one.faults)
        self.silent += one.silent

    def to_json(self) -> dict[str, Any]:
        return {
            "forms": self.forms, "found": self.found, "all_right": self.whole, "fields": self.there, "right": self.right,
            "wrong": self.wrong, "silent": self.silent, "fields_right_percent": percent(self.right, self.there),
            "forms_all_right_percent": percent(self.whole, self.forms), "silent_percent": percent(self.silent, self.there),
        }  # fmt: skip


def percent(part: int, whole: int) -> str:
    """Share in percent, three decimals, never rounded up to 100."""
    if not whole:
        return "–"
    thousandths = part * 100_000 // whole
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def score(out: Path) -> dict[str, Any]:
    """Score ``answers.json`` of a suite; writes ``score.json``, ``score.md``, ``faults.tsv``."""
    index = load(out)
    if not (out / "answers.json").is_file():
        raise ValueError(f"no answers in {out}: run a tool over it first")
    answers = json.loads((out / "answers.json").read_text("utf-8"))
    tables: dict[str, dict[str, Tally]] = {"format": {}, "family": {}, "hostility": {}}
    faults = ["silent\tfile\tfamily\thostility\tpointer\ttrue\tgot\tbalanced"]
    everything = Tally()
    crossed: dict[str, dict[str, Tally]] = {}
    for entry in index["files"]:
        answer = answers["files"].get(entry["file"])
        if answer is None:
            continue
        one = compare(index["truths"][entry["form"]], answer)
        everything.add(one)
        for by, table in tables.items():
            table.setdefault(entry[by] or "(none)", Tally()).add(one)
        crossed.setdefault(entry["family"], {}).setdefault(entry["format"], Tally()).add(one)
        for pointer, true, got, silent in one.faults if one.found else ():
            faults.append("\t".join(map(str, (
                int(silent), entry["file"], entry["family"], entry["hostility"], pointer, true, got, one.balanced,
            ))))  # fmt: skip
        if not one.found:
            faults.append(
                f"0\t{entry['file']}\t{entry['family']}\t{entry['hostility']}\t-\tno form\t{answer.get('status')}\t{answer.get('reason') or answer.get('failed')}"
            )
    result: dict[str, Any] = {
        "suite": {"version": index["version"], "seed": index["seed"], "forms": len(index["truths"])},
        "runner": answers["runner"], "all": everything.to_json(),
        **{by: {k: t.to_json() for k, t in sorted(table.items())} for by, table in tables.items()},
        "family_format": {f: {k: t.to_json() for k, t in by.items()} for f, by in sorted(crossed.items())},
    }  # fmt: skip
    for name, seconds in answers["seconds"].items():
        if name in result["format"]:
            result["format"][name]["forms_per_second"] = (
                f"{result['format'][name]['forms'] / max(seconds, 1e-9):.1f}"
            )
    (out / "score.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")
    (out / "score.md").write_text(markdown(result), "utf-8")
    (out / "faults.tsv").write_text("\n".join(faults) + "\n", "utf-8")
    return result


def markdown(result: dict[str, Any]) -> str:
    """The figures as Markdown tables."""
    suite = result["suite"]
    out = [
        f"Suite version {suite['version']}, seed {suite['seed']}, {suite['forms']} forms; runner `{result['runner']}`."
    ]
    for by in ("format", "family", "hostility"):
        out += ["", f"| {by} | files | form found | fields | right % | forms all right % | wrong | silent | silent % |"
                + (" forms/s |" if by == "format" else ""),
                "|---|" + "---:|" * (9 if by == "format" else 8)]  # fmt: skip
        for name, t in [*result[by].items(), ("**all**", result["all"])]:
            cells = [name, t["forms"], t["found"], t["fields"], t["fields_right_percent"], t["forms_all_right_percent"],
                     t["wrong"], t["silent"], t["silent_percent"]]  # fmt: skip
            if by == "format":
                cells.append(t.get("forms_per_second", ""))
            out.append("| " + " | ".join(map(str, cells)) + " |")
    for title, key in (
        ("fields right %", "fields_right_percent"), ("forms all right %", "forms_all_right_percent"),
        ("silent %", "silent_percent"),
    ):  # fmt: skip
        out += ["", *_crossed(result, title, key)]
    return "\n".join(out) + "\n"


def _crossed(result: dict[str, Any], title: str, key: str) -> list[str]:
    """One figure by family and format."""
    names = list(result["format"])
    out = [f"| {title} | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for family, by in result["family_format"].items():
        out.append(
            f"| {family} | " + " | ".join(by[n][key] if n in by else "" for n in names) + " |"
        )
    return out
