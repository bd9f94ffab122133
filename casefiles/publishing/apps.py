from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The one place that joins dossiers and review to editions."""

    name = "casefiles.publishing"
    label = "publishing"
    verbose_name = "Publishing"
    default_auto_field = "django.db.models.BigAutoField"
