"""What a case was extended by stands in its events alone; its own days are those it was received with."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery, Sum


def leave_to_events(apps: Any, schema_editor: Any) -> None:
    cases, extended = apps.get_model("casework", "Case"), apps.get_model("casework", "CaseEvent")
    extended = extended.objects.filter(what="extended")
    days = extended.filter(case=OuterRef("pk")).order_by().values("case").annotate(sum=Sum("days")).values("sum")
    cases.objects.filter(pk__in=extended.values("case")).update(extension_days=F("extension_days") - Subquery(days))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0011_supplied"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseevent",
            name="why_again",
            field=models.TextField(blank=True, default="", verbose_name="why it was not named before"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "receipt of papers"),
                    ("accepted", "notice of acceptance"),
                    ("refused", "notice of non-acceptance"),
                    ("more", "notice of what is missing"),
                    ("correction", "notice to supply papers"),
                    ("revision", "notice to revise"),
                    ("special", "notice of a special procedure"),
                    ("hearing", "notice of a hearing"),
                    ("extension", "notice of an extension"),
                    ("decision", "written decision"),
                    ("changed", "notice of a corrected entry"),
                    ("card", "notice card of this case"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.RunPython(leave_to_events, migrations.RunPython.noop),
    ]
