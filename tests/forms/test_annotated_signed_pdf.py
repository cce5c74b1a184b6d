"""A PDF with a real signature: annotated, the signature is still that of the bytes it is over."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from making.signing import OPENSSL, PDFSIG, is_valid, signed_bytes, with_signature
from pypdf import PdfReader

import jiping
from jiping.forms.annotate.original import cleaned

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
TABLE = Path(__file__).parents[2] / "examples" / "reference" / "table-4.pdf"


@pytest.fixture(scope="module")
def document() -> bytes:
    made = with_signature(TABLE.read_bytes())
    assert is_valid(made)
    return made


def test_it_is_read_as_the_unsigned_one(document: bytes) -> None:
    [one] = jiping.audit(jiping.read(document, name="表.pdf"))
    [other] = jiping.audit(TABLE)
    assert one.findings == other.findings


def test_the_signature_stays_valid(document: bytes) -> None:
    made = jiping.annotate(document, name="表.pdf")
    assert not made.beside
    assert made.data.startswith(document)
    assert signed_bytes(made.data) == signed_bytes(document)
    assert is_valid(made.data)
    assert any("电子签名" in said and "正式报送请用原件" in said for said in made.said)
    page = PdfReader(BytesIO(made.data), strict=True).pages[0]
    kinds = [one.get_object()["/Subtype"] for one in page["/Annots"]]
    assert kinds.count("/Widget") == 1
    assert len(kinds) > 10
    assert cleaned(made.data, "pdf") == document


def test_a_changed_byte_would_be_noticed(document: bytes) -> None:
    at = document.index(b"/MediaBox")
    assert not is_valid(document[:at] + b"/MediaBax" + document[at + 9 :])


@pytest.mark.skipif(PDFSIG is None, reason="poppler-utils is not installed")
def test_another_program_finds_it_valid(document: bytes, tmp_path: Path) -> None:
    path = tmp_path / "表.pdf"
    path.write_bytes(jiping.annotate(document, name="表.pdf").data)
    said = subprocess.run([str(PDFSIG), "-nocert", path], capture_output=True, check=False, text=True).stdout  # fmt: skip
    assert "Signature is Valid" in said


def test_a_certified_one_that_allows_notes_gets_them() -> None:
    document = with_signature(TABLE.read_bytes(), permissions=3)
    made = jiping.annotate(document, name="表.pdf")
    assert (made.beside, is_valid(made.data)) == (False, True)


@pytest.mark.parametrize("permissions", [1, 2])
def test_a_certified_one_that_allows_no_notes_gets_a_copy(permissions: int) -> None:
    """Notes would void the certification; the copy is pictures of its pages."""
    document = with_signature(TABLE.read_bytes(), permissions=permissions)
    made = jiping.annotate(document, name="表.pdf")
    assert made.beside
    assert "不许添加批注" in made.said[0]
    assert document[:100] not in made.data
    assert len(PdfReader(BytesIO(made.data), strict=True).pages[0]["/Annots"]) > 10
