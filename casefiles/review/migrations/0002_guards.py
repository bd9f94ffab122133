"""Guards of decisions and releases: four eyes, the current version, the transition table."""

from django.db import migrations

from casefiles.lib import guards

DECISION = """
CREATE FUNCTION review_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  current_version integer;
  last_verb text;
  last_version integer;
  state text;
BEGIN
  IF NEW.decided_by_id::text IS DISTINCT FROM nullif(current_setting('casefiles.actor', true), '') THEN
    RAISE EXCEPTION 'a decision is made by whoever writes it' USING ERRCODE = 'check_violation';
  END IF;
  -- The lock makes decisions about one item follow one another.
  SELECT version INTO current_version FROM dossiers_item WHERE id = NEW.item_id FOR UPDATE;
  IF current_version IS DISTINCT FROM NEW.version THEN
    RAISE EXCEPTION 'version % is not current: the item is at version %', NEW.version, current_version
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT verb, version INTO last_verb, last_version FROM review_decision WHERE item_id = NEW.item_id
    ORDER BY id DESC LIMIT 1;
  state := CASE
    WHEN last_verb IS NULL OR last_verb = 'reopened' THEN 'draft'
    WHEN last_verb = 'approved' AND last_version <> current_version THEN 'lapsed'
    ELSE last_verb END;
  IF NOT (CASE NEW.verb
      WHEN 'submitted' THEN state IN ('draft', 'changes_requested', 'lapsed')
      WHEN 'approved' THEN state = 'submitted'
      WHEN 'changes_requested' THEN state = 'submitted'
      WHEN 'rejected' THEN state = 'submitted'
      WHEN 'withdrawn' THEN state NOT IN ('rejected', 'withdrawn')
      WHEN 'reopened' THEN state IN ('rejected', 'withdrawn')
      ELSE false END) THEN
    RAISE EXCEPTION 'an item that is % cannot be %', state, NEW.verb USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.verb = 'approved' AND EXISTS (
      SELECT 1 FROM dossiers_contribution c
      WHERE c.item_id = NEW.item_id AND c.user_id = NEW.decided_by_id
        AND c.version > coalesce((SELECT max(version) FROM review_release WHERE item_id = NEW.item_id), 0)) THEN
    RAISE EXCEPTION 'nobody approves what they wrote' USING ERRCODE = 'check_violation';
  END IF;
  NEW.decided_at := clock_timestamp();
  RETURN NEW;
END $$;
"""

# Who decides has no right to the sequence, so this one runs as its owner. Its name puts it behind the guard.
NUMBER = """
CREATE FUNCTION review_number_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  -- Whatever number came along: given under the guard's lock, numbers follow one another as the decisions do.
  NEW.id := nextval(pg_get_serial_sequence(TG_RELID::regclass::text, 'id'));
  RETURN NEW;
END $$;
"""

RELEASE = """
CREATE FUNCTION review_guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  current_version integer;
  last record;
BEGIN
  SELECT version INTO current_version FROM dossiers_item WHERE id = NEW.item_id FOR UPDATE;
  SELECT verb, version INTO last FROM review_decision WHERE item_id = NEW.item_id ORDER BY id DESC LIMIT 1;
  IF last.verb IS DISTINCT FROM 'approved' OR last.version IS DISTINCT FROM NEW.version
     OR current_version IS DISTINCT FROM NEW.version THEN
    RAISE EXCEPTION 'only an approved, current version is released' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

KEPT = "what was decided and released is kept for ever"


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial"), ("dossiers", "0002_guards")]
    operations = [
        migrations.RunSQL(
            DECISION
            + NUMBER
            + RELEASE
            + guards.trigger("review_decision", "decision", "BEFORE INSERT", "review_guard_decision")
            + guards.trigger("review_decision", "number", "BEFORE INSERT", "review_number_decision")
            + guards.insert_only("review_decision", KEPT)
            + guards.trigger("review_release", "release", "BEFORE INSERT", "review_guard_release")
            + guards.insert_only("review_release", KEPT),
            migrations.RunSQL.noop,
        )
    ]
