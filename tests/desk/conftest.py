"""The desk is tested through its own pages, as the people of one newsroom."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from casefiles.accounts.models import User
from tests.newsroom import Newsroom


@pytest.fixture(autouse=True)
def _here(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    settings.STATIC_ROOT = settings.BASE_DIR / "static"


@pytest.fixture
def room(db: None) -> Newsroom:
    return Newsroom.open()


def at_desk(user: User) -> Client:
    """A browser in which ``user`` is logged in."""
    client = Client()
    client.force_login(user)
    return client
