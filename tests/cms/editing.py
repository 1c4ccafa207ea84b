"""The edit screens of matters and pages as an editor's browser fills them in, without a browser."""

from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from django import forms
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.blocks import RichTextBlock, StreamValue, StructBlock
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import querydict_from_html, rich_text

from bureau.models import User
from cms.models import Matter


def desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def matter_url(matter: Matter, view: str = "edit") -> str:
    return reverse(f"wagtailsnippets_cms_matter:{view}", args=[matter.pk])


def page_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@dataclass
class Screen:
    """An edit screen that somebody has opened: what stands in its fields, and what comes back when it is sent."""

    person: User
    url: str
    form_id: str
    client: Client = field(init=False)
    fields: QueryDict = field(init=False)

    def __post_init__(self) -> None:
        self.client = desk(self.person)
        self._read(self.client.get(self.url))

    def _read(self, response: Any) -> None:
        assert response.status_code == 200, response
        self.fields = querydict_from_html(response.content.decode(), form_id=self.form_id)
        bound = response.context["form"]
        for name in bound.fields:
            if isinstance(value := bound[name].value(), StreamValue):
                self.fields.update(_stream(name, value))
            elif isinstance(bound.fields[name], forms.BooleanField) and bound[name].value():
                self.fields[name] = "on"

    def fill(self, **values: Any) -> "Screen":
        for name, value in values.items():
            self.fields[name.replace("__", "-")] = str(value)
        return self

    def send(self, action: str = "", **extra: str) -> Any:
        """Presses a button: "" saves the draft. What comes back is the screen that the editor then looks at."""
        data = self.fields.copy()
        if action:
            data[f"action-{action}"] = action
        data.update(extra)
        response = self.client.post(self.url, data.urlencode(), "application/x-www-form-urlencoded")
        if response.status_code == 200:
            self._read(response)
        return response

    def autosave(self) -> Any:
        """What Wagtail's script sends by itself while somebody types."""
        kind = "application/x-www-form-urlencoded"
        return self.client.post(self.url, self.fields.urlencode(), kind, headers={"accept": "application/json"})


def matter_screen(person: User, matter: Matter) -> Screen:
    return Screen(person, matter_url(matter), "w-editor-form")


def page_screen(person: User, page: Page) -> Screen:
    return Screen(person, page_url(page), "page-edit-form")


def errors(response: Any) -> dict[str, list[str]]:
    """What the form says, by field."""
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def messages(response: Any) -> str:
    """What stands above the form, for eyes."""
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(" ".join(found.get_text(" ") for found in soup.select(".messages")).split())


def _stream(name: str, value: StreamValue) -> dict[str, str]:
    data = {f"{name}-count": str(len(value))}
    for at, child in enumerate(value):
        head = f"{name}-{at}"
        data |= {f"{head}-type": child.block_type, f"{head}-id": child.id or "", f"{head}-order": str(at)}
        data[f"{head}-deleted"] = ""
        data |= _value(f"{head}-value", child.block, child.value)
    return data


def _value(name: str, block: Any, value: Any) -> dict[str, str]:
    if isinstance(block, StructBlock):
        parts = [_value(f"{name}-{key}", child, value.get(key)) for key, child in block.child_blocks.items()]
        return {key: text for part in parts for key, text in part.items()}
    if isinstance(block, RichTextBlock):
        return {name: rich_text(value.source if isinstance(value, RichText) else "", features=block.features)}
    if isinstance(value, bool):
        return {name: "on"} if value else {}
    return {name: "" if value is None else str(getattr(value, "pk", value))}
