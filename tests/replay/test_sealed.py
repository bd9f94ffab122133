"""The newsroom sees sealed copies by links that soon end."""

import datetime
import uuid

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from casefiles.archive.models import Capture
from casefiles.archive.states import Access
from casefiles.lib import passing
from tests.copies import archived
from tests.replay.pages import body_of

pytestmark = pytest.mark.django_db

KEY = "a key that desk and replay share, long enough"


@pytest.fixture(autouse=True)
def _key(settings: Settings) -> None:
    settings.ARCHIVE_LINK_KEY = KEY


@pytest.fixture
def made(db: None) -> Capture:
    return archived(text="Words of a sealed page.")


def path(ticket: str, made: Capture, rest: str = "") -> str:
    return f"/sealed/{ticket}/captures/{made.pk}/{rest}"


def test_a_ticket_opens_the_copy_and_all_of_it(client: Client, made: Capture) -> None:
    assert made.access == Access.SEALED
    ticket = passing.ticket_for(made.pk)
    response = client.get(path(ticket, made))
    assert "Words of a sealed page." in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert client.get(path(ticket, made, "page/")).status_code == 200
    assert "Words of a sealed page." in client.get(path(ticket, made, "page/frame/")).content.decode()
    assert body_of(client.get(path(ticket, made, "download/wacz/"))).startswith(b"PK")
    made.refresh_from_db()
    assert made.access == Access.SEALED


def test_it_ends_after_five_minutes(client: Client, made: Capture) -> None:
    ticket = passing.ticket_for(made.pk)
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=passing.SECONDS + 2)):
        assert client.get(path(ticket, made)).status_code == 404
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=passing.SECONDS - 5)):
        assert client.get(path(ticket, made)).status_code == 200


def test_it_is_for_one_copy(client: Client, made: Capture) -> None:
    other = archived("https://news.example/other")
    assert client.get(path(passing.ticket_for(other.pk), made)).status_code == 404


def test_a_forged_one_answers_as_nothing(client: Client, made: Capture, settings: Settings) -> None:
    ticket = passing.ticket_for(made.pk)
    nothing = client.get(f"/captures/{uuid.uuid4()}/")
    settings.ARCHIVE_LINK_KEY = "another key, which somebody has thought of"
    forged = passing.ticket_for(made.pk)
    settings.ARCHIVE_LINK_KEY = KEY
    for each in (forged, ticket[:-1], ticket + "x", made.pk.hex, "x", ticket.replace(ticket[:4], "0000")):
        response = client.get(path(each, made))
        assert (response.status_code, response.content) == (404, nothing.content)
    settings.ARCHIVE_LINK_KEY = ""
    assert client.get(path(ticket, made)).status_code == 404


def test_what_was_taken_down_is_down_for_the_newsroom_too(client: Client, made: Capture) -> None:
    Capture.objects.filter(pk=made.pk).update(access=Access.TAKEN_DOWN)
    response = client.get(path(passing.ticket_for(made.pk), made))
    assert response.status_code == 410
    assert "Words of a sealed page." not in response.content.decode()
