"""Pages as small grey pictures, drawn with one font on every machine, and compared by their ink.

What counts is where there is ink and where none, on a mesh of a millimetre and a quarter: soft edges
of letters don't matter, a line that has moved and a word that is gone do.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

RESOLUTION = 60
"""Dots an inch."""
MESH = 3
"""Dots of one side of a mesh."""
DARK = 20
"""Of 255: the mean from which a mesh has ink."""
ALLOWED = 10
"""Meshes that may differ on a page: letters that end on another side of a border of the mesh."""
_OFD = "{http://www.ofdspec.org/2016}"
_FINE = 4
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{folder}</dir><cachedir>{cache}</cachedir><match target="pattern">
<edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK SC</string></edit></match>
</fontconfig>"""


def chromium() -> str | None:
    """A browser, or None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def printed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files by name (with suffix) → PDFs: documents by LibreOffice, web pages by Chromium.

    Both know one font only, the free one that the extra ``pdf`` brings.
    """
    from jiping.forms.typeset.fonts import bundled_folder

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        config = folder / "fonts.conf"
        config.write_text(_FONTS.format(folder=bundled_folder(), cache=folder / "cache"), "utf-8")
        environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
        for name, data in files.items():
            (folder / name).write_bytes(data)
        made = folder / "made"
        made.mkdir()
        office = [str(folder / name) for name in files if not name.endswith(".html")]
        if office:
            subprocess.run(
                ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
                 "--convert-to", "pdf", "--outdir", str(made), *office],
                check=True, capture_output=True, timeout=600, env=environment,
            )  # fmt: skip
        for name in files:
            if name.endswith(".html"):
                subprocess.run(
                    [chromium() or "", "--headless", "--no-sandbox", "--disable-gpu",
                     "--no-pdf-header-footer", f"--print-to-pdf={made / name}.pdf",
                     (folder / name).as_uri()],
                    check=True, capture_output=True, timeout=120, env=environment,
                )  # fmt: skip
        return {
            name: (made / (f"{name}.pdf" if name.endswith(".html") else f"{Path(name).stem}.pdf")).read_bytes()
            for name in files
        }  # fmt: skip


def pictures(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            page.render(scale=RESOLUTION / 72, grayscale=True).to_pil().convert("L")
            for page in document
        ]
    finally:
        document.close()


def ofd_pictures(data: bytes) -> list[Image.Image]:
    """The pages of an OFD that we wrote: its lines, and its letters in the fonts that it carries."""
    package = zipfile.ZipFile(io.BytesIO(data))
    scale = RESOLUTION / 25.4 * _FINE
    resources = etree.fromstring(package.read("Doc_0/PublicRes.xml"))
    files = {f.get("ID"): f.findtext(f"{_OFD}FontFile") for f in resources.iter(f"{_OFD}Font")}
    fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
    out = []
    document = etree.fromstring(package.read("Doc_0/Document.xml"))
    for listed in document.iter(f"{_OFD}Page"):
        page = etree.fromstring(package.read(f"Doc_0/{listed.get('BaseLoc')}"))
        width, height = map(float, page.findtext(f"{_OFD}Area/{_OFD}PhysicalBox").split()[2:])
        picture = Image.new("L", (round(width * scale), round(height * scale)), 255)
        pen = ImageDraw.Draw(picture)
        for thing in page.iter(f"{_OFD}PathObject", f"{_OFD}TextObject"):
            left, top = map(float, thing.get("Boundary").split()[:2])
            if thing.tag == f"{_OFD}PathObject":
                thick = max(round(float(thing.get("LineWidth", "0.176")) * scale), 1)
                for a, b in _strokes(thing.findtext(f"{_OFD}AbbreviatedData")):
                    ends = [((left + x) * scale, (top + y) * scale) for x, y in (a, b)]
                    pen.line(ends, fill=0, width=thick)
                continue
            key = (thing.get("Font"), round(float(thing.get("Size")) * scale))
            if key not in fonts:
                held = package.read(f"Doc_0/Res/{files[key[0]]}")
                fonts[key] = ImageFont.truetype(io.BytesIO(held), key[1])
            for code in thing.iter(f"{_OFD}TextCode"):
                y = (top + float(code.get("Y"))) * scale
                for letter, x in _letters(code):
                    pen.text(((left + x) * scale, y), letter, fill=0, font=fonts[key], anchor="ls")
        out.append(
            picture.resize((picture.width // _FINE, picture.height // _FINE), Image.Resampling.BOX)
        )
    return out  # fmt: skip


def _strokes(said: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    at = (0.0, 0.0)
    for kind, x, y in re.findall(r"([ML]) ([-\d.]+) ([-\d.]+)", said):
        to = (float(x), float(y))
        if kind == "L":
            yield at, to
        at = to


def _letters(code: etree._Element) -> Iterator[tuple[str, float]]:
    steps: list[float] = []
    parts = iter((code.get("DeltaX") or "").split())
    for part in parts:
        if part == "g":
            count = int(next(parts))
            steps += [float(next(parts))] * count
        else:
            steps.append(float(part))
    x = float(code.get("X"))
    for letter, step in zip(code.text, [*steps, 0.0], strict=False):
        yield letter, x
        x += step


def ink(picture: Image.Image) -> Image.Image:
    """The meshes with ink: 255, the others 0."""
    return ImageChops.invert(picture).reduce(MESH).point(lambda v: 255 if v >= DARK else 0)


def difference(one: Image.Image, other: Image.Image) -> int:
    """Meshes with ink on one picture that have none near them on the other, either way."""
    a, b = ink(one), ink(other)
    size = (max(a.width, b.width), max(a.height, b.height))
    masks = []
    for mask in (a, b):
        whole = Image.new("L", size, 0)
        whole.paste(mask)
        masks.append(whole)
    lone = [
        ImageChops.subtract(x, y.filter(ImageFilter.MaxFilter(3))) for x, y in (masks, masks[::-1])
    ]
    return sum(picture.histogram()[255] for picture in lone)


def png(picture: Image.Image) -> bytes:
    """The picture as it is kept: four greys."""
    greys = picture.point(lambda v: (v * 3 + 127) // 255 * 85)
    out = io.BytesIO()
    greys.quantize(4, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def kept(data: bytes) -> Image.Image:
    """A picture from its file."""
    return Image.open(io.BytesIO(data)).convert("L")
