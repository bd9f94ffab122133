"""Whose database it is: the demonstration keeps its hands off a newsroom's."""

import os
from typing import Any

import psycopg

from casefiles.demonstration.people import EMAIL_DOMAIN
from config import services
from config.demo.errors import DemoError
from config.demo.plan import SURFACES

_COUNT = """
SELECT count(*) FILTER (WHERE email NOT ILIKE %(ours)s), count(*) FILTER (WHERE email ILIKE %(ours)s)
FROM accounts_user
"""
_WAY_OUT = (
    "Unset DATABASE_URL and DATABASE_URL_… (in the shell and in .env) and the demonstration starts a database of its "
    "own, or set DATABASE_URL to an empty one."
)


def refuse_a_newsrooms() -> None:
    """Raises DemoError, before anything is written, when somebody works in the database that would be used.

    In a database of its own, people that a visitor has made at the desk are welcome; in one that is set from outside,
    anybody but the demonstration's people is a newsroom's.
    """
    outside = bool(os.environ.get("DATABASE_URL"))
    for surface in SURFACES if outside else ():
        _refuse_another(surface)
    address = services.database_url()
    try:
        with psycopg.connect(address, connect_timeout=10) as session:
            others, own = _people(session)
    except psycopg.OperationalError as error:
        raise DemoError(f"The database at DATABASE_URL cannot be used: {error}".strip()) from error
    if others and (outside or not own):
        raise DemoError(
            f"The database has accounts that are not the demonstration's ({others}): it is a newsroom's, and nothing "
            f"was done to it. {_WAY_OUT if outside else 'Choose another folder with CASEFILES_HOME.'}"
        )


def _people(session: "psycopg.Connection[Any]") -> tuple[int, int]:
    """How many accounts are others', and how many the demonstration's; none where there are no tables yet."""
    if session.execute("SELECT to_regclass('accounts_user')").fetchone() == (None,):
        return 0, 0
    return session.execute(_COUNT, {"ours": f"%@{EMAIL_DOMAIN}"}).fetchone() or (0, 0)


def _refuse_another(surface: str) -> None:
    places = [
        {key: parts.get(key) for key in ("HOST", "PORT", "NAME")}
        for parts in map(services.django_database, (services.database_url(), services.surface_database_url(surface)))
    ]
    if places[0] != places[1]:
        raise DemoError(
            f"DATABASE_URL_{surface.upper()} is another database than DATABASE_URL; nothing was done to either. "
            f"{_WAY_OUT}"
        )
