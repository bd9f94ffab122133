"""The logins of the surfaces, on the server of this run."""

from functools import cache

import psycopg
import pytest
from django.db import connection

from config import grants


def databases() -> dict[str, dict[str, str]]:
    """How each surface, and the owner, logs in to the test database. Skips where the server wants a password for it.

    A run's own server asks for none. Another's may; no test gives its logins passwords, for they may be in use.
    """
    parts = connection.get_connection_params()
    kept = {key: str(parts[key]) for key in ("dbname", "host", "port", "password") if parts.get(key)}
    logins = {role.surface: role.name for role in grants.login_roles()} | {"owner": str(parts.get("user") or "")}
    found = {surface: {**kept, "user": login} for surface, login in logins.items()}
    if refusal := _refusal(tuple(sorted(found["public"].items()))):
        pytest.skip(f"the server does not let the surfaces' logins in without a password of their own: {refusal}")
    return found


@cache
def _refusal(login: tuple[tuple[str, str], ...]) -> str:
    try:
        psycopg.connect(**dict(login)).close()
    except psycopg.OperationalError as error:
        return str(error).strip()
    return ""
