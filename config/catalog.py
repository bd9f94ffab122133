"""What PostgreSQL's catalog says of tables, and of what logins may do to them."""

from django.db.backends.utils import CursorWrapper

PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
BY_COLUMN = ("SELECT", "INSERT", "UPDATE", "REFERENCES")

Held = tuple[str, str]
"""A table, or ``table.column``, and a privilege on it."""


def tables(cursor: CursorWrapper) -> set[str]:
    """Every table, view and the like of the schema."""
    cursor.execute(
        "SELECT relname FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"
    )
    return {row[0] for row in cursor.fetchall()}


def held(cursor: CursorWrapper, role: str, tables: list[str]) -> set[Held]:
    """What the role may do by whatever way: granted, inherited, as owner, through PUBLIC or on one column."""
    cursor.execute(
        "SELECT t, p FROM unnest(%s::text[]) t, unnest(%s::text[]) p"
        " WHERE has_table_privilege(%s, format('public.%%I', t), p)"
        " OR (p = ANY (%s) AND has_any_column_privilege(%s, format('public.%%I', t),"
        " CASE WHEN p = ANY (%s) THEN p ELSE 'SELECT' END))",
        [tables, list(PRIVILEGES), role, list(BY_COLUMN), role, list(BY_COLUMN)],
    )
    found = {(table, what) for table, what in cursor.fetchall()}
    open_ones = columns(cursor, [table for table, what in found if what == "UPDATE"], updated_by=role)
    return found | {(f"{table}.{column}", "UPDATE") for table, column in open_ones}


def columns(cursor: CursorWrapper, tables: list[str], *, updated_by: str | None = None) -> list[tuple[str, str]]:
    """The columns of tables, each with its table; only those that a role may UPDATE, if one is named."""
    cursor.execute(
        "SELECT t, attname FROM unnest(%s::text[]) t JOIN pg_attribute ON attrelid = format('public.%%I', t)::regclass"
        " WHERE attnum > 0 AND NOT attisdropped"
        " AND (%s::name IS NULL OR has_column_privilege(%s::name, attrelid, attnum, 'UPDATE'))",
        [tables, updated_by, updated_by],
    )
    return [(table, column) for table, column in cursor.fetchall()]


def more_than_tables(cursor: CursorWrapper, roles: list[str]) -> list[str]:
    """Rights to make things in the database, and to be somebody else."""
    cursor.execute(
        "SELECT r, p FROM unnest(%s::text[]) r, unnest(ARRAY['CREATE', 'TEMPORARY']) p"
        " WHERE has_database_privilege(r, current_database(), p)",
        [roles],
    )
    found = [f"{role} may {what} in the database." for role, what in cursor.fetchall()]
    cursor.execute("SELECT r FROM unnest(%s::text[]) r WHERE has_schema_privilege(r, 'public', 'CREATE')", [roles])
    found += [f"{role} may create tables." for (role,) in cursor.fetchall()]
    cursor.execute(
        "SELECT m.rolname, g.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member"
        " JOIN pg_roles g ON g.oid = a.roleid WHERE m.rolname = ANY (%s)",
        [roles],
    )
    return found + [f"{role} is a member of {other}." for role, other in cursor.fetchall()]
