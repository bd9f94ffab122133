"""Guards in plain SQL, ENABLE ALWAYS: ordinary triggers fall to ``session_replication_role``.

An outcome, once there, and the files that came with it never change; tries and addresses are only ever added.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION archive_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: the archive''s records are only ever added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION archive_keep_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
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
        IF (NEW.id, NEW.cited_url_id, NEW.requested_by_id, NEW.requested_at, NEW.reason)
            IS DISTINCT FROM (OLD.id, OLD.cited_url_id, OLD.requested_by_id, OLD.requested_at, OLD.reason)
            OR NEW.attempt < OLD.attempt THEN
            RAISE EXCEPTION 'what capture % was asked for does not change', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'capture % is finished and stays', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - 'access' IS DISTINCT FROM to_jsonb(OLD) - 'access' THEN
        RAISE EXCEPTION 'capture % is finished: its outcome does not change', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION archive_files_before_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM archive_capture
        WHERE id = NEW.capture_id AND state = 'fetching';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'files of capture % come with its outcome, in one transaction', NEW.capture_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_capture BEFORE INSERT OR UPDATE OR DELETE ON archive_capture
    FOR EACH ROW EXECUTE FUNCTION archive_keep_outcome();
CREATE TRIGGER guard_capture_truncate BEFORE TRUNCATE ON archive_capture
    FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse();
CREATE TRIGGER guard_cited_url BEFORE UPDATE OR DELETE ON archive_citedurl
    FOR EACH ROW EXECUTE FUNCTION archive_refuse();
CREATE TRIGGER guard_cited_url_truncate BEFORE TRUNCATE ON archive_citedurl
    FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse();
CREATE TRIGGER guard_capture_attempt BEFORE UPDATE OR DELETE ON archive_captureattempt
    FOR EACH ROW EXECUTE FUNCTION archive_refuse();
CREATE TRIGGER guard_capture_attempt_truncate BEFORE TRUNCATE ON archive_captureattempt
    FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse();
CREATE TRIGGER guard_capture_file BEFORE UPDATE OR DELETE ON archive_capturefile
    FOR EACH ROW EXECUTE FUNCTION archive_refuse();
CREATE TRIGGER guard_capture_file_insert BEFORE INSERT ON archive_capturefile
    FOR EACH ROW EXECUTE FUNCTION archive_files_before_outcome();
CREATE TRIGGER guard_capture_file_truncate BEFORE TRUNCATE ON archive_capturefile
    FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse();

ALTER TABLE archive_capture ENABLE ALWAYS TRIGGER guard_capture;
ALTER TABLE archive_capture ENABLE ALWAYS TRIGGER guard_capture_truncate;
ALTER TABLE archive_citedurl ENABLE ALWAYS TRIGGER guard_cited_url;
ALTER TABLE archive_citedurl ENABLE ALWAYS TRIGGER guard_cited_url_truncate;
ALTER TABLE archive_captureattempt ENABLE ALWAYS TRIGGER guard_capture_attempt;
ALTER TABLE archive_captureattempt ENABLE ALWAYS TRIGGER guard_capture_attempt_truncate;
ALTER TABLE archive_capturefile ENABLE ALWAYS TRIGGER guard_capture_file;
ALTER TABLE archive_capturefile ENABLE ALWAYS TRIGGER guard_capture_file_insert;
ALTER TABLE archive_capturefile ENABLE ALWAYS TRIGGER guard_capture_file_truncate;
"""

BACKWARD = """
DROP TRIGGER guard_capture ON archive_capture;
DROP TRIGGER guard_capture_truncate ON archive_capture;
DROP TRIGGER guard_cited_url ON archive_citedurl;
DROP TRIGGER guard_cited_url_truncate ON archive_citedurl;
DROP TRIGGER guard_capture_attempt ON archive_captureattempt;
DROP TRIGGER guard_capture_attempt_truncate ON archive_captureattempt;
DROP TRIGGER guard_capture_file ON archive_capturefile;
DROP TRIGGER guard_capture_file_insert ON archive_capturefile;
DROP TRIGGER guard_capture_file_truncate ON archive_capturefile;
DROP FUNCTION archive_files_before_outcome();
DROP FUNCTION archive_keep_outcome();
DROP FUNCTION archive_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
