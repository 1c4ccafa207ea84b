from django.db import models
from django.db.models import F


class ContentVersion(models.Model):
    """One number that changes with everything a public page may show: whole pages are cached under it.

    Read by every request, from the database: memory of one process cannot be cleared from another.
    """

    ONLY = 1

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def present(cls) -> int:
        """One query. 0 before anything was published."""
        return cls.objects.filter(pk=cls.ONLY).values_list("number", flat=True).first() or 0

    @classmethod
    def bump(cls) -> None:
        """In the transaction of the change, so that the next request after its commit sees the new pages."""
        if not cls.objects.filter(pk=cls.ONLY).update(number=F("number") + 1):
            cls.objects.create(pk=cls.ONLY)
