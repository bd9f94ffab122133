from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """What journalists compile: cases and their items."""

    name = "casefiles.dossiers"
    label = "dossiers"
    verbose_name = "Dossiers"
    default_auto_field = "django.db.models.BigAutoField"
