from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People, their roles and what each role may do."""

    name = "casefiles.accounts"
    label = "accounts"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Permissions come into being app by app; sessions is listed after every app that has a role's.
        post_migrate.connect(_synchronise, sender=apps.get_app_config("sessions"), dispatch_uid="accounts.roles")


def _synchronise(**_: Any) -> None:
    from casefiles.accounts.actions import synchronise_roles

    synchronise_roles()
