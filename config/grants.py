"""Login roles and their rights: ``grants.toml`` made true in the database, and compared with it.

Roles log in; nothing uses ``SET ROLE``, which ``RESET ROLE`` undoes.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from config import catalog, services
from config.catalog import Held

FILE = Path(__file__).with_name("grants.toml")
SURFACES = ("public", "desk", "replay", "work", "fetch")
PRIVILEGES = catalog.PRIVILEGES
_LOCK = 0x6772616E74  # two migrations of one database at once would stumble over each other's grants

Rights = Mapping[str, Mapping[str, frozenset[str]]]
"""Table → surface → privileges."""
Withheld = Rights
"""Table → surface → columns that it may not UPDATE, though it may the others."""


class GrantsError(Exception):
    """The file, the roles or the database do not let the grants be applied; the message says what to do."""


@dataclass(frozen=True)
class Role:
    """The login of one surface."""

    surface: str
    name: str
    password: str = ""


def read(path: Path = FILE) -> Rights:
    """The file's rows, surface by surface. Raises GrantsError for what it cannot mean."""
    sections = tomllib.loads(path.read_text())
    copies: dict[str, str] = sections.pop("same_as", {})
    sections.pop("withheld", None)
    rights: dict[str, dict[str, frozenset[str]]] = {}
    for section in sections.values():
        for table, row in section.items():
            if table in rights:
                raise GrantsError(f"{path.name} has two rows for {table}.")
            rights[table] = _row(table, {**row, **{new: row[old] for new, old in copies.items() if old in row}})
    return rights


def _row(table: str, row: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found = {surface: frozenset(text.split()) for surface, text in row.items()}
    for surface, privileges in found.items():
        if surface not in SURFACES:
            raise GrantsError(f"The row of {table} names {surface!r}; surfaces are {', '.join(SURFACES)}.")
        if unknown := privileges - set(PRIVILEGES):
            raise GrantsError(f"The row of {table} names {', '.join(sorted(unknown))}, which is no table privilege.")
    return found


def read_withheld(path: Path = FILE) -> Withheld:
    """The file's exceptions from UPDATE. Raises GrantsError for one from a right that is not given."""
    rights = read(path)
    found: dict[str, dict[str, frozenset[str]]] = {}
    for table, row in tomllib.loads(path.read_text()).get("withheld", {}).items():
        for surface, columns in row.items():
            if "UPDATE" not in rights.get(table, {}).get(surface, ()):
                raise GrantsError(f"{path.name} withholds columns of {table} from {surface}, which may not UPDATE it.")
            found.setdefault(table, {})[surface] = frozenset(columns.split())
    return found


def login_roles() -> list[Role]:
    """Who each surface logs in as: the user in ``DATABASE_URL_<SURFACE>``, else ``casefiles_<surface>``.

    Raises GrantsError when two surfaces with different rights share a login.
    """
    roles = []
    for surface in SURFACES:
        parts = services.django_database(services.surface_database_url(surface))
        roles.append(Role(surface, parts.get("USER") or f"casefiles_{surface}", parts.get("PASSWORD", "")))
    names = {role.name for role in roles}
    if len(names) < len(roles):
        raise GrantsError(
            "Two surfaces share a database login, so neither can have less than the other. "
            "Give each DATABASE_URL_<SURFACE> a user of its own."
        )
    return roles


def apply(connection: BaseDatabaseWrapper, rights: Rights | None = None) -> None:
    """Make the login roles if they are missing, and leave each with the file's rights and no others.

    One transaction; safe to repeat, and from several processes at once. Raises GrantsError.
    """
    rights = read() if rights is None else rights
    withheld = read_withheld()
    roles = login_roles()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        tables = catalog.tables(cursor)
        if missing := sorted(tables - set(rights)):
            raise GrantsError(
                f"No row in config/{FILE.name} for {', '.join(missing)}. Add one each: "
                "who may do what, or {} if no surface may touch it."
            )
        for role in roles:
            _create(cursor, role)
        _check_harmless(cursor, roles)
        _revoke_everything(cursor, roles)
        for table in sorted(tables):
            for role in roles:
                closed = withheld.get(table, {}).get(role.surface, frozenset())
                _grant(cursor, table, role, rights[table].get(role.surface, frozenset()), closed)


def differences(connection: BaseDatabaseWrapper, rights: Rights | None = None) -> list[str]:
    """What the catalog says otherwise than the file, a sentence each; rights of single columns included."""
    rights = read() if rights is None else rights
    roles = login_roles()
    with connection.cursor() as cursor:
        tables = catalog.tables(cursor)
        found = [f"{table} has no row in {FILE.name}." for table in sorted(tables - set(rights))]
        known = sorted(tables & set(rights))
        for role in roles:
            wanted, held = _wanted(cursor, role.surface, known, rights), catalog.held(cursor, role.name, known)
            found += _said(role.name, "may", held - wanted, "does not grant")
            found += _said(role.name, "may not", wanted - held, "grants")
        found += catalog.more_than_tables(cursor, [role.name for role in roles])
    return found


def beyond(connection: BaseDatabaseWrapper, surface: str) -> list[str]:
    """What this connection's login may do and the file does not grant to ``surface``, a sentence each."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        login = str(_one(cursor))
        tables = sorted(catalog.tables(cursor))
        more = catalog.held(cursor, login, tables) - _wanted(cursor, surface, tables, read())
        return _said(login, "may", more, "does not grant") + catalog.more_than_tables(cursor, [login])


def _said(login: str, may: str, rights: set[Held], the_file: str) -> list[str]:
    """A sentence for each right; those to the columns are within the one to their table."""
    whole = {
        (where, what) for where, what in rights if (where.partition(".")[0], what) not in rights or "." not in where
    }
    return [f"{login} {may} {what} {where}, which the file {the_file}." for where, what in sorted(whole)]


def _create(cursor: CursorWrapper, role: Role) -> None:
    # Roles belong to the whole cluster: another process, migrating another database, may make it at this
    # very moment. PostgreSQL then waits for it and reports one of these two.
    password = sql.SQL(" PASSWORD {}").format(sql.Literal(role.password)) if role.password else sql.SQL("")
    statement = sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role.name)) + password
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role.name])
    if cursor.fetchone():
        return
    cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if not _one(cursor):
        raise GrantsError(
            f"The database has no login role {role.name}, and the user of DATABASE_URL may make none. "
            f"Have its administrator run: CREATE ROLE {role.name} LOGIN PASSWORD '…';"
        )
    cursor.execute(
        sql.SQL("DO $make$ BEGIN {}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $make$").format(
            statement
        )
    )


def _check_harmless(cursor: CursorWrapper, roles: Iterable[Role]) -> None:
    """A role that may do everything, or may become somebody else, makes every grant pointless."""
    for role in roles:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls,"
            " EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid),"
            " EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relnamespace = 'public'::regnamespace)"
            " FROM pg_roles WHERE rolname = %s",
            [role.name],
        )
        powerful, member, owner = cursor.fetchone() or (False, False, False)
        if powerful or member or owner:
            what = (
                "has powers over the whole server"
                if powerful
                else "is a member of another role"
                if member
                else "owns tables"
            )
            raise GrantsError(
                f"The login role {role.name} (surface {role.surface}) {what}. "
                f"Point DATABASE_URL_{role.surface.upper()} at a plain login role of its own."
            )


def _revoke_everything(cursor: CursorWrapper, roles: Iterable[Role]) -> None:
    database = sql.Identifier(_current_database(cursor))
    names = sql.SQL(", ").join(sql.Identifier(role.name) for role in roles)
    everybody = names + sql.SQL(", PUBLIC")
    for things in ("ALL TABLES IN SCHEMA public", "ALL SEQUENCES IN SCHEMA public", "SCHEMA public"):
        cursor.execute(sql.SQL("REVOKE ALL ON " + things + " FROM {}").format(everybody))
    # Without TEMPORARY nobody hangs one of our trigger functions on a table of their own.
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM {}").format(database, everybody))
    cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, names))
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(names))


def _grant(cursor: CursorWrapper, table: str, role: Role, privileges: frozenset[str], withheld: frozenset[str]) -> None:
    if not privileges:
        return
    name, on = sql.Identifier(role.name), sql.Identifier(table)
    if withheld:
        privileges -= {"UPDATE"}
        columns = {column for _, column in catalog.columns(cursor, [table])}
        if unknown := withheld - columns:
            raise GrantsError(
                f"{FILE.name} withholds {', '.join(sorted(unknown))} of {table}, which has no such column."
            )
        open_ones = sql.SQL(", ").join(sql.Identifier(column) for column in sorted(columns - withheld))
        cursor.execute(sql.SQL("GRANT UPDATE ({}) ON TABLE {} TO {}").format(open_ones, on, name))
    words = sql.SQL(", ").join(sql.SQL(word) for word in sorted(privileges))  # checked by _row
    cursor.execute(sql.SQL("GRANT {} ON TABLE {} TO {}").format(words, on, name))
    if "INSERT" in privileges:
        # Identity columns need no right to their sequence; a serial column does.
        cursor.execute(
            "SELECT c.relname FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'"
            " WHERE d.refobjid = %s::regclass AND d.deptype = 'a' AND d.classid = 'pg_class'::regclass",
            [f'public."{table}"'],
        )
        for (sequence,) in cursor.fetchall():
            cursor.execute(sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sql.Identifier(sequence), name))


def _wanted(cursor: CursorWrapper, surface: str, tables: list[str], rights: Rights) -> set[Held]:
    """What the file gives a surface in these tables; UPDATE column by column, too."""
    given = {(table, what) for table in tables for what in rights.get(table, {}).get(surface, ())}
    withheld = read_withheld()
    return given | {
        (f"{table}.{column}", "UPDATE")
        for table, column in catalog.columns(cursor, [table for table, what in given if what == "UPDATE"])
        if column not in withheld.get(table, {}).get(surface, ())
    }


def _current_database(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT current_database()")
    return str(_one(cursor))


def _one(cursor: CursorWrapper) -> Any:
    row = cursor.fetchone()
    return row[0] if row else None
