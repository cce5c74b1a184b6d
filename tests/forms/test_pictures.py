"""Every family in every format that has pages, as a picture: compared with the one looked at before.

``JIPING_REGENERATE=1`` draws them anew. Look at each before it is committed.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import jiping
from jiping.forms.draw import drawing_of
from jiping.forms.drawing import Document
from jiping.forms.families import families
from jiping.forms.formats import form_format
from jiping.model.evaluation import Evaluation, FundLine, Goal, Indicator, Named, Total

pytest.importorskip("PIL", reason="needs Pillow")
pytest.importorskip("typst", reason="needs the extra pdf")
pytest.importorskip("noto_cjk_sans_otc", reason="needs the extra pdf")

from making import pictures
from making.recalculation import program
from PIL import Image, ImageDraw, ImageFilter

KEPT = Path(__file__).parent / "pictures"
TABLE = Path(__file__).parents[2] / "examples" / "reference" / "table-2.txt"
SENTENCE = "本年度按照批复的绩效目标组织实施，完成了全部建设任务，资金使用合规，群众满意度较高。"
LONG = ("nm-2023", "mof-2020")
"""Families that are also drawn with long texts: one across, one upright."""


@cache
def filled() -> Evaluation:
    [found] = jiping.read(TABLE).evaluations
    return found


@cache
def long() -> Evaluation:
    """Reasons of up to 120 letters, goals of five paragraphs, remarks below."""
    form = filled()
    rows = form.indicators
    reasons = [f"原因{n}：" + SENTENCE * (n % 4) if n % 4 else None for n in range(len(rows))]
    return replace(
        form,
        project=Named("农村牧区人居环境综合整治及基础设施补短板建设工程（二期）专项补助资金", "150000240001"),
        goal=Goal(
            "\n".join(f"目标{n}：{SENTENCE}" for n in range(1, 6)),
            "\n".join(f"完成情况{n}：{SENTENCE * 2}" for n in range(1, 6)),
        ),
        indicators=tuple(replace(r, reason=s) for r, s in zip(rows, reasons, strict=True)),
        remarks={"存在问题": SENTENCE * 3, "改进措施": SENTENCE},
    )  # fmt: skip


@cache
def empty() -> Evaluation:
    """As good as nothing: a name, one row."""
    return replace(
        filled(),
        year=None,
        department=Named(None),
        unit=Named(None),
        funds=(FundLine("total", "年度资金总额"), FundLine("fiscal", "其中：财政拨款")),
        goal=Goal(),
        indicators=(Indicator("产出指标", "数量指标", "参展企业"),),
        total=Total(),
    )


CASES = [(f, "filled") for f in families()] + [(f, c) for f in LONG for c in ("long", "empty")]


@cache
def document(family: str, case: str) -> Document:
    form = {"filled": filled, "long": long, "empty": empty}[case]()
    return Document((drawing_of(form, families()[family]),), (form,), "表")


@cache
def pdf(family: str, case: str) -> bytes:
    from jiping.forms.typeset.compile import pdf as made

    return made(document(family, case), system_fonts=False)


@cache
def office() -> dict[str, bytes]:
    """All Word documents and workbooks, printed in one go."""
    return pictures.printed({
        f"{family}-{case}-{suffix}.{suffix}": form_format(suffix).write(document(family, case))
        for family, case in CASES for suffix in ("docx", "xlsx")
    })  # fmt: skip


def compare(pages: list[Image.Image], name: str) -> None:
    """Each page with the one that is kept; the number of pages too."""
    kept = sorted(KEPT.glob(f"{name}-[0-9]*.png"))
    if os.environ.get("JIPING_REGENERATE"):
        KEPT.mkdir(exist_ok=True)
        for file in kept:
            file.unlink()
        for number, page in enumerate(pages, 1):
            (KEPT / f"{name}-{number}.png").write_bytes(pictures.png(page))
        return
    assert len(pages) == len(kept), f"{name}: pages"
    for page, file in zip(pages, kept, strict=True):
        differs = pictures.difference(
            pictures.kept(file.read_bytes()), pictures.kept(pictures.png(page))
        )
        assert differs <= pictures.ALLOWED, f"{file.name}: {differs} places differ"


@pytest.mark.parametrize(("family", "case"), CASES)
def test_pdf_looks_as_it_did(family: str, case: str) -> None:
    compare(pictures.pictures(pdf(family, case)), f"{family}-{case}-pdf")


@pytest.mark.skipif(program() is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize(("family", "case"), CASES)
def test_office_files_look_as_they_did(family: str, case: str, suffix: str) -> None:
    name = f"{family}-{case}-{suffix}"
    compare(pictures.pictures(office()[f"{name}.{suffix}"]), name)


@pytest.mark.skipif(pictures.chromium() is None, reason="no chromium on this machine")
@pytest.mark.parametrize(("family", "case"), CASES)
def test_web_pages_look_as_they_did(family: str, case: str) -> None:
    data = form_format("html").write(document(family, case))
    [made] = pictures.printed({"page.html": data}).values()
    compare(pictures.pictures(made), f"{family}-{case}-html")


@pytest.mark.parametrize(("family", "case"), CASES)
def test_ofd_looks_like_the_pdf(family: str, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn from its own XML, with the fonts in it: the same page."""
    from jiping.forms.typeset import fonts

    alone = fonts.font_set(system=False)
    for module in ("jiping.forms.typeset.compile", "jiping.forms.formats.ofd"):
        monkeypatch.setattr(f"{module}.font_set", lambda **_: alone, raising=False)
    monkeypatch.setattr(fonts, "font_set", lambda **_: alone)
    pages = pictures.ofd_pictures(form_format("ofd").write(document(family, case)))
    wanted = pictures.pictures(pdf(family, case))
    assert len(pages) == len(wanted)
    for number, (page, other) in enumerate(zip(pages, wanted, strict=True), 1):
        assert pictures.difference(page, other) <= pictures.ALLOWED, number


def test_the_comparison_sees_what_has_moved_and_not_soft_edges() -> None:
    [page] = pictures.pictures(pdf("hb-2020", "filled"))
    soft = page.filter(ImageFilter.GaussianBlur(0.6))
    assert pictures.difference(page, soft) <= pictures.ALLOWED
    assert pictures.difference(page, pictures.kept(pictures.png(page))) <= 2 * pictures.ALLOWED
    width, height = page.size
    half = page.copy()
    half.paste(page.crop((0, height // 2, width, height - 6)), (0, height // 2 + 6))
    assert pictures.difference(page, half) > pictures.ALLOWED
    gone = page.copy()
    row = next(y for y in range(height) if page.crop((80, y, 130, y + 12)).getextrema()[0] < 90)
    ImageDraw.Draw(gone).rectangle((60, row - 2, 200, row + 14), fill=255)
    assert pictures.difference(page, gone) > pictures.ALLOWED
