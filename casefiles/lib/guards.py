"""SQL for guards: triggers that hold for everybody, superusers and replication sessions included.

A guard is created ``ENABLE ALWAYS``: an ordinary trigger does not fire under
``session_replication_role = replica``. Its name starts with ``guard_`` and its refusal is a
``check_violation`` (Django: ``IntegrityError``) that says what was refused and why.
"""

_REFUSE = """
CREATE OR REPLACE FUNCTION casefiles_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$;
"""


def trigger(table: str, name: str, when: str, function: str, *arguments: str, row: bool = True) -> str:
    """SQL that creates one guard on ``table``; ``when`` is for instance ``BEFORE UPDATE OR DELETE``."""
    quoted = ", ".join("'" + argument.replace("'", "''") + "'" for argument in arguments)
    each = "ROW" if row else "STATEMENT"
    return (
        f"CREATE TRIGGER guard_{name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}({quoted});\n"
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER guard_{name};\n"
    )


def refuse(table: str, operations: str, why: str) -> str:
    """SQL that refuses row ``operations`` (for instance ``UPDATE OR DELETE``) on ``table``."""
    name = operations.lower().replace(" or ", "_")
    return _REFUSE + trigger(table, name, f"BEFORE {operations}", "casefiles_refuse", why)


def refuse_truncate(table: str, why: str) -> str:
    """SQL that refuses TRUNCATE on ``table``."""
    return _REFUSE + trigger(table, "truncate", "BEFORE TRUNCATE", "casefiles_refuse", why, row=False)


def insert_only(table: str, why: str) -> str:
    """SQL after which rows of ``table`` can be added, and neither changed nor taken away."""
    return refuse(table, "UPDATE OR DELETE", why) + refuse_truncate(table, why)
