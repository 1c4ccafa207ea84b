import time

from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Greatest


class ContentVersion(models.Model):
    """One number that changes with everything a public page may show: whole pages are cached under it.

    Read by every request, from the database: memory of one process cannot be cleared from another. It grows to the
    microsecond of the change, so a number that was rolled back, under which somebody may have read, never comes again.
    """

    ONLY = 1

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def present(cls) -> int:
        """One query. 0 before anything was published."""
        # Every request asks this: building the query from the model costs more than asking it.
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM cms_contentversion WHERE id = %s", [cls.ONLY])
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def bump(cls) -> None:
        """In the transaction of the change, so that the next request after its commit sees the new pages."""
        moment = time.time_ns() // 1000
        if not cls.objects.filter(pk=cls.ONLY).update(number=Greatest(F("number") + 1, Value(moment))):
            cls.objects.create(pk=cls.ONLY, number=moment)
