"""The pages that are made from the code: write them, or with ``--check`` compare them with it.

Every module of ``sources/`` makes some pages: its ``pages()`` gives path (below docs/) → text.
A page that no module makes any more is deleted, or reported by ``--check``. Pages written by hand
do not begin with the mark below and are left alone.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MARK = "<!-- 本页由代码生成（docs/generate.py），请勿手工修改。 -->"


def made() -> dict[Path, str]:
    """Every generated page, as the code says it should be."""
    found: dict[Path, str] = {}
    for source in sorted((HERE / "sources").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"docs_{source.stem}", source)
        if spec is None or spec.loader is None:
            raise ImportError(source.name)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for name, text in module.pages().items():
            path = HERE / name
            if path in found:
                raise ValueError(f"two sources make {name}")
            found[path] = f"{MARK}\n\n{text.strip()}\n"
    return found


def existing() -> dict[Path, str]:
    """Every generated page that stands in docs/ now."""
    texts = {path: path.read_text("utf-8") for path in sorted(HERE.rglob("*.md"))}
    return {path: text for path, text in texts.items() if text.startswith(MARK)}


def differences(wanted: dict[Path, str], found: dict[Path, str]) -> list[str]:
    """The names of pages that are missing, stale or no longer made."""
    return sorted(
        path.relative_to(HERE).as_posix()
        for path in wanted.keys() | found.keys()
        if wanted.get(path) != found.get(path)
    )


def write(wanted: dict[Path, str], found: dict[Path, str]) -> None:
    """Make docs/ hold exactly the wanted generated pages."""
    for path in found.keys() - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """0 if the pages are (now) as the code says, 1 if ``--check`` found a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args(arguments).check
    wanted, found = made(), existing()
    stale = differences(wanted, found)
    if not check:
        write(wanted, found)
    for name in stale:
        print(f"docs/{name}: {'not as the code says' if check else 'written'}")
    if check and stale:
        print("run: python3 dev.py fix")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
