"""Guards of the public record. ENABLE ALWAYS: ordinary triggers fall to session_replication_role."""

from django.db import migrations

RECORD = ("edition", "editionitem", "logentry", "removal")

REFUSE = """
CREATE FUNCTION guard_editions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The public record never changes: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""

BLOB = """
CREATE FUNCTION guard_editions_blob() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM editions_removal WHERE digest = OLD.digest) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'Blob % is published; only a recorded removal lets it be deleted.', OLD.digest
            USING ERRCODE = 'insufficient_privilege';
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
            USING ERRCODE = 'unique_violation';
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
# or that name no blob, are refused; so nothing can be added to an edition afterwards.
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
    ) THEN
        RAISE EXCEPTION 'A row names bytes that are not stored.' USING ERRCODE = 'foreign_key_violation';
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
            USING ERRCODE = 'unique_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM editions_edition WHERE digest = NEW.edition_digest) THEN
        RAISE EXCEPTION 'The log names editions that there are.' USING ERRCODE = 'foreign_key_violation';
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

FUNCTIONS = ("refuse", "blob", "edition", "item", "log")


def _trigger(table: str, name: str, when: str, function: str, *, extra: str = "") -> str:
    per = "STATEMENT" if "TRUNCATE" in when or extra else "ROW"
    return (
        f"CREATE TRIGGER {name} {when} ON editions_{table} {extra} FOR EACH {per} "
        f"EXECUTE FUNCTION guard_editions_{function}();\n"
        f"ALTER TABLE editions_{table} ENABLE ALWAYS TRIGGER {name};\n"
    )


def _triggers() -> str:
    sql = ""
    for table in RECORD:
        sql += _trigger(table, "guard_unchanging", "BEFORE UPDATE OR DELETE", "refuse")
        sql += _trigger(table, "guard_truncate", "BEFORE TRUNCATE", "refuse")
    sql += _trigger("blob", "guard_unchanging", "BEFORE UPDATE", "refuse")
    sql += _trigger("blob", "guard_truncate", "BEFORE TRUNCATE", "refuse")
    sql += _trigger("blob", "guard_content", "BEFORE INSERT OR DELETE", "blob")
    sql += _trigger("edition", "guard_sequence", "BEFORE INSERT", "edition")
    sql += _trigger("editionitem", "guard_listed", "AFTER INSERT", "item", extra="REFERENCING NEW TABLE AS added")
    sql += _trigger("logentry", "guard_chain", "BEFORE INSERT", "log")
    return sql


def _undo() -> str:
    return "".join(f"DROP FUNCTION guard_editions_{name}() CASCADE;\n" for name in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [("editions", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE + BLOB + EDITION + ITEM + LOG + _triggers(), _undo()),
    ]
