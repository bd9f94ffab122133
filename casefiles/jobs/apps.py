from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Leased rows: work that survives a killed worker."""

    name = "casefiles.jobs"
    label = "jobs"
    verbose_name = "Jobs"
    default_auto_field = "django.db.models.BigAutoField"
