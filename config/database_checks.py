"""Start-up checks of the database: who logs in, what they may do there, and who has an account."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from casefiles.demonstration.people import EMAIL_DOMAIN
from config import grants

_TOLD = 3
"""Rights too many that a message names."""


@register(Tags.database)
def login_has_no_powers(databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """No process but the owner's can alter tables, disable guards or become another role."""
    if settings.SURFACE == "owner":
        return []
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT session_user, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR"
                " EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                " AND pg_has_role(pg_roles.oid, relowner, 'MEMBER')) FROM pg_roles WHERE rolname = session_user"
            )
            login, powerful = cursor.fetchone() or ("", False)
        if powerful:
            found.append(
                Error(
                    f"The surface {settings.SURFACE!r} logs in to the database as {login}, "
                    "which owns tables or has powers over the whole server.",
                    hint=f"Point DATABASE_URL_{settings.SURFACE.upper()} at the plain login role of this surface.",
                    id="config.E013",
                )
            )
    return found


@register(Tags.database)
def login_is_this_surfaces(databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """A process with another surface's login, or with one that was given more, undoes the separation of both."""
    if settings.SURFACE not in grants.SURFACES or login_has_no_powers(databases):
        return []  # whoever may do everything has been told so
    found: list[CheckMessage] = []
    for alias in databases or ():
        if more := grants.beyond(connections[alias], settings.SURFACE):
            told = " ".join(more[:_TOLD]) + (f" So do {len(more) - _TOLD} others." if len(more) > _TOLD else "")
            found.append(
                Error(
                    f"The database login of the surface {settings.SURFACE!r} may do more than the surface: {told}",
                    hint=f"Point DATABASE_URL_{settings.SURFACE.upper()} at the login role of this surface. If that "
                    "is so, run “manage.py apply_grants” as the owner: it takes back what config/grants.toml has not.",
                    id="config.E031",
                )
            )
    return found


@register(Tags.database)
def nobody_logs_in_as_in_the_demonstration(databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """Everybody may read the demonstration's passwords, so a newsroom's database has none of its people."""
    if settings.DEMO or settings.SURFACE not in {"desk", "work"}:
        return []
    people = get_user_model().objects.filter(email__iendswith=f"@{EMAIL_DOMAIN}", is_active=True)
    return [
        Error(
            f"The database {alias!r} has the demonstration’s people, whose passwords everybody may know.",
            hint="Point DATABASE_URL at a database of the newsroom’s own, or make those accounts inactive.",
            id="config.E014",
        )
        for alias in databases or ()
        if people.using(alias).exists()
    ]
