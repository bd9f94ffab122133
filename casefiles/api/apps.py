from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The read API, made from editions alone."""

    name = "casefiles.api"
    label = "api"
    verbose_name = "Read API"
    default_auto_field = "django.db.models.BigAutoField"
