from django.db import models


class ScheduledRun(models.Model):
    """When a piece of scheduled work last ran; the row is the claim that keeps two ticks from doing it twice."""

    name = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WorkerSign(models.Model):
    """The sign of life of one worker; it is alive when it was seen within the last 30 seconds."""

    name = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
