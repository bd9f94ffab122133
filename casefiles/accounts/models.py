"""People who work on dossiers."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from casefiles.accounts.roles import Role


class User(AbstractUser):
    """A person. The UUID is what triggers, decisions and logs name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of the roles this person holds; none for an inactive account."""
        if not self.is_active:
            return frozenset()
        return frozenset(self.groups.filter(name__in=Role.values).values_list("name", flat=True))

    def has_role(self, *roles: Role) -> bool:
        """Does this person hold one of ``roles``? A superuser has no role by being one."""
        return any(role.value in self.roles for role in roles)

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username
