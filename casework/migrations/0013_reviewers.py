from collections import defaultdict

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import Exact

BATCH = 1000


def fill(apps, schema_editor):
    """From the steps of review that are done, and the bundles that are issued."""
    case, step = apps.get_model("casework", "Case"), apps.get_model("casework", "CaseStep")
    bundle = apps.get_model("certificates", "Bundle")
    issued = bundle.objects.filter(certificates__case=models.OuterRef("pk")).values("issued_by")
    case.objects.exclude(certificate=None).update(issued_by=models.Subquery(issued[:1]))
    done = step.objects.filter(role="case_officer").exclude(done_by=None)
    last = 0
    while keys := list(case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = keys[-1]
        people = defaultdict(dict)
        for key, person in done.filter(case__in=keys).order_by("position").values_list("case", "done_by"):
            people[key][person] = None
        alike = defaultdict(list)
        for key, found in people.items():
            alike["".join(f",{person}" for person in found) + ","].append(key)
        for text, of in alike.items():
            case.objects.filter(pk__in=of).update(reviewers=text)


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL alters no table with rows that this transaction has changed

    dependencies = [
        ("casework", "0012_days_by_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="case", name="case_reviewer_never_decides"),
        migrations.RemoveField(model_name="case", name="reviewed_by"),
        migrations.AddField(
            model_name="case",
            name="reviewers",
            field=models.CharField(default=",", editable=False, max_length=200, verbose_name="reviewed by"),
        ),
        migrations.AddField(
            model_name="case",
            name="issued_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="issued by",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(
                    Exact(
                        StrIndex("reviewers", Concat(Value(","), Cast("decided_by", models.CharField()), Value(","))),
                        0,
                    )
                )
                | Q(promised_days=0),
                name="case_reviewer_never_decides",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=~Q(issued_by=F("decided_by")), name="case_decider_never_issues"
            ),
        ),
    ]
