from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from search import schema


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        post_migrate.connect(_install_index, sender=self)


def _install_index(*, using: str, **kwargs: object) -> None:
    schema.install(connections[using])
