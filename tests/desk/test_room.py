"""The desk says how long the disk for archived copies lasts, and refuses at the address when it is full."""

import pytest
from django.urls import reverse

from casefiles.archive.room import Forecast
from casefiles.archive.store.base import Room
from casefiles.archive.store.folder import Folder
from casefiles.desk.room import is_urgent, words
from casefiles.dossiers.models import Source
from tests.desk.conftest import at_desk
from tests.desk.forms import errors_of, filled
from tests.newsroom import Newsroom

GB = 10**9


def told(left: int, taken: int, free: int = 0) -> str:
    return words(Forecast(free or left, left, 60.0, taken)).replace("\xa0", " ")


def test_what_is_said() -> None:
    assert told(35 * 2**30, 0) == "There is room for 35.0 GB more. Nothing was archived in the last 30 days."
    assert told(0, 5, 3 * 2**30) == (
        "The disk for archived copies is full. No new copy can be made until an administrator makes room "
        "(60 % used, 3.0 GB free)."
    )


@pytest.mark.parametrize(
    ("days", "lasts"),
    [
        (0, "less than a day"),
        (1, "about 1 day"),
        (2, "about 2 days"),
        (59, "about 59 days"),
        (60, "about 2 months"),
        (729, "about 24 months"),
        (730, "about 2 years"),
        (3650, "about 10 years"),
        (3651, "more than ten years"),
    ],
)
def test_how_long_it_lasts_is_said_in_plain_words(days: int, lasts: str) -> None:
    forecast = Forecast(free=99_999, left=days * 2 + 1, percent_used=60.0, taken=60)  # two bytes a day
    assert (
        words(forecast).replace("\xa0", " ").endswith(f"The last 30 days took 60 bytes; at that pace it lasts {lasts}.")
    )
    assert is_urgent(forecast) is (days < 30)


def test_the_first_page_says_it(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at_desk(room.author)
    assert '<p class="quiet">There is room for ' in client.get(reverse("admin:index")).content.decode()
    monkeypatch.setattr(Folder, "room", lambda _self: Room(100 * GB, 0))
    assert (
        '<p class="warn">The disk for archived copies is full.' in client.get(reverse("admin:index")).content.decode()
    )


def test_where_files_are_in_a_bucket_it_says_nothing(room: Newsroom, bucket: object) -> None:
    assert "There is room for" not in at_desk(room.author).get(reverse("admin:index")).content.decode()


def test_a_source_is_refused_at_its_address_with_nothing_lost(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at_desk(room.author)
    path = reverse("admin:dossiers_source_add") + f"?case={room.case.pk}"
    form = filled(client, path, title="An advisory", url="https://agency.example/advisory")
    monkeypatch.setattr(Folder, "room", lambda _self: Room(100 * GB, 0))
    response = client.post(path, form)
    (said,) = errors_of(response)["url"]
    assert said.startswith("The disk for archived copies is full.")
    assert "An advisory" in response.content.decode()
    assert not Source.objects.exists()
    assert client.post(path, form | {"archiving": "upload"}).status_code == 302
    assert Source.objects.exists()
