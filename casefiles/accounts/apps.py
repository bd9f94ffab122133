from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People, their roles, and who may manage them."""

    name = "casefiles.accounts"
    label = "accounts"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_synchronise, sender=self, dispatch_uid="accounts.roles")


def _synchronise(**_: Any) -> None:
    from casefiles.accounts.actions import synchronise_roles

    synchronise_roles()
