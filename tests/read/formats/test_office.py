"""Formats read through LibreOffice: the five tables whole; without it, hung, crashed, hostile."""

from __future__ import annotations

import importlib.util
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest
from making.grids import NUMBERS, merged, truth
from making.writers import docx, xlsx, zipped

from jiping.model.contract import evaluation_to_json
from jiping.read import Limits, Unreadable, open_book, read_bytes
from jiping.read.errors import Defect
from jiping.read.office import VARIABLE, find
from jiping.read.office_warm import WarmOffice

PROGRAM = find()
needs_office = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice (soffice) is not installed")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
TEXTS = {
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt:writer8",
    "uot": "uot:UOF text",
}
SHEETS = {"ods": "ods:calc8", "xls": "xls:MS Excel 97"}
ENDINGS = {
    "doc": ("doc", "dot", "wps", "wpt"),
    "rtf": ("rtf", "doc"),
    "odt": ("odt",),
    "uot": ("uot",),
    "ods": ("ods",),
    "xls": ("xls", "xlt", "et", "ett"),
}
NAMED = {"dot": "doc", "wpt": "wps", "xlt": "xls", "ett": "et"}


@pytest.fixture(scope="session")
def office() -> Iterator[WarmOffice]:
    assert PROGRAM is not None
    warm = WarmOffice(PROGRAM)
    yield warm
    warm.stop()


@pytest.fixture(scope="session")
def written(office: WarmOffice) -> dict[tuple[str, int], bytes]:
    """The five tables as an office suite saves them."""
    made: dict[tuple[str, int], bytes] = {}
    for number in NUMBERS:
        text, sheet = docx([merged(number)]), xlsx([merged(number)])
        for kind, target in TEXTS.items():
            made[kind, number] = office.convert(text, ".docx", target, None, "docx", 120)
        for kind, target in SHEETS.items():
            made[kind, number] = office.convert(sheet, ".xlsx", target, None, "xlsx", 120)
    return made


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "bench_accuracy", Path(__file__).resolve().parents[3] / "bench" / "accuracy.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("bench_accuracy", module)
    spec.loader.exec_module(module)
    return module


@needs_office
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("kind", [*TEXTS, *SHEETS])
def test_reference_table_is_read_whole(
    kind: str, number: int, written: dict[tuple[str, int], bytes], accuracy: ModuleType
) -> None:
    for ending in ENDINGS[kind]:
        reading = read_bytes(written[kind, number], f"自评表.{ending}")
        (e,) = reading.evaluations
        score = accuracy.compare(truth(number), evaluation_to_json(e))
        assert (score.wrong, score.missing) == ([], [])
        assert score.right == score.there > 100
        assert e.reading.balanced is True
        assert e.source.format == (kind if kind == "rtf" else NAMED.get(ending, ending))
        converted = kind not in ("xls",)
        assert converted == any("LibreOffice" in note for note in reading.notes)


@needs_office
def test_the_content_decides_not_the_ending(written: dict[tuple[str, int], bytes]) -> None:
    for kind in (*TEXTS, *SHEETS):
        assert open_book(written[kind, 1], "a.docx").format == kind
        assert open_book(written[kind, 1], "没有扩展名").format == kind


@needs_office
def test_threads_take_turns(written: dict[tuple[str, int], bytes]) -> None:
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(lambda n: read_bytes(written["doc", n], "a.doc"), NUMBERS))
    assert [r.evaluations[0].total.score for r in readings] == [
        truth(n)["total_score"] for n in NUMBERS
    ]


@needs_office
def test_a_file_past_its_time_is_stopped_and_the_next_is_read(
    written: dict[tuple[str, int], bytes],
) -> None:
    with pytest.raises(Unreadable, match=r"超过 0\.001 秒"):
        open_book(written["rtf", 1], "a.rtf", Limits(seconds=0.001))
    assert open_book(written["rtf", 1], "a.rtf").format == "rtf"


def word_binary(content: bytes, flags: int = 0) -> bytes:
    """A compound file whose stream WordDocument has the right magic and this content."""
    import struct

    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0)
    struct.pack_into("<II109I", header, 68, 0xFFFFFFFE, 0, 0, *[0xFFFFFFFF] * 108)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    directory = b""
    for name, kind, start, size in (("Root Entry", 5, 0xFFFFFFFE, 0), ("WordDocument", 2, 2, 4096)):
        raw = (name + "\0").encode("utf-16-le")
        entry = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
        child = 1 if kind == 5 else 0xFFFFFFFF
        entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
        directory += entry + struct.pack("<IQ", start, size)
    fib = b"\xec\xa5" + bytes(8) + struct.pack("<H", flags)
    stream = (fib + content).ljust(4096, b"\x55")[:4096]
    return bytes(header) + table + directory.ljust(512, b"\0") + stream


def test_encrypted_word_documents_are_told() -> None:
    for name in ("a.doc", "a.wps"):
        with pytest.raises(Unreadable, match="密码"):
            open_book(word_binary(b"", flags=0x0100), name)


def test_encrypted_open_documents_are_told() -> None:
    data = zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<m><encryption-data/></m>",
        "content.xml": "garbage",
    })  # fmt: skip
    with pytest.raises(Unreadable, match="密码"):
        open_book(data, "a.odt")


@needs_office
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (word_binary("绩效自评表".encode("utf-16-le") * 100), "a.doc"),
        (b"{\\rtf1\\bin9999 garbage}", "a.rtf"),
        (
            zipped({
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": "<office/>",
            }),
            "a.ods",
        ),
        (b'<?xml version="1.0"?><uof:UOF xmlns:uof="x"><garbage/></uof:UOF>', "a.uot"),
    ],
    ids=["doc", "rtf", "ods", "uot"],
)  # fmt: skip
def test_garbage_with_the_right_magic_gives_no_form(data: bytes, name: str) -> None:
    reading = read_bytes(data, name)
    assert reading.status in ("failed", "no_form")
    assert reading.evaluations == ()
    assert "缺陷" not in str(reading.reason)


def test_truncated_rich_text_is_told() -> None:
    with pytest.raises(Unreadable, match="不完整"):
        open_book(b"{\\rtf1\\ansi abc", "a.rtf")


@needs_office
def test_links_are_not_followed() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    asked: list[bytes] = []
    done = threading.Event()

    def listen() -> None:
        while not done.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            with connection:
                asked.append(connection.recv(100))

    listener = threading.Thread(target=listen)
    listener.start()
    port = server.getsockname()[1]
    try:
        open_book(linked(f"http://127.0.0.1:{port}/a.png"), "a.odt")
    finally:
        done.set()
        listener.join()
        server.close()
    assert asked == []


def linked(address: str) -> bytes:
    """A text document with a picture and a section from elsewhere."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("draw", "drawing"),
                            ("svg", "svg-compatible"), ("manifest", "manifest"))
    )  # fmt: skip
    mime = "application/vnd.oasis.opendocument.text"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text>'
        '<text:p>正文<draw:frame text:anchor-type="as-char" svg:width="3cm" svg:height="3cm">'
        f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" '
        'xlink:actuate="onLoad"/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{address}"/>'
        "<text:p>旧</text:p></text:section></office:text></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest {spaces}><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{mime}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zipped({"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": manifest})


def test_without_libreoffice_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("jiping.read.office._candidates", lambda: iter(()))
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    flat = b'<office:document office:mimetype="' + mime + b'" xmlns:office="o"/>'
    cases = {"a.rtf": (b"{\\rtf1 x}", "libreoffice-writer", ".docx"),
             "a.wps": (word_binary(b""), "libreoffice-writer", ".docx"),
             "a.odt": (linked("x"), "libreoffice-writer", ".docx"),
             "a.fods": (flat, "libreoffice-calc", ".xlsx")}  # fmt: skip
    for name, (data, package, save_as) in cases.items():
        with pytest.raises(Unreadable) as caught:
            open_book(data, name)
        assert not isinstance(caught.value, Defect)
        assert all(word in str(caught.value) for word in (package, save_as, "Windows"))


def test_a_wrong_setting_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere" / "soffice"))
    with pytest.raises(Unreadable, match="JIPING_SOFFICE"):
        open_book(b"{\\rtf1 x}", "a.rtf")


def stand_in(folder: Path, on_file: str) -> str:
    """A program that behaves like an office when started, and does ``on_file`` for a file."""
    program = folder / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        f'echo "$$" >> "{folder}/started"\n'
        'for last in "$@"; do :; done\n'
        'case "$*" in *--convert-to*) ' + on_file + ";;\n"
        '*) touch "$(dirname "$last")/.~lock.kept.txt#"; sleep 1000 & '
        f'echo "$!" >> "{folder}/children"; wait;;\n'
        "esac\n",
        "utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return str(program)


def running(pid: int) -> bool:
    """Whether the process still does anything (a zombie waits only to be counted)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    ran = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False)
    return not ran.stdout.strip().startswith(b"Z") and bool(ran.stdout.strip())


def gone(folder: Path) -> bool:
    pids = [
        int(word)
        for name in ("started", "children")
        if (folder / name).exists()
        for word in (folder / name).read_text("utf-8").split()
    ]
    assert pids
    end = time.monotonic() + 120
    while any(running(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(running(pid) for pid in pids)


@posix
def test_a_hung_office_is_killed_with_all_it_started(tmp_path: Path) -> None:
    hang = f'sleep 1000 & echo "$!" >> "{tmp_path}/children"; wait'
    warm = WarmOffice(stand_in(tmp_path, hang))
    with pytest.raises(Unreadable, match=r"超过 0\.5 秒"):
        warm.convert(b"x", ".doc", "docx:x", None, "旧文档", 0.5)
    assert gone(tmp_path)
    assert not warm._folder.exists()


@posix
def test_an_office_that_makes_nothing_is_told_and_stays(tmp_path: Path) -> None:
    warm = WarmOffice(stand_in(tmp_path, "exit 0"))
    for _ in range(2):
        with pytest.raises(Unreadable, match="打不开"):
            warm.convert(b"x", ".doc", "docx:x", None, "旧文档", 20)
    assert len((tmp_path / "started").read_text("utf-8").split()) == 3
    warm.stop()
    assert gone(tmp_path)


@posix
def test_an_office_lost_to_an_earlier_file_is_started_again(tmp_path: Path) -> None:
    once = (
        f'if [ -e "{tmp_path}/first" ] && [ ! -e "{tmp_path}/second" ]; then '
        f'touch "{tmp_path}/second"; kill -9 $(cat "{tmp_path}/children") $(head -1 '
        f'"{tmp_path}/started"); else touch "{tmp_path}/first"; '
        'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; echo made > "$2/form.docx"; fi'
    )
    warm = WarmOffice(stand_in(tmp_path, once))
    for _ in range(2):
        assert warm.convert(b"x", ".doc", "docx:x", None, "旧文档", 20) == b"made\n"
    assert (tmp_path / "second").exists()
    warm.stop()
    assert gone(tmp_path)


@posix
def test_an_office_that_does_not_start_is_told_at_once_the_third_time(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\necho x >> "{tmp_path}/started"\nexit 1\n', "utf-8")
    program.chmod(0o755)
    warm = WarmOffice(str(program))
    for _ in range(4):
        with pytest.raises(Unreadable, match="启动不了"):
            warm.convert(b"x", ".doc", "docx:x", None, "旧文档", 20)
    assert len((tmp_path / "started").read_text("utf-8").split()) == 2


@posix
def test_no_office_outlives_a_killed_program(tmp_path: Path) -> None:
    program = stand_in(tmp_path, "exit 0")
    script = (
        "import os, sys\nfrom jiping.read.office_warm import WarmOffice\n"
        "warm = WarmOffice(sys.argv[1])\nwarm._start()\nprint(warm._folder, flush=True)\nos._exit(9)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, program], capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 9, ran.stderr
    assert gone(tmp_path)
    folder = Path(ran.stdout.strip())
    end = time.monotonic() + 120
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not folder.exists()
