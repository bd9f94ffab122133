"""A reader's number is given once and never changes hands; an edition has nothing that is not approved as it stands."""

from django.db import migrations

from casefiles.lib import guards

# The record of editions knows nothing of the newsroom, so the rule that joins them stands here. The manifest
# is asked and not the rows beside it: the manifest is what readers are shown. A retraction removes nothing and
# adds nothing, whatever became of the drafts: it has the very lines of the edition before it.
RELEASED = """
CREATE FUNCTION publishing_guard_released() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unfounded uuid;
BEGIN
  IF NEW.kind = 'retraction' THEN
    IF convert_from(NEW.manifest, 'UTF8')::jsonb -> 'items' IS DISTINCT FROM (
        SELECT convert_from(manifest, 'UTF8')::jsonb -> 'items' FROM editions_edition
          WHERE case_id = NEW.case_id ORDER BY number DESC LIMIT 1) THEN
      RAISE EXCEPTION 'a retraction has exactly the items of the edition before it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT line.id INTO unfounded
    FROM jsonb_to_recordset(convert_from(NEW.manifest, 'UTF8')::jsonb -> 'items') AS line(id uuid, digest text)
    LEFT JOIN dossiers_item item
      ON item.id = line.id AND (item.case_id IS NULL OR item.case_id = NEW.case_id)
    LEFT JOIN review_release release
      ON release.item_id = item.id AND release.version = item.version AND release.digest = line.digest
    WHERE release.id IS NULL
      OR (SELECT verb FROM review_decision WHERE item_id = line.id ORDER BY id DESC LIMIT 1)
        IS DISTINCT FROM 'approved'
    LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'an edition has only what is approved as it stands and released: % is not', unfounded
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0001_initial"),
        ("editions", "0002_guards"),
        ("review", "0002_guards"),
    ]
    operations = [
        migrations.RunSQL(
            guards.insert_only("publishing_publicnumber", "readers' numbers are never changed or given again")
            + RELEASED
            + guards.trigger("editions_edition", "released", "BEFORE INSERT", "publishing_guard_released"),
            migrations.RunSQL.noop,
        )
    ]
