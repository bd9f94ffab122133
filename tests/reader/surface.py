"""The settings of the public surface, for tests that run in a process of another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings as configured
from django.test import override_settings
from django.urls import set_urlconf
from pytest_django.fixtures import Settings

_DESK = ("casefiles.desk", "sessions", "auth.middleware", "messages", "pghistory")


def public_settings(urlconf: str = "config.urls_public") -> dict[str, Any]:
    """Public URLs, no desk middleware, no desk context processors."""
    templates = configured.TEMPLATES[0]
    processors = ["django.template.context_processors.request"]
    return {
        "ROOT_URLCONF": urlconf,
        "MIDDLEWARE": [name for name in configured.MIDDLEWARE if not any(part in name for part in _DESK)],
        "TEMPLATES": [{**templates, "OPTIONS": {**templates["OPTIONS"], "context_processors": processors}}],
        "STATIC_ROOT": configured.BASE_DIR / "static",
        "WHITENOISE_USE_FINDERS": False,
        "PUBLIC_URL": "https://cases.example",
        "REPLAY_URL": "https://copies.example",
        "ALLOWED_HOSTS": ["testserver", "127.0.0.1", "localhost"],
        "SECURE_SSL_REDIRECT": False,
    }


@contextmanager
def public_surface(urlconf: str = "config.urls_public") -> Iterator[None]:
    """Be that surface for many tests, whose templates are then read once."""
    with override_settings(**public_settings(urlconf)):
        set_urlconf(None)
        yield
        set_urlconf(None)


def as_public(settings: Settings, urlconf: str = "config.urls_public") -> None:
    """Be the public surface, or with ``config.urls_replay`` that of archived pages, for one test."""
    for name, value in public_settings(urlconf).items():
        setattr(settings, name, value)
