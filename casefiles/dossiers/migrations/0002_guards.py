"""Guards of items: versions, contributions, who writes, and no reference into another case.

The rules live in the database so that no form, command or superuser can go round them.
"""

from django.db import migrations

from casefiles.lib import guards

ITEM = """
CREATE FUNCTION dossiers_guard_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF nullif(current_setting('casefiles.actor', true), '') IS NULL THEN
    RAISE EXCEPTION 'a write to an item must say who writes' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.version <> 0 THEN
      RAISE EXCEPTION 'an item begins at version 0' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.kind, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.kind, OLD.created_at)
     OR NEW.case_id IS DISTINCT FROM OLD.case_id THEN
    RAISE EXCEPTION 'an item keeps its id, kind and case' USING ERRCODE = 'check_violation';
  END IF;
  -- Depth 1 is a statement of somebody's own; deeper is the trigger of a kind's table.
  IF NEW.version <> OLD.version AND (pg_trigger_depth() = 1 OR NEW.version <> OLD.version + 1) THEN
    RAISE EXCEPTION 'the version of an item is raised by writes to its content alone' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

CONTRIBUTION = """
CREATE FUNCTION dossiers_guard_contribution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() = 1 THEN
    RAISE EXCEPTION 'contributions are recorded by writes to items alone' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

# Arguments: the column that names the owning item, then columns that refer to other items.
TOUCH = """
CREATE FUNCTION dossiers_touch_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor text := nullif(current_setting('casefiles.actor', true), '');
  touched jsonb;
  owner uuid;
  owner_case uuid;
  owner_kind text;
  raised integer;
  referred text;
  referred_case uuid;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
    RETURN NULL;
  END IF;
  IF actor IS NULL THEN
    RAISE EXCEPTION 'a write to an item must say who writes' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    touched := to_jsonb(OLD);
  ELSE
    touched := to_jsonb(NEW);
  END IF;
  owner := (touched ->> TG_ARGV[0])::uuid;
  IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) ->> TG_ARGV[0])::uuid <> owner THEN
    RAISE EXCEPTION 'content stays with its item' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE dossiers_item SET version = version + 1, changed_at = clock_timestamp() WHERE id = owner
    RETURNING version, case_id, kind INTO raised, owner_case, owner_kind;
  IF raised IS NULL THEN
    RAISE EXCEPTION 'there is no item %', owner USING ERRCODE = 'foreign_key_violation';
  END IF;
  IF TG_ARGV[0] = 'item_id' AND TG_TABLE_NAME <> 'dossiers_' || replace(owner_kind, '_', '') THEN
    RAISE EXCEPTION 'an item of kind % has no row in %', owner_kind, TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO dossiers_contribution (item_id, version, user_id, at)
    VALUES (owner, raised, actor::uuid, clock_timestamp());
  IF TG_OP <> 'DELETE' THEN
    FOR i IN 1 .. TG_NARGS - 1 LOOP
      referred := touched ->> TG_ARGV[i];
      CONTINUE WHEN referred IS NULL;
      SELECT case_id INTO referred_case FROM dossiers_item WHERE id = referred::uuid;
      IF referred_case IS NOT NULL AND referred_case IS DISTINCT FROM owner_case THEN
        RAISE EXCEPTION 'an item refers to items of its own case alone (%)', TG_ARGV[i]
          USING ERRCODE = 'check_violation';
      END IF;
    END LOOP;
  END IF;
  RETURN NULL;
END $$;
"""

KINDS = {
    "casetext": [],
    "operation": [],
    "source": ["publisher_id"],
    "statement": ["source_id", "speaker_id"],
    "attribution": ["statement_id", "operation_id", "accuser_id", "accused_id"],
    "evidence": [],
    "actorlink": ["subject_id", "object_id", "statement_id"],
    "legalaction": ["operation_id", "by_id", "against_actor_id", "statement_id", "source_id"],
    "event": ["operation_id", "source_id"],
    "impact": ["operation_id", "statement_id"],
    "replyrequest": ["to_id", "statement_id"],
    "editornote": [],
    "actor": [],
    "alias": ["actor_id", "coined_by_id"],
    "publisher": [],
}
RELATIONS = {
    "relay": ["source_id", "relayed_id"],
    "evidencesource": ["evidence_id", "source_id"],
    "evidencestatement": ["evidence_id", "statement_id"],
    "evidencebearing": ["evidence_id", "attribution_id"],
    "replyrequestattribution": ["reply_request_id", "attribution_id"],
    "notesubject": ["note_id", "subject_id"],
    "publisherreliability": ["publisher_id"],
}
WITHDRAW = "an item is withdrawn, never deleted"


def touch(table: str, *columns: str) -> str:
    return guards.trigger(table, "touch", "AFTER INSERT OR UPDATE OR DELETE", "dossiers_touch_item", *columns)


def statements() -> str:
    sql = [
        ITEM,
        CONTRIBUTION,
        TOUCH,
        guards.trigger("dossiers_item", "item", "BEFORE INSERT OR UPDATE", "dossiers_guard_item"),
        guards.refuse("dossiers_item", "DELETE", WITHDRAW),
        guards.refuse_truncate("dossiers_item", WITHDRAW),
        guards.trigger("dossiers_contribution", "written", "BEFORE INSERT", "dossiers_guard_contribution"),
        guards.insert_only("dossiers_contribution", "who wrote what is kept for ever"),
    ]
    for kind, references in KINDS.items():
        table = f"dossiers_{kind}"
        sql += [
            touch(table, "item_id", *references),
            guards.refuse(table, "DELETE", WITHDRAW),
            guards.refuse_truncate(table, WITHDRAW),
        ]
    for relation, columns in RELATIONS.items():
        table = f"dossiers_{relation}"
        sql += [touch(table, *columns), guards.refuse_truncate(table, "relations are taken away one by one")]
    return "".join(sql)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]
    operations = [migrations.RunSQL(statements(), migrations.RunSQL.noop)]
