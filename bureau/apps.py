from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class BureauConfig(AppConfig):
    name = "bureau"

    def ready(self) -> None:
        from bureau import audit, checks, mail  # noqa: F401  # they register; models must be loaded first

        post_migrate.connect(install_triggers, dispatch_uid="bureau.install_triggers")


def install_triggers(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """After every migrate, for the tables of one app: a rebuilt SQLite table has lost its triggers."""
    from bureau.triggers import install  # needs the models

    install(connections[using], app_config.label)
