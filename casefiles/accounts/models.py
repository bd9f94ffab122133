"""People who work on dossiers, and the journal of what was done with their accounts."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from casefiles.accounts.roles import Role


class User(AbstractUser):
    """A person. The UUID is what triggers, decisions and logs name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    @cached_property
    def given_roles(self) -> frozenset[str]:
        """The names of the roles that this person was given, whether the account is active or not."""
        return frozenset(group.name for group in self.groups.all() if group.name in Role.values)  # perhaps prefetched

    @property
    def roles(self) -> frozenset[str]:
        """The names of the roles this person holds; none for an inactive account."""
        return self.given_roles if self.is_active else frozenset()

    def get_roles_display(self) -> str:
        """The roles given, in words; "" for none."""
        return ", ".join(role.label for role in Role if role.value in self.given_roles)

    def has_role(self, *roles: Role) -> bool:
        """Does this person hold one of ``roles``? A superuser has no role by being one."""
        return any(role.value in self.roles for role in roles)

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username


class Changed(models.TextChoices):
    """What was done with an account; most are the field that was changed."""

    CREATED = "created", "Account made"
    USERNAME = "username", "User name"
    EMAIL = "email", "Email address"
    FIRST_NAME = "first_name", "First name"
    LAST_NAME = "last_name", "Last name"
    ACTIVE = "is_active", "Active"
    ROLES = "roles", "Roles"
    PASSWORD = "password", "New password"


class AccountChange(models.Model):
    """Somebody changed an account. A journal: rows are only added."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="Nobody: by a command of the operator, at the machine.",
    )
    what = models.CharField(max_length=20, choices=Changed)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"], name="account_change_latest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=Changed.values), name="account_change_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.person}"
