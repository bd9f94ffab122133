"""One more kind of event in the custody record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0011_by_end"),
    ]

    operations = [
        migrations.AlterField(
            model_name="custodyevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("requested", "Asked for"),
                    ("needed_now", "Put before all others"),
                    ("tried", "Tried"),
                    ("finished", "Ended"),
                    ("cancelled", "Cancelled"),
                    ("stamped", "Dated by a timestamp authority"),
                    ("access_changed", "Readers’ access changed"),
                    ("verified", "Checked again to the last byte"),
                    ("expired", "Files removed, for nothing cites it"),
                ],
                max_length=20,
            ),
        ),
    ]
