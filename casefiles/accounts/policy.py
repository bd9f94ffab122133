"""Who may manage people. The one place that knows."""

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.lib.errors import NotAllowed


def may_manage_people(user: User) -> bool:
    """May ``user`` make accounts, give roles and set passwords? Administrators may, and superusers."""
    return user.is_active and (user.is_superuser or user.has_role(Role.ADMINISTRATOR))


def check_may_manage_people(by: User | None) -> None:
    """Raise ``NotAllowed`` unless ``by`` may; ``None`` is the operator, by a command at the machine."""
    if by is not None and not may_manage_people(User.objects.get(pk=by.pk)):
        raise NotAllowed("Only an administrator may manage people.")
