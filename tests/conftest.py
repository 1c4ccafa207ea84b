"""What every test may ask for. Tests that commit (transactional_db, live_server) empty the tables afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

from bureau import triggers
from tests import databases


@contextmanager
def without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Frozen rows can go within the block. It lives here, so that nothing in production can reach it."""
    with connection.cursor() as cursor:
        for trigger in triggers.installed(connection).values():
            cursor.execute(triggers.drop_statement(trigger, connection))
    try:
        yield
    finally:
        triggers.install(connection)


def flush(self: TransactionTestCase) -> None:
    """Django's own teardown, with our triggers out of the way and what migrations of others made put back."""
    for alias in self._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        connection = connections[alias]
        with without_triggers(connection):
            call_command("flush", verbosity=0, interactive=False, database=alias, inhibit_post_migrate=False)
        ContentType.objects.clear_cache()
        put_back_what_migrations_made()


def put_back_what_migrations_made() -> None:
    """Wagtail's first pages and collection, and wagtail-localize's permission."""
    from django.contrib.auth.models import Permission  # Django is ready only now
    from wagtail.models import Collection, Locale, Page, Site

    translation = ContentType.objects.get(app_label="wagtail_localize", model="translation")
    named = {"codename": "submit_translation", "name": "Can submit translations"}
    Permission.objects.get_or_create(content_type=translation, **named)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if Page.objects.exists():
        return
    locale, _made = Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.add_root(title="Root", slug="root", locale=locale)
    home = root.add_child(instance=Page(title="益证", slug="home", locale=locale))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Iterator[bool]:
    """pytest-django finds a copy of the migrated database and only looks that nothing is missing."""
    if request.config.getoption("reuse_db"):
        yield True
        return
    name = connection.creation._get_test_db_name()
    databases.copy_migrated(name)
    yield True
    databases.drop_database(name)


@pytest.fixture(autouse=True, scope="session")
def frozen_rows_can_be_flushed() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush)
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Pages and facts that a process remembers, for each test's database begins anew under the same numbers."""
    from django.core.cache import cache  # Django is ready only now

    from cms import once, page_cache
    from cms.models import matter_version

    cache.clear()
    page_cache.forget()
    once.written_for.cache_clear()
    matter_version._facts.cache_clear()
