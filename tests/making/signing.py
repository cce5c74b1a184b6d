"""PDFs with a real signature: a key and a certificate made on the spot, PKCS#7 by openssl.

Only bytes are put behind the file (an update of its own), as signing programs do.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

ROOM = 8192  # bytes kept free for the signature
_RANGE = (0, 1_111_111_111, 1_222_222_222, 1_333_333_333)
OPENSSL = shutil.which("openssl")
PDFSIG = shutil.which("pdfsig")


def with_signature(data: bytes, permissions: int | None = None) -> bytes:
    """The file, signed. ``permissions``: certified, with what may still be changed (1, 2 or 3)."""
    prepared = _with_field(data, permissions)
    contents = prepared.index(b"<" + b"00" * ROOM)
    end = contents + 2 * ROOM + 2
    numbers = (0, contents, end, len(prepared) - end)
    spelt = "[ " + " ".join(map(str, _RANGE)) + " ]"
    told = ("[ " + " ".join(map(str, numbers))).ljust(len(spelt) - 2) + " ]"
    start = prepared.index(spelt.encode())
    prepared = prepared[:start] + told.encode() + prepared[start + len(spelt) :]
    made = _pkcs7(prepared[:contents] + prepared[end:])
    return prepared[: contents + 1] + made.hex().ljust(2 * ROOM, "0").encode() + prepared[end - 1 :]


def signed_bytes(data: bytes) -> tuple[bytes, bytes]:
    """What the first signature of a file is over, and the signature."""
    found = re.search(rb"/ByteRange \[ (\d+) (\d+) (\d+) (\d+) +\]", data)
    assert found is not None
    start, size, rest, last = map(int, found.groups())
    hexed = data[start + size + 1 : rest - 1]
    return data[start : start + size] + data[rest : rest + last], bytes.fromhex(hexed.decode())


def is_valid(data: bytes) -> bool:
    """Whether the signature is that of the bytes it says it is over."""
    content, signature = signed_bytes(data)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "content").write_bytes(content)
        # Zeros behind the signature fill its room; its own first bytes say how long it is.
        size = 4 + int.from_bytes(signature[2:4], "big")
        (Path(folder) / "signature").write_bytes(signature[:size])
        done = subprocess.run(
            [str(OPENSSL), "cms", "-verify", "-inform", "DER", "-in", "signature", "-content",
             "content", "-noverify", "-binary", "-out", "out"],
            cwd=folder, capture_output=True, check=False,
        )  # fmt: skip
        return done.returncode == 0


def _with_field(data: bytes, permissions: int | None) -> bytes:
    writer = PdfWriter(BytesIO(data), incremental=True)
    signature = DictionaryObject({
        NameObject("/Type"): NameObject("/Sig"),
        NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
        NameObject("/SubFilter"): NameObject("/adbe.pkcs7.detached"),
        NameObject("/Name"): TextStringObject("Office"),
        NameObject("/ByteRange"): ArrayObject([NumberObject(n) for n in _RANGE]),
        NameObject("/Contents"): ByteStringObject(bytes(ROOM)),
    })  # fmt: skip
    if permissions is not None:
        signature[NameObject("/Reference")] = ArrayObject([DictionaryObject({
            NameObject("/Type"): NameObject("/SigRef"),
            NameObject("/TransformMethod"): NameObject("/DocMDP"),
            NameObject("/TransformParams"): DictionaryObject({
                NameObject("/Type"): NameObject("/TransformParams"),
                NameObject("/P"): NumberObject(permissions), NameObject("/V"): NameObject("/1.2"),
            }),
        })])  # fmt: skip
    held = writer._add_object(signature)
    field = writer._add_object(DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
        NameObject("/FT"): NameObject("/Sig"), NameObject("/T"): TextStringObject("seal"),
        NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4), NameObject("/F"): NumberObject(132),
        NameObject("/V"): held, NameObject("/P"): writer.pages[0].indirect_reference,
    }))  # fmt: skip
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", []), field])
    root = writer.root_object
    root[NameObject("/AcroForm")] = DictionaryObject({
        NameObject("/Fields"): ArrayObject([field]), NameObject("/SigFlags"): NumberObject(3),
    })  # fmt: skip
    if permissions is not None:
        root[NameObject("/Perms")] = DictionaryObject({NameObject("/DocMDP"): held})
    out = BytesIO()
    writer.write(out)
    made = out.getvalue()
    assert made.startswith(data)
    assert len(PdfReader(BytesIO(made)).pages) == len(writer.pages)
    return made


def _pkcs7(content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "content").write_bytes(content)
        for command in (
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Office", "-days", "30",
             "-keyout", "key.pem", "-out", "cert.pem"],
            ["cms", "-sign", "-binary", "-in", "content", "-signer", "cert.pem", "-inkey", "key.pem",
             "-outform", "DER", "-out", "signature", "-md", "sha256"],
        ):  # fmt: skip
            subprocess.run([str(OPENSSL), *command], cwd=folder, capture_output=True, check=True)
        return (Path(folder) / "signature").read_bytes()
