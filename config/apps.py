from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Makes the start-up checks and the migrate command of this project known to Django."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        # They register themselves: every process must know the checks and where tasks are sent.
        from config import archive_checks, celery, checks, database_checks, value_checks  # noqa: F401
