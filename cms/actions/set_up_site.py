from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Collection, Locale, Page, Site, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from bureau import audit
from bureau.access import require
from bureau.models import Office, User
from bureau.models.post import RoleGroup
from bureau.roles import Role, Verb
from cms.four_eyes import words_that_come_with_the_system
from cms.models import GuideIndexPage, HomePage, Matter, NoticeIndexPage, PublicationTask, SiteSettings

audit.label("cms.set_up_site", gettext_lazy("Site set up"), gettext_lazy("Site was set up"))

HOME_DEPTH = 2
SCOPE = {"scope": "土地 · 规划 · 不动产登记", "english_scope": "Land, planning, real estate registration"}


def set_up_site(
    office: Office, *, actor: User, plan: Mapping[str, str] | None = None, words: Mapping[str, str] | None = None
) -> HomePage:
    """Give ``office`` its public site: locales, home page, lists of guides and of notices in both languages, the words
    around it, and the review that every page and matter passes before another person publishes it.

    ``plan``: plan_river, plan_place, plan_parcel of the drawing; ``words``: fields of SiteSettings beyond the office's
    own facts. Safe to call again: what editors changed since then stays, and neither is applied a second time.
    """
    require(actor, Verb.MANAGE_OFFICE, office)
    with transaction.atomic():
        chinese, english = (Locale.objects.get_or_create(language_code=code)[0] for code in ("zh-hans", "en"))
        home = _home(chinese, actor, plan or {})
        _name_what_wagtail_made()
        guides = _list(home, GuideIndexPage, "guides", _guide_words, actor)
        notices = _list(home, NoticeIndexPage, "notices", _notice_words, actor)
        _in_english(home, english, _words, actor)
        _in_english(guides, english, _guide_words, actor)
        _in_english(notices, english, _notice_words, actor)
        _review(office, home)
        site = _site(home)
        around = SiteSettings.for_site(site)
        if around.office is None:  # new; Wagtail makes an empty row as soon as somebody looks
            for name, value in {**SCOPE, **(words or {}), "office": office}.items():
                setattr(around, name, value)
            around.save()
            audit.record(around, "cms.set_up_site", actor=actor, office=office, verb=Verb.MANAGE_OFFICE)
    return home


def _name_what_wagtail_made() -> None:
    """Wagtail's own migrations name the beginning of its two trees in English; editors read it in breadcrumbs."""
    with translation.override("zh-hans"):
        Page.objects.filter(depth=1, title="Root").update(title=_("All pages"), draft_title=_("All pages"))
        Collection.objects.filter(depth=1, name="Root").update(name=_("All files"))


def _home(locale: Locale, actor: User, plan: Mapping[str, str]) -> HomePage:
    found: HomePage | None = HomePage.objects.filter(locale=locale).first()
    if found is not None:
        return found
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    home = HomePage(slug="home-page", locale=locale, **_words("zh-hans"), **plan)
    root.add_child(instance=home)
    _publish(home, actor)
    return home


def _list(
    home: HomePage,
    kind: type[GuideIndexPage] | type[NoticeIndexPage],
    slug: str,
    words: Callable[[str], dict[str, str]],
    actor: User,
) -> Page:
    found: Page | None = kind.objects.child_of(home).first()
    if found is not None:
        return found
    page = kind(slug=slug, locale=home.locale, **words("zh-hans"))
    home.add_child(instance=page)
    _publish(page, actor)
    return page


def _in_english(page: Page, locale: Locale, words: Callable[[str], dict[str, str]], actor: User) -> None:
    if page.get_translations().filter(locale=locale).exists():
        return
    translated = page.copy_for_translation(locale)
    for name, value in words("en").items():
        setattr(translated, name, value)
    translated.slug = page.slug if page.depth > HOME_DEPTH else translated.slug  # guides answer at one address
    _publish(translated, actor)


def _review(office: Office, home: HomePage) -> None:
    """发布审核: one task, done by the office's publishers, for all pages and all matters."""
    if PublicationTask.objects.exists():
        return
    with translation.override("zh-hans"):
        name = _("Review before publication")
    task = PublicationTask.objects.create(name=name, active=True)
    task.groups.set(RoleGroup.objects.filter(office=office, role=Role.PUBLISHER).values_list("group", flat=True))
    workflow = Workflow.objects.create(name=name, active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=home.get_root(), defaults={"workflow": workflow})
    WorkflowContentType.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(Matter), defaults={"workflow": workflow}
    )


def _publish(page: Page, actor: User) -> None:
    """Wagtail would ask for the publisher's role; here the verb was asked above, and nobody has a role on pages yet."""
    with words_that_come_with_the_system():
        page.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
    page.refresh_from_db()  # publishing wrote through another instance


def _words(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "title": _("What do you need to do today?"),
            "intro": _("Look up a planning permit: the name of the project or its number is enough."),
        }


def _guide_words(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "title": _("Guides"),
            "intro": _("What to bring, how long it takes, what it costs. All days are working days."),
        }


def _notice_words(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "title": _("Public notices"),
            "intro": _("What is planned and what was decided. First what you can still object to."),
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
