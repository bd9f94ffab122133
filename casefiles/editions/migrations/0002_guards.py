"""Guards of the public record. ENABLE ALWAYS: ordinary triggers fall to session_replication_role."""

from django.db import migrations

from casefiles.lib import guards

RECORD = ("edition", "editionitem", "logentry", "removal")
OWN = ("blob", "edition", "item", "log")
WHY = "the public record never changes"

BLOB = """
CREATE FUNCTION guard_editions_blob() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM editions_removal WHERE digest = OLD.digest) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'Blob % is published; only a recorded removal lets it be deleted.', OLD.digest
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.digest <> encode(sha256(NEW.body), 'hex') THEN
        RAISE EXCEPTION 'Blob % is not named by the SHA-256 of its bytes.', NEW.digest
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM editions_removal WHERE digest = NEW.digest) THEN
        RAISE EXCEPTION 'Blob % was removed by a recorded decision.', NEW.digest
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

EDITION = """
CREATE FUNCTION guard_editions_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said jsonb := convert_from(NEW.manifest, 'UTF8')::jsonb;
    before record;
BEGIN
    SELECT number, digest, slug INTO before FROM editions_edition
        WHERE case_id = NEW.case_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(before.number, 0) + 1 THEN
        RAISE EXCEPTION 'Edition % does not follow edition %.', NEW.number, coalesce(before.number, 0)
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.previous_digest <> coalesce(before.digest, '') THEN
        RAISE EXCEPTION 'Edition % does not name the digest of the one before.', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.slug <> coalesce(before.slug, NEW.slug)
        OR EXISTS (SELECT 1 FROM editions_edition WHERE slug = NEW.slug AND case_id <> NEW.case_id) THEN
        RAISE EXCEPTION 'The address of a published case stays its own.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.digest <> encode(sha256(NEW.manifest), 'hex') THEN
        RAISE EXCEPTION 'An edition''s digest is the SHA-256 of its manifest.' USING ERRCODE = 'check_violation';
    END IF;
    IF (said #>> '{case,id}', said #>> '{case,slug}', said ->> 'number', said ->> 'kind',
            coalesce(said ->> 'note', ''), coalesce(said ->> 'previous', ''), said ->> 'published_at')
        IS DISTINCT FROM (NEW.case_id::text, NEW.slug::text, NEW.number::text, NEW.kind::text,
            NEW.note, NEW.previous_digest::text,
            to_char(NEW.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) THEN
        RAISE EXCEPTION 'The columns of an edition say what its manifest says.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# Per statement, so that a manifest of 500 items is parsed once. Rows that the manifest does not list,
# or that name no blob (nor one that a removal withholds: a retraction lists it still), are refused; so nothing can be added to an edition afterwards.
ITEM = """
CREATE FUNCTION guard_editions_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added
        LEFT JOIN (
            SELECT edition.id AS edition_id, line.position - 1 AS position, line.body
            FROM editions_edition AS edition,
                jsonb_array_elements(convert_from(edition.manifest, 'UTF8')::jsonb -> 'items')
                    WITH ORDINALITY AS line(body, position)
            WHERE edition.id IN (SELECT DISTINCT edition_id FROM added)
        ) AS listed USING (edition_id, position)
        WHERE (listed.body ->> 'id', listed.body ->> 'kind', listed.body ->> 'digest')
            IS DISTINCT FROM (added.item_id::text, added.kind::text, added.digest::text)
    ) THEN
        RAISE EXCEPTION 'A row is not what the manifest lists at its place.' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM added WHERE NOT EXISTS (SELECT 1 FROM editions_blob WHERE digest = added.digest)
            AND NOT EXISTS (SELECT 1 FROM editions_removal WHERE digest = added.digest)
    ) THEN
        RAISE EXCEPTION 'A row names bytes that are not stored.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""

# 1667330917 is actions.LOG_LOCK: two appenders meet here at the latest.
LOG = """
CREATE FUNCTION guard_editions_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before record;
BEGIN
    PERFORM pg_advisory_xact_lock(1667330917);
    SELECT index, digest INTO before FROM editions_logentry ORDER BY index DESC LIMIT 1;
    IF NEW.index <> coalesce(before.index, -1) + 1 OR NEW.previous <> coalesce(before.digest, repeat('0', 64)) THEN
        RAISE EXCEPTION 'Line % does not follow the last line of the log.', NEW.index
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM editions_edition WHERE digest = NEW.edition_digest) THEN
        RAISE EXCEPTION 'The log names editions that there are.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.digest <> encode(sha256(convert_to(format(
            '{"at":"%s","edition":"%s","format":"casefile-log/1","index":%s,"previous":"%s"}',
            to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            NEW.edition_digest, NEW.index, NEW.previous), 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'The digest of a log line is the SHA-256 of its canonical JSON.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# Per statement, with the rows that were added: what guards.trigger cannot say.
LISTED = """
CREATE TRIGGER guard_listed AFTER INSERT ON editions_editionitem REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION guard_editions_item();
ALTER TABLE editions_editionitem ENABLE ALWAYS TRIGGER guard_listed;
"""


def _triggers() -> str:
    sql = "".join(guards.insert_only(f"editions_{table}", WHY) for table in RECORD)
    sql += guards.refuse("editions_blob", "UPDATE", WHY) + guards.refuse_truncate("editions_blob", WHY)
    sql += guards.trigger("editions_blob", "content", "BEFORE INSERT OR DELETE", "guard_editions_blob")
    sql += guards.trigger("editions_edition", "sequence", "BEFORE INSERT", "guard_editions_edition")
    sql += guards.trigger("editions_logentry", "chain", "BEFORE INSERT", "guard_editions_log")
    return sql + LISTED


def _undo() -> str:
    """What refuses is a function of all apps, and stays; of the others their triggers go with them."""
    refusing = [(table, "update_delete") for table in RECORD] + [("blob", "update")]
    refusing += [(table, "truncate") for table in (*RECORD, "blob")]
    sql = "".join(f"DROP TRIGGER guard_{name} ON editions_{table};\n" for table, name in refusing)
    return sql + "".join(f"DROP FUNCTION guard_editions_{name}() CASCADE;\n" for name in OWN)


class Migration(migrations.Migration):
    dependencies = [("editions", "0001_initial")]

    operations = [
        migrations.RunSQL(BLOB + EDITION + ITEM + LOG + _triggers(), _undo()),
    ]
