from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """The press desk and the demonstration case."""

    name = "casefiles.demonstration"
    label = "demonstration"
    verbose_name = "Demonstration"
    default_auto_field = "django.db.models.BigAutoField"
