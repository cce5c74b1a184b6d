"""`jiping annotate` and `jiping compare` as people call them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from jiping.model.contract import schema

Run = Callable[..., Any]
TABLE = "examples/reference/table-4"
FINDING = schema("audit")["properties"]["forms"]["items"]["properties"]["findings"]["items"]


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf", "html"])
def test_the_same_file_with_findings(suffix: str, jiping: Run, tmp_path: Path) -> None:
    target = tmp_path / f"审核.{suffix}"
    ran = jiping("annotate", f"{TABLE}.{suffix}", "-o", target)
    assert (ran.code, ran.out) == (0, "")
    assert "26 条问题写成" in ran.err
    assert f"已写入 {target}" in ran.err
    again = jiping("audit", target, "--format", "json").json()["forms"][0]["findings"]
    before = jiping("audit", f"{TABLE}.{suffix}", "--format", "json").json()["forms"][0]["findings"]
    assert again == before


def test_a_text_gets_a_pdf_beside_it(jiping: Run, tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    ran = jiping("annotate", f"{TABLE}.txt", "-o", tmp_path / "审核.txt")
    assert ran.code == 0
    assert "不能写批注" in ran.err
    assert [p.name for p in tmp_path.iterdir()] == ["审核.pdf"]


def test_wrong_use_and_unreadable_files(jiping: Run, tmp_path: Path) -> None:
    wrong = jiping("annotate", f"{TABLE}.docx", "-o", tmp_path / "审核.xlsx")
    assert wrong.code == 2
    assert ".docx" in wrong.err
    assert jiping("annotate", f"{TABLE}.docx").code == 2
    copy = tmp_path / "表.docx"
    copy.write_bytes((Path(__file__).parents[2] / f"{TABLE}.docx").read_bytes())
    assert jiping("annotate", copy, "-o", copy).code == 2
    assert jiping("annotate", "没有.docx", "-o", tmp_path / "a.docx").code == 3
    assert jiping("compare", f"{TABLE}.docx", "没有.docx").code == 3
    assert jiping("compare", f"{TABLE}.docx").code == 2
    assert jiping("compare", f"{TABLE}.docx", f"{TABLE}.docx", "--only", "X-1").code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["表.docx"]


def corrected(tmp_path: Path) -> tuple[Path, Path]:
    """Table 4 as text with a wrong total, and with that put right and a name changed."""
    text = (Path(__file__).parents[2] / f"{TABLE}.txt").read_text("utf-8")
    old, new = tmp_path / "前.txt", tmp_path / "后.txt"
    old.write_text(text.replace("95.71", "96.71"), "utf-8")
    new.write_text(text.replace("产品宣传成果率", "产品宣传的成果率"), "utf-8")
    return old, new


def test_compare_prints_the_contract(jiping: Run, tmp_path: Path) -> None:
    old, new = corrected(tmp_path)
    ran = jiping("compare", old, new, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    document = ran.json()
    for what in ("gone", "remaining", "new"):
        for finding in document[what]:
            jsonschema.Draft202012Validator(FINDING).validate(finding)
    assert [f["rule"] for f in document["gone"]] == ["C-SCR-05"]
    assert document["new"] == []
    assert {f["file"] for f in document["remaining"]} == {str(new)}
    changed = {c["new_pointer"]: (c["old"], c["new"]) for c in document["changed"]}
    assert changed == {
        "/total/score": ("96.71", "95.71"),
        "/indicators/2/name": ("产品宣传成果率", "产品宣传的成果率"),
    }
    assert all(c["old_place"]["line"] == c["new_place"]["line"] for c in document["changed"])
    swapped = jiping("compare", new, old, "--format", "json").json()
    assert [f["rule"] for f in swapped["new"]] == ["C-SCR-05"]
    assert swapped["gone"] == []


@pytest.mark.parametrize("form", ["terminal", "md", "html"])
def test_compare_for_people(form: str, jiping: Run, tmp_path: Path) -> None:
    old, new = corrected(tmp_path)
    out = jiping("compare", old, new, "--format", form).out
    for words in ("已改 1 条", "新增 0 条", "C-SCR-05", "96.71", "95.71", "产品宣传的成果率"):
        assert words in out
    target = tmp_path / "对照.html"
    assert jiping("compare", old, new, "-o", target).code == 0
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_the_review_cycle(jiping: Run, tmp_path: Path) -> None:
    target = tmp_path / "复审.docx"
    ran = jiping("annotate", f"{TABLE}.docx", "--against", f"{TABLE}.xlsx", "-o", target)
    assert ran.code == 0
    assert "与上次相比：已改 0 条，仍在 26 条，新增 0 条。" in ran.err
