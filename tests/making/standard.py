"""What ECMA-376 part 1 demands of a Word document, as far as we write it."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDERS = {
    "tblPr": ["tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar"],
    "tcPr": ["tcW", "gridSpan", "vMerge", "tcBorders", "vAlign"],
    "pPr": ["pStyle", "keepNext", "keepLines", "tabs", "spacing", "ind", "jc", "sectPr"],
    "rPr": ["rFonts", "b", "color", "sz", "szCs", "lang"],
    "sectPr": ["type", "pgSz", "pgMar"],
}
"""Order of children, of those that we write."""


def check_word(data: bytes) -> etree._Element:
    """The document part; AssertionError for what Word would repair or refuse."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        parts = {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }
    for root in parts.values():
        for name, order in ORDERS.items():
            for element in root.iter(W + name):
                children = [child.tag.removeprefix(W) for child in element]
                assert children == [child for child in order if child in children], name
    document = parts["word/document.xml"]
    for table in document.iter(W + "tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            spans = [c.find(f"{W}tcPr/{W}gridSpan") for c in row.findall(f"{W}tc")]
            assert sum(int(s.get(W + "val")) if s is not None else 1 for s in spans) == columns
            assert all(cell.findall(f"{W}p") for cell in row.findall(f"{W}tc"))
    used = {style.get(W + "val") for style in document.iter(W + "pStyle")}
    assert used <= {
        style.get(W + "styleId") for style in parts["word/styles.xml"].iter(W + "style")
    }
    return document
