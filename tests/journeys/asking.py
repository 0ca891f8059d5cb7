"""Asking pages as htmx does, and reading what comes back."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.journeys.boards import Small

HOME = "/o/home/journeys/"


def board(small: Small) -> str:
    return f"{HOME}{small.journey.pk}/"


def hx(client: Client, path: str, data: dict[str, Any] | None = None, *, on: str) -> HttpResponse:
    """POST (or GET without data) as htmx on the page `on`."""
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{on}"}
    return client.get(path, headers=headers) if data is None else client.post(path, data, headers=headers)


def swapped(answer: HttpResponse) -> set[str]:
    """Ids of the parts that are drawn again out of band."""
    tags = re.findall(r"<[a-z]+\b[^>]*\bhx-swap-oob=[^>]*>", answer.content.decode())
    return {found[1] for tag in tags if (found := re.search(r'\sid="([^"]+)"', tag))}


def text(answer: HttpResponse) -> str:
    """The words of a page, tags removed."""
    plain = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(plain.split())
