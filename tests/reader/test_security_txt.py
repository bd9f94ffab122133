"""``/.well-known/security.txt``: there if the newsroom has named a contact, and valid for less than a year."""

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import set_urlconf
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.reader.surface import as_public

ADDRESS = "/.well-known/security.txt"
CONTACT = "mailto:security@newsroom.example"


@pytest.fixture
def public(settings: Settings) -> Iterator[Settings]:
    as_public(settings)
    yield settings
    set_urlconf(None)


def test_it_names_the_contact(client: Client, public: Settings) -> None:
    public.SECURITY_CONTACT = CONTACT
    public.PUBLIC_URL = "https://dossiers.newsroom.example"
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Cookie" not in response.headers.get("Vary", "")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert list(fields) == ["Contact", "Expires", "Canonical"]
    assert fields["Contact"] == CONTACT
    assert fields["Canonical"] == f"https://dossiers.newsroom.example{ADDRESS}"
    left = datetime.datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert datetime.timedelta(days=363) < left <= datetime.timedelta(days=365)


def test_it_is_the_same_as_long_as_the_process_runs(client: Client, public: Settings) -> None:
    public.SECURITY_CONTACT = CONTACT
    assert client.get(ADDRESS).content == client.get(ADDRESS).content
    assert b"T00:00:00Z" in client.get(ADDRESS).content


def test_without_a_contact_there_is_none(client: Client, public: Settings) -> None:
    public.SECURITY_CONTACT = ""
    response = client.get(ADDRESS)
    assert response.status_code == 404
    assert response.content == client.get("/.well-known/anything").content


def test_archived_pages_have_none(client: Client, public: Settings) -> None:
    public.SECURITY_CONTACT = CONTACT
    public.ROOT_URLCONF = "config.urls_replay"
    set_urlconf(None)
    assert client.get(ADDRESS).status_code == 404
