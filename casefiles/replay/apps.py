from django.apps import AppConfig


class ReplayConfig(AppConfig):
    """Archived pages, shown without running any of their scripts."""

    name = "casefiles.replay"
    label = "replay"
    verbose_name = "Archived pages"
    default_auto_field = "django.db.models.BigAutoField"
