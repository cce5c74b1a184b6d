"""A program that calls the HTTP API with a key."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client


class Caller:
    """A program with a key."""

    def __init__(self, text: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {text}"})

    def get(self, path: str, **query: object) -> Any:
        return self.client.get(f"/api{path}", query)

    def post(self, path: str, said: object = None, **files: object) -> Any:
        if files:
            return self.client.post(f"/api{path}", files)
        return self.client.post(f"/api{path}", json.dumps(said), content_type="application/json")

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api{path}")

    def patch(self, path: str, said: object) -> Any:
        return self.client.patch(f"/api{path}", json.dumps(said), content_type="application/json")
