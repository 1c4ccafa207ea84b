from typing import TypeAlias

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):  # type: ignore[django-manager-missing]  # of matters: Wagtail leaves their bases untyped
    """An account of a person, or of scheduled work. What it may do comes from roles at offices (bureau.access)."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("account")  # type: ignore[assignment]  # Django takes lazy words, its stubs do not
        verbose_name_plural = _("accounts")  # type: ignore[assignment]

    def get_full_name(self) -> str:
        """Chinese names stand family name first and together."""
        name = self.last_name + self.first_name
        return name if not name.isascii() else super().get_full_name()

    def __str__(self) -> str:
        return self.get_full_name() or self.username


Actor: TypeAlias = User | AnonymousUser
