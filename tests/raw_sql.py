"""Raw SQL, past every form and action: what the database's own guards are tried with.

By default it runs as the owner, in the test's own transaction. ``logged_in`` gives a surface's own login, which
sees only what is committed: its tests are transactional.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from config import grants

ROLES = {role.surface: role.name for role in grants.login_roles()}
Parameters = Sequence[Any] | dict[str, Any] | None


def run(sql: str, parameters: Parameters = None) -> int:
    """Do it as the owner; the number of rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount


def refusal(sql: str, parameters: Parameters = None, *, session: psycopg.Connection | None = None) -> str:
    """What the database says when it refuses ``sql`` to the owner, or to a login's ``session``; "" if it does it."""
    try:
        if session is None:
            run(sql, parameters)
        else:
            with session.transaction():
                session.execute(sql, parameters)
    except (DatabaseError, psycopg.Error) as error:
        return str(error) or type(error).__name__
    return ""


def refused(sql: str, parameters: Parameters = None) -> bool:
    return bool(refusal(sql, parameters))


def without(table: str, *guards: str) -> None:
    """Take guards away, for this test's transaction."""
    run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with rows still to be checked cannot be altered
    for name in guards:
        run(f"ALTER TABLE {table} DISABLE TRIGGER {name}")


@contextmanager
def lifted(table: str, *guards: str) -> Iterator[None]:
    """Take guards away for everybody, and put them back: for transactional tests."""
    without(table, *guards)
    try:
        yield
    finally:
        for name in guards:
            run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


@contextmanager
def granted(surface: str, rights: str, table: str) -> Iterator[None]:
    """Give a surface's login rights that it has not, and take them back: what is refused then, the guards refuse."""
    run(f'GRANT {rights} ON {table} TO "{ROLES[surface]}"')
    try:
        yield
    finally:
        run(f'REVOKE {rights} ON {table} FROM "{ROLES[surface]}"')


def as_actor(user_id: UUID | None) -> None:
    """Say that this person writes, or nobody, until the transaction ends."""
    run("SELECT set_config('casefiles.actor', %s, true)", [str(user_id or "")])


def superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def as_replica() -> None:
    """Play a replication session, under which ordinary triggers do not fire, for this test's transaction."""
    if not superuser():
        pytest.skip("session_replication_role needs a superuser, which this database login is not")
    run("SET LOCAL session_replication_role = replica")


@contextmanager
def in_the_role_of(surface: str) -> Iterator[None]:
    """Whatever runs within runs with the rights of the surface's login, in the test's own transaction."""
    if not superuser():
        pytest.skip("only a superuser may take any role")
    run(f'SET LOCAL ROLE "{ROLES[surface]}"')
    yield
    run("RESET ROLE")


@contextmanager
def logged_in(surface: str) -> Iterator[psycopg.Connection]:
    """A connection of the surface's own login. Where the server wants a password, a superuser takes its place."""
    parts = connection.get_connection_params()
    wanted = {key: parts[key] for key in ("dbname", "host", "port") if parts.get(key)}
    try:
        session = psycopg.connect(**wanted, user=ROLES[surface], autocommit=True)
    except psycopg.OperationalError:
        owner = {key: parts[key] for key in ("user", "password") if parts.get(key)}
        session = psycopg.connect(**wanted, **owner, autocommit=True)
        try:
            session.execute(f'SET SESSION AUTHORIZATION "{ROLES[surface]}"')
        except psycopg.errors.InsufficientPrivilege:
            session.close()
            pytest.skip("the server wants a password for the surface's login, and the owner is no superuser")
    with session:
        assert session.execute("SELECT session_user").fetchone() == (ROLES[surface],)
        yield session
