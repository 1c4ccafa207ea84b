import time

from django.db import connection, models

# Every request reads it and every change writes it: building the queries from the model costs more than they do.
READ = "SELECT number FROM cms_contentversion WHERE id = %s"
RAISE = """
    INSERT INTO cms_contentversion (id, number) VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET number =
        CASE WHEN cms_contentversion.number < excluded.number
             THEN excluded.number ELSE cms_contentversion.number + 1 END"""


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
        with connection.cursor() as cursor:
            cursor.execute(READ, [cls.ONLY])
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def bump(cls) -> None:
        """In the transaction of the change, so that the next request after its commit sees the new pages."""
        with connection.cursor() as cursor:
            cursor.execute(RAISE, [cls.ONLY, time.time_ns() // 1000])
