"""Signed-in people at the staff screens, and pages as they read them."""

import html
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import User


@dataclass
class Page:
    """One answer of the server."""

    status: int
    content: bytes
    location: str
    queries: int
    headers: Any

    @property
    def text(self) -> str:
        """What can be read, without tags."""
        body = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", " ", self.content.decode())
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def value(self, name: str) -> str:
        """What an input holds."""
        found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*value="([^"]*)"', self.content.decode())
        assert found, f"no input {name}"
        return html.unescape(found[1])


class Desk:
    """One person at the admin."""

    def __init__(self, person: User) -> None:
        self.person = person
        self.client = Client()
        self.client.force_login(person)

    def open(self, name: str, *args: object, query: str = "") -> Page:
        return self._page(lambda: self.client.get(reverse(name, args=args) + query))

    def post(self, name: str, *args: object, follow: bool = True, query: str = "", **data: Any) -> Page:
        data = {key.replace("__", "-"): value for key, value in data.items()}
        return self._page(lambda: self.client.post(reverse(name, args=args) + query, data, follow=follow))

    def send(self, name: str, *args: object, data: dict[str, Any], follow: bool = True) -> Page:
        """A post whose fields have names that are no Python names."""
        return self._page(lambda: self.client.post(reverse(name, args=args), data, follow=follow))

    def _page(self, request: Any) -> Page:
        with CaptureQueriesContext(connection) as queries:
            response = request()
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return Page(response.status_code, content, response.headers.get("Location", ""), len(queries), response.headers)
