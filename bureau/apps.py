from typing import Any

from django.apps import AppConfig
from django.contrib.auth import get_user_model
from django.contrib.auth.management import create_permissions
from django.db import connections
from django.db.models.signals import m2m_changed, post_migrate, pre_delete


class BureauConfig(AppConfig):
    name = "bureau"

    def ready(self) -> None:
        from bureau import calendar_followers, checks, mail, people  # noqa: F401  # they register, once models are there

        user = get_user_model()
        post_migrate.connect(install_triggers, dispatch_uid="bureau.install_triggers")
        post_migrate.connect(give_new_verbs, sender=self, dispatch_uid="bureau.give_new_verbs")
        m2m_changed.connect(people.guard_membership, sender=user.groups.through, dispatch_uid="bureau.guard_membership")
        pre_delete.connect(people.guard_last_administrator, sender=user, dispatch_uid="bureau.last_administrator")


def install_triggers(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """After every migrate, for the tables of one app: a rebuilt SQLite table has lost its triggers."""
    from bureau.triggers import install  # needs the models

    install(connections[using], app_config.label)


def give_new_verbs(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """After an update that knows verbs which older groups lack."""
    from bureau.people import give_new_verbs  # needs the models

    create_permissions(app_config, verbosity=0, using=using)  # they may not be there yet: apps migrate in their order
    give_new_verbs()
