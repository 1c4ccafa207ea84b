from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from cms import home_sections
from cms.home_sections import HomeSection
from search import schema


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from bureau import records
        from search import checks, receivers, sample  # noqa: F401  # they register; models must be loaded first
        from search.home import newest_permits
        from search.rebuilding import first_missing_record

        receivers.follow()
        post_migrate.connect(_install_index, sender=self)
        records.register("search", first_missing_record)
        home_sections.join(HomeSection(10, "newest_permits", "search/home_newest.html", newest_permits))


def _install_index(*, using: str, plan: Any = (), **kwargs: object) -> None:
    """After a migration of this package every row is written anew, in case it changed what rows hold."""
    schema.install(connections[using])
    if any(migration.app_label == "search" and not backwards for migration, backwards in plan):
        from search.rebuilding import rebuild_rows

        rebuild_rows()
