"""Card files: made once, from the store afterwards, and never out of date."""

import re
import subprocess
from datetime import datetime, time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bureau import calendar
from bureau.models import Office, OpeningPeriod, Post, ServiceWindow, User
from bureau.roles import Role
from cms import page_cache
from cms.cards import files
from cms.cards.paper import CardForm
from cms.models import CardFile, HomePage, Matter, SiteSettings
from cms.public_matters import PublicMatter, public_matter
from documents import store
from documents.models import StoredFile
from documents.rendering.errors import FontsMissing
from tests.browser.qr_reader import read_qr
from tests.cms.matter_kit import changed, drafted, published

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("standing_site")]


@pytest.fixture
def window(office: Office) -> ServiceWindow:
    window = ServiceWindow.objects.create(
        office=office, name="综合窗口", place="政务服务中心 2 楼", phone="0737-000 0001"
    )
    OpeningPeriod.objects.create(window=window, opens=time(9), closes=time(17))
    return window


@pytest.fixture
def matter(home: HomePage, office: Office, editor: User, publisher: User, window: ServiceWindow) -> Matter:
    with calendar.at(datetime(2022, 8, 10, 9)):
        return changed(drafted(office, editor), editor, publisher, windows=[window])


def current(matter: Matter) -> PublicMatter:
    page_cache.forget()
    found = public_matter(matter.code)
    assert found is not None
    return found


def made(matter: Matter, form: CardForm = CardForm.A5) -> StoredFile:
    return files.card_pdf(current(matter), form, "zh-hans")


def text_of(stored: StoredFile) -> str:
    content = store.read(stored)
    out = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s", "", out)


def stop_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("rendered again")

    monkeypatch.setattr(files, "render_pdf", refuse)


def test_a_card_is_made_once_and_read_from_the_store_afterwards(
    matter: Matter, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(matter)
    stop_rendering(monkeypatch)

    assert made(matter) == first
    row = CardFile.objects.get()
    assert (row.code, row.number, row.form, row.language) == ("M04", 1, "a5", "zh-hans")


def test_another_day_prints_the_same_file_with_the_day_it_was_made(matter: Matter) -> None:
    with calendar.at(datetime(2022, 8, 15, 10)):
        first = made(matter)
    with calendar.at(datetime(2022, 9, 20, 10)):
        second = made(matter)

    assert second == first
    assert "2022年8月15日印" in text_of(first)


def test_a_new_version_is_on_the_very_next_card(matter: Matter, editor: User, publisher: User) -> None:
    old = made(matter)
    with calendar.at(datetime(2022, 9, 1, 9)):
        changed(matter, editor, publisher, summary="改过的一句话。")

    new = made(matter)

    assert new != old
    assert "改过的一句话。" in text_of(new)
    assert "第2版，2022年9月1日起用" in text_of(new)


def test_other_hours_another_phone_and_a_closed_window_are_on_the_very_next_card(
    matter: Matter, window: ServiceWindow
) -> None:
    assert "9:00–17:00" in text_of(made(matter))

    OpeningPeriod.objects.update(closes=time(18, 30))
    assert "9:00–18:30" in text_of(made(matter))

    SiteSettings.objects.update(complaints_phone="0737-000 0009")
    assert "投诉0737-0000009" in text_of(made(matter))

    window.is_active = False
    window.save()
    assert "政务服务中心" not in text_of(made(matter))


def test_the_post_of_the_matter_answers_and_the_window_for_what_went_wrong_is_named(
    matter: Matter, office: Office, editor: User, publisher: User
) -> None:
    post = Post.objects.create(
        office=office, code="03", name="规划许可岗", role=Role.CASE_OFFICER, holder=editor, phone="0737-000 0005"
    )
    ServiceWindow.objects.create(
        office=office, name="一次未办好", kind=ServiceWindow.Kind.UNRESOLVED, place="2 楼 8 号", phone="0737-000 0002"
    )
    changed(matter, editor, publisher, post=post)

    text = text_of(made(matter))

    assert "规划许可岗0737-0000005" in text
    assert "找“一次未办好”专窗，2楼8号，0737-0000002" in text


def test_a4_poster_and_a5_are_files_of_their_own(matter: Matter) -> None:
    assert len({made(matter, form).sha256 for form in (CardForm.A5, CardForm.A4, CardForm.POSTER)}) == 3
    assert CardFile.objects.count() == 3


def test_an_english_card_has_english_labels(matter: Matter) -> None:
    text = text_of(files.card_pdf(current(matter), CardForm.A5, "en"))

    assert "Onetimenoticecard" in text.replace("-", "")
    assert "YiyangSampleBureau" in text


def test_the_poster_of_all_matters_changes_when_a_matter_joins(
    matter: Matter, office: Office, editor: User, publisher: User
) -> None:
    alone = files.wall_pdf("zh-hans")
    published(office, editor, publisher, code="M09")
    page_cache.forget()

    both = files.wall_pdf("zh-hans")

    assert "抵押权首次登记" not in text_of(alone)
    assert "抵押权首次登记" in text_of(both)
    assert CardFile.objects.filter(form="wall", code="").count() == 2


def test_a_card_that_was_reckoned_too_small_is_set_closer(matter: Matter, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    render = files.render_pdf

    def pretend(html: str, **options: object) -> object:
        tried.append(re.search(r'class="front ([a-z ]+)"', html)[1])  # type: ignore[index]
        pdf = render(html, **options)  # type: ignore[arg-type]
        return type(pdf)(pdf.bytes, 3)

    monkeypatch.setattr(files, "render_pdf", pretend)
    made(matter)

    assert tried[-2:] == ["tight", "snug long"]


def test_a_draft_is_shown_but_never_kept(matter: Matter) -> None:
    content = files.draft_card(current(matter))

    assert content.startswith(b"%PDF")
    assert not CardFile.objects.exists()


# What readers open


def card_url(form: str = "a5", code: str = "M04") -> str:
    return reverse("card_pdf", kwargs={"code": code, "form": form})


def test_the_address_of_a_card_shows_it_and_its_code_leads_to_the_version(
    matter: Matter, client: Client, tmp_path: Path
) -> None:
    response = client.get(card_url(code="m04"))

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename=\"M04-v1-a5.pdf\"; filename*=UTF-8''%E5%BB%BA")
    path = tmp_path / "card.pdf"
    path.write_bytes(response.content)
    top = top_of_scan(path)
    assert read_qr(path, page=2, place=(8, top - 3, 39)) == f"{settings.SITE_URL}/q/M04?v=1"


def top_of_scan(path: Path) -> float:
    """mm from the upper edge of the back to the words beside the code."""
    words = subprocess.run(
        ["pdftotext", "-bbox", "-f", "2", path, "-"], capture_output=True, check=True
    ).stdout.decode()
    found = re.search(r'yMin="([\d.]+)"[^>]*>扫一扫', words)
    assert found
    return float(found[1]) / 72 * 25.4


def test_who_has_the_card_already_downloads_nothing(matter: Matter, client: Client) -> None:
    first = client.get(card_url())

    second = client.get(card_url(), headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304
    assert second.content == b""
    assert second["Cache-Control"] == first["Cache-Control"] == "no-cache"
    assert "Cookie" in second["Vary"]


@pytest.mark.parametrize("form", ["wall", "a3", "A5"])
def test_no_other_form_has_an_address(matter: Matter, client: Client, form: str) -> None:
    assert client.get(card_url(form)).status_code == 404


def test_a_code_that_never_was_gets_the_page_that_helps(matter: Matter, client: Client) -> None:
    response = client.get(card_url(code="M99"))

    assert response.status_code == 404
    assert "建设工程规划许可" in response.content.decode()


def test_a_matter_without_english_is_printed_in_chinese_whole(matter: Matter, client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    client.get(card_url())

    assert CardFile.objects.get().language == "zh-hans"


def test_a_card_that_cannot_be_made_says_what_to_do(
    matter: Matter, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise FontsMissing(file="YizhengSans-Regular.otf")

    monkeypatch.setattr(files, "render_pdf", fail)

    response = client.get(card_url())

    assert response.status_code == 503
    assert "cut_fonts" in response.content.decode()
    assert not CardFile.objects.exists()
