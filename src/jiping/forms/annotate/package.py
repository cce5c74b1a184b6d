"""An office package (docx, xlsx) in which some parts are changed and all others stay as they are."""

from __future__ import annotations

import posixpath
from io import BytesIO
from typing import TYPE_CHECKING

from jiping.forms.annotate.markup import Markup, quoteattr

if TYPE_CHECKING:
    from zipfile import ZipInfo

TYPES = "[Content_Types].xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Package:
    """The parts of a package; names are found whatever their case, as the office programs do it."""

    def __init__(self, data: bytes) -> None:
        from zipfile import ZipFile

        self._zip = ZipFile(BytesIO(data))
        self._entries: dict[str, ZipInfo] = {}
        for entry in self._zip.infolist():
            self._entries.setdefault(_key(entry.filename), entry)
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self._gone: set[str] = set()

    def __contains__(self, name: str) -> bool:
        key = _key(name)
        known = key in self._entries or any(_key(added) == key for added in self._added)
        return known and key not in self._gone

    def names(self) -> list[str]:
        """The parts' names as they stand in the file."""
        kept = [e.filename for key, e in self._entries.items() if key not in self._gone]
        return kept + list(self._added)

    def read(self, name: str) -> bytes:
        """A part as it is now. KeyError if there is none."""
        key = _key(name)
        for added, content in self._added.items():
            if _key(added) == key:
                return content
        if key in self._changed:
            return self._changed[key]
        return self._zip.read(self._entries[key])

    def put(self, name: str, content: bytes) -> None:
        """Change a part or add one."""
        key = _key(name)
        if key in self._entries:
            self._gone.discard(key)
            self._changed[key] = content
        else:
            self._added[next((n for n in self._added if _key(n) == key), name)] = content

    def remove(self, name: str) -> None:
        """Leave a part out."""
        key = _key(name)
        if key in self._entries:
            self._gone.add(key)
        for added in [n for n in self._added if _key(n) == key]:
            del self._added[added]

    def unused(self, pattern: str) -> str:
        """The first name that is free: ``pattern`` has one {} for a number."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def made(self) -> bytes:
        """The whole package: parts in their order, added ones at the end."""
        from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

        out = BytesIO()
        with ZipFile(out, "w") as archive:
            for entry in self._zip.infolist():
                key = _key(entry.filename)
                if key in self._gone:
                    continue
                same = self._entries[key] is entry
                content = self._changed[key] if same and key in self._changed else None
                archive.writestr(
                    _copy(entry), self._zip.read(entry) if content is None else content
                )
            for name, content in self._added.items():
                entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = ZIP_DEFLATED
                archive.writestr(entry, content)
        return out.getvalue()

    # ------------------------------------------------------- relations and types

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Relation id → (kind, target part, external) of a part; "" is the package itself."""
        name = _relations_name(part)
        if name not in self:
            return {}
        folder = part.rpartition("/")[0]
        found = {}
        for element in Markup(self.read(name)).elements[1:]:
            target = element.attributes.get("Target", "")
            external = element.attributes.get("TargetMode") == "External"
            if target.startswith("/"):
                target = target.lstrip("/")
            elif not external:
                target = posixpath.normpath(posixpath.join(folder, target))
            kind = element.attributes.get("Type", "").rpartition("/")[2]
            found[element.attributes.get("Id", "")] = (kind, target, external)
        return found

    def related(self, part: str, kind: str) -> str | None:
        """The part that a relation of this kind leads to, if it is there."""
        for found, target, external in self.relations(part).values():
            if found == kind and not external and target in self:
                return target
        return None

    def relate(self, part: str, kind: str, target: str, *, strict: bool = False) -> str:
        """Add a relation from a part to another; its id."""
        known = self.relations(part)
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        folder = part.rpartition("/")[0]
        path = posixpath.relpath(target, folder or ".")
        base = STRICT if strict else TRANSITIONAL
        attributes = f'Id="rId{number}" Type="{base}/{kind}" Target={quoteattr(path)}'
        name = _relations_name(part)
        if name in self:
            markup = Markup(self.read(name))
            markup.append(markup.root, f"<{markup.root.prefix}Relationship {attributes}/>")
            self.put(name, markup.made())
        else:
            text = f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship {attributes}/></Relationships>'
            self.put(name, text.encode())
        return f"rId{number}"

    def unrelate(self, part: str, relation: str) -> None:
        """Take a relation out."""
        name = _relations_name(part)
        markup = Markup(self.read(name))
        left = [e for e in markup.elements[1:] if e.attributes.get("Id") != relation]
        for element in markup.elements[1:]:
            if element.attributes.get("Id") == relation:
                markup.remove(element)
        if left:
            self.put(name, markup.made())
        else:
            self.remove(name)

    def declare(self, part: str, content_type: str) -> None:
        """Say in the content types what an added part is."""
        markup = Markup(self.read(TYPES))
        attributes = f"PartName={quoteattr('/' + part)} ContentType={quoteattr(content_type)}"
        markup.append(markup.root, f"<{markup.root.prefix}Override {attributes}/>")
        self.put(TYPES, markup.made())

    def declare_suffix(self, suffix: str, content_type: str) -> None:
        """Say what parts with this ending are, unless it is said already."""
        markup = Markup(self.read(TYPES))
        defaults = markup.find("{" + _CONTENT_TYPES + "}Default")
        if any(e.attributes.get("Extension", "").lower() == suffix for e in defaults):
            return
        attributes = f"Extension={quoteattr(suffix)} ContentType={quoteattr(content_type)}"
        element = f"<{markup.root.prefix}Default {attributes}/>"
        first = markup.elements[1] if len(markup.elements) > 1 else None
        if first is None:
            markup.append(markup.root, element)
        else:
            markup.insert(first.start, element)
        self.put(TYPES, markup.made())

    def undeclare(self, part: str) -> None:
        """Take a part out of the content types."""
        markup = Markup(self.read(TYPES))
        for element in markup.elements[1:]:
            if _key(element.attributes.get("PartName", "")) == _key(part):
                markup.remove(element)
        self.put(TYPES, markup.made())

    def main_part(self, usual: str) -> str:
        """Where the document begins: by the package's relations, else the usual name."""
        return self.related("", "officeDocument") or usual

    @property
    def signed(self) -> bool:
        """Whether somebody has signed the package: any change would break the signature."""
        kinds = {kind for kind, _, _ in self.relations("").values()}
        return any(name.lower().startswith("_xmlsignatures/") for name in self.names()) or (
            "origin" in kinds
        )

    @property
    def has_macros(self) -> bool:
        """Whether there are macros in it; they are left alone."""
        return any(_key(name).endswith("vbaproject.bin") for name in self.names())


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _relations_name(part: str) -> str:
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"


def _copy(entry: ZipInfo) -> ZipInfo:
    """The directory entry of a part as it was, for its new copy."""
    from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

    copy = ZipInfo(entry.filename, entry.date_time)
    copy.compress_type = entry.compress_type if entry.compress_type == ZIP_STORED else ZIP_DEFLATED
    copy.external_attr = entry.external_attr
    copy.comment = entry.comment
    copy.create_system = entry.create_system
    return copy
