from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Makes the start-up checks and the migrate command of this project known to Django."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401 (registers itself)
