from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, Page, Site

from bureau import audit
from bureau.access import require
from bureau.models import Office, User
from bureau.roles import Verb
from cms.models import HomePage, SiteSettings

audit.label("cms.set_up_site", gettext_lazy("Site set up"), gettext_lazy("Site was set up"))

SCOPE = {"scope": "土地 · 规划 · 不动产登记", "english_scope": "Land, planning, real estate registration"}


def set_up_site(
    office: Office, *, actor: User, plan: Mapping[str, str] | None = None, words: Mapping[str, str] | None = None
) -> HomePage:
    """Give ``office`` its public site: locales, the home page in both languages, and the words around it.

    ``plan``: plan_river, plan_place, plan_parcel of the drawing; ``words``: fields of SiteSettings beyond the office's
    own facts. Safe to call again: what editors changed since then stays, and neither is applied a second time.
    """
    require(actor, Verb.MANAGE_OFFICE, office)
    with transaction.atomic():
        chinese, english = (Locale.objects.get_or_create(language_code=code)[0] for code in ("zh-hans", "en"))
        home = _home(chinese, actor, plan or {})
        _english_home(home, english, actor)
        site = _site(home)
        around = SiteSettings.for_site(site)
        if around.office is None:  # new; Wagtail makes an empty row as soon as somebody looks
            for name, value in {**SCOPE, **(words or {}), "office": office}.items():
                setattr(around, name, value)
            around.save()
            audit.record(around, "cms.set_up_site", actor=actor, office=office, verb=Verb.MANAGE_OFFICE)
    return home


def _home(locale: Locale, actor: User, plan: Mapping[str, str]) -> HomePage:
    found: HomePage | None = HomePage.objects.filter(locale=locale).first()
    if found is not None:
        return found
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    home = HomePage(slug="home-page", locale=locale, **_words("zh-hans"), **plan)
    root.add_child(instance=home)
    _publish(home, actor)
    home.refresh_from_db()  # publishing wrote through another instance
    return home


def _english_home(home: HomePage, locale: Locale, actor: User) -> None:
    if HomePage.objects.filter(locale=locale, translation_key=home.translation_key).exists():
        return
    translated = home.copy_for_translation(locale)
    for name, value in _words("en").items():
        setattr(translated, name, value)
    _publish(translated, actor)


def _publish(page: HomePage, actor: User) -> None:
    """Wagtail would ask for the publisher's role; here the verb was asked above, and nobody has a role on pages yet."""
    page.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)


def _words(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "title": _("What do you need to do today?"),
            "intro": _("Look up a planning permit: the name of the project or its number is enough."),
        }


def _site(home: HomePage) -> Site:
    """The default site shows the home page; the welcome page that Wagtail made is removed while it is untouched."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    if welcome is None or welcome.specific_class is not HomePage:
        site.hostname, site.port, site.root_page = address.hostname or "localhost", port, home
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
        if welcome is not None and welcome.specific_class is Page and not welcome.get_children().exists():
            welcome.delete()
    return site
