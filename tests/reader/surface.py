"""The settings of the public surface, for tests that run in a process of another one."""

from pytest_django.fixtures import Settings

_DESK = ("sessions", "auth.middleware", "messages", "pghistory")


def as_public(settings: Settings, urlconf: str = "config.urls_public") -> None:
    """Public URLs, no desk middleware, no desk context processors."""
    settings.ROOT_URLCONF = urlconf
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not any(part in name for part in _DESK)]
    templates = settings.TEMPLATES[0]
    processors = ["django.template.context_processors.request"]
    settings.TEMPLATES = [{**templates, "OPTIONS": {**templates["OPTIONS"], "context_processors": processors}}]
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    settings.WHITENOISE_USE_FINDERS = False
    settings.PUBLIC_URL = "https://cases.example"
    settings.REPLAY_URL = "https://copies.example"
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    settings.SECURE_SSL_REDIRECT = False
