"""The parts of an OFD package (GB/T 33190): which documents, pages, templates and resources it has.

Elements are told apart by their local names, because programs write several namespaces.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jiping.read.errors import Unreadable
from jiping.read.safexml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiping.read.archive import Archive
    from jiping.read.limits import Limits

WHAT = "版式文件（ofd）"
Box = tuple[float, float, float, float]
A4: Box = (0.0, 0.0, 210.0, 297.0)

ENCRYPTED = (
    "这个版式文件（ofd）是加密的，读不了。请在OFD阅读器或签发它的系统中解密后另存，"
    "或向制作单位索取不加密的文件（docx、xlsx、PDF）。"
)


@dataclass(slots=True, eq=False)
class Sheet:
    """One page: its box (x, y, width, height in millimetres) and the roots of what it draws,
    templates first. ``broken`` if its content can't be read."""

    box: Box
    roots: list[Any] = field(default_factory=list)
    broken: bool = False


class Package:
    """An opened OFD. Raises `Unreadable` for damage of what every page needs, and encryption."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self.signed = False
        self.units: dict[str, Any] = {}
        """Composite graphic units of the document being read, by id."""
        self._root = self.part("OFD.xml")
        sealed = any(
            name.endswith(("decryptseed.dat", "encryptions.xml")) for name in archive.names()
        )
        # The names come from GM/T 0099, recalled, not read.
        if sealed or first(self._root, "Encryptions") is not None:
            raise Unreadable(ENCRYPTED)

    def part(self, name: str) -> Any:
        """The root element of an XML part."""
        return parse(self._archive.read(name), self._limits, WHAT, name)

    def documents(self) -> list[str]:
        """The names of the documents' main parts, of each the version that counts."""
        found = []
        for body in every(self._root, "DocBody"):
            self.signed = self.signed or bool(value(body, "Signatures"))
            main = value(body, "DocRoot")
            for version in every(body, "Version"):
                if version.get("Current") == "true":
                    listed = self._resolve("OFD.xml", version.get("BaseLoc") or "")
                    if listed is not None:
                        newer = value(self.part(listed), "DocRoot")
                        main = self._resolve(listed, newer) or main
            found.append(self._resolve("OFD.xml", main) or main or "Doc_0/Document.xml")
        return found

    def pages(self, document: str) -> Iterator[Sheet]:
        """The pages of one document, in order."""
        root = self.part(document)
        common = first(root, "CommonData")
        usual = A4
        templates: dict[str, str] = {}
        self.units = {}
        if common is not None:
            usual = area(common) or A4
            for template in every(common, "TemplatePage"):
                location = self._resolve(document, template.get("BaseLoc") or "")
                if location is not None:
                    templates[template.get("ID") or ""] = location
            for kind in ("PublicRes", "DocumentRes"):
                for element in every(common, kind):
                    self._take_units(document, element.text or "")
        read: dict[str, Any] = {}
        for page in every(first(root, "Pages"), "Page"):
            location = self._resolve(document, page.get("BaseLoc") or "")
            try:
                if location is None:
                    yield Sheet(usual, broken=True)
                    continue
                content = self.part(location)
                sheet = Sheet(area(content) or usual)
                for element in every(content, "PageRes"):
                    self._take_units(location, element.text or "")
                for element in every(content, "Template"):
                    name = templates.get(element.get("TemplateID") or "")
                    if name is not None:
                        if name not in read:
                            read[name] = self.part(name)
                        sheet.roots.append(read[name])
                sheet.roots.append(content)
            except Unreadable:
                yield Sheet(usual, broken=True)
                continue
            yield sheet

    def annotated(self, document: str) -> bool:
        """Whether the document has annotations that hold text (stamps and watermarks aside)."""
        located = self._resolve(document, value(self.part(document), "Annotations"))
        if located is None:
            return False
        for element in every(self.part(located), "FileLoc"):
            part = self._resolve(located, element.text or "")
            for note in every(self.part(part), "Annot") if part else ():
                kept = note.get("Type") not in ("Stamp", "Watermark", "Link")
                if kept and first(note, "TextCode") is not None:
                    return True
        return False

    def _take_units(self, base: str, location: str) -> None:
        """Remember the composite graphic units of one resource part."""
        part = self._resolve(base, location)
        if part is None:
            return
        for unit in every(self.part(part), "CompositeGraphicUnit"):
            self.units[unit.get("ID") or ""] = unit

    def _resolve(self, base: str, location: str) -> str | None:
        """A location as written in the part ``base`` → the entry it means; None if there is none.

        Locations are relative to their part; some programs write them relative to the document.
        """
        location = location.strip().replace("\\", "/")
        if not location:
            return None
        folder = posixpath.dirname(base)
        tries = [posixpath.join(folder, location), location]
        if not location.startswith("/"):
            tries.insert(1, posixpath.join(folder.partition("/")[0], location))
        for name in tries:
            normal = posixpath.normpath(name).lstrip("/")
            if normal in self._archive:
                return normal
        return None


def local(element: Any) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def every(element: Any, name: str) -> Iterator[Any]:
    """All elements of that name below ``element`` (None has none), in order."""
    return iter(()) if element is None else element.iter("{*}" + name)


def first(element: Any, name: str) -> Any:
    """The first element of that name below ``element``, or None."""
    return next(every(element, name), None)


def value(element: Any, name: str) -> str:
    """The text of the first element of that name, blanks stripped; empty if there is none."""
    found = first(element, name)
    return "" if found is None else (found.text or "").strip()


def area(element: Any) -> Box | None:
    """The physical box of a page area; None if it is missing or has no extent."""
    for name in ("PhysicalBox", "ApplicationBox"):
        box = numbers(value(element, name))
        if len(box) == 4 and 0 < box[2] < 1e5 and 0 < box[3] < 1e5:
            return box[0], box[1], box[2], box[3]
    return None


def numbers(text: str | None) -> list[float]:
    """Numbers set apart by blanks; empty if one of them is none or beyond any page."""
    if not text:
        return []
    try:
        found = list(map(float, text.split()))
    except ValueError:
        return []
    for number in found:
        if not -1e7 < number < 1e7:
            return []
    return found
