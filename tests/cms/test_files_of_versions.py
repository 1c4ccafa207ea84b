"""A file that a published version offers stays as it is, whatever happens to the matter afterwards."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document

from bureau.models import Office, User
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.models import HomePage, Matter
from cms.sample.filling import fill
from tests.cms.editing import desk
from tests.cms.matter_kit import changed, sample_facts

pytestmark = pytest.mark.django_db

PDF = (
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>"
)


@pytest.fixture
def form(home: HomePage) -> Document:
    return Document.objects.create(title="申请表", file=ContentFile(PDF, "form.pdf"))


@pytest.fixture
def matter(form: Document, office: Office, editor: User, publisher: User) -> Matter:
    filled = Document.objects.create(title="样表", file=ContentFile(PDF, "sample.pdf"))
    matter = Matter(office=office, is_sample=True)
    fill(matter, sample_facts("M04"), form, filled)
    draft_matter(matter, actor=editor)
    return publish_matter(matter, actor=publisher)


def delete_url(form: Document) -> str:
    return reverse("wagtaildocs:delete", args=[form.pk])


def test_guide_and_version_name_form_and_sample(matter: Matter) -> None:
    facts = matter.current_version.facts

    assert [file.name for file in facts.forms] == ["申请表"]
    assert [each.sample.name for each in facts.materials if each.sample] == ["样表"]


def test_it_is_not_deleted_and_the_screen_says_where_it_is_used(matter: Matter, form: Document, editor: User) -> None:
    client = desk(editor)

    screen = client.get(delete_url(form)).content.decode()
    client.post(delete_url(form))

    assert Document.objects.filter(pk=form.pk).exists()
    assert BeautifulSoup(screen, "html.parser").select(f'form[action="{delete_url(form)}"]') == []
    usage = client.get(reverse("wagtaildocs:document_usage", args=[form.pk])).content.decode()
    assert reverse("wagtailsnippets_cms_matter:edit", args=[matter.pk]) in usage
    with pytest.raises(ProtectedError):
        form.delete()


def test_it_is_not_replaced_by_another_file(matter: Matter, form: Document, editor: User, client: Client) -> None:
    other = SimpleUploadedFile("form.pdf", PDF + b"\n% new")
    data = {"title": "申请表", "collection": form.collection_id, "file": other}

    response = desk(editor).post(reverse("wagtaildocs:edit", args=[form.pk]), data)

    assert "作为另一个文件上传" in response.context["form"].errors["file"][0]
    assert b"".join(client.get(form.url)) == PDF


def test_its_title_changes_without_it(matter: Matter, form: Document, editor: User) -> None:
    data = {"title": "新名字", "collection": form.collection_id, "file": ""}

    assert desk(editor).post(reverse("wagtaildocs:edit", args=[form.pk]), data).status_code == 302


def test_it_stays_when_the_matter_no_longer_offers_it(
    matter: Matter, form: Document, editor: User, publisher: User
) -> None:
    changed(matter, editor, publisher, forms=[])

    with pytest.raises(ProtectedError):
        form.delete()


def test_a_file_that_nobody_published_goes(form: Document, editor: User) -> None:
    assert desk(editor).post(delete_url(form)).status_code == 302

    assert not Document.objects.exists()
