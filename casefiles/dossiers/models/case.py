"""A case and who belongs to it."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from casefiles.accounts.roles import DOSSIER_ROLES
from casefiles.dossiers.fields import LineField
from casefiles.dossiers.history import tracked
from casefiles.dossiers.vocabularies import Confidentiality, DeskStatus

if TYPE_CHECKING:
    from casefiles.accounts.models import User


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: "User") -> "CaseQuerySet":
        """Cases this person may see. Nothing by default; members-only cases for members alone."""
        if not user.is_authenticated or not user.has_role(*DOSSIER_ROLES):
            return self.none()
        return self.filter(
            Q(confidentiality=Confidentiality.DESK)
            | Q(pk__in=Membership.objects.filter(user_id=user.pk).values("case_id"))
        )


@tracked
class Case(models.Model):
    """A dossier being compiled. What readers see of it is its editions, never this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        max_length=80,
        unique=True,
        help_text="The case’s address for readers. It can be changed until the case is first published.",
    )
    working_title = LineField(help_text="For the desk alone; readers see the title in the case text.")
    confidentiality = models.CharField(max_length=10, choices=Confidentiality, default=Confidentiality.DESK)
    desk_status = models.CharField(max_length=10, choices=DeskStatus, default=DeskStatus.OPEN)
    hold_sources = models.BooleanField(
        default=False,
        verbose_name="contact no site unless told",
        help_text="New sources of this case start as “Do not contact this site yet”.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="+"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["working_title"]

    def __str__(self) -> str:
        return self.working_title


@tracked
class Membership(models.Model):
    """Somebody works on a case; one member leads it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                name="membership_once",
                violation_error_code="user",
                violation_error_message="This person is named twice.",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(lead=True),
                name="membership_one_lead",
                violation_error_code="lead",
                violation_error_message="A case has one lead.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.case}"
