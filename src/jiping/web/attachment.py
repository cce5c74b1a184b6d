"""A file given away: always as a download, never shown by the browser itself."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
"""Formats of our own files; whatever people brought is octets."""


def attachment(name: str, data: bytes, kind: str = "") -> HttpResponse:
    """The file under its name, which may be Chinese."""
    answer = HttpResponse(data, content_type=TYPES.get(kind, "application/octet-stream"))
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


_DRAWN = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""A drawing has its style inside; opened by itself it runs nothing and asks for nothing."""


def drawing(svg: str) -> HttpResponse:
    """A picture that a page shows, or that is opened by itself."""
    answer = HttpResponse(svg.encode(), content_type="image/svg+xml; charset=utf-8")
    answer["Content-Security-Policy"] = _DRAWN
    return answer
