"""The log's chain: adding to it, checking it, giving it away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from jiping.store.models import LogEntry, LogHead

_HASHED = (
    "number", "at", "actor_id", "actor", "channel", "address", "action", "about", "about_id",
    "path", "detail", "before",
)  # fmt: skip
FIELDS = (*_HASHED, "hash")
"""What an exported entry holds; the hash is that of the others, see `digest`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain is broken, and how."""

    number: int
    why: str


def add(fields: Mapping[str, Any]) -> LogEntry:
    """Append an entry; ``fields`` are those of `LogEntry` except number, at, before and hash.

    Inside the transaction of what it tells of: both are kept or neither. The head's row is locked
    until that transaction ends, so entries are numbered without a gap.
    """
    with transaction.atomic():
        head = LogHead.objects.select_for_update().first()
        if head is None:
            head = LogHead(pk=1)
        detail = json.loads(_canonical(fields.get("detail", {})))
        entry = LogEntry(
            **{**fields, "detail": detail},
            number=head.number + 1,
            at=timezone.now().isoformat(timespec="microseconds"),
            before=head.hash,
        )
        entry.hash = digest(as_json(entry))
        entry.save(force_insert=True)
        head.number, head.hash = entry.number, entry.hash
        head.save()
    return entry


def as_json(entry: LogEntry) -> dict[str, Any]:
    """An entry as it is exported."""
    return {name: getattr(entry, name) for name in FIELDS}


def digest(entry: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the entry's fields without its own hash."""
    text = _canonical({name: entry[name] for name in _HASHED})
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def entries() -> Iterator[dict[str, Any]]:
    """All entries, oldest first."""
    for entry in LogEntry.objects.order_by("number").iterator(2_000):
        yield as_json(entry)


def check(exported: Iterable[Mapping[str, Any]] | None = None) -> list[Fault]:
    """Faults of the chain: of the database, or of an exported log.

    In the database the head must name the last entry too, so that a cut-off end is seen.
    """
    faults: list[Fault] = []
    number, previous = 0, ""
    for entry in entries() if exported is None else exported:
        number += 1
        if entry["number"] != number:
            faults.append(
                Fault(int(entry["number"]), gettext("编号应为 %(n)s，中间缺了记录") % {"n": number})
            )
            number = int(entry["number"])
        if entry["before"] != previous:
            faults.append(Fault(number, gettext("与前一条接不上：前一条被改动、删除或插入过")))
        if digest(entry) != entry["hash"]:
            faults.append(Fault(number, gettext("内容与校验值不符：这一条被改动过")))
        previous = str(entry["hash"])
    if exported is None:
        head = LogHead.objects.first()
        if (head.number, head.hash) != (number, previous) if head else number != 0:
            faults.append(Fault(number, gettext("末尾与链头不符：最后的记录被删除过")))
    return faults
