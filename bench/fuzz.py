"""Mutated real files of every format through `jiping.read.read_bytes`: no crash, hang or flood.

    python bench/fuzz.py [--seconds 60] [--seed 1] [--memory 1500] [--limit 20] [--keep FOLDER]
                         [--only docx pdf] [--office] [--scans]

A worker process reads; it may use so many megabytes and so many seconds a file. What kills it,
stalls it, raises, or comes back as an inner fault (“程序出错”) is counted and, with --keep,
written out. Seeds are the examples of the repository and forms of the conformance suite; with
--office also what LibreOffice makes of one of them (doc, wps, et, rtf, odt, ods, xls, uot, uos),
with --scans pictures (png, jpg, tif, PDF), for which --memory 6000 --limit 90 is fair. One file in
thirty is arbitrary bytes behind the first ones of a real file. Memory is limited where the system
can do so (not on Windows).
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import sys
import time
import zipfile
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]


OFFICE = {
    "docx": ("doc:MS Word 97", "rtf:Rich Text Format", "odt:writer8", "uot:UOF text"),
    "xlsx": ("xls:MS Excel 97", "ods:calc8", "uos:UOF spreadsheet"),
}
ALIKE = {"doc": "wps", "xls": "et"}
"""Formats that are other ones under another ending."""


def office_seeds() -> list[tuple[str, bytes]]:
    """The first example in every format that LibreOffice writes."""
    from jiping.read.errors import Unreadable
    from jiping.read.limits import DEFAULT
    from jiping.read.office import find
    from jiping.read.office_warm import WarmOffice

    program = find()
    if program is None:
        sys.exit("--office needs LibreOffice")
    office, out = WarmOffice(program), []
    for source, targets in OFFICE.items():
        data = (ROOT / "examples" / "reference" / f"table-1.{source}").read_bytes()
        for target in targets:
            suffix = target.partition(":")[0]
            try:
                made = office.convert(data, f".{source}", target, None, source, DEFAULT.seconds)
            except Unreadable:
                print(f"this LibreOffice writes no {suffix}", file=sys.stderr)
                continue
            out += [(f"table-1.{s}", made) for s in (suffix, ALIKE.get(suffix)) if s]
    office.stop()
    return out


def scan_seeds() -> list[tuple[str, bytes]]:
    """A scanned page as the suite gives it, in the formats of pictures, and within a PDF."""
    from conformance.renders import RENDERS
    from conformance.suite import form
    from PIL import Image

    name = next(name for name in RENDERS if name.startswith("scan"))
    suffix, data = RENDERS[name](form(99, 0, 0.0)[2], random.Random(0))
    picture = Image.open(io.BytesIO(data)).convert("L")
    picture = picture.resize((picture.width // 3, picture.height // 3))
    out = [(f"scan.{suffix}", data)]
    kinds = (("PNG", "png"), ("JPEG", "jpg"), ("TIFF", "tif"), ("BMP", "bmp"), ("PDF", "pdf"))
    for kind, ending in kinds:
        kept = io.BytesIO()
        picture.save(kept, kind)
        out.append((f"scan.{ending}", kept.getvalue()))
    return out


def seeds() -> list[tuple[str, bytes]]:
    """(name, bytes) of real files of every format that can be written here alone."""
    from conformance.renders import RENDERS
    from conformance.suite import form

    out = [(p.name, p.read_bytes()) for p in sorted((ROOT / "examples").rglob("*")) if p.is_file()]
    for number, (name, render) in enumerate(RENDERS.items()):
        if not name.startswith("scan"):
            suffix, data = render(form(99, number, 1.0)[2], random.Random(number))
            out.append((f"{name}.{suffix}", data))
    return [(name, data) for name, data in out if 0 < len(data) < 2_000_000]


def mutated(data: bytes, r: random.Random) -> bytes:
    """One to a few changes: inside a zip part, or in the bytes as they are; or nothing kept."""
    if r.random() < 1 / 30:
        return data[: r.choice((0, 4, 8, 512, 1024))] + r.randbytes(r.choice((10, 1000, 100_000)))
    if data.startswith(b"PK") and r.random() < 0.8:
        try:
            return _in_a_part(data, r)
        except (zipfile.BadZipFile, OSError, ValueError):
            return _bytes(data, r)
    return _bytes(data, r)


def _in_a_part(data: bytes, r: random.Random) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = old.namelist()
        chosen = r.choice(names)
        for name in names:
            part = old.read(name)
            if name == chosen:
                if r.random() < 0.1:
                    continue
                part = _bytes(part, r)
            new.writestr(name, part)
    return out.getvalue()


def _bytes(data: bytes, r: random.Random) -> bytes:
    body = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 4, 16))):
        if not body:
            break
        at = r.randrange(len(body))
        way = r.randrange(8)
        if way == 0:
            body[at] ^= 1 << r.randrange(8)
        elif way == 1:
            body[at] = r.choice((0, 0xFF, 0x7F, 0x80, 0x22, 0x3C, 0x3E))
        elif way == 2:
            del body[at : at + r.choice((1, 4, 64, 4096))]
        elif way == 3:
            body[at:at] = body[at : at + r.choice((1, 16, 512))] * r.choice((2, 50, 1000))
        elif way == 4:
            del body[at:]
        elif way == 5:
            body[at:at] = r.randbytes(r.choice((1, 8, 256)))
        elif way == 6:
            digits = [i for i in range(at, min(len(body), at + 400)) if 48 <= body[i] <= 57]
            if digits:
                body[digits[0] : digits[0] + 1] = r.choice(
                    (b"-1", b"0", b"99999999", b"65536", b"1e9")
                )
        else:
            other = r.randrange(len(body))
            size = r.choice((4, 64, 1024))
            body[at : at + size] = body[other : other + size]
        if len(body) > 8_000_000:
            del body[8_000_000:]
    return bytes(body)


def _work(pipe: Connection, megabytes: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    except (ImportError, ValueError, OSError):
        pass
    from jiping.read import read_bytes

    while True:
        name, data = pipe.recv()
        try:
            reading = read_bytes(data, name)
            inner = reading.status == "failed" and "程序" in (reading.reason or "")
            pipe.send(("inner: " + (reading.reason or "")[:160]) if inner else reading.status)
        except BaseException as error:
            pipe.send(f"raised: {type(error).__name__}: {error}"[:160])


class Worker:
    """A reading process that is started anew when it dies or stalls."""

    def __init__(self, megabytes: int, limit: float) -> None:
        self.megabytes, self.limit = megabytes, limit
        self.start()

    def start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self.megabytes), daemon=True)
        self.process.start()
        theirs.close()

    def read(self, name: str, data: bytes) -> str:
        """Outcome of one file."""
        try:
            self.pipe.send((name, data))
            if self.pipe.poll(self.limit):
                return str(self.pipe.recv())
            outcome = "hang"
        except (EOFError, OSError):
            self.process.join(5)
            outcome = f"died: exit {self.process.exitcode}"
        self.process.kill()
        self.process.join()
        self.start()
        return outcome


def main() -> int:
    """Fuzz for so many seconds; 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", type=int, default=1500, help="megabytes of address space")
    parser.add_argument("--limit", type=float, default=20, help="seconds a file")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", nargs="+", default=(), help="endings, without the dot")
    parser.add_argument("--office", action="store_true")
    parser.add_argument("--scans", action="store_true")
    given = parser.parse_args()
    r = random.Random(given.seed)
    real = (
        seeds() + (office_seeds() if given.office else []) + (scan_seeds() if given.scans else [])
    )
    wanted = {ending.lower() for ending in given.only}
    real = [(n, d) for n, d in real if not wanted or Path(n).suffix.lstrip(".") in wanted]
    worker = Worker(given.memory, given.limit)
    counts: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    found: list[str] = []
    end = time.monotonic() + given.seconds
    while time.monotonic() < end:
        name, data = real[r.randrange(len(real))]
        spoiled = mutated(data, r)
        start = time.monotonic()
        outcome = worker.read(name, spoiled)
        kind = Path(name).suffix.lstrip(".") or "none"
        slowest[kind] = max(slowest.get(kind, 0), time.monotonic() - start)
        short = outcome.split(":")[0]
        counts[kind, short] += 1
        if short not in ("read", "no_form", "refused", "failed"):
            found.append(f"{name}: {outcome}")
            if given.keep is not None:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{len(found):04d}-{name}").write_bytes(spoiled)
    worker.process.kill()
    outcomes = sorted({short for _, short in counts})
    print("| format | files | " + " | ".join(outcomes) + " | slowest s |")
    print("|---|" + "---:|" * (len(outcomes) + 2))
    for kind in sorted({kind for kind, _ in counts}):
        row = [counts[kind, short] for short in outcomes]
        print(f"| {kind} | {sum(row)} | " + " | ".join(map(str, row)) + f" | {slowest[kind]:.2f} |")
    for line in Counter(found).most_common(20):
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
