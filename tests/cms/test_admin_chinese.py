"""Nothing in English that an editor meets: site/locale_wagtail fills what Wagtail and wagtail-localize lack.

An update of either brings new words. These tests name them; their Chinese belongs into site/locale_wagtail.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django import conf, forms
from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from django.utils.translation.trans_real import DjangoTranslation

OURS = settings.ROOT / "site" / "locale_wagtail" / "zh_Hans" / "LC_MESSAGES"
SAME_IN_CHINESE = {
    "%(range_start)s - %(range_end)s",  # two numbers
    "+%(counter)s more",  # drawn as + 3
    "ID",
    "URL",
    "Wagtail API v2",  # names of apps, which no screen of ours shows
}
OF_DJANGO_FILTER = {  # has Chinese under a name (zh_CN) that Django no longer looks for
    "Today",
    "Yesterday",
    "Past 7 days",
    "This month",
    "This year",
    "Select a lookup.",
    "Range query expects two values.",
    "Multiple values may be separated by commas.",
    "Ordering",
    "exclude",
    "Unknown",
    "%s (descending)",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
CHINESE = re.compile(r"[一-鿿：]")
TAG = re.compile(r"<[a-z/]+")


def catalogues(domain: str) -> dict[str, Path]:
    """Each installed package of Wagtail and wagtail-localize with its list of English words."""
    folders = {app.name: Path(app.path) / "locale" / "en" / "LC_MESSAGES" for app in apps.get_app_configs()}
    return {
        name: folder / f"{domain}.po"
        for name, folder in folders.items()
        if name.partition(".")[0] in ("wagtail", "wagtail_localize") and (folder / f"{domain}.po").exists()
    }


def english(domain: str) -> Iterator[polib.POEntry]:
    for path in catalogues(domain).values():
        yield from polib.pofile(str(path))


def of_django() -> Iterator[polib.POEntry]:
    """Of what Django itself says, forms above all, which has Chinese that we may say better."""
    yield from polib.pofile(str(Path(conf.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"))


def chinese(entry: polib.POEntry) -> str:
    """What an editor reads, singular and plural being one in Chinese."""
    if entry.msgid_plural and entry.msgctxt:
        return npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, 2)
    if entry.msgid_plural:
        return ngettext(entry.msgid, entry.msgid_plural, 2)
    return pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid)


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize("package", sorted(catalogues("django")))
def test_every_word_of_a_package_is_chinese(package: str) -> None:
    entries = list(polib.pofile(str(catalogues("django")[package])))

    untranslated = [entry.msgid for entry in entries if chinese(entry) in (entry.msgid, entry.msgid_plural)]

    assert entries
    assert [msgid for msgid in untranslated if msgid not in SAME_IN_CHINESE] == []


@pytest.mark.parametrize("package", ["wagtail.admin", "wagtail_localize"], ids=["the admin", "the translation editor"])
def test_every_word_of_a_script_is_chinese(package: str) -> None:
    """As JavaScriptCatalog serves them: the package's own words, then those of LOCALE_PATHS."""
    folder = catalogues("djangojs")[package].parents[2]
    served = DjangoTranslation("zh-hans", domain="djangojs", localedirs=[str(folder)])
    entries = list(polib.pofile(str(catalogues("djangojs")[package])))

    words = {
        entry.msgid: served.ngettext(entry.msgid, entry.msgid_plural, 2)
        if entry.msgid_plural
        else served.gettext(entry.msgid)
        for entry in entries
    }

    assert len(words) > 40
    assert [msgid for msgid, word in words.items() if not CHINESE.search(word)] == []


def test_the_packages_that_editors_meet_are_all_walked() -> None:
    assert set(catalogues("django")) >= {
        "wagtail",
        "wagtail.admin",
        "wagtail.contrib.redirects",
        "wagtail.contrib.settings",
        "wagtail.documents",
        "wagtail.embeds",
        "wagtail.images",
        "wagtail.sites",
        "wagtail.snippets",
        "wagtail.users",
        "wagtail_localize",
        "wagtail_localize.locales",
    }
    assert set(catalogues("djangojs")) == {"wagtail.admin", "wagtail_localize"}


def test_no_translation_asks_for_a_value_that_the_screen_does_not_give() -> None:
    """It would fail only when the message is shown; upstream's Chinese is held to it like ours."""
    strange = {
        entry.msgid: chinese(entry)
        for entry in english("django")
        if set(PLACEHOLDER.findall(chinese(entry))) - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    }

    assert strange == {}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_our_chinese_keeps_every_value_and_every_tag(domain: str) -> None:
    for entry in polib.pofile(str(OURS / f"{domain}.po")):
        words = entry.msgstr or entry.msgstr_plural[0]
        asked = entry.msgid_plural or entry.msgid

        assert sorted(set(PLACEHOLDER.findall(words))) == sorted(set(PLACEHOLDER.findall(asked))), entry.msgid
        if "JavaScript" not in entry.msgid:  # this one leaves out a link that leads out of the house
            assert sorted(TAG.findall(words)) == sorted(TAG.findall(asked)), entry.msgid


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_our_chinese_is_finished_and_answers_a_word_that_still_exists(domain: str) -> None:
    known = {(entry.msgctxt, entry.msgid) for entry in [*english(domain), *of_django()]}

    ours = list(polib.pofile(str(OURS / f"{domain}.po")))

    assert len({(entry.msgctxt, entry.msgid) for entry in ours}) == len(ours)
    assert [entry.msgid for entry in ours if entry.fuzzy or entry.obsolete or not entry.translated()] == []
    left_over = [entry.msgid for entry in ours if (entry.msgctxt, entry.msgid) not in known]
    assert [msgid for msgid in left_over if msgid not in OF_DJANGO_FILTER] == []


@pytest.mark.parametrize("msgid", sorted(OF_DJANGO_FILTER))
def test_filters_speak_chinese_too(msgid: str) -> None:
    spec = find_spec("django_filters")
    assert spec is not None
    assert spec.origin is not None
    sources = "".join(path.read_text() for path in Path(spec.origin).parent.glob("*.py"))

    assert f'"{msgid}"' in sources
    assert gettext(msgid) != msgid


def test_one_term_for_one_thing() -> None:
    """The words of the trade that editors learn once: draft, publish, return, locked, revision."""
    assert [gettext(word) for word in ("Draft", "Live", "Publish", "Unpublish", "Submit for moderation")] == [
        "草稿",
        "已发布",
        "发布",
        "取消发布",
        "送审",
    ]
    assert [gettext(word) for word in ("Request changes", "Rejected", "Locked", "revision", "Locale")] == [
        "退回修改",
        "已退回",
        "已锁定",
        "修订版本",
        "语言",
    ]


class EveryField(forms.Form):
    mail = forms.EmailField()
    day = forms.DateField()
    count = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=[("a", "甲")])
    name = forms.CharField(max_length=3)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "请填这一项。"),
        ({"mail": "谁"}, "邮箱写得不对，例如 name@example.com。"),
        ({"day": "明天"}, "日期写得不对，例如 2022-08-12。"),
        ({"count": "0"}, "不能小于 1。"),
        ({"kind": "b"}, "没有“b”这一项，请重新选。"),
        ({"name": "四个字呢"}, "最多 3 个字，现在有 4 个。"),
    ],
    ids=lambda value: next(iter(value), "nothing") if isinstance(value, dict) else "",
)
def test_what_a_form_says_says_what_to_do(typed: dict[str, str], said: str) -> None:
    form = EveryField(typed)

    assert [str(each) for each in form.errors[next(iter(typed), "mail")]] == [said]
