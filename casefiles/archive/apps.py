from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Cited addresses, captures of them and their custody."""

    name = "casefiles.archive"
    label = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"
