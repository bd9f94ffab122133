from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their roles and what each role may do."""

    name = "casefiles.accounts"
    label = "accounts"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"
