"""Captures are asked for by when they ended: for the forecast of the disk, for what expires, for checks since a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0010_needed_now_and_expiry")]

    operations = [
        migrations.AddIndex(model_name="capture", index=models.Index(fields=["finished_at"], name="capture_by_end")),
    ]
