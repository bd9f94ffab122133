"""What a capture is for, that it is needed now, and that its files were given up.

The guard of 0002 holds on: what a capture was asked for does not change, nor does an outcome. An expiry is written
once, behind an outcome that readers know nothing of, and never taken back.
"""

from django.db import migrations, models

KEEP_OUTCOME = """
CREATE OR REPLACE FUNCTION archive_keep_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'queued' THEN
            RAISE EXCEPTION 'a capture begins as queued, not as %', NEW.state USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.access <> 'sealed' THEN
            RAISE EXCEPTION 'a capture begins sealed, not as %', NEW.access USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state IN ('queued', 'fetching', 'waiting') THEN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'capture % is cancelled, not deleted', OLD.id USING ERRCODE = 'restrict_violation';
        END IF;
        IF (NEW.id, NEW.cited_url_id, NEW.requested_by_id, NEW.requested_at, NEW.reason<new asked for>)
            IS DISTINCT FROM (OLD.id, OLD.cited_url_id, OLD.requested_by_id, OLD.requested_at, OLD.reason<old asked for>)
            OR NEW.attempt < OLD.attempt THEN
            RAISE EXCEPTION 'what capture % was asked for does not change', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'capture % is finished and stays', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - 'access'<but expiry> IS DISTINCT FROM to_jsonb(OLD) - 'access'<but expiry> THEN
        RAISE EXCEPTION 'capture % is finished: its outcome does not change', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;<expiry once>
    RETURN NEW;
END $$;
"""
_ONCE = """
    IF OLD.expired_at IS NOT NULL AND NEW.expired_at IS DISTINCT FROM OLD.expired_at THEN
        RAISE EXCEPTION 'capture % has expired for good', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;"""
_NOW = {
    "<new asked for>": ", NEW.asked_for",
    "<old asked for>": ", OLD.asked_for",
    "<but expiry>": " - 'expired_at'",
    "<expiry once>": _ONCE,
}


def filled(*, now: bool) -> str:
    """The function as it is from here on, or as 0002 has it."""
    text = KEEP_OUTCOME
    for gap, content in _NOW.items():
        text = text.replace(gap, content if now else "")
    return text


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0009_stamps"),
    ]

    operations = [
        migrations.AddField(
            model_name="capture",
            name="asked_for",
            field=models.UUIDField(
                blank=True,
                db_index=True,
                help_text="What it is for (a source’s id); the archive knows no more of it.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="capture",
            name="expired_at",
            field=models.DateTimeField(
                blank=True, help_text="When its files were given up, for nothing cited it. The row stays.", null=True
            ),
        ),
        migrations.AddField(
            model_name="capture",
            name="needed_now",
            field=models.BooleanField(default=False, db_default=False, help_text="Goes before all others that wait."),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expired_at__isnull", True),
                    models.Q(
                        ("access__in", ["sealed", "taken_down"]),
                        (
                            "state__in",
                            [
                                "blocked_by_site",
                                "blocked_policy",
                                "cancelled",
                                "failed",
                                "gone",
                                "partial",
                                "paywalled",
                                "succeeded",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="capture_expired_unseen",
            ),
        ),
        migrations.RunSQL(filled(now=True), filled(now=False)),
    ]
