"""A reader's number is given once and never changes hands."""

from django.db import migrations

from casefiles.lib import guards


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]
    operations = [
        migrations.RunSQL(
            guards.insert_only("publishing_publicnumber", "readers' numbers are never changed or given again"),
            migrations.RunSQL.noop,
        )
    ]
