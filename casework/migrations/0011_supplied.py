from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_files_of_drafts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="caseevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("asked_for_more", "told what is missing"),
                    ("supplied", "what was missing came"),
                    ("accepted", "accepted"),
                    ("refused", "not accepted"),
                    ("asked", "asked to stop the clock, or to let it go on"),
                    ("suspended", "clock stopped"),
                    ("resumed", "clock goes on"),
                    ("confirmed", "confirmed that the clock still stands still"),
                    ("hearing_moved", "place or time of the hearing changed"),
                    ("extended", "extended"),
                    ("decided", "decided"),
                    ("withdrawn", "withdrawn"),
                    ("taken_back", "entry taken back"),
                ],
                max_length=16,
                verbose_name="what",
            ),
        ),
    ]
