"""Files of drafts lie in the store without a row there, so that they can go with the draft."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

COPIED = ("sha256", "size", "media_type")


def copy(apps: Any, schema_editor: Any) -> None:
    stored = apps.get_model("documents", "StoredFile").objects.filter(pk=OuterRef("file"))
    apps.get_model("casework", "FilingFile").objects.update(**{name: Subquery(stored.values(name)) for name in COPIED})


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_asked_for"),
        ("documents", "0002_alter_numberbook_year"),
    ]

    operations = [
        migrations.AddField(
            model_name="filingfile",
            name="sha256",
            field=models.CharField(db_index=True, default="", max_length=64, verbose_name="SHA-256"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="filingfile",
            name="size",
            field=models.PositiveBigIntegerField(default=0, verbose_name="size in bytes"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="filingfile",
            name="media_type",
            field=models.CharField(default="", max_length=100, verbose_name="media type"),
            preserve_default=False,
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.RemoveField(model_name="filingfile", name="file"),
    ]
