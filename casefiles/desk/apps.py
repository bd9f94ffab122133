from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The newsroom's face: admin site, review buttons, publishing."""

    name = "casefiles.desk"
    label = "desk"
    verbose_name = "Desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casefiles.desk import admins  # noqa: F401 (each registers itself with the site)
