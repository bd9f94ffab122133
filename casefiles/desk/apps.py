from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The newsroom's face: admin site, review buttons, publishing."""

    name = "casefiles.desk"
    label = "desk"
    verbose_name = "Desk"
    default_auto_field = "django.db.models.BigAutoField"
