"""Who may read and write dossiers. The one place that knows; everything not allowed here is not allowed."""

from casefiles.accounts.models import User
from casefiles.accounts.roles import DOSSIER_ROLES, Role
from casefiles.dossiers.models import Case
from casefiles.lib.errors import NotAllowed

WRITERS = (Role.JOURNALIST, Role.REVIEWER, Role.PUBLISHING_EDITOR)


def may_read(user: User, case: Case | None) -> bool:
    """May ``user`` read what belongs to ``case`` (``None``: what all cases share)?"""
    if case is None:
        return user.has_role(*DOSSIER_ROLES)
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def may_write(user: User, case: Case | None) -> bool:
    """May ``user`` compile in ``case``? Counsel reads and comments."""
    return user.has_role(*WRITERS) and may_read(user, case)


def check_may_write(user: User, case: Case | None) -> None:
    """Raise ``NotAllowed`` unless ``user`` may write."""
    if not may_write(user, case):
        raise NotAllowed("You may not change this. Ask the lead of the case, or an administrator for the role.")


def may_lead(user: User, case: Case) -> bool:
    """May ``user`` decide who belongs to ``case`` and who sees it? Its lead and publishing editors may."""
    if not may_write(user, case):
        return False
    return user.has_role(Role.PUBLISHING_EDITOR) or case.memberships.filter(user=user, lead=True).exists()
