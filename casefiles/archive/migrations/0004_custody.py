"""The custody record, and its guards: events are only added, each behind the last, and say what their digest is over."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casefiles.lib import guards

WHY = "the custody record is only ever added to"
TABLES = ("archive_custodyevent", "archive_custodywithheld", "archive_handlingevent")

# The lock is the one that ``archive.custody`` takes before it looks for the last event: two writers cannot both follow it.
LINK = """
CREATE FUNCTION guard_archive_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said jsonb := NEW.document::jsonb;
    last_number integer;
    last_digest text;
    last_at timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(TG_TABLE_NAME || ':' || NEW.capture_id, 0));
    EXECUTE format('SELECT number, digest, at FROM %I WHERE capture_id = $1 ORDER BY number DESC LIMIT 1', TG_TABLE_NAME)
        INTO last_number, last_digest, last_at USING NEW.capture_id;
    IF NEW.number <> coalesce(last_number, 0) + 1 THEN
        RAISE EXCEPTION 'Event % does not follow event %.', NEW.number, coalesce(last_number, 0)
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.previous <> coalesce(last_digest, repeat('0', 64)) THEN
        RAISE EXCEPTION 'Event % does not name the digest of the one before.', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.at < last_at
        OR (NEW.at IS DISTINCT FROM last_at AND abs(extract(epoch FROM NEW.at - clock_timestamp())) > 60) THEN
        RAISE EXCEPTION 'Event % is dated %, which is not now.', NEW.number, NEW.at USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.digest <> encode(sha256(convert_to(NEW.document, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'An event''s digest is the SHA-256 of its document.' USING ERRCODE = 'check_violation';
    END IF;
    IF (said ->> 'capture', said ->> 'number', said ->> 'previous', said ->> 'kind', said ->> 'chain', said ->> 'at')
        IS DISTINCT FROM (NEW.capture_id::text, NEW.number::text, NEW.previous::text, NEW.kind::text, TG_ARGV[0],
            to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) THEN
        RAISE EXCEPTION 'The columns of an event say what its document says.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

WITHHELD = """
CREATE FUNCTION guard_archive_withheld() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM archive_custodyevent WHERE id = NEW.event_id
            AND document::jsonb ->> 'withheld' = encode(sha256(convert_to(NEW.document, 'UTF8')), 'hex')
    ) THEN
        RAISE EXCEPTION 'That is not what event % withholds.', NEW.event_id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.document::jsonb #>> '{by,id}' IS DISTINCT FROM NEW.by_id::text THEN
        RAISE EXCEPTION 'An event is by whom its withheld document names.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

FORWARD = (
    LINK
    + WITHHELD
    + guards.trigger("archive_custodyevent", "link", "BEFORE INSERT", "guard_archive_link", "record")
    + guards.trigger("archive_handlingevent", "link", "BEFORE INSERT", "guard_archive_link", "handling")
    + guards.trigger("archive_custodywithheld", "withheld", "BEFORE INSERT", "guard_archive_withheld")
    + "".join(guards.insert_only(table, WHY) for table in TABLES)
)
BACKWARD = (
    "".join(
        f"DROP TRIGGER guard_{name} ON {table};\n"
        for table, own in zip(TABLES, ("link", "withheld", "link"), strict=True)
        for name in (own, "update_delete", "truncate")
    )
    + "DROP FUNCTION guard_archive_link();\nDROP FUNCTION guard_archive_withheld();\n"
)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CustodyEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="1 for the first of its chain.")),
                ("at", models.DateTimeField(help_text="By the database’s clock.")),
                ("document", models.TextField(help_text="The event in canonical JSON.")),
                (
                    "previous",
                    models.CharField(help_text="The digest of the event before; zeroes for the first.", max_length=64),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
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
                (
                    "capture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="custody", to="archive.capture"
                    ),
                ),
            ],
            options={
                "ordering": ["capture", "number"],
            },
        ),
        migrations.CreateModel(
            name="HandlingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="1 for the first of its chain.")),
                ("at", models.DateTimeField(help_text="By the database’s clock.")),
                ("document", models.TextField(help_text="The event in canonical JSON.")),
                (
                    "previous",
                    models.CharField(help_text="The digest of the event before; zeroes for the first.", max_length=64),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "kind",
                    models.CharField(
                        choices=[("viewed", "Viewed at the desk"), ("exported", "Taken along")], max_length=20
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "capture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handling", to="archive.capture"
                    ),
                ),
            ],
            options={
                "ordering": ["capture", "number"],
            },
        ),
        migrations.CreateModel(
            name="CustodyWithheld",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="withheld",
                        serialize=False,
                        to="archive.custodyevent",
                    ),
                ),
                ("document", models.TextField(help_text="Canonical JSON; its SHA-256 stands in the event.")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="custodyevent",
            constraint=models.UniqueConstraint(fields=("capture", "number"), name="custody_one_chain"),
        ),
        migrations.AddConstraint(
            model_name="handlingevent",
            constraint=models.UniqueConstraint(fields=("capture", "number"), name="handling_one_chain"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
