"""Every JSON document that the command line prints is what the contract says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from jiping.model.contract import schema

Run = Callable[..., Any]
ALL = {name: schema(name) for name in ("evaluation", "read", "audit")}
REGISTRY: Any = Registry().with_resources(
    [(s["$id"], Resource.from_contents(s)) for s in ALL.values()]
)


def valid(name: str, document: Any) -> Any:
    jsonschema.Draft202012Validator(ALL[name], registry=REGISTRY).validate(document)
    return document


@pytest.mark.parametrize("places", [False, True])
def test_read(jiping: Run, tables: list[str], places: bool) -> None:
    ran = jiping("read", *tables, "--format", "json", *(["--places"] if places else []))
    forms = valid("read", ran.json())["forms"]
    assert [f["source"]["file"] for f in forms] == tables
    assert [("places" in f) for f in forms] == [places] * 5
    if places:
        place = forms[0]["places"]["/indicators/11/actual"]
        assert place["text"] == "10.154302"


@pytest.mark.parametrize("places", [False, True])
def test_audit(jiping: Run, tables: list[str], places: bool) -> None:
    ran = jiping("audit", *tables, "--format", "json", *(["--places"] if places else []))
    forms = valid("audit", ran.json())["forms"]
    totals = [f["ledger"]["computed_total"] for f in forms]
    assert totals == ["97.50", "98.95", "100.00", "95.71", "98.95"]
    codes = [[c["rule"] for c in f["checks"]] for f in forms]
    assert all(c == codes[0] and len(set(c)) == len(c) for c in codes)
    assert [("places" in f["evaluation"]) for f in forms] == [places] * 5


def test_every_format_of_the_tables_gives_one_form(jiping: Run) -> None:
    files = [f"examples/reference/table-1.{s}" for s in ("txt", "docx", "xlsx", "html", "pdf")]
    forms = valid("audit", jiping("audit", *files, "--format", "json").json())["forms"]
    assert [f["ledger"]["computed_total"] for f in forms] == ["97.50"] * 5


def test_bad_files_and_a_mix(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    bad = {
        "空.docx": b"",
        "断.xlsx": b"PK\x03\x04" + b"\x00" * 40,
        "图.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        "字节.pdf": b"%PDF-1.7\n" + bytes(range(256)),
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "通知.txt").write_text("关于开会的通知", "utf-8")
    ran = jiping("audit", tmp_path, tmp_path / "图.png", tables[1], "--format", "json")
    assert ran.code == 3
    document = valid("audit", ran.json())
    status = {Path(f["file"]).name: f["status"] for f in document["files"]}
    assert status == {
        "空.docx": "failed", "断.xlsx": "failed", "图.png": "failed", "字节.pdf": "failed",
        "通知.txt": "no_form", "table-2.txt": "read",
    }  # fmt: skip
    assert all(f["reason"] for f in document["files"] if f["status"] != "read")
    assert valid("read", jiping("read", tmp_path, "--format", "json").json())["forms"] == []


def test_severity_hides_findings_and_no_check(jiping: Run, tables: list[str]) -> None:
    whole = jiping("audit", *tables, "--format", "json").json()["forms"]
    grave = jiping("audit", *tables, "--format", "json", "--severity", "error").json()["forms"]
    for all_of, some in zip(whole, grave, strict=True):
        expected = [f for f in all_of["findings"] if f["severity"] == "error"]
        assert some["findings"] == expected
        assert some["checks"] == all_of["checks"]


def test_a_given_scheme_is_used(jiping: Run, tables: list[str], tmp_path: Path) -> None:
    own = tmp_path / "本局.toml"
    own.write_text(
        'id = "ours"\ntitle = "本局"\nextends = "cn-2020"\nregions = ["150000"]\nyears = [2020]\n',
        "utf-8",
    )
    for given, scheme in (("cn-2020", "cn-2020"), (str(own), "ours")):
        ran = jiping("audit", tables[0], "--format", "json", "--scheme", given)
        ledger = ran.json()["forms"][0]["ledger"]
        assert (ledger["scheme"], ledger["scheme_choice"]) == (scheme, "given")
        row = next(r for r in ledger["rows"] if r["row"] == "/indicators/11")
        assert row["computed"] == "1.75"


def test_scores_alone_have_the_same_shape(jiping: Run, tables: list[str]) -> None:
    [form] = jiping("score", tables[3], "--format", "json").json()["forms"]
    valid("evaluation", form["evaluation"])
    assert form["ledger"]["rows"][0]["computed"] == "5.71"
