import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def copy_offices(apps, schema_editor):
    """One statement, whatever there is; the office of an application never changes."""
    case, application = apps.get_model("casework", "Case"), apps.get_model("casework", "Application")
    office = application.objects.filter(pk=models.OuterRef("application")).values("office")
    case.objects.update(office=models.Subquery(office))


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL alters no table with rows that this transaction has changed

    dependencies = [
        ("bureau", "0004_personal_records_and_case_verbs"),
        ("casework", "0002_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="bureau.office",
                verbose_name="office",
            ),
        ),
        migrations.RunPython(copy_offices, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="case",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="bureau.office",
                verbose_name="office",
            ),
        ),
        migrations.AlterField(
            model_name="casestep",
            name="done_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="done by",
            ),
        ),
        migrations.AlterModelOptions(
            name="caseevent",
            options={"ordering": ["case_id", "at", "pk"], "verbose_name": "event", "verbose_name_plural": "events"},
        ),
        migrations.AlterModelOptions(
            name="casestep",
            options={"ordering": ["case_id", "position"], "verbose_name": "step", "verbose_name_plural": "steps"},
        ),
        migrations.RemoveIndex(model_name="case", name="case_by_due"),
        migrations.RemoveIndex(model_name="case", name="case_by_matter"),
        migrations.RemoveIndex(model_name="casestep", name="step_to_do"),
        migrations.AddIndex(model_name="case", index=models.Index(fields=["due", "-id"], name="case_by_due")),
        migrations.AddIndex(
            model_name="case", index=models.Index(fields=["office", "due", "-id"], name="case_of_office_by_due")
        ),
        migrations.AddIndex(
            model_name="case", index=models.Index(fields=["office", "state"], name="case_of_office_by_state")
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["office", "matter", "state", "due"], name="case_by_matter"),
        ),
        migrations.AddIndex(
            model_name="casestep",
            index=models.Index(
                condition=models.Q(("begun_at__isnull", False), ("done_at__isnull", True)),
                fields=["role", "assigned_to", "case"],
                name="step_to_do",
            ),
        ),
        migrations.AddIndex(model_name="casestep", index=models.Index(fields=["done_by", "case"], name="step_done")),
    ]
