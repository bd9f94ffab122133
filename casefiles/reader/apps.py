from django.apps import AppConfig


class ReaderConfig(AppConfig):
    """Readers' pages, made from editions alone."""

    name = "casefiles.reader"
    label = "reader"
    verbose_name = "Readers' pages"
    default_auto_field = "django.db.models.BigAutoField"
