"""Tokens of timestamp authorities, which are only ever added, and those that are due."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from casefiles.lib import guards


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0008_watch"),
    ]

    operations = [
        migrations.CreateModel(
            name="DueStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempt", models.PositiveIntegerField(default=0, help_text="How often a worker has taken it.")),
                ("leased_until", models.DateTimeField(blank=True, help_text="By the database’s clock.", null=True)),
                (
                    "next_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="Not to be taken before."
                    ),
                ),
                ("worker", models.CharField(blank=True, max_length=100)),
                ("authority", models.CharField(help_text="Host, port and path of its address.", max_length=500)),
                ("digest", models.CharField(help_text="Of the WACZ.", max_length=64, verbose_name="SHA-256")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To be asked for"),
                            ("asking", "Being asked for"),
                            ("stamped", "There"),
                            ("dropped", "Its authority is no longer in the settings"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                (
                    "tried_at",
                    models.DateTimeField(blank=True, help_text="When it was last asked for in vain.", null=True),
                ),
                ("said", models.TextField(blank=True, help_text="Why there is none yet, as a sentence.")),
                (
                    "capture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="due_stamps", to="archive.capture"
                    ),
                ),
            ],
            options={
                "ordering": ["capture", "authority"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["next_at"], name="stamp_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("capture", "authority"), name="stamp_once_an_authority"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "asking", "stamped", "dropped"])),
                        name="stamp_known_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimestampToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("authority", models.CharField(help_text="Host, port and path of its address.", max_length=500)),
                ("over", models.CharField(help_text="Of the WACZ.", max_length=64, verbose_name="SHA-256")),
                ("at", models.DateTimeField(help_text="By the authority’s clock.")),
                ("answer", models.BinaryField(help_text="DER, as “openssl ts” reads it.")),
                (
                    "capture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="archive.capture"
                    ),
                ),
            ],
            options={
                "ordering": ["capture", "authority"],
                "constraints": [
                    models.UniqueConstraint(fields=("capture", "authority"), name="token_once_an_authority"),
                    models.CheckConstraint(
                        condition=models.Q(("over__regex", "^[0-9a-f]{64}$")), name="token_over_sha256"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            guards.insert_only("archive_timestamptoken", "tokens are only ever added"),
            "DROP TRIGGER guard_update_delete ON archive_timestamptoken;\n"
            "DROP TRIGGER guard_truncate ON archive_timestamptoken;\n",
        ),
    ]
