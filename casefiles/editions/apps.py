from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """The public record: immutable editions and their log."""

    name = "casefiles.editions"
    label = "editions"
    verbose_name = "Editions"
    default_auto_field = "django.db.models.BigAutoField"
