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
        from search import checks, receivers  # noqa: F401  # they register; models must be loaded first
        from search.home import newest_permits
        from search.rebuilding import first_missing_record

        post_migrate.connect(_install_index, sender=self)
        records.register("search", first_missing_record)
        home_sections.join(HomeSection(10, "newest_permits", "search/home_newest.html", newest_permits))


def _install_index(*, using: str, **kwargs: object) -> None:
    schema.install(connections[using])
