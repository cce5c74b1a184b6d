"""``python -m jiping.web.translating``: the English words of the pages, from source to ``django.mo``.

Chinese is the language of the source. This finds every text that is translated (``translate`` and
``blocktranslate`` in templates, ``gettext`` in modules, titles in the tables and labels of models),
puts the new ones without translation into ``locale/en/LC_MESSAGES/django.po``, drops those that are
gone, and compiles it. ``--check`` only says what is missing or stale. No gettext programs needed.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
STORE = HERE.parent / "store"
PO = HERE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = (
    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
    "Language: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)
_CJK = re.compile(r"[\u4e00-\u9fff]")
_NAMES = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_CALLED = re.compile(r"""\b_?gettext\(u?((?:'(?:\\.|[^'\\])*')|(?:"(?:\\.|[^"\\])*"))\)""")


def wanted() -> dict[str, list[str]]:
    """Text → the files that it stands in, sorted."""
    found: dict[str, set[str]] = {}
    for place, text in _texts():
        if _CJK.search(text):
            found.setdefault(text, set()).add(place)
    return {text: sorted(found[text]) for text in sorted(found)}


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted((HERE / "templates").rglob("*.html")):
        for text in _of_template(path.read_text("utf-8")):
            yield path.name, text
    for path in sorted([*HERE.rglob("*.py"), *STORE.rglob("*.py")]):
        labels = path.parent.name == "models"
        for text in _of_module(path.read_text("utf-8"), labels=labels):
            yield path.name, text
    for path in (STORE / "rights.toml", STORE / "steps.toml"):
        for text in _titles(tomllib.loads(path.read_text("utf-8"))):
            yield path.name, text


def _of_template(source: str) -> Iterator[str]:
    """Django itself turns a template into calls of gettext, for the extraction by others."""
    from django.utils.translation.template import templatize

    for call in _CALLED.finditer(templatize(source)):
        yield str(ast.literal_eval(call.group(1)))


def _of_module(source: str, *, labels: bool) -> Iterator[str]:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            first = node.args[0]
            if name == "action" and len(node.args) > 1:
                first = node.args[1]  # its title in the log
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                field = labels and isinstance(node.func, ast.Attribute)
                if name in _NAMES or name == "action" or field:
                    yield first.value
        if labels and isinstance(node, ast.ClassDef):
            yield from _choices(node)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "MENU":
            yield from (c.value for c in ast.walk(node.value)
                        if isinstance(c, ast.Constant) and isinstance(c.value, str))  # fmt: skip


def _choices(node: ast.ClassDef) -> Iterator[str]:
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
            last = line.value.elts[-1]
            if isinstance(last, ast.Constant) and isinstance(last.value, str):
                yield last.value


def _titles(table: object) -> Iterator[str]:
    if isinstance(table, dict):
        for key, value in table.items():
            if key == "title":
                yield value
            else:
                yield from _titles(value)


def read(path: Path = PO) -> dict[str, str]:
    """Text → translation of a file in the format that `write` gives."""
    found: dict[str, str] = {}
    if not path.exists():
        return found
    entry = re.compile(r'^msgid ((?:".*"\n?)+)msgstr ((?:".*"\n?)+)', re.M)
    for match in entry.finditer(path.read_text("utf-8")):
        text, said = (_joined(part) for part in match.groups())
        if text:
            found[text] = said
    return found


def _joined(quoted: str) -> str:
    return "".join(ast.literal_eval(line) for line in quoted.strip().splitlines())


def po(texts: dict[str, list[str]], said: dict[str, str]) -> str:
    """The file for people: where each text stands, the text, what it is in English."""
    parts = ['msgid ""\nmsgstr ' + _quoted(HEADER)]
    for text, places in texts.items():
        parts.append(f"#: {' '.join(places)}\nmsgid {_quoted(text)}\nmsgstr {_quoted(said.get(text, ''))}")  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def mo(said: dict[str, str]) -> bytes:
    """The file for Django: the format of GNU gettext, without a hash table."""
    entries = sorted({"": HEADER, **{k: v for k, v in said.items() if v}}.items())
    texts = [(a.encode(), b.encode()) for a, b in entries]
    start = 28 + 16 * len(texts)
    ids, words, spans = b"", b"", []
    for text, word in texts:
        spans.append((len(text), len(ids), len(word), len(words)))
        ids += text + b"\0"
        words += word + b"\0"
    first = b"".join(struct.pack("<II", n, start + at) for n, at, _, _ in spans)
    second = b"".join(struct.pack("<II", n, start + len(ids) + at) for _, _, n, at in spans)
    head = struct.pack("<7I", 0x950412DE, 0, len(texts), 28, 28 + 8 * len(texts), 0, start)
    return head + first + second + ids + words


def main(arguments: list[str]) -> int:
    """Write both files, or check them; 1 where something is missing or stale."""
    texts, said = wanted(), read()
    kept = {text: said.get(text, "") for text in texts}
    files = {PO: po(texts, kept).encode(), PO.with_suffix(".mo"): mo(kept)}
    stale = [path for path, data in files.items() if not path.exists() or path.read_bytes() != data]
    missing = [text for text, word in kept.items() if not word]
    if "--check" not in arguments:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        stale = []
    for text in missing:
        sys.stdout.write(f"没有译文：{text}\n")
    for path in stale:
        sys.stdout.write(f"已过时：{path.name}\n")
    return 1 if missing or stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
